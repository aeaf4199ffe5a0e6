import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BatchStatus } from '../../src/batch/generated/batch.status.ts';
import { filesBelow } from '../../src/platform/index.ts';
import { BatchProject, batchProject, phaseStates, planText, WORKS } from '../support/batch_project.ts';
import { emptyFolder, run } from '../support/program.ts';
import { putFiles } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

/** Every file below a folder with its text, also of git and of this program. */
function everything(folder: string): Record<string, string> {
  const below = [...filesBelow(folder), ...filesBelow(join(folder, '.git')).map((name) => `.git/${name}`)];
  return Object.fromEntries(below.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

describe.concurrent('the user’s repository', () => {
  test('[promise:batch-your-files] is left as it is while it is dirty, staged and stashed, and the agents see none of that', async () => {
    const project = await batchProject([{ gates: ['grep -q mine README.md || test -s src/1.txt'] }], {
      default: [[{ note: 'seen.json' }, WORK]],
    });
    putFiles(project.folder, { 'README.md': 'stashed\n' });
    project.git('stash');
    putFiles(project.folder, { 'README.md': 'mine\n', 'staged.txt': 'staged\n', 'new.txt': 'new\n' });
    project.git('add', 'staged.txt');
    project.git('branch', 'other');
    const before = project.users();
    const ended = await project.run();
    expect(ended.code).toBe(0);
    expect(project.users()).toEqual(before);
    expect(Object.keys(project.result()).sort()).toEqual(['README.md', 'plan.md', 'src/1.txt']);
    expect(project.result()['README.md']).toBe('A project.\n');
    expect(project.git('rev-parse', 'orchestrator-batch-1')).toBe(
      project.git('rev-parse', 'refs/orchestrator/batches/1/head'),
    );
  });

  test('has settings, hooks and signing that cannot get in the way', async () => {
    const project = await batchProject([{}]);
    project.git('config', 'commit.gpgsign', 'true');
    project.git('config', 'user.useConfigOnly', 'true');
    project.git('config', 'core.fsmonitor', `touch ${project.aside}/fsmonitor`);
    for (const hook of ['pre-commit', 'post-checkout', 'reference-transaction', 'post-index-change'])
      writeFileSync(
        join(project.folder, '.git/hooks', hook),
        `#!/bin/sh\ntouch ${project.aside}/hook\nexit 1\n`,
        {
          mode: 0o755,
        },
      );
    const before = project.users();
    expect(phaseStates(await project.run())).toEqual({ 1: 'done merged' });
    // What the tests themselves ask of git runs it.
    rmSync(join(project.aside, 'hook'), { force: true });
    project.git('config', '--unset', 'core.fsmonitor');
    expect(project.told('fsmonitor')).toBeUndefined();
    expect(Object.keys(project.users())).toEqual(Object.keys(before));
  });

  test.for([
    ['a hook', [{ hook: { 'pre-commit': '#!/bin/sh\ntouch /tmp/never\n' } }], 'pre-commit'],
    ['a setting', [{ git: ['config', 'core.fsmonitor', 'touch /tmp/never'] }], 'core.fsmonitor'],
  ] as const)('in which %s was changed stops the batch, which says so', async ([, steps, what]) => {
    const project = await batchProject([{}, { after: ['1'] }, { files: ['src/3.txt'] }], {
      phases: { 1: [[WORK, ...steps]], 3: [[{ tell: 'runs' }, { hang: true }]] },
      default: [[WORK]],
    });
    const ended = await project.run('--retries', '5');
    expect(ended.code).toBe(1);
    expect(ended.problems).toContainEqual(
      expect.objectContaining({ code: 'repository-tampered', message: expect.stringContaining(what) }),
    );
    expect(ended.phases[0]).toMatchObject({ attempts: [{ number: 1, reason: 'tampering' }] });
    expect(project.merged()).toEqual([]);
    expect(project.processes()).toEqual([]);
  });

  test('in which an attempt moved the user’s branch fails that attempt, says how to have it back, and goes on', async () => {
    const project = await batchProject([{}, {}], {
      phases: {
        1: [
          [
            WORK,
            { git: ['commit', '-q', '--allow-empty', '-m', 'theirs'] },
            { git: ['update-ref', 'refs/heads/main', 'HEAD'] },
          ],
        ],
      },
      default: [[WORK]],
    });
    const main = project.git('rev-parse', 'main').trim();
    const ended = await project.run('--retries', '0');
    expect(phaseStates(ended)).toEqual({ 1: 'failed tampering', 2: 'done merged' });
    expect(ended.code).toBe(1);
    const told = ended.problems.filter(({ code }) => code === 'repository-changed');
    expect(told.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`git update-ref refs/heads/main ${main}`),
    );
    expect(project.events('attempt-pinned', '1')).toHaveLength(1);
  });

  test('to which somebody adds a remote while two attempts run costs neither of them anything', async () => {
    const project = await batchProject([{}, {}], {
      default: [[{ await: 'go' }, WORK]],
    });
    const running = project.start();
    await eventually(() => project.events('attempt-process', '2')[0]);
    await eventually(() => project.events('attempt-process', '1')[0]);
    project.git('remote', 'add', 'fork', project.aside);
    project.git('stash', 'list');
    project.tell('go');
    const { out } = await running.ended;
    expect(phaseStates(JSON.parse(out))).toEqual({ 1: 'done merged', 2: 'done merged' });
    const told = (JSON.parse(out) as BatchStatus).problems.filter(
      ({ code }) => code === 'repository-changed',
    );
    expect(told.filter(({ message }) => message.includes('remote.fork.url'))).toHaveLength(1);
  });

  test('in which a tag appeared while an attempt ran is told of, and what git gc writes is not', async () => {
    const project = await batchProject([{}], {
      default: [[{ work: 'done by' }, { git: ['tag', 'v9'] }, { git: ['update-server-info'] }]],
    });
    const ended = await project.run('--retries', '0');
    expect(ended.phases).toMatchObject([{ state: 'done' }]);
    const told = ended.problems.map(({ message }) => message).join('\n');
    expect(told).toContain(
      'refs/tags/v9 was made, and it is unknown by whom. If you neither made nor fetched it: git tag -d v9',
    );
    expect(told).not.toContain('info/refs');
  });

  test('whose stash somebody took while attempts ran is told of, once, with the way back', async () => {
    const project = await batchProject([{}, {}], { default: [[{ await: 'go' }, WORK]] });
    putFiles(project.folder, { 'README.md': 'stashed\n' });
    project.git('stash');
    const commit = project.git('rev-parse', 'refs/stash').trim();
    const running = project.start();
    await eventually(() => project.events('attempt-process', '2')[0]);
    await eventually(() => project.events('attempt-process', '1')[0]);
    project.git('stash', 'drop');
    project.tell('go');
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    const told = (JSON.parse(out) as BatchStatus).problems.filter(
      ({ code: name }) => name === 'repository-changed',
    );
    expect(told).toMatchObject([{ message: expect.stringContaining(`git stash store ${commit}`) }]);
  });

  test('in which a hook was changed while two attempts ran blames one of them at most', async () => {
    const project = await batchProject([{}, {}], {
      phases: {
        1: [[{ await: 'other' }, WORK, { hook: { 'pre-commit': '#!/bin/sh\n' } }]],
        2: [[{ tell: 'other' }, WORK, { hang: true }], [WORK]],
      },
    });
    const ended = await project.run('--retries', '0');
    expect(phaseStates(ended)).toEqual({ 1: 'waiting tampering', 2: 'waiting interrupted' });
    expect(ended.problems).toContainEqual(
      expect.objectContaining({
        code: 'repository-tampered',
        message: expect.stringContaining('phases 1, 2'),
      }),
    );
    project.script(WORKS);
    expect(phaseStates(await project.run('--retries', '1'))).toEqual({
      1: 'done tampering merged',
      2: 'done interrupted merged',
    });
  });

  test('in which somebody moved the batch’s head is not written to, and the way on is named', async () => {
    const project = await batchProject([{}, { after: ['1'] }], {
      phases: {
        1: [[WORK]],
        2: [
          [
            WORK,
            { git: ['add', '-A'] },
            { git: ['commit', '-qm', 'mine'] },
            { git: ['update-ref', 'refs/orchestrator/batches/1/head', 'HEAD'] },
          ],
        ],
      },
    });
    const ended = await project.run();
    expect(ended.code).toBe(1);
    const [problem] = ended.problems.filter(({ severity }) => severity === 'error');
    expect(problem).toMatchObject({ code: 'head-elsewhere' });
    const again = await project.run();
    expect(again.problems).toContainEqual(expect.objectContaining({ code: 'head-elsewhere' }));
    project.git(...(problem?.hint?.replace(/^.*: git /u, '').split(' ') ?? []));
    project.script(WORKS);
    expect((await project.run()).code).toBe(0);
    expect(project.merged()).toHaveLength(2);
  });

  test('has the batch’s branch checked out: the branch stays where it is, and that is said', async () => {
    const project = await batchProject([{}, { after: ['1'] }], {
      phases: { 2: [[{ tell: 'runs' }, { await: 'go' }, WORK]] },
      default: [[WORK]],
    });
    const running = project.start();
    await eventually(() => project.told('runs'));
    project.git('checkout', '-q', 'orchestrator-batch-1');
    const before = project.users();
    project.tell('go');
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    expect(JSON.parse(out).problems).toContainEqual(expect.objectContaining({ code: 'branch-not-moved' }));
    expect(project.users()).toEqual(before);
    expect(project.git('status', '--porcelain', '--untracked-files=no')).toBe('');
    expect(project.result()['src/2.txt']).toBe('done by 2\n');
  });

  test('is worked on from a folder of it as from its top', async () => {
    const project = await batchProject([{}], WORKS, { 'deep/down/x.txt': 'x\n' });
    const cwd = join(project.folder, 'deep/down');
    const ended = await run(project.runArguments('--json'), { cwd, env: project.environment() });
    expect(ended.code).toBe(0);
    expect(project.result()['src/1.txt']).toBe('done by 1\n');
  });
});

describe.concurrent('a worktree', () => {
  test('is made ready by a setup command, links and copies, none of which counts as work', async () => {
    const project = await batchProject(
      [{ gates: ['node check.mjs'] }],
      { default: [[{ note: 'seen.json' }, WORK]] },
      {
        '.gitignore': 'deps\nlocal.env\nbuilt\n',
        'check.mjs': `import { readFileSync as read } from 'node:fs';
          for (const file of ['deps/a', 'local.env', 'built', 'src/1.txt']) read(file);\n`,
      },
    );
    putFiles(project.folder, { 'deps/a': 'a\n', 'local.env': 'A=1\n' });
    const setup = ['--setup', "node -e \"fs.writeFileSync('built', '')\""];
    const ended = await project.run('--link', 'deps', '--copy', 'local.env', ...setup);
    const why = project.events('attempt-failed').map(({ evidence }) => evidence);
    expect(phaseStates(ended), why.join('\n')).toEqual({ 1: 'done merged' });
    expect(Object.keys(project.result()).sort()).toEqual([
      '.gitignore',
      'README.md',
      'check.mjs',
      'plan.md',
      'src/1.txt',
    ]);
    expect(readFileSync(join(project.folder, 'deps/a'), 'utf8')).toBe('a\n');
  });

  test('whose setup fails is no worktree to work in', async () => {
    const project = await batchProject([{}]);
    const ended = await project.run('--setup', 'node -e "console.log(\'no net\'); process.exit(4)"');
    expect(ended.code).toBe(1);
    expect(phaseStates(ended)).toMatchObject({ 1: expect.stringMatching(/^failed worktree/u) });
    expect(project.events('attempt-failed')[0]?.evidence).toContain('no net');
    expect(project.worktrees()).toEqual([]);
  });

  test('[promise:batch-environment] is where an agent works, with its environment and nothing of the user’s secrets', async () => {
    const project = await batchProject([{}], { default: [[{ note: 'seen.json' }, WORK]] });
    const secrets = {
      SECRET_TOKEN: 'x',
      OPENAI_API_KEY: 'x',
      GIT_DIR: '/nowhere',
      GIT_INDEX_FILE: '/nowhere',
    };
    const ended = await project.runWith(secrets);
    expect(phaseStates(ended)).toEqual({ 1: 'done merged' });
    const seen = JSON.parse(project.told('seen.json') ?? '');
    expect(seen.cwd).toBe(join(project.folder, '.orchestrator/worktrees/1-PRP-1.1.1-1'));
    expect(seen.env).toMatchObject({
      ORCHESTRATOR_BATCH: '1',
      ORCHESTRATOR_TASK: '1',
      ORCHESTRATOR_PRP: 'PRP-1.1.1',
      ORCHESTRATOR_ATTEMPT: '1',
      ORCHESTRATOR_RESULT_FILE: expect.stringContaining(seen.cwd),
      ORCHESTRATOR_HEARTBEAT_FILE: expect.stringContaining(seen.cwd),
    });
    for (const name of Object.keys(secrets)) expect(seen.env).not.toHaveProperty(name);
    expect(seen.prompt).toContain('prp_id: PRP-1.1.1');
  });
});

describe.concurrent('a batch', () => {
  test('whose prompt was changed is not run', async () => {
    const project = await batchProject([{}, {}]);
    writeFileSync(project.path('PRP-1.1.1.md'), 'Do something else.\n');
    rmSync(project.path('PRP-1.1.2.md'));
    const before = everything(project.folder);
    const ended = await project.run();
    expect(ended.code).toBe(1);
    expect(ended.problems.map(({ code }) => code).sort()).toEqual(['prompt-absent', 'prompt-changed']);
    expect(everything(project.folder)).toEqual(before);
  });

  test('is not run by an executor that is not known, and the one that was meant is named', async () => {
    const project = await batchProject([{ executor: 'clude' }, { fallback: 'nobody' }]);
    const ended = await project.run();
    expect(ended.code).toBe(2);
    expect(ended.problems.map(({ code }) => code)).toEqual(['unknown-executor', 'unknown-executor']);
    expect(ended.problems[0]?.hint).toContain('claude');
    expect(project.journal()).toEqual([]);
  });

  test('is not run where a phase could never pass, since its executor changes nothing', async () => {
    const project = await batchProject([{}, { executor: 'dry-run' }, { fallback: 'dry-run' }]);
    const ended = await project.run();
    expect(ended.code).toBe(2);
    expect(ended.problems.map(({ message }) => message.split(' uses')[0])).toEqual(['Phase 2', 'Phase 3']);
    expect(project.journal()).toEqual([]);
    expect((await project.run('--dry-run')).code).toBe(0);
  });

  test('[promise:batch-rehearsal] is rehearsed without touching anything', async () => {
    const project = await batchProject([{}, { after: ['1'] }, {}]);
    const before = everything(project.folder);
    const home = filesBelow(project.home);
    const ended = await project.run('--dry-run');
    expect(ended.code).toBe(0);
    expect(ended.counts).toMatchObject({ total: 3, done: 3 });
    expect(everything(project.folder)).toEqual(before);
    expect(filesBelow(project.home)).toEqual(home);
    expect(project.processes()).toEqual([]);
  });

  test('is only rehearsed too where the executor is the one that does nothing', async () => {
    const project = await batchProject([{}, { after: ['1'] }]);
    const before = everything(project.folder);
    const args = ['batch', 'run', '1', '--yes', '--executor', 'dry-run', '--fallback', 'claude', '--json'];
    const { code, out } = await project.call(...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, counts: { total: 2, done: 2 } });
    expect(everything(project.folder)).toEqual(before);
  });

  test('outside of git cannot be run, and that is said', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'plan.md'), planText([{}]));
    const project = new BatchProject(folder);
    project.script(WORKS);
    expect((await project.call('batch', 'generate', 'plan.md')).code).toBe(0);
    const ended = await project.run();
    expect(ended.code).toBe(1);
    expect(ended.problems).toMatchObject([{ severity: 'error', message: expect.stringMatching(/git/iu) }]);
    expect(existsSync(project.path('journal.ndjson'))).toBe(false);
  });

  test('in a repository without a commit cannot be run, and that is said', async () => {
    const project = await batchProject([{}]);
    const { folder } = project;
    renameSync(join(folder, '.git'), join(project.aside, 'git'));
    mkdirSync(join(folder, '.git'));
    rmSync(join(folder, '.git'), { recursive: true });
    project.git('init', '-q', '-b', 'main');
    const ended = await project.run();
    expect(ended.code).not.toBe(0);
    expect(ended.problems[0]?.message).toMatch(/commit/u);
  });
});

