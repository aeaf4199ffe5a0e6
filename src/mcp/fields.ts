import { confinePath } from '../operations/index.ts';

/** The JSON Schema of one argument, as far as tools need it. */
export type ArgumentSchema = {
  readonly type: 'string' | 'boolean' | 'integer' | 'array' | 'object';
  readonly description: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: 'string' };
  readonly additionalProperties?: { readonly type: 'string' };
  readonly minimum?: number;
  readonly maximum?: number;
};

/** One argument of a tool: its schema, and how a client's value is turned into a trusted one. */
export type Field<Value, Required extends boolean = boolean> = {
  readonly schema: ArgumentSchema;
  readonly isRequired: Required;
  /** Returns the value, or its fault. */
  readonly read: (value: unknown, root: string) => { readonly value: Value } | { readonly fault: string };
};

/** The arguments of a tool, by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The type of a tool's arguments once read. */
export type InputOf<Given extends Fields> = {
  readonly [Name in keyof Given as Given[Name]['isRequired'] extends true ? Name : never]: ValueOf<
    Given[Name]
  >;
} & {
  readonly [Name in keyof Given as Given[Name]['isRequired'] extends true ? never : Name]?: ValueOf<
    Given[Name]
  >;
};

type ValueOf<Given> = Given extends Field<infer Value> ? Value : never;

/** The longest text that an argument may have, in characters; longer texts belong in a file. */
const LONGEST = 100_000;

/** A text argument. */
export function text(description: string): Field<string, false> {
  return { schema: { type: 'string', description }, isRequired: false, read: readText };
}

/** An argument that takes one of several words. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  description: string,
): Field<Words[number], false> {
  return {
    schema: { type: 'string', enum: words, description },
    isRequired: false,
    read: (value) =>
      words.includes(value as Words[number])
        ? { value: value as Words[number] }
        : { fault: `has to be one of ${words.join(', ')}` },
  };
}

/** An argument that takes a path below the root. */
export function path(description: string): Field<string, false> {
  return {
    schema: { type: 'string', description },
    isRequired: false,
    read(value, root) {
      const given = readText(value);
      if ('fault' in given) return given;
      const confined = confinePath(root, given.value);
      return confined.ok
        ? { value: confined.value }
        : {
            fault: `is not a usable path: ${confined.problems.map(({ message, hint }) => `${message} ${hint ?? ''}`).join(' ')}`,
          };
    },
  };
}

/** A boolean argument. */
export function flag(description: string): Field<boolean, false> {
  return {
    schema: { type: 'boolean', description },
    isRequired: false,
    read: (value) => (typeof value === 'boolean' ? { value } : { fault: 'has to be true or false' }),
  };
}

/** An argument that takes a whole number. */
export function figure(
  description: string,
  { least, most }: { readonly least: number; readonly most: number },
): Field<number, false> {
  return {
    schema: { type: 'integer', minimum: least, maximum: most, description },
    isRequired: false,
    read: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? { value }
        : { fault: `has to be a whole number from ${least} to ${most}` },
  };
}

/** An argument that takes several texts. */
export function texts(description: string): Field<readonly string[], false> {
  return {
    schema: { type: 'array', items: { type: 'string' }, description },
    isRequired: false,
    read(value) {
      const isList = Array.isArray(value) && value.length <= 100;
      return isList && value.every((item) => 'value' in readText(item))
        ? { value: value as readonly string[] }
        : { fault: 'has to be a list of at most 100 strings' };
    },
  };
}

/** An argument that takes places in files below the root: paths with line numbers. */
export function places(description: string): Field<readonly string[], false> {
  const list = texts(description);
  return {
    ...list,
    read(value, root) {
      const given = list.read(value, root);
      if ('fault' in given) return given;
      const faults = given.value.flatMap((place) => {
        const read = path(description).read(place.replace(/(?::\d+(?:-\d+)?)?$/u, ''), root);
        return 'fault' in read ? [read.fault] : [];
      });
      return faults.length === 0 ? given : { fault: faults.join(' ') };
    },
  };
}

/** An argument that takes texts by name. */
export function textsByName(description: string): Field<Readonly<Record<string, string>>, false> {
  return {
    schema: { type: 'object', additionalProperties: { type: 'string' }, description },
    isRequired: false,
    read(value) {
      const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isRecord && Object.values(value).every((item) => 'value' in readText(item))
        ? { value: value as Readonly<Record<string, string>> }
        : { fault: 'has to be an object whose values are strings' };
    },
  };
}

/** Makes an argument required. */
export function required<Value>(field: Field<Value>): Field<Value, true> {
  return { ...field, isRequired: true };
}

function readText(value: unknown): { readonly value: string } | { readonly fault: string } {
  if (typeof value !== 'string') return { fault: 'has to be a text' };
  return value.length <= LONGEST ? { value } : { fault: `may have at most ${LONGEST} characters` };
}
