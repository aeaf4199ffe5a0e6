import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createSocket,
  type LookupFunction,
  type Server,
} from 'node:net';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { openEgressProxy } from '../../src/platform/egress_proxy.ts';
import { readHost } from '../../src/platform/index.ts';
import { emptyFolder, MAIN, runProcess } from '../support/program.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function served(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve));
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy to some hosts, where names lead to the addresses that are given. */
async function proxyTo(
  hosts: readonly string[],
  addresses: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const refused: string[] = [];
  const blocked: string[] = [];
  const lookup: LookupFunction = (_, __, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  const proxy = await openEgressProxy(
    hosts.flatMap((host) => readHost(host) ?? []),
    {
      env,
      socket: join(emptyFolder(), 's'),
      refused: (host) => {
        refused.push(host);
        return 'As it is said.';
      },
      blocked: (host, why) => blocked.push(`${host}: ${why}`),
      received: () => {},
      patienceMs: 50,
      ...(addresses.length > 0 && { lookup }),
    },
  );
  ends.push(proxy.close);
  const ask = (url: string) =>
    new Promise<string>((resolve, reject) => {
      const sent = request({ socketPath: proxy.socket, path: url }, (response) => {
        let text = `${response.statusCode} `;
        response.on('data', (piece) => {
          text += piece;
        });
        response.on('end', () => resolve(text.trim()));
      });
      sent.on('error', reject).end();
    });
  return { proxy, ask, refused, blocked };
}

const out = () => createServer((_, response) => void response.end('OUT'));

test.each([
  ['this machine alone', ['127.0.0.1']],
  ['this machine, as the sixth version writes the fourth', ['::ffff:127.0.0.1']],
  ['no machine in particular', ['0.0.0.0']],
  ['the metadata service of a cloud', ['169.254.169.254']],
  ['its link', ['fe80::1']],
])('a name that may be reached is not where it leads to %s', async (_, addresses) => {
  const port = await served(out());
  const { ask } = await proxyTo([`models.example:${port}`], addresses);
  const said = await ask(`http://models.example:${port}/`);
  expect(said).toMatch(/^502 /u);
  expect(said).toContain(`models.example leads to ${addresses[0]}`);
});

test('this machine is reached where it was named as that, or by its address', async () => {
  const port = await served(out());
  const { ask } = await proxyTo([`localhost:${port}`, `127.0.0.1:${port}`]);
  expect(await ask(`http://localhost:${port}/`)).toBe('200 OUT');
  expect(await ask(`http://127.0.0.1:${port}/`)).toBe('200 OUT');
});

test('what is refused is answered with how it could be let', async () => {
  const { ask, refused } = await proxyTo(['a.example:80']);
  expect(await ask('http://b.example/')).toBe(
    '403 b.example:80 may not be reached from this sandbox. As it is said.',
  );
  expect(refused).toEqual(['b.example:80']);
});

test('a port of this machine that is named twice is offered once, and nobody is told that it is not free', async () => {
  const server = createSocket();
  const port = await served(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const { proxy } = await proxyTo([`localhost:${port}`]);
  const program = `require('net').connect(${port},'127.0.0.1').on('connect',()=>process.exit(7)).on('error',()=>process.exit(8))`;
  const named = ['--host', `localhost:${port}`, '--host', `127.0.0.1:${port}`];
  const args = [
    'run-behind-proxy',
    '--socket',
    proxy.socket,
    ...named,
    '--',
    process.execPath,
    '-e',
    program,
  ];
  const run = () => runProcess(args, { cwd: emptyFolder(), input: '' });
  expect(await run()).toMatchObject({ code: 7, err: '' });
  const taken = createSocket();
  await new Promise<void>((resolve) => taken.listen({ host: '127.0.0.1', port }, resolve));
  const alsoTaken = createSocket();
  await new Promise<void>((resolve) =>
    alsoTaken.once('error', () => resolve()).listen({ host: '::1', port }, resolve),
  );
  ends.push(
    () => taken.close(),
    () => alsoTaken.listening && alsoTaken.close(),
  );
  expect((await run()).err).toContain(
    `localhost:${port}, 127.0.0.1:${port} cannot be offered in the sandbox`,
  );
});

/** What comes back through a proxy from a tunnel that is asked for, and in which pieces are sent once it is there. */
function inTunnel(socketPath: string, host: string, pieces: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(socketPath)
      .setEncoding('latin1')
      .on('data', async (piece) => {
        const isFirst = text === '';
        text += piece;
        if (!isFirst) return;
        for (const each of pieces) await new Promise((done) => socket.write(each, 'latin1', done));
      })
      .on('close', () => resolve(text))
      // A busy machine may be slower with the next piece than the proxy is with closing: what came back counts.
      .on('error', () => undefined);
    socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  });
}