describe.concurrent('phases', () => {
  test('that may touch the same file never run at once, and those of a stage after another only when asked', async () => {
    const project = await batchProject([
      { files: ['src/shared.txt', 'src/1.txt'] },
      { files: ['src/*.txt'], gates: ['test -s src/2.txt'] },
      { files: ['docs/3.md'] },
      { files: ['src/shared.txt'] },
      { files: ['docs/5.md'], after: ['3'] },
    ]);
    const ended = await project.run('--concurrency', '5');
    expect(ended.counts.done).toBe(5);
    expect(atOnce(project, '1', '2')).toBe(false);
    expect(atOnce(project, '1', '4')).toBe(false);
    expect(atOnce(project, '2', '4')).toBe(false);
  });

  test('of a stage wait for the whole stage before with --stages', async () => {
    const phases = [{}, {}, { after: ['1'] }];
    const script = { phases: { 2: [[{ tell: 'runs' }, { await: 'go' }, WORK]] }, default: [[WORK]] };
    const project = await batchProject(phases, script);
    const running = project.start('--stages');
    await eventually(() => project.events('merged', '1')[0]);
    await eventually(() => project.told('runs'));
    project.tell('go');
    expect((await running.ended).code).toBe(0);
    const order = project
      .journal()
      .flatMap((event) =>
        (event.event === 'merged' && event.phase === '2') ||
        (event.event === 'attempt-started' && event.phase === '3')
          ? [event.event]
          : [],
      );
    expect(order).toEqual(['merged', 'attempt-started']);
  });
});

/** Whether two phases were under way at the same time, by the journal. */
function atOnce(project: BatchProject, one: string, other: string): boolean {
  const running = new Set<string>();
  return project.journal().some((event) => {
    if (event.event === 'attempt-started') running.add(event.phase);
    if (event.event === 'merged' || event.event === 'attempt-failed') running.delete(event.phase);
    return running.has(one) && running.has(other);
  });
}
