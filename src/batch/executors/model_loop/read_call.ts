import { nearest } from '../../../lib/index.ts';
import { TOOLS, type ToolName } from './tools.ts';

/** A call as a model made it. Untrusted. */
export type AskedCall = { readonly name: string; readonly arguments: string };

/** A call that can be carried out. */
export type SoundCall = {
  readonly tool: ToolName;
  readonly given: Readonly<Record<string, string | number>>;
};

/** A valid call, or what is wrong with it, as a sentence for the model. */
export type ReadCall =
  | { readonly ok: true; readonly call: SoundCall }
  | { readonly ok: false; readonly why: string };

/** Checks a call against the tool's parameters; reports all errors at once. */
export function readCall({ name, arguments: text }: AskedCall): ReadCall {
  const tool = TOOLS.find((each) => each.name === name);
  if (tool === undefined) {
    const names = TOOLS.map((each) => each.name);
    const meant = nearest(name, names);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    return { ok: false, why: `There is no tool of that name. The tools are ${names.join(', ')}.${hint}` };
  }
  const value = objectIn(text);
  if (value === undefined)
    return { ok: false, why: `The arguments of ${tool.name} are not one whole JSON object.` };
  const { properties, required } = tool.schema as {
    readonly properties: Readonly<Record<string, { readonly type: string }>>;
    readonly required: readonly string[];
  };
  // Some models fill in every argument, and mean nothing by null.
  const given = Object.entries(value).filter(([, each]) => each !== null);
  const faults = [
    ...required.filter((key) => (value[key] ?? null) === null).map((key) => `${key} is missing`),
    ...given.flatMap(([key, each]) => {
      const type = Object.hasOwn(properties, key) ? properties[key]?.type : undefined;
      if (type === undefined) return [`there is no argument ${JSON.stringify(key.slice(0, 40))}`];
      if (type === 'string') return typeof each === 'string' ? [] : [`${key} is not a text`];
      return wholeNumber(each) === undefined ? [`${key} is not a whole number from 1`] : [];
    }),
  ];
  if (faults.length > 0) return { ok: false, why: `${tool.name}: ${faults.join('; ')}.` };
  const checked = given.map(([key, each]) => [
    key,
    properties[key]?.type === 'string' ? each : wholeNumber(each),
  ]);
  return { ok: true, call: { tool: tool.name, given: Object.fromEntries(checked) } };
}

/** The object in a call's arguments; an empty text counts as an empty object. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Small models write numbers as texts. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/u.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}
