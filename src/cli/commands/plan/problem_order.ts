import type { Problem } from '../../../diagnostics/index.ts';
import { READING_CODES } from './reading_text.ts';

/** Problems with the most important first; those that are equally important stay in their order. */
export function byImportance(problems: readonly Problem[]): Problem[] {
  return problems
    .map((problem) => ({ problem, rank: rankOf(problem) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ problem }) => problem);
}

/** Errors, then doubts about which text is the work, about the order, about the rest; then notes, guessed files last. */
function rankOf({ severity, code }: Problem): number {
  if (severity === 'error') return 0;
  if (severity === 'note') return code === 'files-guessed' ? 5 : 4;
  if (!READING_CODES.has(code)) return 3;
  return ABOUT_ORDER.has(code) ? 2 : 1;
}

const ABOUT_ORDER: ReadonlySet<string> = new Set([
  'cancelled-dependency',
  'order-contradicted',
  'order-inferred',
  'order-unknown',
  'order-unread',
  'parallel-but-depends',
  'undefined-dependency',
  'unknown-remark',
]);
