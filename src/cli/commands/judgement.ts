import type { Problem, Severity } from '../../diagnostics/index.ts';
import { inSentence } from '../../lib/index.ts';

/** Whether what was judged stands: no errors, and no warnings either when they are taken for errors. */
export function isSound(problems: readonly Problem[], strict: boolean): boolean {
  return !problems.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
}

/** How many problems there are of each severity, in words. */
export function counted(problems: readonly Problem[]): string {
  const parts = (['error', 'warning', 'note'] satisfies Severity[]).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [countOf(count, severity)];
  });
  return parts.length === 0 ? 'no problems' : inSentence(parts);
}

/** A number of things, in words. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
