import { expect, test } from 'vitest';
import { draftOf, type PhaseDraft, printPlan } from '../../src/plan/index.ts';
import { planOf } from '../support/plan.ts';

const BARE: PhaseDraft = {
  id: '1',
  title: '',
  dependencies: [],
  steps: [],
  gates: [],
  others: [],
};

/** The lines of a single phase behind its heading and the blank line. */
const linesOf = (phase: Partial<PhaseDraft>) =>
  printPlan({ title: '', phases: [{ ...BARE, ...phase }] })
    .split('\n')
    .slice(4, -1);

test('a plan with all fields', () => {
  const full: PhaseDraft = {
    id: '2a',
    title: 'Models',
    goal: 'The models are there.\n- all of them\n- with tests',
    hours: 1.5,
    complexity: 'low',
    files: [{ path: 'src/a.ts', note: 'new' }, { path: 'my file.ts' }],
    dependencies: [{ id: '1', note: 'needs (the)\n schema' }, { id: '3' }],
    steps: ['Write them\n- one by one', '# first'],
    gates: [
      { text: 'Tests: `npm test`\n- all of them', checked: false },
      { text: '- odd', checked: true },
    ],
    workflow: 'ADD_OR_INTEGRATE',
    executor: 'codex',
    fallback: 'claude',
    requirement: '1-3\n and 5',
    others: [{ name: 'Risk\nlevel', text: 'high\n- very' }],
  };
  expect(printPlan({ title: 'Shop', phases: [full, BARE] })).toBe(`# Shop

## Phases

### Phase 2a: Models

**Goal**: The models are there.
- all of them
- with tests
**Estimated Hours**: 1.5
**Complexity**: low
**Files Modified**: src/a.ts (new), \`my file.ts\`
**Dependencies**: Phase 1 (needs the schema), Phase 3
**Workflow**: ADD_OR_INTEGRATE
**Executor**: codex
**Fallback**: claude
**Requirement**: 1-3 and 5
**Risk level**: high
- very

**Implementation Steps**:
1. Write them
   - one by one
2. \\# first

**Validation Gates**:
- [ ] Tests: \`npm test\`
  - all of them
- [x] \\- odd

### Phase 1

**Dependencies**: None
`);
});

test('a context comes back as it was, whatever it contains, and nothing in it is a phase', () => {
  const context =
    '## Rules\n\n### Phase 9: Not one\n\n```sh\n# a comment\nmake\n```\n\n> quoted\n\n**Goal**: none';
  const draft = {
    title: 'Plan',
    context,
    phases: [{ id: '1', title: 'Only', dependencies: [], steps: [], gates: [], others: [] }],
  };
  const read = planOf(printPlan(draft));
  expect(read.context?.value).toBe(context);
  expect(read.phases.map(({ id }) => id)).toEqual(['1']);
  expect(printPlan(draftOf(read))).toBe(printPlan(draft));
});

test('a context written by hand is read up to the next section', () => {
  const read = planOf(
    '# Plan\n\n## Context\n\nOne store.\n\n### Rules\n- No retries\n\n## Phases\n\n### Phase 1: Only\n',
  );
  expect(read.context?.value).toBe('One store.\n\n### Rules\n- No retries');
});

test('the heading of the context is no title of a plan without one', () => {
  const read = planOf('## Context\n\nOne store.\n\n## Phases\n\n### Phase 1: Only\n');
  expect(read.title?.value).not.toBe('Context');
  expect(read.context?.value).toBe('One store.');
});

test('a heading of a context in an example is none', () => {
  const read = planOf('# Plan\n\n```md\n## Context\n\nMine.\n```\n\n## Phases\n\n### Phase 1: Only\n');
  expect(read.context).toBeUndefined();
});

test('what is empty is left out, save that there are no dependencies and no files', () => {
  expect(linesOf({ goal: ' ' })).toEqual(['**Dependencies**: None']);
  expect(linesOf({ files: [] })).toEqual(['**Files Modified**: None', '**Dependencies**: None']);
  expect(linesOf({ others: [{ name: 'Risk', text: '' }] })).toEqual(['**Dependencies**: None', '**Risk**:']);
});

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['Makefile', '`Makefile`'],
  ['./', './'],
  ['..', '`..`'],
  ['**', '`**`'],
  ['src/**', 'src/**'],
  ['a b.ts', '`a b.ts`'],
  ['a`b.ts', '`` a`b.ts ``'],
  ['a``b`c.ts', '``` a``b`c.ts ```'],
  ['src/a.ts, b', '`src/a.ts, b`'],
  ['[id].ts', '`[id].ts`'],
])('the file %j', (path, printed) => {
  expect(linesOf({ files: [{ path }] })[0]).toBe(`**Files Modified**: ${printed}`);
});

test.each([
  ['Models', 'Models'],
  ['Models (2 hours)', 'Models (2 hours\\)'],
  ['Models (two)', 'Models (two)'],
  ['Models (v2)', 'Models (v2)'],
  ['Models [2h]', 'Models [2h\\]'],
  ['Models #', 'Models \\#'],
  ['#', '\\\\#'],
  ['C#', 'C#'],
  ['a \\)', 'a \\\\)'],
  ['a <!-- b', 'a <! -- b'],
  ['1. a', '1\\. a'],
  ['a\n b', 'a b'],
])('the title %j', (title, printed) => {
  expect(printPlan({ title, phases: [{ ...BARE, title }] })).toContain(
    `# ${printed}\n\n## Phases\n\n### Phase 1: ${printed}\n`,
  );
});
