import { stemsOf } from '../../lib/index.ts';
import type { GoalParts, Input } from '../goal_map/index.ts';

/**
 * The settings that a sentence gives by itself: for a setting that has a closed list of values, in the conditions of
 * constraints or in its own description ("code, prose or data"), the one value of them that the sentence has. Anything else
 * is left to the person.
 */
export function settingsIn(parts: GoalParts, sentence: string): Readonly<Record<string, string>> {
  const words = new Set(stemsOf(sentence));
  const found = parts.inputs
    .filter(({ kind }) => kind === 'setting')
    .flatMap((input) => {
      const said = valuesOf(input, parts).filter((value) => stemsOf(value).every((stem) => words.has(stem)));
      return said.length === 1 ? [[input.name, said[0] ?? ''] as const] : [];
    });
  return Object.fromEntries(found);
}

function valuesOf(input: Input, { constraints }: GoalParts): string[] {
  const waited = constraints.flatMap(({ when }) =>
    when.filter((condition) => condition.input === input.name).flatMap(({ values }) => values),
  );
  const listed = /^[\w-]+(?:, [\w-]+)+ or [\w-]+$/u.test(input.describe)
    ? input.describe.split(/, | or /u)
    : [];
  return [...new Set([...waited, ...listed])];
}
