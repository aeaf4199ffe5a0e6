import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type AgentScript,
  BatchProject,
  batchProject,
  type Phases,
  phaseStates,
  planText,
} from '../support/batch_project.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';

const ALLOW = ['-c', 'protocol.file.allow=always'];
const FETCH = ['--setup', 'git -c protocol.file.allow=always submodule update --init --recursive'];
const WORK = { work: 'done by' };

/** A project that has a submodule `lib` with a file, whose origin has a commit more than the project is at. */
async function withSubmodule(phases: Phases, script: AgentScript) {
  const library = repositoryWith({ 'lib.txt': 'one\n' });
  const folder = repositoryWith({ 'README.md': 'A project.\n', 'plan.md': planText(phases) });
  asUser(folder, ...ALLOW, 'submodule', 'add', '-q', library, 'lib');
  asUser(folder, 'commit', '-qm', 'with lib');
  putFiles(library, { 'lib.txt': 'two\n' });
  asUser(library, 'commit', '-qam', 'published');
  const project = new BatchProject(folder);
  project.script(script);
  writeFileSync(join(project.home, '.gitconfig'), '[protocol "file"]\n\tallow = always\n');
  const generated = await project.call('batch', 'generate', 'plan.md', '--json');
  if (generated.code !== 0) throw new Error(generated.out);
  return { project, published: asUser(library, 'rev-parse', 'HEAD').trim() };
}

/** What is kept of the attempt under its ref, as files of all its parents: path → text. */
function kept(project: BatchProject, ref: string, path: string): string {
  const parents = project.git('rev-parse', `${ref}^@`).trim().split('\n');
  return parents
    .slice(1)
    .map((parent) => project.git('show', `${parent}:${path}`))
    .join();
}

describe.concurrent('a submodule', () => {
  test('in which an attempt changed files fails that phase with the reason, keeps them, and lets others go on', async () => {
    const { project } = await withSubmodule(
      [{ files: ['src/1.txt', 'lib/lib.txt'], gates: ['test -s src/1.txt'] }, {}],
      {
        phases: { 1: [[{ write: { 'src/1.txt': 'x\n', 'lib/lib.txt': 'precious\n' } }]] },
        default: [[WORK]],
      },
    );
    const ended = await project.run('--retries', '0', ...FETCH);
    expect(phaseStates(ended)).toEqual({ 1: 'failed not-held', 2: 'done merged' });
    expect(project.events('attempt-failed')[0]?.evidence).toContain('lib/lib.txt');
    expect(kept(project, 'refs/orchestrator/batches/1/attempts/1-1', 'lib.txt')).toBe('precious\n');
    expect(project.worktrees()).toEqual([]);
  });

  test('in which an attempt committed what nobody can fetch fails that phase only', async () => {
    const { project } = await withSubmodule([{ files: ['lib'], gates: ['grep -q mine lib/lib.txt'] }, {}], {
      phases: {
        1: [[{ write: { 'lib/lib.txt': 'mine\n' } }, { git: ['-C', 'lib', 'commit', '-qam', 'mine'] }]],
      },
      default: [[WORK]],
    });
    const ended = await project.run('--retries', '0', ...FETCH);
    expect(phaseStates(ended)).toEqual({ 1: 'failed not-held', 2: 'done merged' });
    expect(project.events('attempt-failed')[0]?.evidence).toContain('no branch or tag of its origin');
    expect(kept(project, 'refs/orchestrator/batches/1/attempts/1-1', 'lib.txt')).toBe('mine\n');
  });

  test.each([
    [
      'on a branch of its own',
      [
        ['commit', '-qam', 'wip'],
        ['branch', 'wip'],
        ['checkout', '-q', '--detach', 'HEAD~1'],
        ['branch', '-qf', 'main', 'HEAD'],
      ],
    ],
    ['in its stash', [['stash', '-q']]],
  ])('in which an attempt left work %s fails that phase only', async (_, calls) => {
    const { project } = await withSubmodule([{}, {}], {
      phases: {
        1: [
          [
            WORK,
            { write: { 'lib/lib.txt': 'mine\n' } },
            ...calls.map((git) => ({ git: ['-C', 'lib', ...git] })),
          ],
        ],
      },
      default: [[WORK]],
    });
    const ended = await project.run('--retries', '0', ...FETCH);
    expect(phaseStates(ended)).toEqual({ 1: 'failed not-held', 2: 'done merged' });
    expect(project.events('attempt-failed')[0]?.evidence).toContain('on a branch of it or in its stash');
  });

  test('that an attempt moved to a published commit is merged as that commit', async () => {
    const { project, published } = await withSubmodule(
      [{ files: ['lib'], gates: ['grep -q two lib/lib.txt'] }],
      {
        default: [
          [{ git: ['-C', 'lib', 'fetch', '-q'] }, { git: ['-C', 'lib', 'checkout', '-q', 'origin/main'] }],
        ],
      },
    );
    const ended = await project.run('--retries', '0', ...FETCH);
    const why = project.events('attempt-failed').map(({ evidence }) => evidence);
    expect(phaseStates(ended), why.join()).toEqual({ 1: 'done merged' });
    expect(project.git('ls-tree', 'orchestrator-batch-1', 'lib')).toContain(published);
  });

  test('that was not fetched and in whose place files were written fails the phase', async () => {
    const { project } = await withSubmodule([{ files: ['lib/**'], gates: ['test -s lib/new.txt'] }], {
      default: [[{ write: { 'lib/new.txt': 'x\n' } }]],
    });
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'failed not-held' });
    expect(project.events('attempt-failed')[0]?.evidence).toContain('not fetched');
  });
});

