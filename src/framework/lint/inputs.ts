import { inWords } from '../../lib/index.ts';
import type { GoalParts, Input } from '../goal_map/index.ts';
import type { Part } from './types.ts';

/** The inputs of a goal that none of its components speaks of, and that decide about none. */
export function unusedInputs(parts: GoalParts, components: readonly Part[]): Input[] {
  const deciding = new Set(parts.constraints.flatMap(({ when }) => when.map(({ input }) => input)));
  const texts = components.map(({ text }) => text.toLowerCase().replace(/[\s_-]+/gu, ' '));
  return parts.inputs.filter(
    ({ name, kind }) =>
      // The frame itself speaks of the user's own words.
      kind !== 'request' && !deciding.has(name) && !texts.some((text) => text.includes(inWords(name))),
  );
}

/** The inputs that components require, and that the goal does not declare. */
export function missingInputs(
  parts: GoalParts,
  components: readonly Part[],
): { readonly input: string; readonly file: string }[] {
  return components.flatMap(({ file, metadata }) => {
    const required = Array.isArray(metadata.requires_inputs) ? metadata.requires_inputs : [];
    return required
      .map(String)
      .filter((input) => !parts.inputs.some(({ name }) => name === input))
      .map((input) => ({ input, file }));
  });
}
