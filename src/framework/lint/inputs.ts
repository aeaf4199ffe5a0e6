import { inWords } from '../../lib/index.ts';
import type { GoalParts, Input } from '../goal_map/index.ts';
import type { Part } from './lint_rule.ts';

/** The inputs of a goal that none of its components mentions or names in its front matter, and that no condition uses. */
export function unusedInputs(parts: GoalParts, components: readonly Part[]): Input[] {
  const deciding = new Set(parts.constraints.flatMap(({ when }) => when.map(({ input }) => input)));
  const declared = new Set(
    components.flatMap(({ metadata }) => [
      ...listOf(metadata.requires_inputs),
      ...listOf(metadata.optional_inputs),
    ]),
  );
  const texts = components.map(({ text }) => text.toLowerCase().replace(/[\s_-]+/gu, ' '));
  return parts.inputs.filter(
    ({ name, kind }) =>
      // The frame itself mentions the user's own words.
      kind !== 'request' &&
      !deciding.has(name) &&
      !declared.has(name) &&
      !texts.some((text) => text.includes(inWords(name))),
  );
}

/** The inputs that components require but the goal does not declare. */
export function missingInputs(
  parts: GoalParts,
  components: readonly Part[],
): { readonly input: string; readonly file: string }[] {
  return components.flatMap(({ file, metadata }) => {
    return listOf(metadata.requires_inputs)
      .filter((input) => !parts.inputs.some(({ name }) => name === input))
      .map((input) => ({ input, file }));
  });
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
