import type { Position } from '../../diagnostics/index.ts';
import type { Phase } from '../plan.ts';

/** A question that a phase leaves open, and the answer taken where nobody gives one. */
export type PhaseQuestion = Position & {
  readonly text: string;
  /** Empty where the phase gives no answer. */
  readonly default: string;
};

/** The question of a phase: `**Question**: Which store? (default: PostgreSQL)`. */
export function phaseQuestion({ others }: Pick<Phase, 'others'>): PhaseQuestion | undefined {
  const field = others.find(({ name, repeats }) => repeats === undefined && /^question$/iu.test(name.trim()));
  if (field === undefined) return undefined;
  const [, text = field.text, standing = ''] =
    /^(.*?)\s*[([]default:\s*(.+?)[)\]]\s*$/isu.exec(field.text.trim()) ?? [];
  const { line, column } = field;
  return {
    text: text.replace(/\s+/gu, ' ').trim(),
    default: standing.replace(/\s+/gu, ' ').trim(),
    line,
    column,
  };
}