describe.concurrent('what a phase declares and git ignores', () => {
  const IGNORES = '.gitignore';

  test.each([
    ['a file by its name', ['src/1.txt', 'dist/out.js'], 'dist/out.js'],
    ['a file with a mark of a path before it', ['src/1.txt', './dist/out.js'], 'dist/out.js'],
    ['a folder as a whole', ['src/1.txt', 'dist/**'], 'dist'],
    ['a folder by its name', ['src/1.txt', 'dist/'], 'dist'],
  ])(
    '[promise:batch-ignored] fails that phase with the reason, is kept, and others go on: %s',
    async (_, files, named) => {
      const project = await withFiles(
        [{ files, gates: ['test -s src/1.txt'] }, {}],
        {
          phases: { 1: [[{ write: { 'src/1.txt': 'x\n', 'dist/out.js': 'precious\n' } }]] },
          default: [[WORK]],
        },
        { [IGNORES]: 'dist/\n' },
      );
      const ended = await project.run('--retries', '0');
      expect(phaseStates(ended)).toEqual({ 1: 'failed not-held', 2: 'done merged' });
      expect(project.events('attempt-failed')[0]?.evidence).toContain(
        `${named} is declared, and git ignores it`,
      );
      expect(kept(project, 'refs/orchestrator/batches/1/attempts/1-1', 'dist/out.js')).toBe('precious\n');
    },
  );

  const KEPT = { 'dist/.gitkeep': '' };

  test.each([
    ['a rule for all but a mark', 'dist/**', 'dist/*\n!dist/.gitkeep\n', KEPT],
    ['a rule for all in it', 'dist/', 'dist/*\n', {}],
    ['an ignore file in it', 'dist/**', '', { 'dist/.gitignore': '*\n!.gitignore\n' }],
    ['a rule for a kind of file', 'dist/**', '*.js\n', {}],
    ['a rule for a kind, and another file there', 'dist/', '*.js\n', { 'dist/index.html': '<p>\n' }],
    ['a pattern of a kind', 'dist/*.js', '*.js\n', {}],
    ['a pattern at every depth', '**/*.out.js', '*.js\n', {}, 'dist/a.out.js'],
    ['a folder below', 'dist/**', 'dist/*\n', {}, 'dist/js/out.js'],
  ] as [string, string, string, Record<string, string>, string?][])(
    'is not lost where only what is in a folder is ignored: %s',
    async (_, declared, ignores, there, written = 'dist/out.js') => {
      const project = await withFiles(
        [{ files: ['src/1.txt', declared], gates: ['test -s src/1.txt'] }],
        { default: [[{ write: { 'src/1.txt': 'x\n', [written]: 'precious\n' } }]] },
        { [IGNORES]: ignores, ...there },
      );
      const ended = await project.run('--retries', '0');
      expect(phaseStates(ended)).toEqual({ 1: 'failed not-held' });
      expect(project.events('attempt-failed')[0]?.evidence).toContain(`${declared.replace(/\/$/u, '')}`);
      expect(kept(project, 'refs/orchestrator/batches/1/attempts/1-1', written)).toBe('precious\n');
    },
  );

  test.each([
    [
      'programs leave',
      ['src/1.txt', 'lib/**'],
      { 'lib/__pycache__/a.pyc': 'x', 'lib/node_modules/a/b.js': 'x', 'lib/run.log': 'x' },
    ],
    ['is made of what is there', ['src/1.txt', 'lib/'], { 'lib/a.js': 'x' }],
    ['a rule names wherever it stands', ['src/1.txt', 'lib/**'], { 'lib/gen/a.c': 'x' }],
    ['the whole project would cover', ['src/1.txt', '**'], { 'far.js': 'x' }],
  ])('costs nothing where it is what %s', async (_, files, write) => {
    const project = await withFiles(
      [{ files, gates: ['test -s src/1.txt'] }],
      { default: [[{ write: { 'src/1.txt': 'x\n', ...write } }]] },
      { [IGNORES]: 'gen/\n*.js\n*.pyc\n*.log\nnode_modules\n', 'lib/a.ts': 'a\n' },
    );
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done merged' });
  });

  test('is not lost where a folder is ignored that has a file which was added by force before', async () => {
    const project = await withFiles(
      [{ files: ['src/1.txt', 'dist/**'], gates: ['test -s src/1.txt'] }],
      { default: [[{ write: { 'src/1.txt': 'x\n', 'dist/out.js': 'precious\n' } }]] },
      { [IGNORES]: 'dist/\n', ...KEPT },
    );
    project.git('add', '-f', 'dist/.gitkeep');
    project.git('commit', '-qm', 'kept');
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'failed not-held' });
    expect(kept(project, 'refs/orchestrator/batches/1/attempts/1-1', 'dist/out.js')).toBe('precious\n');
  });

  test('is merged where it was added by force', async () => {
    const project = await withFiles(
      [{ files: ['dist/out.js'], gates: ['test -s dist/out.js'] }],
      { default: [[{ write: { 'dist/out.js': 'x\n' } }, { git: ['add', '-f', 'dist/out.js'] }]] },
      { [IGNORES]: 'dist/\n' },
    );
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done merged' });
    expect(project.git('show', 'orchestrator-batch-1:dist/out.js')).toBe('x\n');
  });

  test.each([
    ['only a pattern covers', ['src/**'], [], { 'src/1.txt': 'x\n', 'src/cache/a': 'x\n' }],
    [
      'the attempt did not write',
      ['src/**', 'src/cache/a'],
      ['--setup', 'mkdir -p src/cache && touch src/cache/a'],
      { 'src/1.txt': 'x\n' },
    ],
    ['stands in a declared folder', ['src/'], [], { 'src/1.txt': 'x\n', 'src/cache/a': 'x\n' }],
  ])('costs nothing where %s', async (_, files, flags, write) => {
    const project = await withFiles(
      [{ files, gates: ['test -s src/1.txt'] }],
      { default: [[{ write }]] },
      { [IGNORES]: 'cache/\n' },
    );
    expect(phaseStates(await project.run('--retries', '0', ...flags))).toEqual({ 1: 'done merged' });
  });
});

