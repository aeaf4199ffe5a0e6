import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownIdentity } from '../../src/platform/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { emptyFolder, run, start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const WORKS = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

const IS_ROOT = process.getuid?.() === 0;

/** What root could do in a sandbox that keeps its capabilities. */
const MOUNTS = {
  'a file system mounted anew to be written': 'mount -o remount,rw,bind / && echo OUT',
  'a mount that is taken away': 'umount /tmp && echo OUT',
  'a device': 'mknod ./disk b 7 0 && rm ./disk && echo OUT',
} as const;

/** What an agent tries that is told to, in one shell script: each line of its log that ends in OUT got through. */
const ESCAPES = {
  'a file beside the worktree': 'echo x > ../beside && echo OUT',
  'a file of the checkout': 'echo x >> "$TOP/README.md" && echo OUT',
  'the journal of the batch': 'echo x >> "$TOP/.orchestrator/batches/1/journal.ndjson.try" && echo OUT',
  'a hook': 'echo x > "$TOP/.git/hooks/post-commit" && echo OUT',
  'a branch': 'git -C "$TOP" update-ref refs/heads/mine HEAD && echo OUT',
  'a setting of git': 'git -C "$TOP" config try.it 1 && echo OUT',
  'a key in the home folder': 'cat "$HOME/.ssh/id_ed25519"',
  'a token beside a folder of PATH': 'cat "$HOME/.cargo/credentials.toml"',
  'a token in a folder that is shown': 'cat "$HOME/.docker/config.json"',
  'the keys of a process outside': 'tr "\\0" "\\n" < /proc/$OUTSIDE/environ | grep -q . && echo OUT',
} as const;

