import { examplePlan } from './example.ts';
import type { PlanRule } from './plan_rule.ts';

export const noPhases: PlanRule = {
  id: 'no-phases',
  title: 'a plan has phases',
  severity: 'error',
  reason: 'Without phases there is nothing to do.',
  bad: '# Plan\n\nFirst we set it up, then we build it.\n',
  good: examplePlan({}),
  check: ({ plan }) =>
    plan.phases.length > 0
      ? []
      : [{ line: 1, column: 1, message: 'The plan has no phases.', hint: hintFor(plan.source) }],
};

/** Models put whole plans into a code block, or into a list. */
function hintFor(source: string): string {
  if (/^[^\S\n]*(?:```|~~~)/mu.test(source) && /^[^\S\n]*#{1,6}\s.*\bphase\b/imu.test(source))
    return 'Its phases are in a code block, which is not read: remove the backtick lines around them.';
  if (/^[^\S\n]*(?:\d+[.)]|[-*+])[^\S\n]+[*_]*phase\s+\d/imu.test(source))
    return 'Its phases are in a list: `orchestrator plan import` turns it into a plan.';
  return SHAPE;
}

const SHAPE = `Write each phase like this:

### Phase 1: Setup
**Goal**: What is true when it is done
**Estimated Hours**: 2
**Files Modified**: src/setup.ts
**Dependencies**: None
**Validation Gates**:
- [ ] All tests pass: \`npm test\``;
