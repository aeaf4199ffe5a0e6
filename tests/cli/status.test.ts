import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject, planText } from '../support/batch_project.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { asUser, repositoryWith } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const status = async (cwd: string) => documentOf(await run(['status', '--json'], { cwd }));

describe('status', () => {
  test('[promise:status] of an empty folder is one screen, and makes nothing', async () => {
    const cwd = emptyFolder();
    const { code, out, err } = await run(['status'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').length).toBeLessThan(12);
    expect(out).toContain('not under git');
    expect(out).toContain(
      'Next        orchestrator orchestrate "what is to be built" (there is nothing here yet)\n',
    );
    expect(execFileSync('ls', ['-A', cwd], { encoding: 'utf8' })).toBe('');
  });

  test('of files without git does not say that there is nothing', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'package.json'), '{"name":"x","scripts":{"test":"true"}}\n');
    const { out } = await run(['status'], { cwd });
    expect(out).toContain('Next        orchestrator discover (plans are better when the project is known)\n');
  });

  test('counts memories that contradict each other, and does not say that all hold', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\n' });
    for (const text of ['Use tabs in this project', 'Do not use tabs in this project'])
      await run(['learn', text, '--kind', 'convention'], { cwd });
    expect(await status(cwd)).toMatchObject({ memory: { facts: 2, contradictions: 1 } });
    expect((await run(['status'], { cwd })).out).toContain('2 facts, 1 pair that may contradict');
  });

  test('names an instruction file that still states a fact that no longer holds', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\nb\n', 'AGENTS.md': '# Rules\n' });
    await run(['learn', 'The letter comes second', '--cite', 'a.txt:2'], { cwd });
    await run(['memory', 'publish', '--yes'], { cwd });
    expect(await status(cwd)).toMatchObject({ memory: { facts: 1, behind: [] } });
    await run(['learn', 'The list is short'], { cwd });
    expect(await status(cwd)).toMatchObject({ memory: { facts: 2, behind: [] } });
    writeFileSync(join(cwd, 'a.txt'), 'a\nc\n');
    expect(await status(cwd)).toMatchObject({ memory: { behind: ['AGENTS.md'] } });
    expect((await run(['status'], { cwd })).out).toContain(
      'AGENTS.md out of date (orchestrator memory publish), 1 stale',
    );
    await run(['memory', 'publish', '--yes'], { cwd });
    expect(await status(cwd)).toMatchObject({ memory: { behind: [] } });
  });

  test('does not take two memories of the same lines for a contradiction', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\nb\n' });
    for (const text of ['The first line names the letter', 'Blank lines are left out'])
      await run(['learn', text, '--cite', 'a.txt:1-2'], { cwd });
    expect(await status(cwd)).toMatchObject({ memory: { facts: 2, contradictions: 0 } });
  });

  test('of a fresh project tells branch, changes and a plan that no batch was made of', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\n', 'plan.md': planText([{}, { after: ['1'] }]) });
    writeFileSync(join(cwd, 'a.txt'), 'b\n');
    expect(await status(cwd)).toMatchObject({
      ok: true,
      project: { git: true, branch: 'main', changed: 1 },
      context: { state: 'absent' },
      plans: [{ file: './plan.md', phases: 2, done: 0, errors: 0, batches: [] }],
      next: { command: 'orchestrator batch generate ./plan.md' },
    });
    await run(['discover'], { cwd });
    expect(await status(cwd)).toMatchObject({ context: { state: 'fresh' } });
    writeFileSync(join(cwd, 'package.json'), '{"name":"x","scripts":{"test":"true"}}\n');
    expect(await status(cwd)).toMatchObject({ context: { state: 'stale', changed: ['package.json'] } });
  });

  test('in the middle of a batch names what is worked on, and how to watch it', async () => {
    const project = await batchProject([{}], {
      default: [[{ tell: 'started' }, { await: 'go' }, { work: 'done' }]],
    });
    const running = project.start();
    await eventually(() => project.told('started'));
    const during = await status(project.folder);
    expect(during).toMatchObject({
      batches: [
        { batch: 1, state: 'running', working: [{ prp: 'PRP-1.1.1', state: 'running', attempt: 1 }] },
      ],
      next: { command: 'orchestrator batch status 1 --watch' },
    });
    running.signal('SIGTERM');
    await running.ended;
    expect(await status(project.folder)).toMatchObject({ next: { command: 'orchestrator batch run 1' } });
  });

  test('after a batch says what waits for a person, and what the branch has not got', async () => {
    const failed = await ranBatch([1, 3]);
    expect(await status(failed.cwd)).toMatchObject({
      batches: [{ state: 'stopped', decisions: 1, delivered: false }],
      plans: [{ done: 2, phases: 3, batches: [1] }],
      next: { command: 'orchestrator batch decisions 1' },
    });
    const { cwd } = await ranBatch();
    await run(['batch', 'merge', '1', '--yes'], { cwd });
    expect(await status(cwd)).toMatchObject({ batches: [{ delivered: true }] });
  });

  test('with a skeleton of a plan names that, and no batch of it', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\n' });
    await run(['orchestrate', 'Add a login page'], { cwd });
    expect(await status(cwd)).toMatchObject({
      plans: [{ skeleton: true }],
      next: { command: 'orchestrator plan check ./.orchestrator/plans/add-a-login-page.md' },
    });
  });

  test('with pieces that cannot be read tells of them, and shows the rest', async () => {
    const { cwd } = await ranBatch();
    await run(['batch', 'generate', 'plan.md'], { cwd });
    writeFileSync(join(cwd, '.orchestrator/batches/2/batch.json'), '{');
    mkdirSync(join(cwd, '.orchestrator/plans'));
    writeFileSync(join(cwd, '.orchestrator/plans/bad.md'), Buffer.from([0x23, 0, 1]));
    writeFileSync(join(cwd, '.orchestrator/context.json'), '[]');
    mkdirSync(join(cwd, 'output/Fw'), { recursive: true });
    writeFileSync(join(cwd, 'output/Fw/framework.lock.json'), '{');
    const { code, out, err } = await run(['status'], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/Batches +1 \(A plan\): stopped, 3 of 3 done/u);
    for (const file of ['batches/2/batch.json', 'plans/bad.md', 'context.json', 'Fw/framework.lock.json'])
      expect(err).toContain(file);
  });
});

