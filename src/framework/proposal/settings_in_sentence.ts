import { stemsOf } from '../../lib/index.ts';
import { checkValues } from '../composition/index.ts';
import type { GoalParts, Input } from '../goal_map/index.ts';
import { destinationOf, objectOf } from './object_of_sentence.ts';

/**
 * The settings that a sentence itself provides: for a setting with a closed list of values, in the conditions of constraints or
 * in its own description ("code, prose or data"), the only one of them in the sentence; for the only required setting without
 * such a list, the sentence's object, or the form it wants something converted to. Anything else is left to the person.
 */
export function settingsIn(parts: GoalParts, sentence: string): Readonly<Record<string, string>> {
  const destination = destinationOf(sentence);
  const settings = parts.inputs.filter(({ kind }) => kind === 'setting');
  const open = settings.filter(
    (input) => input.required && input.default === null && (isDestination(input) || isFree(input, parts)),
  );
  const found = settings.flatMap((input) => {
    // The destination says nothing about the object, and vice versa.
    const text = isDestination(input)
      ? (destination ?? '')
      : isSource(input)
        ? sentence.replace(destination ?? '', '')
        : sentence;
    const listed = listedIn(text, valuesOf(input, parts));
    // If several are open, the sentence's object cannot be the value of all.
    const stated = open.length === 1 && input === open[0] ? statedIn(input, sentence, parts) : undefined;
    const value = listed ?? stated;
    return value !== undefined && checkValues(parts.inputs, { [input.name]: value }).ok
      ? [[input.name, value] as const]
      : [];
  });
  return Object.fromEntries(found);
}

/** The only value of a list that a text has. */
function listedIn(text: string, values: readonly string[]): string | undefined {
  const words = new Set(stemsOf(text));
  const said = values.filter((value) => stemsOf(value).every((stem) => words.has(stem)));
  return said.length === 1 ? said[0] : undefined;
}

function statedIn(input: Input, sentence: string, { keywords }: GoalParts): string | undefined {
  return isDestination(input) ? destinationOf(sentence) : objectOf(sentence, keywords);
}

function isFree(input: Input, parts: GoalParts): boolean {
  return valuesOf(input, parts).length === 0;
}

function isDestination({ name, describe }: Input): boolean {
  return /^target(?:_|$)/u.test(name) || /\barrive\b/u.test(describe);
}

function isSource({ name }: Input): boolean {
  return /^source(?:_|$)/u.test(name);
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
