import { chooseBoundary, printable, revealHidden } from '../../lib/index.ts';
import type { PhaseRecord } from '../store/batch_state.ts';

/**
 * Adds to a phase's prompt a person's answer about it or else the answer assumed for its question; unchanged if there is neither.
 */
export function withAnswer(prompt: string, { phase, answer }: Pick<PhaseRecord, 'phase' | 'answer'>): string {
  const { question } = phase;
  if (answer === undefined && question === undefined) return prompt;
  const asked = question === undefined ? '' : `The plan leaves this open: ${question.text}\n\n`;
  if (answer === undefined)
    return `${prompt.trimEnd()}\n\n## An open question\n\n${asked}Nobody has answered yet. Go by this, and let the work be easy to change where it rests on it: ${question?.default ?? ''}\n`;
  const text = revealHidden(printable(answer.text)).trim();
  const { open, close } = chooseBoundary({
    input: 'answer',
    seed: `${phase.prp} answer`,
    texts: [prompt, text],
    plain: true,
  });
  return `${prompt.trimEnd()}\n\n## A person's answer\n\n${asked}The person in charge says this. It decides wherever the rest leaves something open:\n\n${open}\n${text}\n${close}\n`;
}

/** Whether two answers are equivalent: case, white space and a full stop at the end do not matter. */
export function sameAnswer(one: string, other: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/\s+/gu, ' ')
      .trim()
      .replace(/[.!]+$/u, '');
  return plain(one) === plain(other);
}
