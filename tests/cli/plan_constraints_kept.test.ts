import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, run } from '../support/program.ts';

/** A plan by its headings, with what the form of this program's own plans knows beside and in its phases. */
const HEADINGS = `# A plan

## Constraints

- avoid: helper
- max-time: 3h

## Phase 1: Write the parser

**Files:** \`src/a.ts\`
**Place:** fast
**Gate:** \`npm test\`
**Hours:** 2

Write it.

## Phase 2: Write the printer

**Depends on:** Phase 1
**Files:** \`src/b.ts\`
**Place:** slow
**Executor:** helper
**Gate:** \`npm test\`
**Hours:** 2

Write it.
`;

const OWN = `# A plan

## Constraints

- avoid: helper

## Phases

### Phase 1: A

**Goal**: A is there.
**Estimated Hours**: 1
**Files Modified**: a.ts
**Dependencies**: None

**Validation Gates**:
- [ ] \`npm test\`
`;

function place(text: string) {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'plan.md'), text);
  return (...args: readonly string[]) => run(args, { cwd });
}

test('a plan by its headings is held to its constraints, and nothing of it is told as left out', async () => {
  const call = place(HEADINGS);
  const checked = await call('plan', 'check', 'plan.md');
  expect(checked.code).toBe(1);
  expect(checked.err + checked.out).toMatch(/Phase 2.*helper/u);
  expect(checked.err + checked.out).toContain('1 h more than the limit of 3h');
  expect(checked.err + checked.out).not.toMatch(/left out/iu);
});

test.each([
  ['normalise', HEADINGS, ['- avoid: helper', '- max-time: 3h', '**Place**: fast', '**Executor**: helper']],
  ['import', HEADINGS, ['- avoid: helper', '- max-time: 3h', '**Place**: slow']],
  ['normalise', OWN, ['## Constraints\n\n- avoid: helper\n\n## Phases']],
])('plan %s keeps constraints and the fields that only plans have', async (verb, text, kept) => {
  const { code, out } = await place(text)('plan', verb, 'plan.md', '--out', '-');
  expect(code).toBe(0);
  for (const each of kept) expect(out).toContain(each);
  expect(out).not.toContain('Left out');
});

test('what stands among the constraints and is none is told as left out', async () => {
  const call = place(HEADINGS.replace('- max-time: 3h', 'The database must not be touched by anybody.'));
  const { out, err } = await call('plan', 'check', 'plan.md');
  expect(err + out).toContain(
    'was left out, starting with “The database must not be touched by anybody.”: line 6',
  );
});

test('a section of that name without any is context, as any section about the whole work', async () => {
  const call = place(HEADINGS.replace('- avoid: helper\n- max-time: 3h', '- Only two developers'));
  const { out, err } = await call('plan', 'check', 'plan.md');
  expect(err + out).toContain('Kept as context that every phase gets: “Constraints” (line 3: risks).');
});
