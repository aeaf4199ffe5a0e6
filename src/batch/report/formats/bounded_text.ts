import { printable, revealHidden } from '../../../lib/index.ts';

/**
 * Text from a plan, an agent or a repository, prepared for all forms of a report: without terminal control sequences, with hidden
 * characters written out, and cut to a readable length. Each form also escapes it.
 */
export function boundedText(text: string, most = MAX_SHOWN): string {
  const beginning = text.length > most * 2 ? text.slice(0, most * 2) : text;
  const safe = printable(revealHidden(beginning)).replace(LONE, '\ufffd');
  if (safe.length <= most) return text.length > most * 2 ? `${safe}…` : safe;
  return `${safe.slice(0, most).replace(LONE, '')}…`;
}

/** Like {@link boundedText}, on one line. */
export function boundedLine(text: string, most = MAX_SHOWN): string {
  return boundedText(text, most).replace(/\s+/gu, ' ').trim();
}

const MAX_SHOWN = 400;
/** Lone surrogates, and characters that neither XML nor HTML may contain. */
const LONE = /\p{Surrogate}|[\ufffe\uffff]/gu;