describe.concurrent('a merged tree that cannot be made ready', () => {
  // The first merge is into a worktree that is made for it, the second into the same one.
  test.each([
    ['first', [], ['--concurrency', '1']],
    ['after another was merged', ['2'], []],
  ])('is the fault of the attempt that broke it, and the batch goes on: %s', async (_, after, flags) => {
    const breaks = { files: ['ready'], gates: ['true && test -f ready'], after };
    const project = await withFiles([breaks, {}], {
      phases: { 1: [[{ write: { ready: 'no\n' } }]] },
      default: [[WORK]],
    });
    const ended = await project.run('--retries', '0', '--setup', 'grep -q yes ready', ...flags);
    expect(phaseStates(ended)).toEqual({ 1: 'failed merged-setup', 2: 'done merged' });
  });
});

describe.concurrent('a sparse checkout', () => {
  test('has in its worktrees what phases declare and what the batch has changed', async () => {
    const project = await withFiles(
      [
        { files: ['far/a.txt'], gates: ['grep -q changed far/a.txt'] },
        { files: ['src/2.txt'], after: ['1'], gates: ['grep -q changed far/a.txt && test -s src/2.txt'] },
      ],
      { phases: { 1: [[{ append: { 'far/a.txt': 'changed\n' } }]] }, default: [[WORK]] },
    );
    project.git('sparse-checkout', 'set', 'src');
    expect(existsSync(join(project.folder, 'far'))).toBe(false);
    const ended = await project.run('--retries', '0');
    const why = project.events('attempt-failed').map(({ evidence }) => evidence);
    expect(phaseStates(ended), why.join()).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.result()['far/a.txt']).toBe('far\nchanged\n');
    expect(project.result()['far/b.txt']).toBe('far\n');
    expect(ended.problems).toContainEqual(expect.objectContaining({ code: 'sparse-checkout' }));
  });
});

