import type { JSONObject } from '@modelcontextprotocol/server';
import { type AnyCode, type Failure, failure, type Problem } from '../diagnostics/index.ts';
import type { DocumentName, OperationContext, Port, VerbResult, WholeDocument } from '../operations/index.ts';
import type { ArgumentSchema, Fields, InputOf } from './fields.ts';

/** An event of any operation that can be shown. */
export type ShownEvent = { readonly kind: string };

/** The port a tool works with. */
export type ToolPort = Port<ShownEvent>;

/**
 * - `reads`: changes nothing
 * - `adds`: writes new files, or replaces what it is told to replace
 * - `runs`: starts commands that can do anything
 */
export type ToolEffect = 'reads' | 'adds' | 'runs';

/** The declaration of a tool. */
type ToolDeclaration<Given extends Fields, Name extends DocumentName> = {
  readonly name: string;
  readonly title: string;
  /** Addressed to the client's model: what it does, when to call it, what to call next. */
  readonly description: string;
  readonly effect: ToolEffect;
  /** Whether it may ask a model, or start something that uses the network. */
  readonly isOpenWorld?: boolean;
  /** Whether a person may be asked through the client. Its operation must ask before it does anything. */
  readonly asks?: boolean;
  /** Whether it works with data kept for the project: plans, batches, memory. */
  readonly usesProject?: boolean;
  readonly input: Given;
  /** The equivalent command of the command line. */
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

/** A tool as the server sees it: its arguments are untyped client input, checked by {@link readInput}. */
export type Tool = Omit<ToolDeclaration<Fields, DocumentName>, 'document' | 'call' | 'text'> & {
  readonly documentFor: (input: object) => DocumentName;
  readonly call: (
    context: OperationContext,
    input: object,
    port: ToolPort,
  ) => Promise<VerbResult<DocumentName, AnyCode>>;
  readonly text: (document: object, input: object) => string;
};

/** Declares a tool; the only place that drops the types of its arguments and its document. */
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

/** Refuses a call whose arguments are each valid, but make no sense together. */
export function refused(message: string): Failure<'bad-argument'> {
  return failure('usage', { severity: 'error', code: 'bad-argument', message });
}

/** Refuses a call with two arguments that exclude each other. */
export function notTogether(one: string, other: string): Failure<'bad-argument'> {
  return refused(`The arguments ${one} and ${other} exclude each other: remove one.`);
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

/** Reads the arguments that a client sent. Returns them, or everything that is wrong with them. */
export function readInput(
  { name, input }: Pick<Tool, 'name' | 'input'>,
  given: unknown,
  root: string,
):
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const sent = given ?? {};
  if (typeof sent !== 'object' || Array.isArray(sent))
    return { ok: false, problems: [wrong(name, 'The arguments have to be an object.')] };
  const problems: Problem<'bad-argument'>[] = [];
  const value: Record<string, unknown> = {};
  for (const key of Object.keys(sent))
    if (!Object.hasOwn(input, key))
      problems.push(wrong(name, `There is no argument ${JSON.stringify(key.slice(0, 60))}.`));
  for (const [key, field] of Object.entries(input)) {
    const one: unknown = Object.getOwnPropertyDescriptor(sent, key)?.value;
    // Several clients send null for arguments they leave out.
    if (one === undefined || one === null) {
      if (field.isRequired) problems.push(wrong(name, `The argument ${key} is missing.`));
      continue;
    }
    const read = field.read(one, root);
    if ('fault' in read)
      problems.push(wrong(name, `The argument ${key} ${read.fault.replace(/[.]$/u, '')}.`));
    else value[key] = read.value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

function wrong(tool: string, message: string): Problem<'bad-argument'> {
  return {
    severity: 'error',
    code: 'bad-argument',
    message: /[.!?]$/u.test(message) ? message : `${message}.`,
    hint: `See the input schema of the tool ${tool}.`,
  };
}
