import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { commandsOf } from '../../src/batch/safety/consent/commands.ts';
import { attemptConfinement } from '../../src/batch/safety/sandbox/attempt_confinement.ts';
import { bwrapArgv, ownProc } from '../../src/batch/safety/sandbox/bwrap.ts';
import { bareContainer, containerArgv } from '../../src/batch/safety/sandbox/container.ts';
import { credentialsShown } from '../../src/batch/safety/sandbox/credentials.ts';
import { fetchedFrom } from '../../src/batch/safety/sandbox/fetched_from.ts';
import { reachInWords } from '../../src/batch/safety/sandbox/reach_in_words.ts';
import { toolsInHome } from '../../src/batch/safety/sandbox/tools_in_home.ts';
import { splitShellWords } from '../../src/lib/index.ts';
import { hostText } from '../../src/platform/index.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { ROOT } from '../support/program.ts';

const LIBRARIES = ['include', 'lib', 'lib64', 'libexec', 'pyvenv.cfg', 'share'];

describe('what of a home is shown for the programs of PATH', () => {
  test.each([
    ['a folder outside', '/usr/bin', []],
    ['the home itself', '/home/me', []],
    ['a bin of many programs', '/home/me/.local/bin', ['/home/me/.local/bin']],
    ['a bin of the home', '/home/me/bin', ['/home/me/bin']],
    [
      'a version of a tool',
      '/home/me/.nvm/versions/node/v22.1.0/bin',
      ['/home/me/.nvm/versions/node/v22.1.0'],
    ],
    ['a folder of another name', '/home/me/scripts', ['/home/me/scripts']],
    [
      'a bin beside tokens',
      '/home/me/.cargo/bin',
      ['/home/me/.cargo/bin', ...LIBRARIES.map((name) => `/home/me/.cargo/${name}`), '/home/me/.rustup'],
    ],
    ['a folder of a like name', '/home/men/.cargo/bin', []],
  ])('%s', (_, path, shown) => {
    expect(toolsInHome('/home/me', { path, programs: [] })).toEqual(shown);
  });

  test.each([
    ['/home/me/agent', '/home/me/agent'],
    ['/home/me/.fly/bin/fly', '/home/me/.fly/bin'],
    ['/home/me/app/node_modules/a/node_modules/b/cli.js', '/home/me/app/node_modules'],
  ])('a program at %s', (program, shown) => {
    expect(toolsInHome('/home/me', { path: '', programs: [program] })).toEqual([shown]);
  });
});

test('programs that PATH leads to in temporary folders are shown, and what of a home lies there is not shown for that', () => {
  const shown = (home: string, path: string, program: string) =>
    attemptConfinement({
      ...{ worktree: '/w/1', project: '/w/1', top: '/w', state: '/w/.orchestrator', commonDir: '/w/.git' },
      ...{ own: undefined, home, path, programs: [program], needs: { reads: [], writes: [] } },
      ...{ ownReads: [], reads: [], writes: [], credentials: [], sockets: [], network: 'host' },
    }).reads.filter(
      (read) => read.startsWith('/tmp') && !read.includes('/.gitconfig') && !read.includes('/git/'),
    );
  expect(shown('/home/me', '/usr/bin:/tmp:/tmp/tools', '/tmp/agents/claude')).toEqual([
    '/tmp/agents',
    '/tmp/tools',
  ]);
  expect(shown('/tmp/me', '/tmp/me/.local/bin', '/tmp/me/agent')).toEqual([
    '/tmp/me/.local/bin',
    '/tmp/me/agent',
  ]);
});

test('a credential is empty in what is shown, unless it is named itself', () => {
  const [docker, keys] = ['/home/me/.docker/config.json', '/home/me/.ssh'].map((path) => ({
    path,
    isFolder: false,
  }));
  const all = [docker, keys].filter((each) => each !== undefined);
  expect(credentialsShown(all, ['/home/me/.docker/bin', '/home/me/.dock'])).toEqual([]);
  expect(credentialsShown(all, ['/home/me'])).toEqual(all);
  expect(credentialsShown(all, ['/home/me', '/home/me/.docker/config.json'])).toEqual([keys]);
});

