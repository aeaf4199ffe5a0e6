import type { Problem, Severity } from '../../diagnostics/index.ts';
import { countOf, inSentence } from '../../lib/index.ts';

export { countOf } from '../../lib/index.ts';

/** The number of problems of each severity, in words. */
export function counted(problems: readonly Problem[]): string {
  const parts = (['error', 'warning', 'note'] satisfies Severity[]).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [countOf(count, severity)];
  });
  return parts.length === 0 ? 'no problems' : inSentence(parts);
}
