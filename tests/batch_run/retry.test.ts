import { describe, expect, test } from 'vitest';
import { batchProject, phaseStates, WORKS } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { putFiles } from '../support/repository.ts';

describe('a question that waits in a terminal', () => {
  test('is seen from another: by decisions, by status, and nobody reckons with its answer', async () => {
    const project = await batchProject([{}], { default: [[{ exit: 7 }]] });
    const args = project.runArguments('--retries', '0');
    const options = { cwd: project.folder, columns: 200, rows: 50, env: project.environment() };
    const terminal = runInTerminal(args, options);
    await terminal.asks('What should happen to phase 1?');
    const { decisions } = documentOf(await project.call('batch', 'decisions', '1', '--json'));
    expect(decisions).toMatchObject([{ phase: '1', askedBy: expect.stringMatching(/^process \d+ on /u) }]);
    expect((await project.call('batch', 'decisions', '1')).out).toContain('answer it in its terminal');
    const status = await project.call('batch', 'status', '1');
    expect(status.out).toContain('waits for your answer');
    expect(status.out).toContain('a question is waiting for you');
    expect(status.out).not.toContain('left');
    expect(documentOf(await project.call('batch', 'status', '1', '--json')).phases).toMatchObject([
      { state: 'waiting', question: expect.stringContaining('command failed once') },
    ]);
    const listed = await project.call('batch', 'list');
    expect(listed.out).toContain('0 of 1 done, 1 waiting; a question is waiting for you');
    expect(documentOf(await project.call('batch', 'list', '--json')).batches).toMatchObject([
      { questions: 1 },
    ]);
    const report = await project.call('batch', 'report', '1');
    expect(report.out).toContain('it is waiting for your answer: command failed once');
    expect(report.err).toContain('Phase 1 waits for your answer');
    expect(report.err).toContain('orchestrator batch decisions 1');
    for (const args of [
      ['answer', '1', '1', 'try harder'],
      ['retry', '1', '--phase', '1'],
    ]) {
      const { code, err } = await project.call('batch', ...args);
      expect({ args, code }).toEqual({ args, code: 1 });
      expect(err).toMatch(/Process \d+ on .+, which runs the batch, is asking what to do with phase 1/u);
      expect(err).toContain('Answer in its terminal');
    }
    terminal.type('\r');
    expect((await terminal.ends()).code).toBe(1);
    expect((await project.call('batch', 'list')).out).not.toContain('question');
    expect((await project.call('batch', 'report', '1')).err).not.toContain('waits for your answer');
    const after = documentOf(await project.call('batch', 'decisions', '1', '--json')).decisions;
    expect(after).toMatchObject([{ phase: '1', askedBy: null }]);
  });

  test('[promise:batch-decide-in-time] is taken back in time where nobody answers: the phase is left, all else goes on', async () => {
    const project = await batchProject([{}, { after: ['1'] }, {}], {
      phases: { 1: [[{ exit: 7 }]], 3: [[{ await: 'go' }, { work: 'done by' }]] },
    });
    expect((await project.call('config', 'set', 'batch.decideSeconds', '1')).code).toBe(0);
    const options = { cwd: project.folder, columns: 200, rows: 50, env: project.environment() };
    const terminal = runInTerminal(project.runArguments('--retries', '0'), options);
    await terminal.shows(
      'Without an answer it stays failed in 1 s.',
      'What should happen to phase 1?',
      'Nobody decided about phase 1 within 1 s, so it stays failed.',
    );
    expect(terminal.transcript()).toContain('orchestrator batch retry 1 --phase 1');
    project.tell('go');
    expect((await terminal.ends()).code).toBe(1);
    const status = (await project.call('batch', 'status', '1', '--json')).out;
    expect(phaseStates(JSON.parse(status))).toEqual({ 1: 'failed executor', 2: 'blocked', 3: 'done merged' });
    const { decisions } = documentOf(await project.call('batch', 'decisions', '1', '--json'));
    expect(decisions).toMatchObject([{ phase: '1', askedBy: null }]);
  });
});