const WORKS = spawnSync('bwrap', ['--unshare-net', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

/** What an attempt may touch whose way out lies in a folder that is shown to it. */
function behindProxy(folder: string) {
  const places = {
    ...{ worktree: folder, project: folder, top: folder, state: folder, commonDir: folder, own: undefined },
    ...{
      home: '/home/me',
      path: '',
      programs: [],
      needs: { reads: [], writes: [] },
      ownReads: [],
      reads: [],
    },
    ...{
      writes: [],
      credentials: [],
      sockets: [join(folder, 'proxies/0')],
      proxyFolder: join(folder, 'proxies'),
    },
  };
  const network = { socket: join(folder, 'proxies/0'), leads: ['env'] } as const;
  return attemptConfinement({ ...places, network });
}

test.skipIf(!WORKS || process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status !== 0)(
  'a root that may not pass over permissions, as in a container, cannot write settings of the kernel either',
  () => {
    const takes = ['--cap-drop', 'ALL'];
    const less = ['--inh-caps', '-dac_override', '--bounding-set', '-dac_override', 'bwrap'];
    const line =
      'NOW=$(cat /proc/irq/default_smp_affinity); echo "$NOW" > /proc/irq/default_smp_affinity && echo OUT';
    const argv = [...less, '--unshare-pid', '--ro-bind', '/', '/', ...takes, ...ownProc(takes, existsSync)];
    expect(spawnSync('setpriv', [...argv, 'sh', '-c', line], { encoding: 'utf8' }).stdout).toBe('');
  },
);

describe('of the folder of ways out', () => {
  test.skipIf(!WORKS)('only its own is there, also when others are opened later', async () => {
    const folder = mkdtempSync(join(ROOT, 'node_modules/.proxies-'));
    try {
      mkdirSync(join(folder, 'proxies'));
      writeFileSync(join(folder, 'proxies/0'), '');
      const argv = bwrapArgv(['sh', '-c', 'echo ready; read -r x; ls proxies'], behindProxy(folder), {
        takes: [],
        exists: existsSync,
      });
      const child = spawn(argv[0], argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdout.once('data', () => {
        writeFileSync(join(folder, 'proxies/1'), '');
        child.stdin.end('go\n');
      });
      expect((await text(child.stdout)).trim().split('\n')).toEqual(['ready', '0']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['podman', 0, '--user=0:0'],
    ['podman', 1000, '--userns=keep-id'],
    ['docker', 0, '--user=0:0'],
    ['docker', 1000, '--user=1000:1000'],
  ] as const)('a container of %s belongs to user %i', (program, id, flag) => {
    const argv = bareContainer(program, { uid: id, gid: id });
    expect(argv.filter((word) => word.startsWith('--user'))).toEqual([flag]);
  });

  test('a container sees its own alone', () => {
    const argv = containerArgv(['true'], behindProxy('/w'), {
      ...{
        engine: { program: 'podman', image: 'x' },
        name: 'c',
        labels: [],
        user: { uid: 1, gid: 1 },
        env: [],
      },
      exists: () => true,
    });
    expect(argv).toContain('--tmpfs=/w/proxies');
    expect(argv.slice(argv.indexOf('--tmpfs=/w/proxies'))).toContain(
      '--mount=type=bind,source=/w/proxies/0,target=/w/proxies/0',
    );
  });
});

test.each([
  ['npm ci', ['registry.npmjs.org:443']],
  ['sh -c "npm ci"', ['registry.npmjs.org:443']],
  ["bash -lc '/opt/bin/cargo fetch'", ['index.crates.io:443', 'static.crates.io:443']],
  ['cd app && sh -c "npm ci"', ['registry.npmjs.org:443']],
  ['make setup', []],
])('the consent to the setup %s names the hosts that it reaches', (setup, hosts) => {
  const [command] = commandsOf(manifestOf({ ids: [], dependencies: [], hours: [], files: [] }), {
    executors: [],
    setup,
    split: splitShellWords,
  });
  expect(command?.hosts).toEqual(hosts);
  const split = splitShellWords(setup);
  const argv = 'words' in split ? split.words : ['/bin/sh', '-c', setup];
  expect(fetchedFrom(argv).map(hostText)).toEqual(hosts);
});

test('what a failed command reached is told where it was kept from the rest, with a setting that keeps what it names', () => {
  const named = [{ name: 'b.example', port: 443 }];
  const allowed = { all: [], agent: named, gate: [], setup: [] };
  const reached = ['a.example:443', 'b.example:443'];
  const had = { kind: 'bwrap', network: 'needed', by: 'agent', reached, allowed } as const;
  const words = reachInWords(had);
  expect(words).toContain('reached only a.example:443 and b.example:443 of the network');
  expect(words).toContain("config set batch.sandboxAgentHosts 'b.example:443, HOST:PORT'");
  const asked = reachInWords({ ...had, refused: ['c.example:80', "o'clock:80"] });
  expect(asked).toContain("The agent asked for c.example:80, o'clock:80, and was kept from that.");
  expect(asked).toContain("config set batch.sandboxAgentHosts 'b.example:443, c.example:80'");
  expect(reachInWords({ ...had, by: 'gate', reached: [] })).toContain('nothing but what it started itself');
  expect(reachInWords({ ...had, by: 'gate' })).toContain('config set batch.sandboxGateHosts HOST:PORT');
  expect(reachInWords({ ...had, kind: 'none' })).toBeUndefined();
  expect(reachInWords({ ...had, network: 'host' })).toBeUndefined();
});