/** A stand-in for git-lfs: what is stored is a pointer, what is worked with is the content, kept beside. */
const LFS = (aside: string) => `#!/bin/sh
if [ "$1" = clean ]; then cat > ${aside}/last; printf 'pointer '; cksum < ${aside}/last; cp ${aside}/last "${aside}/$(cksum < ${aside}/last)"
else read -r _ sum; cat "${aside}/$sum"; fi
`;

describe.concurrent('files that git has as pointers (LFS)', () => {
  async function withPointers(script: AgentScript) {
    const phase = { files: ['src/1.txt', 'big.bin'], gates: ['grep -q big big.bin && test -s src/1.txt'] };
    const project = await batchProject([phase], script, { 'big.bin': 'big one\n' });
    const program = join(project.aside, 'lfs.sh');
    writeFileSync(program, LFS(project.aside), { mode: 0o755 });
    writeFileSync(
      join(project.home, '.gitconfig'),
      `[filter "big"]\n\tclean = ${program} clean\n\tsmudge = ${program} smudge\n\trequired = true\n`,
    );
    writeFileSync(join(project.folder, '.gitattributes'), '*.bin filter=big\n');
    const set = ['clean', 'smudge'].flatMap((verb) => ['-c', `filter.big.${verb}=${program} ${verb}`]);
    project.git(...set, 'add', '--renormalize', '.gitattributes', 'big.bin');
    project.git(...set, 'add', '.gitattributes');
    project.git(...set, 'commit', '-qm', 'pointers');
    return { project, program };
  }

  test('are whole in worktrees, and pointers again in what is merged', async () => {
    const { project } = await withPointers({
      default: [[{ append: { 'big.bin': 'and more\n' } }, { write: { 'src/1.txt': 'x\n' } }]],
    });
    const ended = await project.run('--retries', '0');
    const why = project.events('attempt-failed').map(({ evidence }) => evidence);
    expect(phaseStates(ended), why.join()).toEqual({ 1: 'done merged' });
    expect(project.result()['big.bin']).toMatch(/^pointer \d+ 17\n$/u);
  });

  test('whose program is not there fail their phase before its executor is tried, with the reason', async () => {
    const { project, program } = await withPointers({ default: [[WORK]] });
    rmSync(program);
    const ended = await project.run('--retries', '0');
    expect(phaseStates(ended)).toEqual({ 1: 'failed worktree' });
    expect(project.events('attempt-failed')[0]?.evidence).toContain('lfs.sh');
    expect(project.events('attempt-process')).toEqual([]);
    expect(project.worktrees()).toEqual([]);
  });

  test('that nobody set a program up for are pointers for everybody, and stay what they are', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n';
    const project = await batchProject(
      [{}],
      { default: [[WORK]] },
      {
        '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
        'big.bin': pointer,
      },
    );
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done merged' });
    expect(project.result()['big.bin']).toBe(pointer);
  });

  test('over which content was written where no program stores it fail their phase only, with the reason', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n';
    const project = await batchProject(
      [
        { files: ['big.bin', 'new.bin', 'raw.bin'], gates: ['test -s big.bin'] },
        { files: ['raw.bin', 'src/2.txt'] },
      ],
      {
        phases: {
          1: [[{ write: { 'big.bin': 'content\n', 'new.bin': 'content\n', 'raw.bin': 'other\n' } }]],
          2: [[WORK, { write: { 'raw.bin': 'changed\n' } }]],
        },
      },
      {
        '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
        'big.bin': pointer,
        'raw.bin': 'never a pointer\n',
      },
    );
    const ended = await project.run('--retries', '0');
    expect(phaseStates(ended)).toEqual({ 1: 'failed not-held', 2: 'done merged' });
    const why = project.events('attempt-failed')[0]?.evidence;
    expect(why).toContain('big.bin is a file that LFS keeps');
    expect(why).toContain('new.bin is a file that LFS keeps');
    expect(why).not.toContain('raw.bin');
    expect(project.result()).toMatchObject({ 'big.bin': pointer, 'raw.bin': 'changed\n' });
  });
});

function withFiles(
  phases: Phases,
  script: AgentScript,
  files: Readonly<Record<string, string>> = {},
): Promise<BatchProject> {
  return batchProject(phases, script, {
    ...files,
    ready: 'yes\n',
    'far/a.txt': 'far\n',
    'far/b.txt': 'far\n',
    'src/0.txt': 'x\n',
  });
}
