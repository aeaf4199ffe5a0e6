import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocket, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/platform/index.ts';
import { batchProject, runOfFirst } from '../support/batch_project.ts';
import { goodStream, startModelServer, toolStream } from '../support/model_server.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

const WORKS = spawnSync('bwrap', ['--unshare-net', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;
/** An address of this machine that is not that of itself alone. */
const OUTER = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server on this machine that says OUT to whoever comes. */
async function served(
  server: Server,
  at: { readonly host?: string; readonly path?: string },
): Promise<number> {
  await new Promise<void>((resolve) => server.listen('path' in at ? at : { port: 0, ...at }, resolve));
  ends.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' ? ((address as AddressInfo).port ?? 0) : 0;
}

const web = () => createServer((_, response) => void response.end('OUT'));

/** Asks an address, with a proxy where the environment names one, and prints what comes. */
const ASK = `const [url] = process.argv.slice(2), { request } = require('node:http');
const { hostname, port, pathname } = new URL(url), proxy = process.env.http_proxy;
const isOwn = /^(localhost|127)/.test(hostname);
const at = proxy && (!isOwn || process.argv[3] === 'proxied') ? { host: new URL(proxy).hostname, port: new URL(proxy).port, path: url } : { host: hostname, port, path: pathname };
request({ ...at, headers: { host: hostname + ':' + port } }, (r) => r.on('data', (d) => process.stdout.write(r.statusCode + ' ' + d))).on('error', (e) => console.log(e.code)).end();`;

/** What an agent says in a sandbox that tries each line of a shell script. */
async function said(
  lines: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  ...settings: readonly (readonly [string, string])[]
) {
  const project = await batchProject([{}]);
  const folder = emptyFolder();
  writeFileSync(join(folder, 'ask.cjs'), ASK);
  const agent = join(folder, 'agent.sh');
  const tries = Object.entries(lines).map(([what, line]) => `echo "${what}: $( (${line}) 2>&1 | tail -1)"`);
  writeFileSync(
    agent,
    `cat > /dev/null\nASK="${process.execPath} ${folder}/ask.cjs"\n${tries.join('\n')}\nmkdir -p src; echo done > src/1.txt\n`,
  );
  for (const [name, value] of settings)
    expect((await project.call('config', 'set', name, value)).code).toBe(0);
  const names = Object.keys(env).flatMap((name) => ['--executor-env', name]);
  const args = runOfFirst('--executor-command', `sh ${agent} ${folder}/ask.cjs`, '--sandbox', 'bwrap');
  const ended = await project.callWith(
    { ...project.environment(), ...env, PATH: process.env.PATH ?? '' },
    ...args,
    ...names,
  );
  const log = readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8');
  const out = Object.fromEntries(
    log
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/su).slice(0, 2)),
  );
  return { project, out, ended };
}