/** Runs a batch of one phase whose agent tries all of this; gives what got through. */
async function tried(
  escapes: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<{ readonly out: string[]; readonly code: number | null }> {
  const project = await batchProject([{}]);
  mkdirSync(join(project.home, '.ssh'));
  writeFileSync(join(project.home, '.ssh/id_ed25519'), 'OUT');
  for (const folder of ['.cargo/bin', '.rustup', '.docker'])
    mkdirSync(join(project.home, folder), { recursive: true });
  writeFileSync(join(project.home, '.cargo/credentials.toml'), 'OUT');
  writeFileSync(join(project.home, '.docker/config.json'), 'OUT');
  writeFileSync(join(project.home, '.rustup/toolchain'), 'done');
  writeFileSync(join(project.home, '.cargo/bin/tool'), '#!/bin/sh\ncat "$HOME/.rustup/toolchain"\n', {
    mode: 0o755,
  });
  await project.call('config', 'set', 'batch.sandboxReads', '~/.docker');
  const agent = join(emptyFolder(), 'agent.sh');
  const lines = Object.entries(escapes).map(
    ([what, line]) => `echo "$( (${line}) 2>/dev/null | tail -1 ) ${what}"`,
  );
  writeFileSync(
    agent,
    `cat > /dev/null\nTOP=${project.folder}\nOUTSIDE=${process.pid}\n${lines.join('\n')}\nmkdir -p src; tool > src/1.txt\n`,
  );
  const ended = await project.callWith(
    { ...project.environment(), PATH: `${join(project.home, '.cargo/bin')}:${process.env.PATH}` },
    ...['batch', 'run', '1', '--yes', '--executor-command', `sh ${agent}`, ...more],
  );
  const log = readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8');
  const out = log.split('\n').flatMap((line) => /^OUT (?<what>.*)$/u.exec(line)?.groups?.what ?? []);
  return { out, code: ended.code };
}

describe('a sandbox', () => {
  test('without one, everything that an agent tries gets through', async () => {
    expect((await tried(ESCAPES)).out.sort()).toEqual(Object.keys(ESCAPES).sort());
  });

  test.skipIf(!WORKS)(
    '[promise:batch-sandbox] lets nothing of that through, and the work is done',
    async () => {
      expect(await tried({ ...ESCAPES, ...MOUNTS }, '--sandbox', 'bwrap')).toEqual({ out: [], code: 0 });
    },
  );

  test.skipIf(!WORKS || !IS_ROOT)('takes from root what it would have got through with', () => {
    const plain = [
      '--unshare-pid',
      '--dev-bind',
      '/',
      '/',
      '--tmpfs',
      '/tmp',
      '--tmpfs',
      '/var/tmp',
      '--chdir',
      '/var/tmp',
      '--',
      'sh',
      '-c',
    ];
    const got = Object.entries(MOUNTS).filter(([, line]) => {
      return spawnSync('bwrap', [...plain, line], { encoding: 'utf8' }).stdout === 'OUT\n';
    });
    expect(got.map(([what]) => what)).toEqual(Object.keys(MOUNTS));
  });

  test.skipIf(!WORKS)('shows its worktree to git, and says in status and journal what it was', async () => {
    const project = await batchProject([{}], {
      default: [
        [{ work: 'done by' }, { git: ['add', '-A'] }, { git: ['commit', '-qm', 'mine'] }, { note: 'seen' }],
      ],
    });
    const ended = await project.run('--sandbox', 'auto');
    expect(ended.phases[0]).toMatchObject({ state: 'done', attempts: [{ sandbox: 'bwrap' }] });
    expect(project.events('attempt-started')[0]?.sandbox).toBe('bwrap');
    expect(project.result()['src/1.txt']).toBe('done by 1\n');
  });

  test.skipIf(!WORKS)(
    'keeps the objects of the repository from an attempt and from what it leaves for its gate',
    async () => {
      const precious = emptyFolder();
      const spoil =
        'rm -rf "$(git rev-parse --git-common-dir)"/objects/*; git commit -q --allow-empty -m mine';
      // The gate runs what the attempt wrote, where a link may wait for whoever prepares its sandbox.
      const agent = join(emptyFolder(), 'agent.sh');
      writeFileSync(
        agent,
        `cat > /dev/null\n${spoil}\nrm -rf "$(git rev-parse --git-dir)/objects"; ln -s ${precious} "$(git rev-parse --git-dir)/objects"\nmkdir -p src; echo done > src/1.txt\n`,
      );
      const gate = `sh -c 'test -s src/1.txt; echo x > ${precious}/x; rm -rf "$(git rev-parse --git-common-dir)"/objects/*; test -s src/1.txt'`;
      const project = await batchProject([{ gates: [gate] }]);
      const args = ['batch', 'run', '1', '--yes', '--executor-command', `sh ${agent}`, '--sandbox', 'bwrap'];
      const ended = await project.call(...args);
      expect(ended.err + ended.out).toContain('1 of 1 done');
      expect(project.git('fsck', '--strict')).not.toMatch(/missing|broken|error/u);
      expect(project.result()['src/1.txt']).toBe('done\n');
      expect(readdirSync(precious)).toEqual([]);
      expect(readdirSync(join(project.folder, '.orchestrator/objects'))).toEqual(['shared']);
    },
  );

  test.skipIf(!WORKS)(
    '[promise:batch-sandbox-git] leaves git whole for the user while an agent commits in it, and after a kill; the next run takes all of that away',
    async () => {
      const project = await batchProject([{}], undefined, { '.gitignore': 'built/\n' });
      const agent = join(emptyFolder(), 'agent.sh');
      const commits = 'cat > /dev/null; mkdir -p src built; echo half > src/1.txt; echo b > built/b.txt';
      const script = `${commits}\ngit add -f src built\ngit -c user.name=a -c user.email=a@example.com commit -qm half && git log -1 --format=committed:%s\n`;
      writeFileSync(agent, `${script}exec sleep 600\n`);
      const args = ['batch', 'run', '1', '--yes', '--executor-command', `sh ${agent}`, '--sandbox', 'bwrap'];
      const around = { cwd: project.folder, env: project.environment() };
      const running = start([...args, '--scope', 'warn'], around);
      const log = project.path('logs/PRP-1.1.1-1.log');
      await eventually(() =>
        existsSync(log) && readFileSync(log, 'utf8').includes('committed:half') ? true : undefined,
      );
      const isWhole = (): void => {
        expect(project.git('log', '--all', '--format=%s')).not.toContain('half');
        project.git('gc', '--quiet');
        expect(project.git('fsck', '--strict')).toBe('');
      };
      isWhole();
      running.signal('SIGKILL');
      await running.ended;
      isWhole();
      expect((await project.call('batch', 'status', '1')).out).toContain('puts in order what is left');
      expect(readdirSync(join(project.folder, '.orchestrator/objects'))).toContain('1-PRP-1.1.1-1.record');
      writeFileSync(agent, script.replaceAll('half', 'whole'));
      const again = await project.call(...args, '--scope', 'warn');
      expect(again.err + again.out).toContain('1 of 1 done');
      const [kept] = project.events('attempt-pinned');
      // What it had added by force is in its index, which git kept in the copy.
      expect(project.git('show', `${kept?.commit}:built/b.txt`)).toBe('b\n');
      expect(project.result()).toMatchObject({ 'src/1.txt': 'whole\n', 'built/b.txt': 'b\n' });
      expect(readdirSync(join(project.folder, '.orchestrator/objects'))).toEqual(['shared']);
      expect(project.worktrees()).toEqual([]);
    },
  );

  test.skipIf(!WORKS)('hides a home folder that a command or a project would show as a whole', async () => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    writeFileSync(join(project.home, 'key'), 'KEY');
    writeFileSync(
      join(project.home, 'agent'),
      '#!/bin/sh\ncat "$1/key"; mkdir -p src; echo done > src/1.txt\n',
      {
        mode: 0o755,
      },
    );
    const command = `${join(project.home, 'agent')} ${project.home}`;
    const args = ['batch', 'run', '1', '--yes', '--executor-command', command, '--sandbox', 'bwrap'];
    expect((await project.call(...args)).code).toBe(0);
    expect(readFileSync(project.path('logs/PRP-1.1.1-1.log'), 'utf8')).not.toContain('KEY');
  });

  test.skipIf(!WORKS)('leaves no process behind, in whatever session and environment it hides', async () => {
    const project = await batchProject([{}], {
      default: [[{ work: 'done by' }, { leave: 'unmarked' }, { leave: 'session' }, { leave: 'deaf' }]],
    });
    expect((await project.run('--sandbox', 'bwrap')).phases[0]?.state).toBe('done');
    expect(processesIn(project.folder)).toEqual([]);
  });

  test.skipIf(!WORKS)(
    '[promise:sandbox-network] without network reaches no port of this machine; with it, it does; the consent and the report say which',
    async () => {
      const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      const asks = `${process.execPath} -e "require('net').connect(${port},'127.0.0.1').on('error',()=>process.exit(1)).on('connect',()=>process.exit(0))"`;
      const project = await batchProject([{ gates: [asks] }], { default: [[{ work: 'done by' }]] });
      await project.call('config', 'set', 'batch.sandboxNetwork', 'none');
      const rehearse = ['batch', 'run', '1', '--dry-run', '--sandbox', 'bwrap', '--executor-command', 'true'];
      expect((await project.call(...rehearse)).err).toContain('They have no network, not even the ports');
      expect((await project.run('--sandbox', 'bwrap', '--retries', '0')).phases[0]?.gates[0]?.result).toBe(
        'red',
      );
      const closed = JSON.parse((await project.call('batch', 'report', '1', '--json')).out);
      expect(closed.phases[0].attempts).toMatchObject([
        { sandbox: 'bwrap', network: 'none', place: null, gatesAt: ['local'] },
      ]);
      expect((await project.call('batch', 'report', '1')).out).toContain('in bwrap, no network');
      await project.call('config', 'set', 'batch.sandboxNetwork', 'host');
      await project.call('batch', 'retry', '1', '--phase', '1');
      const again = await project.run('--sandbox', 'bwrap');
      expect(again.phases[0]?.gates[0]?.result).toBe('green');
      expect(again.phases[0]?.attempts.map(({ network }) => network)).toEqual(['none', 'host']);
      const open = await project.call('batch', 'report', '1', '--html');
      expect(open.out).toContain('in bwrap, network open');
      server.close();
    },
  );

  test('that is asked for and does not work here starts nothing, and says what to install', async () => {
    const project = await batchProject([{}]);
    const path = emptyFolder();
    for (const name of ['git', 'sh', 'node', 'test'])
      spawnSync('ln', ['-s', spawnSync('which', [name]).stdout.toString().trim(), join(path, name)]);
    const ended = await project.runWith({ PATH: path }, '--sandbox', 'bwrap');
    expect(ended.code).toBe(3);
    expect(ended.problems).toContainEqual(
      expect.objectContaining({ code: 'no-sandbox', hint: expect.stringContaining('bubblewrap') }),
    );
    expect(project.journal()).toEqual([]);
    const container = await project.runWith({ PATH: path }, '--sandbox', 'container');
    const [told] = container.problems as readonly { readonly hint?: string }[];
    const [, setting = ''] = /config set (\S+) NAME/u.exec(told?.hint ?? '') ?? [];
    expect((await project.call('config', 'set', setting, 'tools:1')).code).toBe(0);
    const auto = await project.runWith({ PATH: path }, '--sandbox', 'auto');
    expect(auto.problems).toContainEqual(
      expect.objectContaining({ code: 'no-sandbox', severity: 'warning' }),
    );
    expect(auto.phases[0]).toMatchObject({ attempts: [{ sandbox: 'none' }] });
  });

  test('of a container starts the engine with the worktree alone to be written', async () => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    // Tells what it was asked, and runs what stands behind the image.
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh\n[ "$1" = info ] && exit 0\nprintf '%s\\n' "$*" >> ${seen}\nwhile [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const ended = await project.runWith({ PATH: `${bin}:${process.env.PATH}` }, '--sandbox', 'container');
    expect(ended.phases[0]).toMatchObject({ state: 'done', attempts: [{ sandbox: 'container' }] });
    const asked = readFileSync(seen, 'utf8')
      .split('\n')
      .filter((line) => line.includes('--name='));
    const writable = [...(asked[0] ?? '').matchAll(/--mount=type=bind,source=(?<path>\S+),target=\S+/gu)]
      .filter(([mount]) => !mount.endsWith(',readonly'))
      .map(({ groups }) => groups?.path ?? '');
    expect(writable.length).toBe(3);
    expect(writable.every((path) => /\/(?:worktrees|objects)\/[^/]+$/u.test(path))).toBe(true);
    expect(asked[0]).toContain('--network=none');
    // The engine is tried as it is used, without anything shown to it.
    const tried =
      readFileSync(seen, 'utf8')
        .split('\n')
        .find((line) => line.includes('--pull=never')) ?? '';
    expect(tried).toContain('--init');
    expect(tried).not.toContain('--mount');
  });

  test.each([
    { has: 'none', node: 'exit 127', severity: 'error', code: 3 },
    { has: 'an old one', node: 'echo v18.20.0', severity: 'error', code: 3 },
    { has: 'one', node: 'echo v20.19.0', severity: undefined, code: 0 },
    { has: 'not been fetched', node: 'echo no such image >&2; exit 125', severity: 'warning', code: 0 },
  ])(
    'of a container whose image has $has of the node that leads out of it says so before it starts',
    async (row) => {
      const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
      const bin = emptyFolder();
      const own = `[ "$1" = info ] && exit 0\ncase " $* " in *" --entrypoint=node "*) ${row.node}; exit;; esac\n`;
      writeFileSync(
        join(bin, 'podman'),
        `#!/bin/sh\n${own}while [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
        { mode: 0o755 },
      );
      await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
      await project.call('config', 'set', 'batch.sandboxGateHosts', 'localhost:5432');
      const ended = await project.runWith({ PATH: `${bin}:${process.env.PATH}` }, '--sandbox', 'container');
      expect(ended.code).toBe(row.code);
      const [told] = ended.problems.filter(({ code }) => code === 'no-sandbox');
      expect(told?.severity).toBe(row.severity);
      if (row.code === 3) expect(project.journal()).toEqual([]);
      if (row.severity !== undefined) expect(told?.message).toContain('localhost:5432');
    },
  );

  test('of a container whose engine answers and runs nothing starts nothing, and says what the engine says', async () => {
    const project = await batchProject([{}]);
    const bin = emptyFolder();
    const own = '[ "$1" = run ] || exit 0\necho Error: container-init binary not found >&2; exit 125';
    writeFileSync(join(bin, 'podman'), `#!/bin/sh\n${own}\n`, { mode: 0o755 });
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const ended = await project.runWith(env, '--sandbox', 'container');
    expect(ended.code).toBe(3);
    const [told] = ended.problems as readonly { readonly message: string }[];
    expect(told?.message).toContain(
      'podman runs no container of tools:1: Error: container-init binary not found',
    );
    expect(project.journal()).toEqual([]);
    const doctor = await run(['doctor'], { cwd: project.folder, env: { ...project.environment(), ...env } });
    expect(doctor.out).not.toContain('podman with tools:1');
  });

  test('of a container removes those of processes that are gone, as of a review that was killed, and no others', async () => {
    const project = await batchProject([{}], { default: [[{ work: 'done by' }]] });
    const bin = emptyFolder();
    const label = (identity: object | string) => Buffer.from(JSON.stringify(identity)).toString('base64url');
    const own = ownIdentity();
    const labels = {
      gone: label({ ...own, startTime: '1' }),
      living: label(own),
      elsewhere: label({ ...own, host: 'another', startTime: '1' }),
      forged: label('x'),
    };
    const lines = Object.entries(labels).map((line) => line.join(' '));
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh
case "$1" in
  info) exit 0 ;;
  ps) case " $* " in *label=*) echo "${Object.keys(labels).join('\n')}" ;; esac; exit 0 ;;
  inspect) echo "${lines.join('\n')}"; exit 0 ;;
  rm) echo "$*" >> ${join(bin, 'removed')}; exit 0 ;;
