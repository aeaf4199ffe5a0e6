import { examplePlan } from './example.ts';
import type { PlanRule } from './types.ts';

export const noPhases: PlanRule = {
  id: 'no-phases',
  title: 'a plan has phases',
  severity: 'error',
  reason: 'Without phases there is nothing to do.',
  bad: '# Plan\n\nFirst we set it up, then we build it.\n',
  good: examplePlan({}),
  check: ({ plan }) =>
    plan.phases.length > 0 ? [] : [{ line: 1, column: 1, message: 'The plan has no phases.', hint: SHAPE }],
};

const SHAPE = `Write each phase like this:

### Phase 1: Setup
**Goal**: What is true when it is done
**Estimated Hours**: 2
**Files Modified**: src/setup.ts
**Dependencies**: None
**Validation Gates**:
- [ ] All tests pass: \`npm test\``;
