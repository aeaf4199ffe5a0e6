import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject, phaseStates } from '../support/batch_project.ts';

/** A batch of two phases, of which the first leaves something open; and one that has nothing to do with it. */
async function openBatch() {
  const project = await batchProject([{}, { after: ['1'] }, {}]);
  const plan = join(project.folder, 'plan.md');
  const text = readFileSync(plan, 'utf8');
  writeFileSync(
    plan,
    text.replace(
      '**Implementation Steps**',
      '**Question**: Which store? (default: PostgreSQL)\n**Implementation Steps**',
    ),
  );
  const generated = await project.call('batch', 'generate', 'plan.md', '--json');
  expect(generated.code).toBe(0);
  const call = (...args: readonly string[]) => project.call(...args);
  const run = async () => {
    const ran = await call('batch', 'run', '2', '--yes', '--json', '--executor-command', project.agent());
    return JSON.parse(ran.out) as Parameters<typeof phaseStates>[0];
  };
  const answer = async (...args: readonly string[]) =>
    JSON.parse((await call('batch', 'answer', '2', ...args, '--json')).out) as Record<string, unknown>;
  const prompt = (attempt: number) =>
    readFileSync(join(project.folder, `.orchestrator/batches/2/prompts/PRP-2.1.1-${attempt}.md`), 'utf8');
  const questions = async () => {
    const { out } = await call('batch', 'decisions', '2', '--json');
    return (JSON.parse(out) as { readonly questions: readonly object[] }).questions;
  };
  return { call, run, answer, prompt, questions };
}

describe('the question of a phase', () => {
  test('[promise:batch-answer] is gone by its default, and what ran so is done anew only where the answer differs', async () => {
    const { call, run, answer, prompt, questions } = await openBatch();
    expect(await questions()).toMatchObject([
      {
        phase: '1',
        question: 'Which store?',
        default: 'PostgreSQL',
        command: 'orchestrator batch answer 2 1 "..."',
      },
    ]);
    const shown = await call('batch', 'decisions', '2');
    expect(shown.out).toContain('  left open: Which store?\n  goes by: PostgreSQL\n');
    expect(phaseStates(await run())).toEqual({ 1: 'done merged', 2: 'done merged', 3: 'done merged' });
    expect(prompt(1)).toContain(
      'Go by this, and let the work be easy to change where it rests on it: PostgreSQL',
    );
    expect(await answer('1', 'postgresql.')).toMatchObject({ ok: true, undone: [] });
    expect(await questions()).toEqual([]);
    expect(phaseStates(await run())).toEqual({ 1: 'done merged', 2: 'done merged', 3: 'done merged' });
    // Finished work is not taken out without a yes.
    expect(await answer('1', 'SQLite')).toMatchObject({
      ok: false,
      problems: [{ code: 'not-confirmed', hint: expect.stringMatching(/^Phases 1, 2 used another answer/u) }],
    });
    expect(await answer('1', 'SQLite', '--yes')).toMatchObject({ ok: true, undone: ['1', '2'] });
    const after = phaseStates(await run());
    expect(after[3]).toBe('done merged');
    expect([after[1], after[2]].every((text) => text?.endsWith('merged'))).toBe(true);
    expect(prompt(2)).toContain('SQLite');
  });

  test('has a phase that failed tried again, also where the answer is its default', async () => {
    const { call } = await openBatch();
    const idle = 'node -e 0';
    const ran = await call('batch', 'run', '2', '--yes', '--retries', '0', '--executor-command', idle);
    expect(ran.code).not.toBe(0);
    const told = await call('batch', 'answer', '2', '1', 'PostgreSQL');
    expect(`${told.out}${told.err}`).toContain('It already uses this answer: it waits again.');
  });

  test('is what a phase without one is told of: which waits, and what to type', async () => {
    const { answer, call } = await openBatch();
    const waits = 'Waiting for an answer: phase 1 ("Which store?"): orchestrator batch answer 2 1 "..."';
    expect(await answer('2', 'SQLite')).toMatchObject({
      ok: false,
      problems: [{ code: 'nothing-open', hint: waits }],
    });
    expect(await answer('9', 'SQLite')).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown-phase', hint: expect.stringContaining(waits) }],
    });
    expect((await call('batch', 'answer', '2', '2', 'SQLite')).err).toContain(waits.slice(0, 25));
    expect(await answer('Phase 1', 'SQLite')).toMatchObject({ ok: true, phase: '1' });
    expect(await answer('2', 'SQLite')).toMatchObject({
      problems: [{ hint: 'Nothing in batch 2 is waiting for an answer.' }],
    });
  });
});

test('a phase that failed goes on with what a person says, which is a rung of its own', async () => {
  const project = await batchProject([{ gates: ['grep -q done src/1.txt'] }], {
    default: [[{ write: { 'src/1.txt': 'wrong\n' } }], [{ work: 'done by' }]],
  });
  expect((await project.run('--retries', '0')).code).toBe(1);
  expect((await project.call('batch', 'answer', '1', '7', 'Anything')).err.replace(/\s+/gu, ' ')).toContain(
    'phase 1 (it failed): orchestrator batch answer 1 1 "..."',
  );
  const answered = await project.call('batch', 'answer', '1', '1', 'Write the word done', '--json');
  expect(JSON.parse(answered.out)).toMatchObject({ ok: true });
  expect((await project.run('--retries', '0')).code).toBe(0);
  expect(project.events('attempt-started').map(({ rung }) => rung)).toEqual([undefined, 'answer']);
  expect(readFileSync(project.path('prompts', 'PRP-1.1.1-2.md'), 'utf8')).toContain('Write the word done');
});
