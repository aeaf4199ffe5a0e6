import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject, phaseStates, WORKS } from '../support/batch_project.ts';
import { asUser } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const IN_CLONES = ['--isolate', 'clone', '--retries', '0'];

const SANDBOX = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

describe.concurrent('an attempt in a clone of its own', () => {
  test('[promise:batch-clone] is merged like any other, and nothing in its clone leads to the settings, refs or hooks of the user', async () => {
    const project = await batchProject([{}, { after: ['1'], gates: ['git log -1 --format=%s'] }], {
      default: [
        [
          { work: 'done by' },
          { git: ['add', '--all'] },
          { git: ['commit', '-qm', 'mine'] },
          { git: ['tag', 'of-mine'] },
        ],
      ],
    });
    project.git('tag', '-a', '-m', 'A release', 'v1');
    project.git('config', 'user.name', 'A person');
    project.git('config', 'remote.origin.url', 'https://example.invalid/secret.git');
    project.git('config', 'core.sshCommand', 'false');
    const before = project.users();
    const status = await project.run(...IN_CLONES);
    expect([status.code, phaseStates(status)]).toEqual([0, { 1: 'done merged', 2: 'done merged' }]);
    expect(project.result()).toMatchObject({ 'src/1.txt': 'done by 1\n', 'src/2.txt': 'done by 2\n' });
    expect(project.users()).toEqual(before);
    expect(project.worktrees()).toEqual([]);
    expect(project.events('attempt-started').map(({ isolation }) => isolation)).toEqual(['clone', 'clone']);
    // The attempt's own commit is kept as files, and its tag is nobody's.
    expect(project.git('tag', '--list')).toBe('v1\n');
  });

  test('sees its history and its tags, and has no remote to push to', async () => {
    const project = await batchProject([{}], {
      default: [
        [
          { git: ['describe', '--exact-match', 'HEAD~0'] },
          { git: ['status', '--porcelain'] },
          { work: 'done by' },
          { tell: 'ready' },
          { await: 'go' },
        ],
      ],
    });
    project.git('tag', '-a', '-m', 'A release', 'v1');
    project.git('config', 'user.name', 'A person');
    project.git('config', 'remote.origin.url', 'https://example.invalid/secret.git');
    const running = project.start(...IN_CLONES);
    await eventually(() => project.told('ready'));
    const clone = join(project.folder, '.orchestrator/worktrees/1-PRP-1.1.1-1');
    expect(readFileSync(join(clone, '.git/objects/info/alternates'), 'utf8')).toBe(
      `${join(project.folder, '.git/objects')}\n`,
    );
    expect(asUser(clone, 'remote')).toBe('');
    expect(asUser(clone, 'rev-parse', 'HEAD')).toBe(project.git('rev-parse', 'HEAD'));
    const config = asUser(clone, 'config', '--local', '--list');
    expect(config).toContain('user.name=A person');
    expect(config).not.toContain('example.invalid');
    // Whatever tidies the user's repository up meanwhile.
    project.git('tag', '-d', 'v1');
    project.git('reflog', 'expire', '--expire=now', '--all');
    project.git('gc', '--quiet', '--prune=now');
    expect(asUser(clone, 'fsck', '--full', '--no-dangling')).toBe('');
    expect(asUser(clone, 'describe')).toBe('v1\n');
    project.tell('go');
    expect((await running.ended).code).toBe(0);
    expect(project.result()['src/1.txt']).toBe('done by 1\n');
  });

  test.each([
    ['push', ['git push origin HEAD:main || true', 'git push || true']],
    ['update-ref', ['git update-ref refs/heads/main HEAD~0', 'git update-ref -d refs/heads/main']],
    [
      'config',
      ['git config core.hooksPath /tmp', 'git config core.worktree /tmp && git config --unset core.worktree'],
    ],
    ['gc', ['git reflog expire --expire=now --all', 'git gc --quiet --prune=now', 'git repack -adq']],
    ['hooks', ['mkdir -p .git/hooks', 'echo exit 1 > .git/hooks/pre-commit', 'git stash -q || true']],
    [
      'branches',
      ['git checkout -q -b mine', 'git add -A', 'git commit -qm x --allow-empty', 'git branch -M main'],
    ],
  ])('leaves the repository as it was when its agent tries %s', async (_, commands) => {
    const script = ['set -e', ...commands, 'mkdir -p src', 'echo done > src/1.txt'].join('\n');
    const project = await batchProject([{ gates: ['test -s src/1.txt && git status'] }], WORKS, {
      'agent.sh': `${script}\n`,
    });
    writeFileSync(join(project.folder, '.git/hooks/pre-commit'), '#!/bin/sh\n');
    project.git('config', 'user.name', 'A person');
    project.git('config', 'user.email', 'person@example.com');
    const before = project.users();
    const args = ['batch', 'run', '1', '--yes', '--json', '--executor-command', 'sh agent.sh'];
    const ended = await project.call(...args, ...IN_CLONES);
    expect(phaseStates(JSON.parse(ended.out)), ended.out).toEqual({ 1: 'done merged' });
    expect(project.users()).toEqual(before);
    expect(project.git('fsck', '--no-dangling')).toBe('');
    expect(JSON.parse(ended.out).problems).toEqual([]);
  });

  test.each([
    'rm -rf .git',
    'rm -rf .git && ln -s ../../../.git .git',
    'rm -rf .git && echo "gitdir: ../../../.git" > .git',
    'echo ../../../../.git > .git/commondir',
    'rm .git/index && ln -s ../../../../.git/index .git/index',
  ])(
    'has its repository made anew for its gates where the attempt took it away, or led it elsewhere: %s',
    async (spoil) => {
      const script = `set -e\nmkdir -p src\necho done > src/1.txt\n${spoil}\n`;
      const gates = ['git add -A', 'git commit -q --allow-empty -m gate', 'test -s src/1.txt'];
      const project = await batchProject([{ gates }], WORKS, { 'agent.sh': script });
      project.git('config', 'user.name', 'A person');
      project.git('config', 'user.email', 'person@example.com');
      const before = project.users();
      const args = ['batch', 'run', '1', '--yes', '--json', '--executor-command', 'sh agent.sh'];
      const ended = await project.call(...args, ...IN_CLONES);
      expect(phaseStates(JSON.parse(ended.out)), ended.out).toEqual({ 1: 'done merged' });
      expect(project.users()).toEqual(before);
    },
  );

  test('is gone on with after a kill: what it had done is kept, and its clone taken away', async () => {
    const project = await batchProject([{}], {
      default: [
        [
          { write: { 'src/1.txt': 'half\n' } },
          { git: ['add', '-A'] },
          { git: ['commit', '-qm', 'half'] },
          { tell: 'half' },
          { hang: true },
        ],
      ],
    });
    const before = project.users();
    const running = project.start(...IN_CLONES);
    await eventually(() => project.told('half'));
    running.signal('SIGKILL');
    await running.ended;
    project.script(WORKS);
    // By whatever it is run then.
    const status = await project.run('--retries', '0');
    expect([status.code, phaseStates(status)]).toEqual([0, { 1: 'done interrupted merged' }]);
    const [kept] = project.events('attempt-pinned');
    expect(project.git('show', `${kept?.commit}:src/1.txt`)).toBe('half\n');
    expect(project.users()).toEqual(before);
    expect(project.worktrees()).toEqual([]);
  });

  test('has the filters, line ends and sparse checkout of the user', async () => {
    const project = await batchProject([{}, { files: ['b/2.up'] }], WORKS, {
      '.gitattributes': '*.up filter=up\n*.crlf text eol=crlf\n',
      'a/1.up': 'small\n',
      'a/2.crlf': 'line\n',
      'b/away.txt': 'away\n',
    });
    project.git('config', 'filter.up.smudge', 'tr a-z A-Z');
    project.git('config', 'filter.up.clean', 'tr A-Z a-z');
    project.git('sparse-checkout', 'set', '--no-cone', '/*', '!/b/');
    const look = 'cat a/1.up && git status --porcelain && test ! -e b/away.txt';
    project.script({
      default: [[{ note: 'seen.json' }, { work: 'DONE BY' }]],
    });
    const before = project.users();
    const status = await project.run(...IN_CLONES, '--setup', `sh -c '${look}'`);
    expect([status.code, phaseStates(status)], status.err).toEqual([
      0,
      { 1: 'done merged', 2: 'done merged' },
    ]);
    expect(project.git('show', 'refs/orchestrator/batches/1/head:b/2.up')).toBe('done by 2\n');
    expect(project.git('show', 'refs/orchestrator/batches/1/head:b/away.txt')).toBe('away\n');
    expect(project.users()).toEqual(before);
    const log = readFileSync(project.path('logs/PRP-1.1.1-1-setup.log'), 'utf8');
    expect(log).toBe('SMALL\n');
  });

  test('works from a linked working tree too', async () => {
    const project = await batchProject([{}]);
    const linked = join(project.aside, 'linked');
    project.git('worktree', 'add', '-q', linked, '-b', 'other');
    const at = { cwd: linked };
    const { run } = await import('../support/program.ts');
    const env = project.environment();
    await run(['batch', 'generate', 'plan.md'], { ...at, env });
    const number = readdirSync(join(linked, '.orchestrator/batches')).at(-1) ?? '';
    const args = ['batch', 'run', number, '--yes', '--executor-command', project.agent(), ...IN_CLONES];
    const ended = await run(args, { ...at, env });
    expect(ended.code, ended.err).toBe(0);
    expect(asUser(linked, 'show', `refs/orchestrator/batches/${number}/head:src/1.txt`)).toBe('done by 1\n');
  });

  test.skipIf(!SANDBOX)(
    'needs no part of the repository but its objects in a sandbox, and those to read',
    async () => {
      const script = [
        'set -e',
        'git add -A && git commit -q --allow-empty -m mine',
        'git log --format=%s > log.txt',
        'ls -A ../../../.git > git.txt',
        'if echo x > ../../../.git/objects/x; then exit 3; fi',
        'if echo x > ../../../.git/x; then exit 3; fi',
        'mkdir -p src && cat log.txt git.txt > src/1.txt && rm log.txt git.txt',
      ].join('\n');
      const project = await batchProject([{}], WORKS, { 'agent.sh': script });
      project.git('config', 'user.name', 'A person');
      project.git('config', 'user.email', 'person@example.com');
      const before = project.users();
      const args = ['batch', 'run', '1', '--yes', '--json', '--sandbox', 'bwrap'];
      const ended = await project.call(...args, '--executor-command', 'sh agent.sh', ...IN_CLONES);
      expect(phaseStates(JSON.parse(ended.out)), ended.out).toEqual({ 1: 'done merged' });
      expect(project.result()['src/1.txt']).toMatch(/^mine\n[\s\S]*\nobjects\n$/u);
      expect(project.users()).toEqual(before);
      expect(existsSync(join(project.folder, '.orchestrator/objects/1-PRP-1.1.1-1'))).toBe(false);
    },
  );

  test('has no use in place, where there is one place to work in', async () => {
    const project = await batchProject([{}]);
    const ended = await project.call('batch', 'run', '1', '--in-place', '--isolate', 'clone', '--json');
    expect([ended.code, ended.out]).toEqual([2, expect.stringContaining('--isolate would have no effect')]);
  });
});