const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\n\r\n';

test('a refused tunnel in which no request comes is closed, with what the proxy said on record', async () => {
  const { asked, address } = await companyProxy();
  const env = { HTTP_PROXY: address, HTTPS_PROXY: address };
  const { proxy, blocked } = await proxyTo(['git.example:22', 'api.example:8443'], [], env);
  // One that greets at once, one that waits for a greeting, and one whose words only begin like a method.
  expect(await inTunnel(proxy.socket, 'git.example:22', ['SSH-2.0-OpenSSH_9.9\r\n'])).toBe(ESTABLISHED);
  expect(await inTunnel(proxy.socket, 'git.example:22', [])).toBe(ESTABLISHED);
  expect(await inTunnel(proxy.socket, 'git.example:22', ['GE', 'ORGE'])).toBe(ESTABLISHED);
  // TLS hears that it was refused, as TLS says it.
  expect(await inTunnel(proxy.socket, 'api.example:8443', ['\x16\x03\x01\x02\x00'])).toBe(
    `${ESTABLISHED}\x15\x03\x03\x00\x02\x02\x31`,
  );
  const says = 'the proxy says HTTP/1.1 403 Forbidden';
  expect(blocked).toEqual([
    ...Array.from({ length: 3 }, () => `git.example:22: ${says}`),
    `api.example:8443: ${says}`,
  ]);
  expect(asked.every((each) => each.startsWith('CONNECT '))).toBe(true);
});

test('a program that encrypts is told that it was refused, through a tunnel that the proxy does not lead', async () => {
  const { address } = await companyProxy();
  const { proxy } = await proxyTo(['api.example:8443'], [], { HTTP_PROXY: address, HTTPS_PROXY: address });
  const socket = connect(proxy.socket);
  ends.push(() => socket.destroy());
  socket.write('CONNECT api.example:8443 HTTP/1.1\r\nHost: api.example:8443\r\n\r\n');
  await once(socket, 'data');
  const [error] = await once(connectSecurely({ socket, servername: 'api.example' }), 'error').catch(
    (fault) => [fault],
  );
  expect(String(error)).toMatch(/alert access denied/u);
});

test('a request that comes in pieces is one, through a tunnel that the proxy does not lead', async () => {
  const { asked, address } = await companyProxy();
  const env = { HTTP_PROXY: address, HTTPS_PROXY: address };
  const { proxy, blocked } = await proxyTo(['models.example:11434'], [], env);
  const pieces = ['G', 'ET ', '/v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'];
  expect(await inTunnel(proxy.socket, 'models.example:11434', pieces)).toMatch(/OUT/u);
  expect(asked.at(-1)).toBe('GET http://models.example:11434/v1 me:p@ss');
  expect(blocked).toEqual([]);
});

