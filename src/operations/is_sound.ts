import type { Problem } from '../diagnostics/index.ts';

/** Whether what was judged stands: no errors, and no warnings either when they are taken for errors. */
export function isSound(problems: readonly Problem[], strict: boolean): boolean {
  return !problems.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
}
