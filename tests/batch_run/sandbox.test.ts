import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { emptyFolder, start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const WORKS = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

const IS_ROOT = process.getuid?.() === 0;

/** What root could do in a sandbox that keeps its capabilities. */
const MOUNTS = {
  'a file system mounted anew to be written': 'mount -o remount,rw,bind / && echo OUT',
  'a mount that is taken away': 'umount /tmp && echo OUT',
  'a device': 'mknod ./disk b 7 0 && rm ./disk && echo OUT',
} as const;

/** What root may do by its files alone: whoever names the handler of crashes there has a program of his own started outside. */
const SETTINGS = {
  'a setting of the kernel':
    'NOW=$(cat /proc/sys/kernel/core_pattern); echo "$NOW" > /proc/sys/kernel/core_pattern && echo OUT',
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
      const all = { ...ESCAPES, ...MOUNTS, ...SETTINGS };
      expect(await tried(all, '--sandbox', 'bwrap')).toEqual({ out: [], code: 0 });
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
      expect((await project.call('batch', 'status', '1')).out).toContain('cleans up');
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
