import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { Hit, PlanRule } from './plan_rule.ts';

export const phaseTooLarge: PlanRule = {
  id: 'phase-too-large',
  title: 'no phase is larger than a day or touches very many files',
  severity: 'warning',
  foreignSeverity: 'note',
  reason: 'A large phase fails late, is hard to check, and keeps others from running in parallel.',
  bad: examplePlan(
    { hours: '2 days' },
    { files: Array.from({ length: 21 }, (_, index) => `src/${index}.ts`).join(', ') },
  ),
  good: examplePlan({ hours: '8' }, { files: 'src/**' }),
  check: function* ({ plan }) {
    for (const phase of plan.phases) {
      const { hours, files } = phase;
      const hint = 'Split it into phases that can be checked on their own.';
      if (hours?.value !== undefined && hours.value > MAX_HOURS) {
        const message = `${nameOf(phase)} is estimated at more than a day of ${MAX_HOURS} hours.`;
        const hit: Hit = { line: hours.line, column: hours.column, message, hint };
        yield hit;
      }
      if (files !== undefined && files.entries.length > MAX_FILES) {
        const message = `${nameOf(phase)} names ${files.entries.length} files.`;
        const hit: Hit = { line: files.line, column: files.column, message, hint };
        yield hit;
      }
    }
  },
};

const MAX_HOURS = 8;
const MAX_FILES = 20;
