import type { JSONObject } from '@modelcontextprotocol/server';
import { type AnyCode, type Failure, failure, type Problem } from '../diagnostics/index.ts';
import type { DocumentName, OperationContext, Port, VerbResult, WholeDocument } from '../operations/index.ts';
import type { ArgumentSchema, Fields, InputOf } from './fields.ts';

/** Something that can be shown, of whatever operation. */
export type ShownEvent = { readonly kind: string };

/** What a tool can count on while it works. */
export type ToolPort = Port<ShownEvent>;

/**
 * - `reads`: changes nothing
 * - `adds`: writes new files, or replaces what it is told to replace
 * - `runs`: starts commands that can do anything
 */
export type ToolEffect = 'reads' | 'adds' | 'runs';

/** A tool as it is written. */
type ToolDeclaration<Given extends Fields, Name extends DocumentName> = {
  readonly name: string;
  readonly title: string;
  /** For a client's model: what it does, when to call it, what to call next. */
  readonly description: string;
  readonly effect: ToolEffect;
  /** Whether it may ask a model, or start what may use the network. */
  readonly isOpenWorld?: boolean;
  /** Whether a person may be asked by way of the client. Its operation must ask before it does anything. */
  readonly asks?: boolean;
  /** Whether it works with what is kept of the project: plans, batches, memory. */
  readonly usesProject?: boolean;
  readonly input: Given;
  /** The command of the command line that does the same. */
  readonly command: string;
  readonly document: Name | ((input: InputOf<Given>) => Name);
  readonly call: (
    context: OperationContext,
    input: InputOf<Given>,
    port: ToolPort,
  ) => Promise<{ [Each in Name]: VerbResult<Each, AnyCode> }[Name]>;
  /** The document in a few lines, for clients that show a model nothing else. */
  readonly text: (document: { [Each in Name]: WholeDocument<Each> }[Name], input: InputOf<Given>) => string;
};

/** A tool as the server sees it: its arguments are whatever a client sent, checked by {@link readInput}. */
export type Tool = Omit<ToolDeclaration<Fields, DocumentName>, 'document' | 'call' | 'text'> & {
  readonly documentFor: (input: object) => DocumentName;
  readonly call: (
    context: OperationContext,
    input: object,
    port: ToolPort,
  ) => Promise<VerbResult<DocumentName, AnyCode>>;
  readonly text: (document: object, input: object) => string;
};

/** Declares a tool; the only place that forgets which arguments and which document are whose. */
export function defineTool<Given extends Fields, Name extends DocumentName>({
  document,
  call,
  text,
  ...rest
}: ToolDeclaration<Given, Name>): Tool {
  return {
    ...rest,
    documentFor: (input) => (typeof document === 'function' ? document(input as InputOf<Given>) : document),
    call: (context, input, port) =>
      call(context, input as InputOf<Given>, port) as Promise<VerbResult<DocumentName, AnyCode>>,
    text: (made, input) =>
      text(made as WholeDocument<Name> as Parameters<typeof text>[0], input as InputOf<Given>),
  };
}

/** A call whose arguments are right each by itself, and make no sense together. */
export function refused(message: string): Failure<'bad-argument'> {
  return failure('usage', { severity: 'error', code: 'bad-argument', message });
}

/** A call with two arguments of which there can be one. */
export function notTogether(one: string, other: string): Failure<'bad-argument'> {
  return refused(`The arguments ${one} and ${other} do not go together: leave one out.`);
}

/** A tool's arguments as JSON Schema. */
export function inputSchema({ input }: Pick<Tool, 'input'>): {
  readonly type: 'object';
  readonly properties: { [name: string]: JSONObject };
  readonly required?: string[];
  readonly additionalProperties: false;
} {
  const entries = Object.entries(input);
  const names = entries.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, jsonOf(schema)])),
    ...(names.length === 0 ? {} : { required: names }),
    additionalProperties: false,
  };
}

function jsonOf({ enum: words, ...others }: ArgumentSchema): JSONObject {
  return words === undefined ? others : { ...others, enum: [...words] };
}

/** The arguments that a client sent, or all that is wrong with them. */
export function readInput(
  { name, input }: Pick<Tool, 'name' | 'input'>,
  given: unknown,
  root: string,
):
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const sent = given ?? {};
  if (typeof sent !== 'object' || Array.isArray(sent))
    return { ok: false, problems: [wrong(name, 'The arguments are an object.')] };
  const problems: Problem<'bad-argument'>[] = [];
  const value: Record<string, unknown> = {};
  for (const key of Object.keys(sent))
    if (!Object.hasOwn(input, key))
      problems.push(wrong(name, `There is no argument ${JSON.stringify(key.slice(0, 60))}.`));
  for (const [key, field] of Object.entries(input)) {
    const one: unknown = Object.getOwnPropertyDescriptor(sent, key)?.value;
    // Several clients send null for what they leave out.
    if (one === undefined || one === null) {
      if (field.isRequired) problems.push(wrong(name, `The argument ${key} is missing.`));
      continue;
    }
    const read = field.read(one, root);
    if ('fault' in read) problems.push(wrong(name, `The argument ${key}: ${read.fault}`));
    else value[key] = read.value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

function wrong(tool: string, message: string): Problem<'bad-argument'> {
  return {
    severity: 'error',
    code: 'bad-argument',
    message: /[.!?]$/u.test(message) ? message : `${message}.`,
    hint: `The input schema of the tool ${tool} says what it takes.`,
  };
}
