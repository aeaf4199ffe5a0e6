import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REMOTE_QUEUE, REMOTE_SCRIPT } from '../../src/batch/generated/remote_script.js';
import { controlFolder } from '../../src/batch/remote/placements/control_folder.ts';
import { placeClient } from '../../src/batch/remote/placements/place_client.ts';
import { namesOfScript } from '../../src/batch/remote/placements/start_values.ts';
import { afterTest } from '../support/after_test.ts';
import { fakeQueue } from '../support/fake_queue.ts';
import { fakeSsh } from '../support/fake_ssh.ts';
import { processesOf } from '../support/job.ts';
import { placementFixture } from '../support/placement_fixture.ts';
import { eventually } from '../support/wait.ts';

const { signal } = new AbortController();

/** What a person may have in his environment there, and the script has for itself. */
const SAME_NAMES = {
  ...{ project: 'abc123', root: '/scratch', d: '1', each: '2', token: 't0k', me: 'x', verb: 'v', repo: 'r' },
  ...{ wanted: 'HOME', job: '77', base: 'b', their_all: 'C', LINES_OF_MINE: 'one\ntoken=two\nPATH_=3' },
};

/** Which of them an attempt that printed its environment was given. */
const given = (printed: string) =>
  Object.keys(SAME_NAMES).filter((name) => printed.split('\n').some((line) => line.startsWith(`${name}=`)));

test('variables of the host that have names of the script are in nobody’s way, and reach no attempt', async () => {
  const host = fakeSsh(SAME_NAMES);
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const begun = await place.begin({ ...work, argv: ['sh', '-c', 'env; exit 3'] }, ears, signal);
  if (begun.kind !== 'started') throw new Error(begun.why);
  expect(await begun.attempt.over).toMatchObject({ code: 3, fault: undefined, commit: expect.any(String) });
  expect(given(ears.heard())).toEqual([]);
  await place.tidy([work.token]);
});

test('nor are those of the node where a queue begins a job', async () => {
  const queue = fakeQueue();
  afterTest(queue.remove);
  queue.answer();
  const { place, work, ears } = await placementFixture({ slurm: {}, folder: queue.folder }, queue.env);
  const off = new AbortController();
  const beginning = place.begin({ ...work, argv: ['sh', '-c', 'env; exit 3'] }, ears, off.signal);
  await eventually(() => (queue.jobs().length > 0 ? true : undefined));
  const scripts = ['place-queue-', 'place-'].map((start) =>
    join(
      queue.folder,
      readdirSync(queue.folder).find(
        (name) => name.startsWith(start) && /-[0-9a-f]+\.sh$/u.test(name.slice(start.length - 1)),
      ) ?? '',
    ),
  );
  const folder = join(queue.folder, 'project1/attempts', work.token);
  const [own = '', other = ''] = scripts;
  spawnSync('sh', [own, 'job', other, folder], { env: { ...process.env, ...SAME_NAMES, LC_ALL: 'C.UTF-8' } });
  expect(readFileSync(join(folder, 'exit'), 'utf8')).toMatch(/^code 3\ncommit [0-9a-f]{40}\n$/u);
  const printed = readFileSync(join(folder, 'log'), 'utf8');
  expect(given(printed)).toEqual([]);
  expect(printed).toMatch(/^LC_ALL=C\.UTF-8$/mu);
  off.abort();
  await beginning;
  await place.tidy([work.token]);
});

