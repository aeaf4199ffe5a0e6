import type { GoalParts, Input, Values } from '../../framework/index.ts';

/** One way of filling a goal's inputs. */
export type SnapshotCase = { readonly name: string; readonly values: Values };

/**
 * The cases in which a goal is rendered for its snapshot: nothing filled in; the required inputs; those with each optional input;
 * those with each value that a constraint depends on. Always the same for the same goal.
 */
export function snapshotCases(parts: GoalParts): SnapshotCase[] {
  const required = fill(parts.inputs.filter((input) => input.required));
  const optional = parts.inputs.filter((input) => !input.required);
  return withoutRepeats([
    { name: 'nothing filled', values: {} },
    { name: 'no optional input', values: required },
    ...optional.map((input) => ({ name: `with ${input.name}`, values: { ...required, ...fill([input]) } })),
    ...conditionalCases(parts, required),
  ]);
}

/** For each constraint that depends on settings, each value of each setting, with the first value of the other settings. */
function conditionalCases({ constraints }: GoalParts, required: Values): SnapshotCase[] {
  return constraints.flatMap(({ when }) => {
    const first = Object.fromEntries(when.map(({ input, values }) => [input, values[0] ?? '']));
    return when.flatMap(({ input, values }) =>
      values.map((value) => {
        const condition = { ...first, [input]: value };
        const name = Object.entries(condition).map(([setting, wanted]) => `${setting} is ${wanted}`);
        return { name: name.join(' and '), values: { ...required, ...condition } };
      }),
    );
  });
}

function fill(inputs: readonly Input[]): Values {
  return Object.fromEntries(inputs.map((input) => [input.name, sampleValue(input)]));
}

/** A fixed short sample text for an input. */
function sampleValue({ name, kind }: Input): string {
  return kind === 'setting' ? `a sample ${name}` : `The first line of a sample ${name}.\nThe second line.\n`;
}

function withoutRepeats(cases: readonly SnapshotCase[]): SnapshotCase[] {
  const known = new Set<string>();
  return cases.filter(({ values }) => {
    const key = JSON.stringify(Object.entries(values).sort());
    return !known.has(key) && known.add(key);
  });
}
