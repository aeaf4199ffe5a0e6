import { printableLine } from '../../lib/index.ts';
import type { Phase } from '../plan.ts';

/** A phase as a message names it: `Phase 2a (Models)`. */
export function nameOf({ id, title }: Pick<Phase, 'id' | 'title'>): string {
  return title === '' ? `Phase ${messageText(id)}` : `Phase ${messageText(id)} (${messageText(title)})`;
}

/** Text of the plan, short and safe to show in a message. */
export function messageText(text: string): string {
  const line = printableLine(text.slice(0, 4 * LONGEST));
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Text of the plan in quotes for a message: quotes that the text does not contain, or none where it is all in some. */
export function quoted(text: string): string {
  if (/^"[^"]+"$/u.test(text)) return messageText(text);
  return text.includes('"') ? `“${messageText(text)}”` : `"${messageText(text)}"`;
}

const LONGEST = 80;

/** A list of phases in a message, cut where it grows too long to read. */
export function listOf(phases: readonly Pick<Phase, 'id' | 'title'>[]): string {
  const names = phases.slice(0, MAX_NAMED).map(nameOf).join(', ');
  return phases.length > MAX_NAMED ? `${names} and ${phases.length - MAX_NAMED} more` : names;
}

const MAX_NAMED = 20;
