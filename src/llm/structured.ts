import { printableLine } from '../lib/index.ts';
import { type ModelFailure, malformed, type TryFailure } from './failure.ts';
import { findJson } from './json_in_text.ts';
import type {
  Ask,
  AskOptions,
  Message,
  ModelAnswer,
  ModelRequest,
  NamedSchema,
  Outcome,
  Usage,
} from './port.ts';

/** The requirements on an answer, and how often the model may repair it. */
export type StructuredOptions = AskOptions & {
  readonly schema: NamedSchema;
  readonly validate: Validate;
  /** Accepts values in the other forms that models use for the same, before the check. By default data is taken as it is. */
  readonly settle?: (data: unknown) => unknown;
  /** Rounds after the first. */
  readonly repairs: number;
};

/** Checks data against the schema and any other requirement. */
export type Validate = (data: unknown) => Validation;

/** Every problem begins with its place, as a JSON pointer: `/phases/0/goal: must be string`. */
export type Validation = { readonly valid: boolean; readonly problems: readonly string[] };

/** An answer that was found valid. */
export type Structured<Value> = {
  readonly value: Value;
  readonly model: string;
  /** Number of repair rounds it took. */
  readonly repairs: number;
  /** The sum of all rounds; `null` if the endpoint did not report it in each. */
  readonly usage: Usage | null;
};

/**
 * Asks for JSON that fits a schema. The endpoint enforces it if it can, otherwise the schema goes into the prompt. Either way the
 * answer is checked here, and sent back with its problems at most `repairs` times.
 *
 * @typeParam Value - the type that `validate` ensures
 * @returns the value, or a failure; `malformed` with the last problems if the model did not manage
 */
export async function askStructured<Value>(
  ask: Ask,
  request: ModelRequest,
  options: StructuredOptions,
): Promise<Outcome<Structured<Value>>> {
  const { schema, signal, onEvent } = options;
  const askOptions: AskOptions = onEvent ? { signal, onEvent } : { signal };
  let current: ModelRequest = { ...request, schema };
  let tries = 0;
  let usage: Usage | null = { input: 0, output: 0 };
  for (let repairs = 0; ; ) {
    const answered = await ask(current, askOptions);
    if (!answered.ok) {
      tries += answered.failure.tries;
      if (!current.schema || !refusesSchema(answered.failure)) return withTries(answered, tries);
      current = inText(current, schema);
      continue;
    }
    const answer = answered.value;
    tries += answer.tries;
    usage = sum(usage, answer.usage);
    const problems = problemsOf(answer, options);
    if ('value' in problems) {
      // `validate` ensures the type; the type system cannot see into a schema.
      return { ok: true, value: { value: problems.value as Value, model: answer.model, repairs, usage } };
    }
    if (repairs >= options.repairs)
      return { ok: false, failure: { ...unfit(problems, findJson(answer.text).found), tries } };
    repairs += 1;
    current = { ...current, messages: [...inText(request, schema).messages, ...repair(answer, problems)] };
  }
}

function refusesSchema(failure: ModelFailure): boolean {
  return failure.reason === 'bad-request' && failure.parameter === 'response_format';
}

function withTries<Value>(
  outcome: { readonly ok: false; readonly failure: ModelFailure },
  tries: number,
): Outcome<Value> {
  return { ok: false, failure: { ...outcome.failure, tries } };
}

function problemsOf(
  answer: ModelAnswer,
  { validate, settle }: Pick<StructuredOptions, 'validate' | 'settle'>,
): { readonly value: unknown } | string[] {
  const json = findJson(answer.text);
  if (!json.found) return [inOneLine(json.problem)];
  const value = settle === undefined ? json.value : settle(json.value);
  const { valid, problems } = validate(value);
  if (valid) return { value };
  const lines = problems.slice(0, MAX_PROBLEMS).map(inOneLine);
  return lines.length > 0 ? lines : ['It does not fit the schema.'];
}

function inOneLine(problem: string): string {
  return printableLine(problem).slice(0, LONGEST_PROBLEM);
}

const MAX_PROBLEMS = 20;
const LONGEST_PROBLEM = 300;

/**
 * Puts the schema in the last turn of the request, which every chat template allows to extend. A repair always has it there: the
 * endpoint did not enforce it, whatever it claims.
 */
function inText({ schema: _, ...request }: ModelRequest, { schema }: NamedSchema): ModelRequest {
  const rule = `Answer with one JSON value and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
  const last = request.messages.at(-1);
  const messages: ModelRequest['messages'] =
    last?.role === 'user'
      ? [...request.messages.slice(0, -1), { role: 'user', content: `${last.content}\n\n${rule}` }]
      : [...request.messages, { role: 'user', content: rule }];
  return { ...request, messages };
}

function repair({ text }: ModelAnswer, problems: readonly string[]): Message[] {
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  const content = `That answer cannot be used:\n${list}\n\nGive the whole JSON value again with this fixed, and nothing else.`;
  return [
    { role: 'assistant', content: text },
    { role: 'user', content },
  ];
}

function sum(a: Usage | null, b: Usage | null): Usage | null {
  return a && b ? { input: a.input + b.input, output: a.output + b.output } : null;
}

/** A failure for JSON that breaks a rule: it names the rule, and does not claim that the answer made no sense. */
function unfit(problems: string[], isJson: boolean): TryFailure {
  const [first = ''] = problems;
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const what = `does not have the requested form: ${first.replace(/[.]$/u, '')}${rest}`;
  if (!isJson)
    return malformed(`it ${what}`, { problems, remedy: 'Try again, or use a model that is better at JSON.' });
  const remedy = 'Try again, use a model that follows instructions better, or ask for less at a time.';
  return { ...malformed('', { problems, remedy }), message: `The model's answer ${what}.` };
}
