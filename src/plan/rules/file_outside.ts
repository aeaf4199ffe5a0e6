import { EMPTY_LIST } from '../trim_capacity.ts';
import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const fileOutside: PlanRule = {
  id: 'file-outside',
  title: "files are inside the project's folder",
  severity: 'error',
  reason:
    "Paths are relative to the project's folder, of which each phase has a copy; changes elsewhere can be neither checked nor undone.",
  bad: examplePlan({ files: '../other/a.ts, /etc/hosts, ~/x, C:\\x, src/../../y, .git/config' }),
  good: examplePlan({ files: 'src/../lib/a.ts, ./b.ts, ..c/d.ts, .github/ci.yml' }),
  check: function* ({ plan }) {
    for (const { files } of plan.phases)
      for (const { path, isPath, line, column } of files?.entries ?? EMPTY_LIST) {
        const where = isPath && !INSIDE.test(path) ? outside(path) : undefined;
        if (where !== undefined) yield { line, column, message: `"${messageText(path)}" ${where}.` };
      }
  },
};

/** A path without any sign that could lead elsewhere, as nearly all are. */
const INSIDE = /^[\w-]+(?:[./][\w-]+)*$/u;

/** The fault in the place that a path leads to, if there is one. */
function outside(path: string): string | undefined {
  if (/^[/\\~]|^[A-Za-z]:(?:[\\/]|$)|^file:|^\$/iu.test(path))
    return "is not relative to the project's folder";
  let depth = 0;
  const parts = path.split(/[\\/]/u).filter((part) => part !== '' && part !== '.');
  for (const part of parts) {
    depth += part === '..' ? -1 : 1;
    if (depth < 0) return "leads out of the project's folder";
  }
  return parts.some((part) => part.toLowerCase() === '.git') ? "belongs to git's own files" : undefined;
}
