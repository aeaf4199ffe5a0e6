import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { GIVEN, newFramework } from '../support/framework.ts';
import { modelServer } from '../support/generation.ts';
import { goodStream, json } from '../support/model_server.ts';
import { emptyFolder, run, runProcess } from '../support/program.ts';

const FAR = 'http://llm.corp.invalid/v1';
const RUN = ['run', 'Audit', ...GIVEN, '--base-url', FAR, '--model', 'm'];

/** A proxy that hands every request to one origin, or refuses it; what it was asked for. */
async function proxy(target: string | null): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (target === null) {
      response.writeHead(407).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '');
    const onward = send(
      `${target}${pathname}`,
      { method: request.method ?? 'GET', headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    if (target === null) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(target);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const [one, other] of [[onward, socket] as const, [socket, onward] as const])
      one.on('error', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const SECURE = 'llm.corp.invalid';

/** A certificate authority of our own, and a server for one host that it vouches for. */
function authority(): { readonly ca: string; readonly key: Buffer; readonly cert: Buffer } {
  const folder = emptyFolder();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = (name: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    name,
  ];
  openssl('req', '-x509', ...key('ca.key'), '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Ours');
  openssl('req', '-new', ...key('host.key'), '-out', 'host.csr', '-subj', `/CN=${SECURE}`);
  writeFileSync(join(folder, 'ext'), `subjectAltName=DNS:${SECURE}\n`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'ext', '-days', '2'];
  openssl('x509', '-req', '-in', 'host.csr', ...signed, '-out', 'host.pem');
  const read = (name: string) => readFileSync(join(folder, name));
  return { ca: join(folder, 'ca.pem'), key: read('host.key'), cert: read('host.pem') };
}

describe('[promise:proxies] requests go through the proxy that the environment names', () => {
  test.each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'all_proxy'])('in %s', async (name) => {
    const server = await modelServer(null, [goodStream('Hello')]);
    const { address, asked } = await proxy(server.origin);
    const cwd = await newFramework();
    const { code, out, err } = await run(RUN, { cwd, env: { [name]: address } });
    expect({ code, out }, err).toEqual({ code: 0, out: 'Hello\n' });
    expect(asked).toEqual([`POST ${FAR}/chat/completions`]);
    expect(server.complaints).toEqual([]);
  });

  test('and doctor says so, without the login in it', async () => {
    const server = await modelServer(null, [json(200, { data: [{ id: 'm' }] })]);
    const { address, asked } = await proxy(server.origin);
    const env = {
      OPENAI_BASE_URL: FAR,
      ORCHESTRATOR_MODEL: 'm',
      HTTP_PROXY: address.replace('//', '//me:secret-word@'),
    };
    const { code, out } = await run(['doctor'], { cwd: emptyFolder(), env });
    expect(out).toContain(`${address}, from HTTP_PROXY`);
    expect(out).not.toContain('secret-word');
    expect(code).toBe(0);
    expect(asked).toEqual([`GET ${FAR}/models`]);
  });

  test('a secure endpoint is reached by a tunnel; one that the proxy refuses is told as the proxy’s doing', async () => {
    const { address, asked } = await proxy(null);
    const cwd = await newFramework();
    const env = { HTTPS_PROXY: address };
    const args = ['run', 'Audit', ...GIVEN, '--base-url', 'https://llm.corp.invalid/v1', '--model', 'm'];
    const { code, err } = await run(args, { cwd, env });
    expect(code).toBe(3);
    expect(new Set(asked)).toEqual(new Set(['CONNECT llm.corp.invalid:443']));
    expect(err).toContain(`through the proxy ${address} from HTTPS_PROXY (it answers 407)`);
    expect(err).toContain('Put a login into HTTPS_PROXY');
  });

  test('one that closes the connection in the place of a tunnel is told, and not asked for ever', async () => {
    let connections = 0;
    const server = createServer().on('connect', (_, socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterTest(() => void server.close());
    const cwd = await newFramework();
    await run(['config', 'set', 'maxTries', '1'], { cwd });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, err } = await run(RUN.with(RUN.indexOf(FAR), 'https://llm.corp.invalid/v1'), {
      cwd,
      env: { HTTPS_PROXY: address },
    });
    expect(code).toBe(3);
    expect(err).toContain(
      `The endpoint https://llm.corp.invalid cannot be reached through the proxy ${address} from HTTPS_PROXY`,
    );
    expect(connections).toBe(1);
  });

  test('a login that it does not take is to be checked, and one that is wanted to be put in', async () => {
    const { address } = await proxy(null);
    const cwd = await newFramework();
    const wanted = await run(RUN, { cwd, env: { HTTP_PROXY: address } });
    expect(wanted.err).toContain('Put a login into HTTP_PROXY');
    const refused = await run(RUN, { cwd, env: { HTTP_PROXY: address.replace('//', '//me:secret@') } });
    expect(refused.err).toContain('Check the login in HTTP_PROXY: the proxy rejects it.');
    expect(refused.err).not.toContain('secret');
  });

  test('a tunnel carries an encrypted answer, with a certificate authority of the user’s own and a login for the proxy', async () => {
    const { ca, key, cert } = authority();
    const heard: string[] = [];
    const server = createSecureServer({ key, cert }, (request, response) => {
      heard.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const message = { role: 'assistant', content: 'Hello' };
        response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterTest(() => void server.close());
    const { address, asked } = await proxy(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const cwd = await newFramework();
    const args = ['run', 'Audit', ...GIVEN, '--base-url', `https://${SECURE}/v1`, '--model', 'm'];
    const env = { HTTPS_PROXY: address.replace('//', '//me:secret-word@') };
    const ran = await runProcess(args, { cwd, env: { ...env, NODE_EXTRA_CA_CERTS: ca } });
    expect({ code: ran.code, out: ran.out }, ran.err).toEqual({ code: 0, out: 'Hello\n' });
    expect(asked).toEqual([`CONNECT ${SECURE}:443`]);
    // What the tunnel carries is for the endpoint: the login of the proxy is not in it.
    expect(heard).toEqual(['POST /v1/chat/completions ']);
    const distrusted = await runProcess(args, { cwd, env });
    expect(distrusted.code).toBe(3);
    expect(distrusted.err).toMatch(/certificate is missing or not trusted[\s\S]*NODE_EXTRA_CA_CERTS/u);
    expect(distrusted.err).not.toContain('secret-word');
  });

  test('and not for what NO_PROXY names, nor for this machine', async () => {
    const server = await modelServer(null, [goodStream('Hello')]);
    const { address, asked } = await proxy(null);
    const cwd = await newFramework();
    const local = ['run', 'Audit', ...GIVEN, '--base-url', server.baseUrl, '--model', 'm'];
    expect((await run(local, { cwd, env: { HTTP_PROXY: address } })).out).toBe('Hello\n');
    const far = await run(RUN, { cwd, env: { HTTP_PROXY: address, NO_PROXY: '.corp.invalid' } });
    expect(far.err).toContain('The host llm.corp.invalid was not found');
    expect(asked).toEqual([]);
  });

  test('one of a kind that is not supported is said, and nothing is sent around it', async () => {
    const cwd = await newFramework();
    const { code, err } = await run(RUN, { cwd, env: { ALL_PROXY: 'socks5://127.0.0.1:1080' } });
    expect(code).toBe(3);
    expect(err).toContain(
      'the proxy in ALL_PROXY cannot be used: a proxy of the kind socks5 is not supported',
    );
  });

  test('never from a project', async () => {
    const { address, asked } = await proxy(null);
    const cwd = await newFramework({ '.env': `HTTP_PROXY=${address}\n`, '.npmrc': `proxy=${address}\n` });
    writeFileSync(join(cwd, '.curlrc'), `proxy = ${address}\n`);
    expect((await run(RUN, { cwd, env: { HOME: emptyFolder() } })).err).toContain('was not found');
    expect(asked).toEqual([]);
  });
});

test.each([
  ['http://a.example', { HTTP_PROXY: 'p:1' }, 'http://p:1'],
  ['http://a.example', { HTTP_PROXY: 'p:1', http_proxy: 'q:1' }, 'http://q:1'],
  ['https://a.example', { HTTP_PROXY: 'p:1' }, 'direct'],
  ['https://a.example', { ALL_PROXY: 'https://p:1' }, 'https://p:1'],
  ['https://a.example', { HTTPS_PROXY: '' }, 'direct'],
  ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'b.example, a.example' }, 'direct'],
  ['https://a.example', { HTTPS_PROXY: 'p:1', no_proxy: 'example' }, 'direct'],
  ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '*.example' }, 'direct'],
  ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '*' }, 'direct'],
  ['https://aexample', { HTTPS_PROXY: 'p:1', NO_PROXY: 'example' }, 'http://p:1'],
  ['https://a.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.example:8443' }, 'http://p:1'],
  ['https://a.example:8443', { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.example:8443' }, 'direct'],
  ['http://10.1.2.3', { HTTP_PROXY: 'p:1', NO_PROXY: '10.0.0.0/8' }, 'direct'],
  ['http://11.1.2.3', { HTTP_PROXY: 'p:1', NO_PROXY: '10.0.0.0/8' }, 'http://p:1'],
  ['http://[fd00::1]', { HTTP_PROXY: 'p:1', NO_PROXY: 'fd00::/8' }, 'direct'],
  ['http://[fd00::1]', { HTTP_PROXY: 'p:1', NO_PROXY: 'fd00::1' }, 'direct'],
  ['http://localhost:11434', { HTTP_PROXY: 'p:1' }, 'direct'],
  ['http://127.0.0.1', { ALL_PROXY: 'socks5://p' }, 'direct'],
  ['http://a.example', { ALL_PROXY: 'socks5://p' }, 'unusable'],
])('%s with %j: %s', (url, env, expected) => {
  const choice = proxyFor(new URL(url), env);
  expect(choice.kind === 'proxy' ? choice.shown : choice.kind).toBe(expected);
});