describe.concurrent('batch retry --rebase', () => {
  test('has a phase start with what was mended since, keeps what is done, and the run says that it helps', async () => {
    const gate = 'grep -q mended config.txt';
    const project = await batchProject([{}, { gates: [gate, 'test -s src/2.txt'] }], WORKS, {
      'config.txt': 'broken\n',
    });
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done merged', 2: 'failed gate' });
    putFiles(project.folder, { 'config.txt': 'mended\n', 'mine.txt': 'mine\n' });
    expect((await project.call('batch', 'decisions', '1')).out).not.toContain('--rebase');
    project.git('commit', '-qam', 'mended');
    // Whoever looks before the next run is told what helps.
    const cure = 'orchestrator batch retry 1 --rebase --phase 2';
    const looked = await project.call('batch', 'decisions', '1');
    expect(looked.out).toContain(`    ${cure}\n`);
    expect(looked.err).toContain('Your branch has a commit that the batch does not have');
    const open = documentOf(await project.call('batch', 'decisions', '1', '--json'));
    expect(open).toMatchObject({ ok: true, problems: [{ code: 'branch-ahead' }] });
    expect(open.decisions).toMatchObject([
      { commands: expect.arrayContaining([expect.objectContaining({ command: cure })]) },
    ]);
    const status = documentOf(await project.call('batch', 'status', '1', '--json'));
    expect(status.problems).toContainEqual(
      expect.objectContaining({ code: 'branch-ahead', hint: expect.stringContaining(cure) }),
    );
    const plain = await project.call('batch', 'retry', '1', '--phase', '2');
    expect(plain.code).toBe(0);
    const again = await project.run('--retries', '0');
    expect(phaseStates(again)).toEqual({ 1: 'done merged', 2: 'failed gate gate' });
    expect(again.problems).toContainEqual(
      expect.objectContaining({
        code: 'branch-ahead',
        hint: expect.stringContaining('orchestrator batch retry 1 --rebase'),
      }),
    );
    const dry = documentOf(
      await project.call('batch', 'retry', '1', '--phase', '2', '--rebase', '--dry-run', '--json'),
    );
    expect(dry).toMatchObject({ ok: true, dryRun: true, phases: [{ id: '2' }] });
    expect(project.result()['config.txt']).toBe('broken\n');
    const done = documentOf(await project.call('batch', 'retry', '1', '--phase', '2', '--rebase', '--json'));
    expect(done).toMatchObject({ ok: true, rebase: { from: expect.any(String), to: expect.any(String) } });
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({
      1: 'done merged',
      2: 'done gate gate merged',
    });
    expect(project.result()).toMatchObject({ 'config.txt': 'mended\n', 'src/1.txt': 'done by 1\n' });
    // Taking everything out again leaves what is the user's.
    expect((await project.call('batch', 'undo', '1', '--yes')).code).toBe(0);
    expect(project.result()).toMatchObject({ 'config.txt': 'mended\n' });
    expect(project.result()).not.toHaveProperty(['src/1.txt']);
  });

  test('moves the head of a batch in which nothing is done to where the user is', async () => {
    const project = await batchProject([{ gates: ['test -s mended.txt && test -s src/1.txt'] }]);
    await project.run('--retries', '0');
    putFiles(project.folder, { 'mended.txt': 'yes\n' });
    project.git('add', 'mended.txt');
    project.git('commit', '-qm', 'mended');
    // Who forgot it says it again with it.
    expect((await project.call('batch', 'retry', '1', '--phase', '1')).code).toBe(0);
    expect((await project.call('batch', 'retry', '1', '--phase', '1')).code).toBe(1);
    expect((await project.call('batch', 'status', '1')).err).toContain('orchestrator batch retry 1 --rebase');
    expect((await project.call('batch', 'retry', '1', '--phase', '1', '--rebase')).code).toBe(0);
    expect(project.git('rev-parse', 'orchestrator-batch-1')).toBe(project.git('rev-parse', 'main'));
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done gate merged' });
    // What is done has nothing left to begin.
    project.git('commit', '-qm', 'more', '--allow-empty');
    expect((await project.call('batch', 'status', '1')).err).not.toContain('--rebase');
  });

  /** The batch began at a commit with a secret, which the user has amended since. */
  async function amended(phases: Parameters<typeof batchProject>[0]) {
    const project = await batchProject(phases, WORKS, { 'x.txt': 'x\n' });
    putFiles(project.folder, { 'secret.env': 'x\n', 'b.txt': 'b\n' });
    project.git('add', 'secret.env', 'b.txt');
    project.git('commit', '-qm', 'second');
    await project.run('--retries', '0');
    project.git('rm', '-q', 'secret.env');
    project.git('commit', '-q', '--amend', '-m', 'second');
    return project;
  }

  test('does not bring back what the user took out of the branch', async () => {
    const project = await amended([{}, { gates: ['test -f never'] }]);
    const head = project.git('rev-parse', 'orchestrator-batch-1');
    const refused = documentOf(
      await project.call('batch', 'retry', '1', '--phase', '2', '--rebase', '--json'),
    );
    expect(refused.problems).toMatchObject([{ code: 'branch-rewritten' }]);
    // What does not help is not named.
    const looked = await project.call('batch', 'decisions', '1');
    expect(looked.err).toContain('make a new batch of them');
    expect(looked.out + looked.err).not.toContain('--rebase');
    expect(project.git('rev-parse', 'orchestrator-batch-1')).toBe(head);
    expect((await project.run()).problems).toContainEqual(
      expect.objectContaining({ code: 'branch-rewritten' }),
    );
  });

  test('has a batch without work begin at the rewritten branch', async () => {
    const project = await amended([
      { gates: ['test -f b.txt && test ! -f secret.env && test -s src/1.txt'] },
    ]);
    expect((await project.run()).problems).toContainEqual(
      expect.objectContaining({
        code: 'branch-rewritten',
        hint: expect.stringContaining('orchestrator batch retry 1 --rebase'),
      }),
    );
    expect((await project.call('batch', 'retry', '1', '--phase', '1', '--rebase')).code).toBe(0);
    expect(project.git('rev-parse', 'orchestrator-batch-1')).toBe(project.git('rev-parse', 'main'));
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done gate merged' });
    expect((await project.call('batch', 'merge', '1', '--yes')).code).toBe(0);
    expect(project.result()).not.toHaveProperty(['secret.env']);
  });

  test('leaves a batch whose own work can be picked as it is said, also where a phase changed nothing', async () => {
    const project = await batchProject([{}, { files: [] }, { gates: ['grep -q mended config.txt'] }], WORKS, {
      'config.txt': 'broken\n',
      'secret.env': 'x\n',
    });
    await project.run('--retries', '0');
    putFiles(project.folder, { 'config.txt': 'mended\n' });
    project.git('commit', '-qam', 'mended');
    expect((await project.call('batch', 'retry', '1', '--phase', '3', '--rebase')).code).toBe(0);
    expect((await project.run('--retries', '0')).code).toBe(0);
    // The user takes the secret out of everything that was ever committed, and adds a file in one go.
    project.git('rm', '-q', 'secret.env');
    putFiles(project.folder, { 'new.txt': 'new\n' });
    project.git('add', 'new.txt');
    const tree = project.git('write-tree').trim();
    const root = project.git('rev-list', '--max-parents=0', 'HEAD').trim();
    const mine = project.git('commit-tree', '-p', root, '-m', 'rewritten', tree).trim();
    project.git('reset', '-q', '--hard', mine);
    const refused = await project.call('batch', 'merge', '1', '--yes');
    expect(refused.code).toBe(1);
    const [way = ''] = /git cherry-pick -m 1(?:\s+[0-9a-f]{16})+/u.exec(refused.err) ?? [];
    expect(way.split(/\s+/u)).toHaveLength(6);
    project.git(...way.split(/\s+/u).slice(1));
    expect(
      project.git('show', '--name-only', '--format=', 'HEAD', 'HEAD~1').trim().split('\n').sort(),
    ).toEqual(['src/1.txt', 'src/3.txt']);
    expect(project.git('status', '--porcelain', '--untracked-files=no')).toBe('');
  });

  test('wants something to do', async () => {
    const project = await batchProject([{}]);
    expect((await project.call('batch', 'retry', '1')).code).toBe(2);
    const early = documentOf(await project.call('batch', 'retry', '1', '--rebase', '--json'));
    expect(early.problems).toMatchObject([{ code: 'never-ran' }]);
  });
});
