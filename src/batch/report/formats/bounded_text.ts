import { printable, revealHidden } from '../../../lib/index.ts';

/**
 * Text from a plan, an agent or a repository as every form of a report has it: without what a terminal would obey, what is hidden in it
 * written out, and no longer than anybody reads. Each form escapes it besides.
 */
export function boundedText(text: string, most = MOST_SHOWN): string {
  const beginning = text.length > most * 2 ? text.slice(0, most * 2) : text;
  const safe = printable(revealHidden(beginning)).replace(LONE, '\ufffd');
  if (safe.length <= most) return text.length > most * 2 ? `${safe}…` : safe;
  return `${safe.slice(0, most).replace(LONE, '')}…`;
}

/** As {@link boundedText}, on one line. */
export function boundedLine(text: string, most = MOST_SHOWN): string {
  return boundedText(text, most).replace(/\s+/gu, ' ').trim();
}

const MOST_SHOWN = 400;
/** Half a character, and what neither XML nor HTML may hold. */
const LONE = /\p{Surrogate}|[\ufffe\uffff]/gu;
