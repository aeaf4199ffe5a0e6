import { inWords } from '../../lib/index.ts';
import type { Goal } from '../goal_map/index.ts';
import type { ComponentName } from '../library/index.ts';

/** The longest description that is accepted, in characters. */
const LONGEST = 300;

/** Derives a description for a component without one, from its name and the goal. */
export function deriveDescription(name: ComponentName, goal: Goal): string {
  const stem = inWords(name.file.replace(/\.(txt|md)$/u, ''));
  return `A ${name.kind} called "${stem}", for the goal "${inWords(goal.name)}": ${goal.description}`.slice(
    0,
    LONGEST,
  );
}

/** Checks a person's description: one line. */
export function checkDescription(text: string): string | undefined {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line === '' || [...line].length > LONGEST ? undefined : line;
}