test.each([
  [
    'requires a login',
    'HTTP/1.1 407 Proxy Authentication Required',
    ['git.example:22: the proxy says HTTP/1.1 407 Proxy Authentication Required'],
  ],
  ['closes the connection', '', []],
] as const)('where the proxy %s, a tunnel is refused at once, with why', async (_, head, told) => {
  const machines = createServer().on('connect', (_request, from) => from.end(head && `${head}\r\n\r\n`));
  const address = `http://127.0.0.1:${await served(machines)}`;
  const env = { HTTP_PROXY: address, HTTPS_PROXY: address };
  const { proxy, blocked } = await proxyTo(['git.example:22'], [], env);
  expect(await inTunnel(proxy.socket, 'git.example:22', [])).toMatch(/^HTTP\/1\.1 502 /u);
  expect(blocked).toEqual(told);
});

test('where the proxy is not there, a tunnel is refused at once', async () => {
  const server = createSocket();
  const address = `http://127.0.0.1:${await served(server)}`;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const { proxy } = await proxyTo(['git.example:22'], [], { HTTP_PROXY: address, HTTPS_PROXY: address });
  expect(await inTunnel(proxy.socket, 'git.example:22', [])).toMatch(
    /^HTTP\/1\.1 502 [\s\S]*git\.example:22 cannot be reached/u,
  );
});

/** A proxy that takes requests whole, and leads a tunnel to port 443 alone: what it was asked. */
async function companyProxy() {
  const asked: string[] = [];
  const note = (what: string, login: string | undefined) =>
    asked.push(`${what} ${Buffer.from((login ?? ' ').split(' ')[1] ?? '', 'base64')}`);
  const proxy = createServer((request, response) => {
    note(`${request.method} ${request.url}`, request.headers['proxy-authorization']);
    response.end('OUT');
  }).on('connect', (request, from) => {
    note(`CONNECT ${request.url}`, request.headers['proxy-authorization']);
    from.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const address = `http://me:p%40ss@127.0.0.1:${await served(proxy)}`;
  return { asked, address };
}

test('[promise:sandbox-proxy] what is not encrypted is given to the proxy of this machine whole, with its login', async () => {
  const { asked, address } = await companyProxy();
  const { ask } = await proxyTo(['models.example:80', 'models.example:11434'], [], { HTTP_PROXY: address });
  expect(await ask('http://models.example/v1?x=1')).toBe('200 OUT');
  expect(await ask('http://models.example:11434/v1')).toBe('200 OUT');
  expect(asked).toEqual([
    'GET http://models.example/v1?x=1 me:p@ss',
    'GET http://models.example:11434/v1 me:p@ss',
  ]);
});

test('a tunnel for what is not encrypted is taken apart where the proxy of this machine leads none, and only for what may be reached', async () => {
  const { asked, address } = await companyProxy();
  const { proxy } = await proxyTo(['models.example:80', 'secure.example:443'], [], {
    HTTP_PROXY: address,
    HTTPS_PROXY: address,
  });
  const through = (host: string, then: string) => inTunnel(proxy.socket, host, [then]);
  const request =
    'POST /v1/chat HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}';
  const said = await through('models.example:80', request);
  expect(said).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK/u);
  expect(said).toContain('OUT');
  // Whatever the request says of itself, it goes where the tunnel was to lead.
  expect(asked).toEqual(['CONNECT models.example:80 me:p@ss', 'POST http://models.example/v1/chat me:p@ss']);
  expect(await through('secure.example:443', request)).toMatch(/^HTTP\/1\.1 502 /u);
  expect(await through('other.example:80', request)).toMatch(/^HTTP\/1\.1 403 /u);
});

test('what asks it to end asks its command, where nobody else does', async () => {
  const { proxy } = await proxyTo([]);
  const waits =
    "process.on('SIGTERM', () => process.exit(9)); console.log('ready'); setInterval(() => {}, 1000)";
  const ended = async (...flags: readonly string[]) => {
    const args = [
      'run-behind-proxy',
      '--socket',
      proxy.socket,
      ...flags,
      '--',
      process.execPath,
      '-e',
      waits,
    ];
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    ends.push(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    return code;
  };
  expect(await ended('--pass-on')).toBe(9);
});
