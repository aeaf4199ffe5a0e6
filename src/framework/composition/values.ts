import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { hasControlCharacters, nearest } from '../../lib/index.ts';
import type { ConstraintUse, GoalParts, Input } from '../goal_map/index.ts';

/** The user's value for each input, by the input's name. */
export type Values = Readonly<Record<string, string>>;

/** The names of the files whose text is a value, by the input's name; a typed value has none. */
export type ValueFiles = Readonly<Record<string, string>>;

/** Codes of the problems that a value can have. */
export type ValueProblemCode = 'unknown-input' | 'input-empty' | 'setting-not-one-line' | 'setting-too-long';

const LONGEST_SETTING = 1000;

/** Removes from settings the line end that a file or a program's output has after its one line. */
export function withoutLineEnds(inputs: readonly Pick<Input, 'name' | 'kind'>[], values: Values): Values {
  const isSetting = (name: string) => inputs.some((input) => input.name === name && input.kind === 'setting');
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isSetting(name) ? value.replace(/\r?\n$/u, '') : value,
    ]),
  );
}

/** Checks values against the inputs that a goal declares; reports all problems at once. */
export function checkValues(inputs: readonly Input[], values: Values): Result<Values, ValueProblemCode> {
  const problems = Object.entries(values).flatMap(([name, value]) => {
    const input = inputs.find((candidate) => candidate.name === name);
    return input ? valueProblems(input, value) : [unknownInput(name, inputs)];
  });
  return problems.length === 0 ? success(values) : { ok: false, cause: 'usage', problems };
}

/**
 * The file name that a reader of the value is shown: for criteria and material only, because a setting and the request are the
 * user's own words.
 */
export function namedFile(
  { name, kind }: Pick<Input, 'name' | 'kind'>,
  files: ValueFiles,
): string | undefined {
  const isNamed = kind === 'criteria' || kind === 'material';
  return isNamed && Object.hasOwn(files, name) ? files[name] : undefined;
}

/** The constraints that apply for these values, each file once, in the goal's order. */
export function constraintsThatHold(parts: GoalParts, values: Values): string[] {
  const files = parts.constraints.filter((use) => holds(use, parts.inputs, values)).map((use) => use.file);
  return [...new Set(files)];
}

/** The effective value of an input: the given one, else its default, else none. */
export function effectiveValue(input: Input, values: Values): string | undefined {
  return Object.hasOwn(values, input.name) ? values[input.name] : (input.default ?? undefined);
}

function holds(use: ConstraintUse, inputs: readonly Input[], values: Values): boolean {
  return use.when.every((condition) => {
    const input = inputs.find((candidate) => candidate.name === condition.input);
    const value = input && effectiveValue(input, values)?.trim().toLowerCase();
    return condition.values.some((wanted) => wanted.trim().toLowerCase() === value);
  });
}

function valueProblems(input: Input, value: string): Problem<ValueProblemCode>[] {
  const problem = (code: ValueProblemCode, message: string, hint?: string): Problem<ValueProblemCode>[] => [
    hint ? { severity: 'error', code, message, hint } : { severity: 'error', code, message },
  ];
  if (value.trim() === '') {
    return problem(
      'input-empty',
      `The value of "${input.name}" is empty.`,
      'Leave it out to keep its slot open.',
    );
  }
  if (input.kind !== 'setting') return [];
  if (/[\r\n\u2028\u2029]/u.test(value)) {
    return problem(
      'setting-not-one-line',
      `"${input.name}" is a setting: it takes one line, but this has more.`,
    );
  }
  if (hasControlCharacters(value)) {
    return problem(
      'setting-not-one-line',
      `"${input.name}" is a setting: it cannot contain control characters.`,
    );
  }
  if ([...value].length <= LONGEST_SETTING) return [];
  return problem(
    'setting-too-long',
    `"${input.name}" is a setting of ${[...value].length} characters; at most ${LONGEST_SETTING} are allowed.`,
  );
}

function unknownInput(name: string, inputs: readonly Input[]): Problem<ValueProblemCode> {
  const names = inputs.map((input) => input.name);
  const suggestion = nearest(name, names);
  return {
    severity: 'error',
    code: 'unknown-input',
    message: `This goal has no input ${JSON.stringify(name.slice(0, 100))}.`,
    hint: suggestion ? `Did you mean "${suggestion}"?` : `Its inputs are: ${names.join(', ')}.`,
  };
}