test.each([{ LC_ALL: 'C.UTF-8' }, { LANG: 'C.UTF-8', LC_ALL: '' }])(
  'an attempt has the locale of its host: %o',
  async (locale) => {
    const host = fakeSsh(locale);
    const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
    const begun = await place.begin({ ...work, argv: ['locale', 'charmap'] }, ears, signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    await begun.attempt.over;
    expect(ears.heard()).toBe('UTF-8\n');
    await place.tidy([work.token]);
  },
);

test('a locale that the user sends holds for the command there, and is what a copy of it says', async () => {
  const host = fakeSsh({ LC_ALL: 'POSIX' });
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const sent = { sets: { LC_ALL: 'C.UTF-8' }, copies: { COPY: 'LC_ALL' } };
  const command = 'locale charmap; echo "$COPY"';
  const begun = await place.begin({ ...work, ...sent, argv: ['sh', '-c', command] }, ears, signal);
  if (begun.kind !== 'started') throw new Error(begun.why);
  await begun.attempt.over;
  expect(ears.heard()).toBe('UTF-8\nC.UTF-8\n');
  await place.tidy([work.token]);
});

test('no command for a host has more than one line, which csh would not take', async () => {
  const host = fakeSsh();
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const begun = await place.begin(work, ears, signal);
  if (begun.kind !== 'started') throw new Error(begun.why);
  await begun.attempt.over;
  await place.tidy([work.token]);
  const client = placeClient(
    { ssh: 'far', folder: host.folder },
    { env: { ...process.env, ...host.env }, control: undefined },
  );
  expect(await client.forget('project1')).toBeUndefined();
  expect(existsSync(host.folder)).toBe(false);
  expect(host.commands().length).toBeGreaterThanOrEqual(6);
  expect(host.commands().filter((command) => command.includes('\n') || /![^ =]/u.test(command))).toEqual([]);
});

/** What a user may have for his own shell at a host; one that is not here is skipped, and stumbles over what is seen above. */
for (const shell of ['zsh', 'fish', 'tcsh']) {
  const found = spawnSync('sh', ['-c', 'command -v "$0"', shell], { encoding: 'utf8' }).stdout.trim();
  test.skipIf(found === '')(`a user’s own shell at a host may be ${shell}`, async () => {
    const host = fakeSsh({}, `exec '${found}' -c "$command"`);
    const { place, work, ears, git } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
    const odd = `it's "!$x" \\n`;
    const argv = ['sh', '-c', 'cat >new.txt; printf "%s" "$1" >>new.txt', 'sh', odd] as const;
    const begun = await place.begin({ ...work, argv }, ears, signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    const end = await begun.attempt.over;
    expect(git('show', `${end.commit}:new.txt`)).toBe(`Do it.${odd}`);
    expect(await place.tidy([work.token])).toBeUndefined();
  });
}

test('a script of which only a part came there is none, and comes with the next call', async () => {
  const host = fakeSsh(
    {},
    `case $command in *upkeep*) [ -e "$0.cut" ] || { : >"$0.cut"; head -c 5000 | exec sh -c "$command"; exit 255; } ;; esac`,
  );
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const begun = await place.begin(work, ears, signal);
  if (begun.kind !== 'started') throw new Error(begun.why);
  expect(await begun.attempt.over).toMatchObject({ code: 0, fault: undefined });
  await place.tidy([work.token]);
});

test('a call of which only a part came there does nothing, wherever it was cut', async () => {
  const host = fakeSsh({}, `case $command in *' start') cat >"$0.told"; exec <"$0.told" ;; esac`);
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const argv = ['sh', '-c', 'echo "$@"', '--read-only'] as const;
  const begun = await place.begin({ ...work, argv, prompt: 'one\ntwo\n' }, ears, signal);
  if (begun.kind !== 'started') throw new Error(begun.why);
  await begun.attempt.over;
  await place.tidy([work.token]);
  const told = readFileSync(join(host.env.PATH?.split(':')[0] ?? '', 'ssh.told'), 'utf8');
  // As the script would have it, were it asked anew: the base is there again.
  const script = readdirSync(host.folder).find((name) => name.startsWith('place-')) ?? '';
  const repo = join(host.folder, 'project1/repo.git');
  const ref = `refs/orchestrator/project1/1/PRP-1.1.1/1/${work.token}/base`;
  execFileSync('git', ['--git-dir', repo, 'update-ref', ref, work.base]);
  const lastLine = told.lastIndexOf('set -- ');
  const cuts = [
    ...[...told.matchAll(/\n/gu)].map(({ index }) => index + 1).filter((at) => at < told.length),
    ...[...told.slice(lastLine).matchAll(/ /gu)].map(({ index }) => lastLine + index),
  ];
  expect(cuts.length).toBeGreaterThan(20);
  for (const at of cuts) {
    spawnSync('sh', [join(host.folder, script), 'start'], { input: told.slice(0, at) });
    expect(readdirSync(join(host.folder, 'project1/attempts')), told.slice(0, at)).toEqual([]);
  }
});

test.each([
  ['an attempt', (token: string) => token],
  ['a gate of an attempt', (token: string) => `gate-${token}-1`],
])('%s that was given up while it was being begun there does not begin any more', async (_, named) => {
  // The call that begins it comes late: who asked for it was killed, and the next run has given it up.
  const host = fakeSsh(
    {},
    `case $command in *' start') : >"$0.held"; until [ -e "$0.go" ]; do sleep 0.02; done ;; esac`,
  );
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const ssh = join(host.env.PATH?.split(':')[0] ?? '', 'ssh');
  const token = named(work.token);
  const beginning = place.begin({ ...work, token, argv: ['sleep', '60'] }, ears, signal);
  await eventually(() => (existsSync(`${ssh}.held`) ? true : undefined));
  expect(await place.tidy([work.token])).toBeUndefined();
  writeFileSync(`${ssh}.go`, '');
  const begun = await beginning;
  afterTest(() => {
    for (const pid of processesOf(token)) process.kill(pid, 'SIGKILL');
  });
  expect(begun).toMatchObject({
    kind: 'not-started',
    why: expect.stringContaining('given up before it began'),
  });
  expect(processesOf(token)).toEqual([]);
  const at = (name: string) => join(host.folder, 'project1', name);
  for (const name of ['attempts', 'leases']) expect(readdirSync(at(name))).toEqual([]);
  const refs = execFileSync('git', ['--git-dir', at('repo.git'), 'for-each-ref'], { encoding: 'utf8' });
  expect(refs).toBe('');
});

test('what is begun while it is given up is ended with it', async () => {
  // Whoever gives it up has found nothing of it, and removes its folder; whoever begins it has just seen that it may.
  const host = fakeSsh({}, `PATH="$(dirname "$0")/far:$PATH" && export PATH`);
  const bin = host.env.PATH?.split(':')[0] ?? '';
  const found = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const pid = join(host.folder, 'project1/attempts', work.token, 'pid');
  mkdirSync(join(bin, 'far'));
  const until = (what: string) => `until [ -e '${what}' ]; do sleep 0.02; done`;
  writeFileSync(
    join(bin, 'far/git'),
    `#!/bin/sh
case "$*" in
  *'rev-parse -q --verify'*) : >'${bin}/begins'; ${until(join(bin, 'removes'))} ;;
  *'worktree remove'*) : >'${bin}/removes'; ${until(pid)} ;;
esac
exec '${found}' "$@"
`,
    { mode: 0o755 },
  );
  const beginning = place.begin({ ...work, argv: ['sleep', '60'] }, ears, signal);
  afterTest(() => {
    for (const pid of processesOf(work.token)) process.kill(pid, 'SIGKILL');
  });
  await eventually(() => (existsSync(join(bin, 'begins')) ? true : undefined));
  expect(await place.tidy([work.token])).toBeUndefined();
  expect(processesOf(work.token)).toEqual([]);
  const begun = await beginning;
  if (begun.kind === 'started') begun.attempt.leave();
});

test('where a host has exported what its shell counts options with, attempts begin', async () => {
  const host = fakeSsh({ OPTIND: '2' });
  const { place, work, ears } = await placementFixture({ ssh: 'far', folder: host.folder }, host.env);
  const begun = await place.begin({ ...work, argv: ['sh', '-c', 'exit 3'] }, ears, signal);
  if (begun.kind !== 'started') throw new Error(begun.why);
  expect(await begun.attempt.over).toMatchObject({ code: 3, fault: undefined });
  await place.tidy([work.token]);
});

test('a variable for a command that the script has for itself is refused before anything is sent', async () => {
  const host = fakeSsh();
  const env = { ...host.env, token: 'mine' };
  const { place, work, ears } = await placementFixture(
    { ssh: 'far', folder: host.folder, env: ['token'] },
    env,
  );
  expect(await place.begin({ ...work, names: ['PATH', 'root'] }, ears, signal)).toMatchObject({
    kind: 'not-started',
    why: expect.stringContaining('uses the variables root, token itself'),
  });
  expect(host.commands()).toEqual([]);
  const texts = [REMOTE_SCRIPT, REMOTE_QUEUE].map((text) => text.replace(/(?:^|\s)#.*/gmu, ''));
  const own = texts.flatMap((text) => [
    ...[...text.matchAll(/(?<![\w$./-])([a-z_]*[a-z])=(?![=~])/gu)].map(([, name = '']) => name),
    ...[...text.matchAll(/\bfor ([a-z]+)(?: in|;)/gu)].map(([, name = '']) => name),
    ...[...text.matchAll(/\bread -r ([a-z_ ]+)/gu)].flatMap(([, names = '']) => names.trim().split(' ')),
  ]);
  const names = own.filter((name) => !['_', 'comm', 'args', 'pgid', 'time'].includes(name));
  expect(names.length).toBeGreaterThan(50);
  expect(namesOfScript({ ...work, names }, [])).toEqual([...new Set(names)].sort());
});

test('a folder for temporary files whose name has more bytes than letters is told by its bytes', () => {
  const long = mkdtempSync(`/tmp/${'é'.repeat(8)}-`);
  afterTest(() => rmSync(long, { recursive: true, force: true }));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = long;
  try {
    expect(controlFolder().path).toBeUndefined();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