describe.skipIf(!WORKS)('the network of a sandbox', () => {
  test('[promise:sandbox-reaches] is the address of a variable that an agent is handed, and no other port, host or socket of this machine', async () => {
    const [allowed, other] = [await served(web(), { host: '127.0.0.1' }), await served(web(), {})];
    const socket = join(mkdtempSync(join(ROOT, 'node_modules/.socket-')), 's');
    ends.push(() => rmSync(join(socket, '..'), { recursive: true }));
    await served(
      createSocket((from) => from.end('OUT')),
      { path: socket },
    );
    const abstract = `\0orchestrator-${process.pid}`;
    await served(
      createSocket((from) => from.end('OUT')),
      { path: abstract },
    );
    const connect = (path: string) =>
      `${process.execPath} -e "require('net').connect('${path}').on('data',(d)=>console.log(String(d))).on('error',(e)=>console.log(e.code))"`;
    const { out, ended, project } = await said(
      {
        allowed: `$ASK http://localhost:${allowed}/`,
        other: `$ASK http://localhost:${other}/`,
        'other by the proxy': `$ASK http://127.0.0.1:${other}/ proxied`,
        'by its own address': `$ASK http://${OUTER ?? '192.0.2.1'}:${other}/`,
        metadata: '$ASK http://169.254.169.254/',
        socket: connect(socket),
        'socket without a file': connect(`\\0${abstract.slice(1)}`),
        'own port': `${process.execPath} -e "const s=require('http').createServer((q,r)=>r.end('own')).listen(0,()=>fetch('http://localhost:'+s.address().port).then((r)=>r.text()).then((t)=>{console.log(t);s.close();s.closeAllConnections()}))"`,
      },
      { MY_ENDPOINT: `http://localhost:${allowed}/v1` },
    );
    expect(out).toEqual({
      allowed: '200 OUT',
      other: 'ECONNREFUSED',
      'other by the proxy': expect.stringContaining('may not be reached from this sandbox'),
      'by its own address': expect.stringContaining('may not be reached from this sandbox'),
      metadata: expect.stringContaining('may not be reached from this sandbox'),
      socket: 'ECONNREFUSED',
      'socket without a file': 'ECONNREFUSED',
      'own port': 'own',
    });
    expect(ended.err).toContain(`(phase 1; reaches localhost:${allowed}; sees MY_ENDPOINT)`);
    expect(ended.err).toContain('(phase 1; no network)');
    expect(ended.err.match(/asked for 127\.0\.0\.1:\d+, which it may not reach/gu)).toHaveLength(1);
    expect(project.events('attempt-started')[0]).toMatchObject({
      network: 'needed',
      hosts: [`localhost:${allowed}`],
    });
    expect((await project.call('batch', 'report', '1')).out).toContain(
      `in bwrap, of the network localhost:${allowed}`,
    );
    expect((await project.call('batch', 'show', '1')).out).toContain(
      `in bwrap, of the network localhost:${allowed}`,
    );
  });

  test.skipIf(OUTER === undefined)(
    'is what the settings name, through a proxy that agents find in their environment',
    async () => {
      const port = await served(web(), { host: OUTER ?? '' });
      const lines = {
        named: `$ASK http://${OUTER}:${port}/x`,
        next: `$ASK http://${OUTER}:${port === 65_535 ? 1 : port + 1}/`,
      };
      const { out } = await said(lines, {}, ['batch.sandboxHosts', `${OUTER}:${port}`]);
      expect(out).toEqual({ named: '200 OUT', next: expect.stringContaining('may not be reached') });
      expect((await said(lines)).out.named).toMatch(/^(?:ENETUNREACH|ECONNREFUSED)$/u);
      const open = await said({ named: lines.named }, {}, ['batch.sandboxNetwork', 'host']);
      expect(open.out.named).toBe('200 OUT');
      expect(open.ended.err).toContain('agents and gates can reach all of it');
    },
  );

  test('is widened by the whole list: what is set, and what was refused before', async () => {
    const ask = (host: string) => `$ASK http://${host}/ proxied`;
    const { out, ended } = await said({ one: ask('one.example'), two: ask('two.example:81') }, {}, [
      'batch.sandboxAgentHosts',
      '*.set.example',
    ]);
    const wider = (...hosts: string[]) =>
      `orchestrator config set batch.sandboxAgentHosts '${hosts.join(', ')}'`;
    expect(ended.err).toContain(wider('*.set.example:443', 'one.example:80'));
    expect(ended.err).toContain(wider('*.set.example:443', 'one.example:80', 'two.example:81'));
    expect(out.two).toContain(wider('*.set.example:443', 'one.example:80', 'two.example:81'));
  });

  test.each([
    {
      setting: 'batch.sandboxGateHosts',
      ...{ what: 'a gate', reason: 'gate', agent: 'echo x > src/1.txt', gates: ['test -e never'] },
      ...{ setup: [], reached: 'only a.example:443' },
    },
    {
      setting: 'batch.sandboxSetupHosts',
      ...{ what: 'a setup', reason: 'worktree', agent: 'echo x > src/1.txt', gates: ['test -d .'] },
      ...{
        setup: ['--setup', 'sh -c "exit 3; npm ci"'],
        reached: 'only a.example:443 and registry.npmjs.org:443',
      },
    },
    {
      setting: 'batch.sandboxAgentHosts',
      ...{ what: 'an agent', reason: 'executor', agent: 'exit 3', gates: ['test -d .'] },
      ...{ setup: [], reached: 'only a.example:443' },
    },
    {
      setting: 'batch.sandboxAgentHosts',
      ...{ what: 'an agent that does nothing', reason: 'empty', agent: 'true', gates: ['test -d .'] },
      ...{ setup: [], reached: 'only a.example:443' },
    },
  ])(
    'is told where $what fails that it kept from the rest, with how it reaches more',
    async ({ reason, agent, gates, setup, reached, setting }) => {
      const evidence = async (...more: readonly string[]) => {
        const project = await batchProject([{ gates }]);
        await project.call('config', 'set', 'batch.sandboxHosts', 'a.example');
        const args = runOfFirst('--json', '--retries', '0', ...setup, ...more);
        const ran = await project.call(...args, '--executor-command', `sh -c "mkdir -p src; ${agent}"`);
        const [failed] = project.events('attempt-failed');
        expect(failed?.reason, ran.out).toBe(reason);
        return failed?.evidence ?? '';
      };
      const told = await evidence('--sandbox', 'bwrap');
      expect(told).toContain(`In its sandbox (bwrap) it reached ${reached} of the network.`);
      expect(told).toContain(`orchestrator config set ${setting} HOST:PORT`);
      expect(await evidence()).not.toContain('of the network');
    },
  );

  test('[promise:sandbox-refused] keeps on record what was asked for in vain, by whom, and how it is let: journal, retry, status, report', async () => {
    const gate = 'node ask.cjs http://gate.example:81/ proxied && test -e never';
    const ask = (host: string) => `node ask.cjs http://${host}:81/ proxied`;
    const agent = `${ask('agent.example')}\n${ask('agent.example')}\nmkdir -p src; echo x > src/1.txt\n`;
    const files = { 'ask.cjs': ASK, 'agent.sh': agent };
    const project = await batchProject([{ gates: [gate] }], undefined, files);
    await project.call('config', 'set', 'batch.sandboxGateHosts', 'a.example');
    await project.call('config', 'set', 'batch.sandboxSetupHosts', 'b.example');
    await project.call('config', 'set', 'batch.sandboxAgentHosts', 'c.example');
    const args = ['--sandbox', 'bwrap', '--retries', '1', '--setup', ask('setup.example')];
    await project.call(
      ...['batch', 'run', '1', '--yes', '--json', ...args],
      ...['--executor-command', 'sh agent.sh {prp}'],
    );
    const told = project
      .events('network-refused')
      .filter(({ attempt }) => attempt === 1)
      .map(({ by, host, remedy }) => `${by} ${host} ${remedy.slice(remedy.indexOf('config set'))}`);
    expect(new Set(told)).toEqual(
      new Set([
        "setup setup.example:81 config set batch.sandboxSetupHosts 'b.example:443, setup.example:81'",
        "agent agent.example:81 config set batch.sandboxAgentHosts 'c.example:443, agent.example:81'",
        "gate gate.example:81 config set batch.sandboxGateHosts 'a.example:443, gate.example:81'",
      ]),
    );
    expect(told).toHaveLength(3);
    const [failed] = project.events('attempt-failed');
    expect(failed?.reason).toBe('gate');
    for (const each of ['setup', 'agent', 'gate']) {
      expect(failed?.evidence).toContain(`asked for ${each}.example:81, and was kept from that`);
      expect(failed?.evidence).toMatch(
        new RegExp(`config set batch[.]sandbox\\w+Hosts '.*${each}[.]example:81`, 'u'),
      );
      // The second try is told what the first one found.
      expect(readFileSync(project.path('prompts/PRP-1.1.1-2.md'), 'utf8')).toContain(
        `asked for ${each}.example:81, and was kept from that`,
      );
    }
    const status = JSON.parse((await project.call('batch', 'status', '1', '--json')).out);
    expect(status.phases[0].attempts[0].refused).toHaveLength(3);
    expect((await project.call('batch', 'status', '1')).out).toMatch(
      /kept from [^\n]*agent[.]example:81 \(agent\)[\s\S]*config set batch[.]sandboxAgentHosts 'c[.]example:443, agent/u,
    );
    const report = await project.call('batch', 'report', '1');
    expect(report.out).toContain('kept from ');
    const markdown = await project.call('batch', 'report', '1', '--markdown');
    expect(markdown.out).toContain('gate.example:81 (gate)');
    expect(markdown.out).toContain('config set batch.sandbox');
  });

  test('is told by a review whose gates ask for more', async () => {
    const gate = 'node ask.cjs http://other.example:81/ proxied';
    const project = await batchProject([{ gates: [gate] }], undefined, { 'ask.cjs': ASK });
    await project.call('config', 'set', 'batch.sandboxHosts', 'a.example');
    await project.call('config', 'set', 'batch.sandbox', 'bwrap');
    expect((await project.run()).code).toBe(0);
    const review = await project.call('batch', 'review', '1', '--load-bearing', '--yes', '--json');
    const refused = JSON.parse(review.out).problems.filter(
      ({ code }: { code: string }) => code === 'network-refused',
    );
    expect(refused, review.out).toHaveLength(1);
    expect(refused[0].message).toContain('other.example:81');
  });

  test('is reached through the proxy that this machine has, with its login, which nobody inside can read', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      response.end('OUT');
    });
    const way = await served(proxy, { host: '127.0.0.1' });
    const { out, ended } = await said(
      {
        named: '$ASK http://models.example/x',
        login: 'cat /proc/*/environ | tr "\\0" "\\n" | grep -c me:pass',
      },
      {
        http_proxy: `http://me:pass@127.0.0.1:${way}`,
        HTTPS_PROXY: `http://me:pass@127.0.0.1:${way}`,
        MY_URL: 'http://models.example',
      },
    );
    expect(out.named).toBe('200 OUT');
    expect(out.login).toBe('0');
    expect(ended.err).not.toMatch(/sees [^;)]*PROXY/iu);
    expect(asked).toEqual([`http://models.example/x Basic ${Buffer.from('me:pass').toString('base64')}`]);
  });

  test('of a batch that was handed over is no wider than was shown where that was done', async () => {
    const project = await batchProject([{}]);
    const list = join(emptyFolder(), 'approved');
    const ran = async (shown: readonly string[], set: string) => {
      await project.call('config', 'set', 'batch.sandboxNetwork', set);
      const hashes = shown.map((rule) => sha256(JSON.stringify(['network', rule])));
      writeFileSync(list, JSON.stringify({ schema: 'orchestrator.approved-commands/1', commands: hashes }));
      const args = ['--yes', '--only-approved', list, '--sandbox', 'bwrap', '--executor-command', 'true'];
      return (await project.call('batch', 'run', '1', ...args)).err;
    };
    const WIDER = 'reach more of the network than was approved';
    expect(await ran(['none', 'needed'], 'host')).toContain(WIDER);
    expect(await ran(['none'], 'needed')).toContain(WIDER);
    for (const set of ['none', 'needed']) {
      const said = await ran(['none', 'needed'], set);
      expect(said).not.toContain(WIDER);
      // No command of it was approved, so it came that far.
      expect(said).toContain('not approved when the batch was handed over');
    }
    expect(project.journal()).toEqual([]);
  });

  test('of a known agent is its endpoint; a program of its name below /tmp is started', async () => {
    const [endpoint, other] = [
      await served(web(), { host: '127.0.0.1' }),
      await served(web(), { host: '127.0.0.1' }),
    ];
    const folder = mkdtempSync(join('/tmp', 'tools-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/ask.cjs'), ASK);
    const program = join(folder, 'bin/claude');
    const ask = (port: number) => `${process.execPath} "$(dirname "$0")/ask.cjs" http://127.0.0.1:${port}/`;
    writeFileSync(
      program,
      `#!/bin/sh\ncat > /dev/null; mkdir -p src; ${ask(endpoint)} > src/1.txt; ${ask(other)} >> src/1.txt; echo " $OPENAI_API_KEY" >> src/1.txt\n`,
    );
    chmodSync(program, 0o755);
    const project = await batchProject([{}]);
    const ended = await project.callWith(
      {
        ...project.environment(),
        ...{
          PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
          IS_SANDBOX: '1',
          OPENAI_API_KEY: 'not-for-claude',
        },
        ANTHROPIC_BASE_URL: `http://127.0.0.1:${endpoint}`,
      },
      ...runOfFirst('--executor', 'claude', '--sandbox', 'bwrap', '--retries', '0'),
    );
    expect(ended.code, ended.err).toBe(0);
    expect(project.result()['src/1.txt']).toBe('200 OUTECONNREFUSED\n \n');
  });

  test('is life of an agent whose output nobody reads, while something comes in over it', async () => {
    const outcome = async (answer: (end: Socket) => void) => {
      const port = await served(createSocket(answer), { host: '127.0.0.1' });
      const program = `const f=require('fs');require('net').connect(${port},'localhost').on('data',()=>{}).on('end',()=>{f.mkdirSync('src',{recursive:true});f.writeFileSync('src/1.txt','x');process.exit(0)})`;
      const project = await batchProject([{}]);
      await project.call('config', 'set', 'batch.sandboxHosts', `localhost:${port}`);
      const args = runOfFirst('--json', '--idle', '3', '--retries', '0', '--sandbox', 'bwrap');
      const ran = await project.call(...args, '--executor-command', `${process.execPath} -e "${program}"`);
      return JSON.parse(ran.out).phases[0].attempts[0].reason ?? 'done';
    };
    const drips = (end: Socket) => {
      end.on('error', () => {});
      let left = 32;
      const timer = setInterval(() => {
        end.write('x');
        left -= 1;
        if (left > 0) return;
        clearInterval(timer);
        end.end();
      }, 250);
    };
    expect(await outcome(drips)).toBe('done');
    expect(await outcome((end) => void end.on('error', () => {}))).toBe('idle');
  });

  test('of the built-in executor is its model’s endpoint', async () => {
    const server = await startModelServer('key', [
      toolStream(['write', { path: 'src/1.txt', content: 'done\n' }]),
      goodStream('Done.\n```json\n{"status":"done","summary":"x"}\n```'),
    ]);
    ends.push(() => void server.close());
    const project = await batchProject([{}]);
    const env = {
      ...project.environment(),
      OPENAI_API_KEY: 'key',
      OPENAI_BASE_URL: server.baseUrl,
      ORCHESTRATOR_MODEL: 'test-model',
    };
    const args = runOfFirst('--executor', 'model', '--sandbox', 'bwrap');
    const ended = await project.callWith(env, ...args);
    expect(ended.code, ended.err).toBe(0);
    expect(project.events('attempt-started')[0]?.hosts).toEqual([new URL(server.baseUrl).host]);
  });
});
