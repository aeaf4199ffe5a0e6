import { EMPTY_LIST } from '../trim_capacity.ts';
import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const fileNotAPath: PlanRule = {
  id: 'file-not-a-path',
  title: 'files are paths or globs',
  severity: 'warning',
  reason:
    'The files that a phase names are compared with those that it changed, and prose cannot be compared.',
  bad: examplePlan({ files: 'all the controllers' }),
  good: examplePlan({ files: 'src/controllers/** (all the controllers)' }),
  check: function* ({ plan }) {
    for (const { files } of plan.phases)
      for (const { path, isPath, cutOff, line, column } of files?.entries ?? EMPTY_LIST)
        if (!isPath)
          yield {
            line,
            column,
            message: `"${messageText(path)}" is not a path.`,
            hint: 'Name files, folders or globs, and put remarks in brackets after them.',
          };
        else if (cutOff !== undefined)
          yield {
            line,
            column,
            message: `"${messageText(path)}" was read as the file name, without "${messageText(cutOff)}" before it.`,
            hint: 'Put quotes around a name with spaces, and put remarks in brackets after a name.',
          };
  },
};
