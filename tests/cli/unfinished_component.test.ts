import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, run } from '../support/program.ts';

/** A goal whose persona and protocol are scaffolds, as `goals new` begins them. */
async function withScaffolds(): Promise<string> {
  const cwd = emptyFolder();
  await run(['init', '--minimal'], { cwd });
  await run(['goals', 'new', 'TRIAGE', '--description', 'To decide.', '--no-input'], { cwd });
  return cwd;
}

const TOLD = 'triage_persona.txt: warning: The persona triage_persona.txt is not written yet';

test('new and update say that a component is a scaffold still', async () => {
  const cwd = await withScaffolds();
  const make = ['new', 'X', '--goal', 'TRIAGE', '--title', 'T', '--no-input'];
  const made = await run(make, { cwd });
  expect(made.code).toBe(0);
  expect(made.err).toContain(TOLD);
  expect(made.err).toContain('The protocol triage_protocol.txt is not written yet');
  expect(made.err).toContain('Configuration incomplete: a component is not written yet.');
  expect(made.err).not.toContain('Configuration complete.');
  expect((await run(['update', 'X'], { cwd })).err).toContain(TOLD);
});

test('fill says where its marks stand before a model gets them, and so does goals check', async () => {
  const cwd = await withScaffolds();
  await run(['new', 'X', '--goal', 'TRIAGE', '--title', 'T', '--no-input'], { cwd });
  const { err } = await run(['fill', 'X', '--set', 'material=TODO(orchestrator) is data'], { cwd });
  expect(err).toMatch(/00_PERSONA\.md:3:\d+: warning: TODO\(orchestrator\) is still here/u);
  expect(err).toMatch(/01_PROMPT_TEMPLATE\.md:\d+:1: warning: TODO\(orchestrator\) is still here/u);
  const checked = await run(['goals', 'check'], { cwd });
  expect(checked.code).toBe(0);
  expect(checked.err).toMatch(
    /TRIAGE\/00_PERSONA\.md:3:\d+: warning: The persona triage_persona\.txt is not written yet/u,
  );
});

test('once they are written nothing is said, and what fills an input is no mark', async () => {
  const cwd = await withScaffolds();
  for (const name of ['personas/triage_persona.txt', 'protocols/triage_protocol.txt']) {
    const file = join(cwd, 'components', name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/TODO\(orchestrator\)/gu, 'Here'));
  }
  const { err } = await run(['new', 'X', '--goal', 'TRIAGE', '--title', 'T', '--no-input'], { cwd });
  expect(err).toContain('Configuration complete.');
  const filled = await run(['fill', 'X', '--set', 'material=TODO(orchestrator) is data'], { cwd });
  expect(filled.code).toBe(0);
  expect(filled.err).not.toContain('is still here');
});

test('batch generate says it of the components that the prompts of its phases are made of', async () => {
  const cwd = await withScaffolds();
  const plan = [
    '# Job',
    '## Phases',
    '### Phase 1: One',
    '**Goal**: Do it.',
    '**Workflow**: TRIAGE',
    '**Files Modified**: a.txt',
    '**Validation Gates**:',
    '- [ ] There: `test -f a.txt`',
  ];
  writeFileSync(join(cwd, 'plan.md'), `${plan.join('\n')}\n`);
  const { err } = await run(['batch', 'generate', 'plan.md', '--dry-run'], { cwd });
  expect(err).toContain(TOLD);
});
