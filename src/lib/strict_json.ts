import type { Node } from 'jsonc-parser';

/**
 * Reads a text that is JSON in the strict sense, to the nodes that `jsonc-parser` makes of it, without their parents; several
 * times as fast. `undefined` for anything else, such as comments, faults, or more levels than given: the slower reader decides.
 */
export function readStrictJson(text: string, deepest: number): Node | undefined {
  let at = 0;

  const skipBlanks = (): void => {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      at++;
    }
  };
  const readString = (): Node | undefined => {
    const offset = at;
    PLAIN_STRING.lastIndex = at;
    if (PLAIN_STRING.test(text)) {
      at = PLAIN_STRING.lastIndex;
      return { type: 'string', offset, length: at - offset, value: text.slice(offset + 1, at - 1) };
    }
    const end = endOfString(text, at);
    if (end === undefined) return undefined;
    at = end;
    return { type: 'string', offset, length: at - offset, value: JSON.parse(text.slice(offset, at)) };
  };
  const readScalar = (): Node | undefined => {
    SCALAR.lastIndex = at;
    const [token] = SCALAR.exec(text) ?? [];
    if (token === undefined) return undefined;
    const offset = at;
    at = SCALAR.lastIndex;
    const value: unknown = JSON.parse(token);
    const type = typeof value === 'number' ? 'number' : value === null ? 'null' : 'boolean';
    return { type, offset, length: token.length, value };
  };
  /** Reads the members of an object or a list, from the one bracket to the other. */
  const readMembers = (
    type: 'object' | 'array',
    closing: number,
    readMember: () => Node | undefined,
  ): Node | undefined => {
    const offset = at++;
    const children: Node[] = [];
    skipBlanks();
    if (text.charCodeAt(at) !== closing)
      for (;;) {
        const child = readMember();
        if (child === undefined) return undefined;
        children.push(child);
        skipBlanks();
        const code = text.charCodeAt(at);
        if (code === closing) break;
        if (code !== COMMA) return undefined;
        at++;
        skipBlanks();
      }
    at++;
    return { type, offset, length: at - offset, children };
  };
  const readProperty = (level: number): Node | undefined => {
    const offset = at;
    const key = readString();
    skipBlanks();
    if (key === undefined || text.charCodeAt(at) !== COLON) return undefined;
    const colonOffset = at++;
    skipBlanks();
    const value = readValue(level);
    return value && { type: 'property', offset, length: at - offset, children: [key, value], colonOffset };
  };
  const readValue = (level: number): Node | undefined => {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return readString();
    if (code !== BRACE && code !== BRACKET) return readScalar();
    if (level === deepest) return undefined;
    return code === BRACE
      ? readMembers('object', BRACE + 2, () => readProperty(level + 1))
      : readMembers('array', BRACKET + 2, () => readValue(level + 1));
  };

  skipBlanks();
  const root = readValue(0);
  skipBlanks();
  return at === text.length ? root : undefined;
}

/** The end of a string with escapes. One pattern for the whole would need a stack as deep as the string is long. */
function endOfString(text: string, start: number): number | undefined {
  if (text.charCodeAt(start) !== QUOTE) return undefined;
  for (let at = start + 1; ; ) {
    PLAIN_PART.lastIndex = at;
    PLAIN_PART.test(text);
    at = PLAIN_PART.lastIndex;
    if (text.charCodeAt(at) === QUOTE) return at + 1;
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return undefined;
    at = ESCAPE.lastIndex;
  }
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BRACKET = 91;
const BRACE = 123;

const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y;
const PLAIN_PART = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