esac
while [ "$1" != tools:1 ]; do shift; done; shift
exec "$@"
`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const env = { PATH: `${bin}:${process.env.PATH}` };
    expect((await project.runWith(env, '--sandbox', 'container')).code).toBe(0);
    expect(readFileSync(join(bin, 'removed'), 'utf8').split('\n')[0]).toBe('rm --force gone');
  });

  test('of a container removes it where its engine’s client had to be killed', async () => {
    const project = await batchProject([{ gates: ['sh -c "trap : TERM; while :; do sleep 0.1; done"'] }], {
      default: [[{ work: 'done by' }]],
    });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh\n[ "$1" = info ] && exit 0\necho "$1 $*" >> ${seen}\n[ "$1" = rm ] && exit 0\nwhile [ "$1" != tools:1 ]; do shift; done; shift\nexec "$@"\n`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    await project.call('config', 'set', 'batch.gateTimeoutSeconds', '1');
    await project.runWith(
      { PATH: `${bin}:${process.env.PATH}` },
      ...['--sandbox', 'container', '--retries', '0'],
    );
    const asked = readFileSync(seen, 'utf8').split('\n');
    const names = asked.flatMap((line) => /--name=(\S+) .*trap/u.exec(line)?.[1] ?? []);
    const removed = asked.flatMap((line) => /^rm rm --force (\S+)$/u.exec(line)?.[1] ?? []);
    expect(removed.length).toBeGreaterThan(0);
    expect(new Set(removed)).toEqual(new Set(names));
  });

  test.each([
    ['the engine’s client was ended from outside', false],
    ['its controller was killed, by the next run', true],
  ])('of a container removes it where %s', async (_, isController) => {
    const project = await batchProject([{}], {
      default: [[{ note: 'pid' }, { work: 'done by' }, { await: 'go' }]],
    });
    const bin = emptyFolder();
    const seen = join(bin, 'seen');
    // Has its containers in files, which live on until they are removed.
    writeFileSync(
      join(bin, 'podman'),
      `#!/bin/sh
case "$1" in
  info) exit 0 ;;
  inspect) exit 1 ;;
  ps) ls ${bin} | sed -n 's/^container-//p'; echo orchestrator-of-somebody-else; exit 0 ;;
  rm) shift 2; for each; do rm ${bin}/container-$each && echo "$each" >> ${seen}; done; exit ;;
esac
for each; do case $each in --name=*) name=\${each#--name=} ;; esac; done
: > ${bin}/container-$name
while [ "$1" != tools:1 ]; do shift; done; shift
"$@" & child=$!
echo $$ > ${bin}/client-$name
trap 'kill $child' TERM
wait $child; code=$?
rm -f ${bin}/container-$name
exit $code
`,
      { mode: 0o755 },
    );
    await project.call('config', 'set', 'batch.sandboxImage', 'tools:1');
    const args = ['--sandbox', 'container', '--retries', '0'];
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const running = start(project.runArguments('--json', ...args), {
      ...{ cwd: project.folder, env: { ...project.environment(), ...env } },
    });
    await eventually(() => project.told('pid'));
    const containers = () => readdirSync(bin).filter((name) => name.startsWith('container-'));
    // Its gate runs in another one at the same time, before there is its work.
    const prefix = `container-orchestrator-${project.events('attempt-started')[0]?.token}-`;
    const container = containers().find((name) => name.startsWith(prefix)) ?? '';
    const client = Number(readFileSync(join(bin, container.replace('container', 'client')), 'utf8'));
    if (isController) {
      running.signal('SIGKILL');
      await running.ended;
    }
    process.kill(client, 'SIGKILL');
    project.tell('go');
    if (isController) await project.runWith(env, ...args);
    else await running.ended;
    expect(containers()).toEqual([]);
    expect(readFileSync(seen, 'utf8').trim().split('\n')).toContain(container.replace('container-', ''));
  });
});

/** The processes that work below a folder, wherever they see it from. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/u.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}
