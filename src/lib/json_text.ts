import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { gitConflicts } from './git_conflicts.ts';
import { positionsIn } from './positions.ts';
import { readStrictJson } from './strict_json.ts';

/** A JSON text read with positions, order and duplicate keys kept; comments and trailing commas are allowed. */
export type JsonText = {
  readonly root: Node;
  /** Position of an offset; both figures are 1-based. */
  readonly positionAt: (offset: number) => { readonly line: number; readonly column: number };
};

/** The reason why a text is not JSON, and the place. */
export type JsonFault = {
  readonly kind: 'too-deep' | 'empty' | 'syntax';
  readonly message: string;
  /** The text there, if it is informative; it may be a secret. */
  readonly near: string | null;
  readonly line: number;
  readonly column: number;
};

/** A node of a JSON text. */
export type JsonNode = Node;

/** Reads a JSON text, or finds all its faults. */
export function readJsonText(text: string): JsonText | readonly JsonFault[] {
  const positionAt = positionsIn(text);
  const strict = readStrictJson(text, DEEPEST);
  if (strict !== undefined) return { root: strict, positionAt };
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== undefined) {
    const message = `Values are nested more than ${DEEPEST} levels deep.`;
    return [{ kind: 'too-deep', message, near: null, ...positionAt(tooDeep) }];
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined && text.trim() === '')
    return [{ kind: 'empty', message: 'The file is empty.', near: null, line: 1, column: 1 }];
  if (errors.length > 0 || root === undefined) {
    // Each line of a conflict would be an error of its own, and none would name the conflict.
    const conflicts = gitConflicts(text);
    if (conflicts.length > 0)
      return conflicts
        .slice(0, MAX_FAULTS)
        .map((line): JsonFault => ({ kind: 'syntax', message: CONFLICT, near: null, line, column: 1 }));
    const faults = errors.slice(0, MAX_FAULTS).map((error): JsonFault => {
      const offset = Math.min(error.offset, text.length);
      const near = text.slice(offset, offset + Math.max(1, Math.min(error.length, 20)));
      const message = `${SYNTAX_ERRORS[printParseErrorCode(error.error)] ?? 'This is not JSON'}.`;
      return { kind: 'syntax', message, near: near.trim() === '' ? null : near, ...positionAt(offset) };
    });
    const next = errors[MAX_FAULTS];
    if (next === undefined) return faults;
    const message = `There are ${errors.length - MAX_FAULTS} more such places, from here on.`;
    const place = positionAt(Math.min(next.offset, text.length));
    return [...faults, { kind: 'syntax', message, near: null, ...place }];
  }
  return { root, positionAt };
}

const CONFLICT = 'A git merge conflict begins here: choose which text to keep, and remove the markers.';

/** The properties of an object node as written, duplicates included; none for any other node. */
export function propertiesOf(node: Node | undefined): readonly Property[] {
  return node?.type === 'object' ? indexed(node).list : [];
}

/** A key of an object with its value. */
export type Property = { readonly key: string; readonly keyNode: Node; readonly value: Node };

type Index = { readonly list: readonly Property[]; byKey?: ReadonlyMap<string, Property> };

/** Each object is indexed once: a file can have as many problems as lines, and each looks its place up. */
const indexes = new WeakMap<Node, Index>();

function indexed(node: Node): Index {
  const known = indexes.get(node);
  if (known) return known;
  const list = (node.children ?? []).flatMap((property): Property[] => {
    const [keyNode, value] = property.children ?? [];
    return keyNode && value ? [{ key: String(keyNode.value), keyNode, value }] : [];
  });
  const index = { list };
  indexes.set(node, index);
  return index;
}

/** The last property of that key. */
function propertyOf(node: Node, key: string): Property | undefined {
  const index = indexed(node);
  index.byKey ??= new Map(index.list.map((property) => [property.key, property]));
  return index.byKey.get(key);
}

/** A node's value. Objects have no prototype, so that a key such as `__proto__` is a key like any other. */
export function plainValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainValue);
  if (node.type !== 'object') return node.value;
  const value: Record<string, unknown> = Object.create(null);
  for (const { key, value: child } of propertiesOf(node)) {
    Object.defineProperty(value, key, {
      value: plainValue(child),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}

/** The node at a JSON Pointer (RFC 6901), or the deepest one on the way to it. */
export function nodeAt(root: Node, pointer: string): Node {
  let node = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const next =
      node.type === 'array'
        ? node.children?.[Number(key)]
        : node.type === 'object'
          ? propertyOf(node, key)?.value
          : undefined;
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** Limit for reported faults: text that is not JSON at all has one at every word. */
const MAX_FAULTS = 100;

const DEEPEST = 32;

/** jsonc-parser's token numbers for what opens and closes a level; its parser recurses, so depth is bounded first. */
const CLOSED_BY: ReadonlyMap<number, number> = new Map([
  [1, 2],
  [3, 4],
]);
const END_OF_FILE = 17;

/** Where the text is nested too deep. An unmatched closing bracket is ignored, as by the parser, so that it hides no level. */
function firstTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  const open: number[] = [];
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    const closing = CLOSED_BY.get(token);
    if (closing !== undefined) open.push(closing);
    else if (open.at(-1) === token) open.pop();
    if (open.length > DEEPEST) return scanner.getTokenOffset();
  }
  return undefined;
}

const SYNTAX_ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This word means nothing in JSON; text goes between double quotes',
  InvalidNumberFormat: 'This is not a number',
  PropertyNameExpected: 'A key between double quotes is expected',
  ValueExpected: 'A value is expected',
  ColonExpected: 'A colon is expected after the key',
  CommaExpected: 'A comma is expected',
  CloseBraceExpected: 'A closing brace } is expected',
  CloseBracketExpected: 'A closing bracket ] is expected',
  EndOfFileExpected: 'Nothing may follow the closing brace',
  InvalidCommentToken: 'This comment is not complete',
  UnexpectedEndOfComment: 'This comment is never closed',
  UnexpectedEndOfString: 'This text is never closed with a double quote',
  UnexpectedEndOfNumber: 'This number is not complete',
  InvalidUnicode: 'This \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'This is not an escape that JSON knows',
  InvalidCharacter: 'This character is not allowed unescaped in JSON text',
};
