import { printableLine, revealHidden } from '../../lib/index.ts';

/** Text of a task list, short and safe to show in a message. */
export function shortText(text: string): string {
  const line = revealHidden(printableLine(text.slice(0, 4 * LONGEST)));
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const LONGEST = 60;