describe('interpret-state', () => {
  test('tells what happened since the last time, and then nothing', async () => {
    const { cwd } = await ranBatch([1, 3]);
    const first = documentOf(await run(['interpret-state', '--json'], { cwd }));
    expect(first).toMatchObject({ ok: true, from: 'beginning', since: null, marked: true });
    const texts = (first.lines as { text: string }[]).map(({ text }) => text);
    expect(texts.join('\n')).toMatch(
      /Batch 1 \(A plan\): made of 3 phases; 1 run, 3 attempts; 2 merged \(PRP-1\.1\.1, PRP-1\.2\.1\); 1 failed \(PRP-1\.1\.2: no try is left\); now stopped\./u,
    );
    expect(texts.length).toBeLessThanOrEqual(10);
    expect(await run(['interpret-state'], { cwd })).toMatchObject({ code: 0, out: '' });
    asUser(cwd, 'commit', '-q', '--allow-empty', '-m', 'More of it\u001b[31m');
    const after = documentOf(await run(['interpret-state', '--json'], { cwd }));
    expect(after).toMatchObject({ from: 'last-look', lines: [{ about: 'git', events: 1 }] });
    expect(JSON.stringify(after.lines)).toContain('More of it');
    const all = documentOf(await run(['interpret-state', '--since', '2d', '--json'], { cwd }));
    expect(all).toMatchObject({ from: 'given', marked: false });
    expect(asUser(cwd, 'status', '--porcelain')).toBe('');
  });

  test('counts a change once that was made on a branch and merged', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\n' });
    asUser(cwd, 'checkout', '-q', '-b', 'side');
    asUser(cwd, 'commit', '-q', '--allow-empty', '-m', 'Part 1');
    asUser(cwd, 'checkout', '-q', '-');
    asUser(cwd, 'merge', '-q', '--no-ff', '-m', 'Part 1', 'side');
    const { lines } = documentOf(await run(['interpret-state', '--since', '1d', '--json'], { cwd }));
    expect(JSON.stringify(lines)).toMatch(
      /2 commits: (?:\\"Part 1\\", \\"first\\"|\\"first\\", \\"Part 1\\")/u,
    );
  });

  test('names a subject that several commits have once, and how often it came', async () => {
    const cwd = repositoryWith({ 'a.txt': 'a\n' });
    for (const subject of ['Tidy up', 'Fix it', 'Tidy up', 'Add b', 'Add c', 'Tidy up'])
      asUser(cwd, 'commit', '-q', '--allow-empty', '-m', subject);
    const { lines } = documentOf(await run(['interpret-state', '--since', '1d', '--json'], { cwd }));
    expect(JSON.stringify(lines)).toContain(
      String.raw`7 commits: \"Tidy up\" (3 times), \"Add c\", \"Add b\" and 2 more.`,
    );
  });

  test('takes a damaged marker for none, and says so; a folder with nothing stays so', async () => {
    const { cwd } = await ranBatch();
    writeFileSync(join(cwd, '.orchestrator/last-look.json'), '{"at": 3}');
    expect(documentOf(await run(['interpret-state', '--json'], { cwd }))).toMatchObject({
      ok: true,
      from: 'beginning',
      problems: [{ code: 'last-look-unreadable', severity: 'warning' }],
    });
    const empty = emptyFolder();
    await run(['interpret-state'], { cwd: empty });
    expect(execFileSync('ls', ['-A', empty], { encoding: 'utf8' })).toBe('');
  });
});
