import { examplePlan } from './example.ts';
import { shown } from './phase_names.ts';
import type { PlanRule } from './types.ts';

export const fileNotAPath: PlanRule = {
  id: 'file-not-a-path',
  title: 'files are paths or globs',
  severity: 'warning',
  reason: 'What a phase may touch is compared with what it did touch, and prose cannot be compared.',
  bad: examplePlan({ files: 'all the controllers' }),
  good: examplePlan({ files: 'src/controllers/** (all the controllers)' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ files }) =>
      (files?.entries ?? [])
        .filter(({ isPath }) => !isPath)
        .map(({ path, line, column }) => ({
          line,
          column,
          message: `"${shown(path)}" is not a path.`,
          hint: 'Name files, folders or globs, and put remarks in brackets behind them.',
        })),
    ),
};
