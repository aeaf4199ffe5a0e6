import type { Problem } from '../diagnostics/index.ts';

/** Whether a check passed: no errors, and in strict mode no warnings either. */
export function isSound(problems: readonly Problem[], strict: boolean): boolean {
  return !problems.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
}
