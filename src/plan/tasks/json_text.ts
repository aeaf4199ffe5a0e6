import { createScanner, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { failure, type Position, type Result, success } from '../../diagnostics/index.ts';
import { positionsIn } from '../../lib/index.ts';
import type { TaskCode, TaskSource } from './importer.ts';

/** A JSON text in which every value keeps its place. */
export type JsonText = { readonly root: Node; readonly at: (node: Node) => Position };

/** Reads a JSON text; comments and trailing commas are allowed. */
export function readJson({ text, file }: TaskSource): Result<JsonText, TaskCode> {
  const positionAt = positionsIn(text);
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== undefined)
    return failure('problems', {
      severity: 'error',
      code: 'task-list-too-deep',
      message: `Values are nested more than ${DEEPEST} levels deep.`,
      file,
      ...positionAt(tooDeep),
    });
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  // Without an error there is a value.
  if (first === undefined) return success({ root: root as Node, at: (node) => positionAt(node.offset) });
  // Errors after the first one are its consequences.
  return failure('problems', {
    severity: 'error',
    code: 'task-list-syntax',
    message: 'From here on, it is not valid JSON.',
    file,
    ...positionAt(Math.min(first.offset, text.length)),
    hint: 'Look for a missing comma or quotation mark, or a file that ends too early.',
  });
}

/** The value of a key, the last one where the key is repeated. */
export function property(node: Node, key: string): Node | undefined {
  if (node.type !== 'object') return undefined;
  const pairs = node.children as Node[];
  // A task is asked for twenty keys, so the entries of an object are not built for each.
  for (let index = pairs.length - 1; index >= 0; index--) {
    const [name, value] = (pairs[index] as Node).children as [Node, Node];
    if (name.value === key) return value;
  }
  return undefined;
}

/** The keys of an object with their values, in the order of the text. */
export function entriesOf(node: Node): (readonly [string, Node])[] {
  if (node.type !== 'object') return [];
  return (node.children as Node[]).map(({ children }) => {
    const [key, value] = children as [Node, Node];
    return [String(key.value), value];
  });
}

const DEEPEST = 64;

/** jsonc-parser's token numbers; its parser recurses, so the depth is limited first. */
const OPENING: ReadonlySet<number> = new Set([1, 3]);
const CLOSING: ReadonlySet<number> = new Set([2, 4]);
const END_OF_FILE = 17;

function firstTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    if (OPENING.has(token)) depth += 1;
    // A closing bracket without an opening one must not hide a level.
    else if (CLOSING.has(token)) depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return scanner.getTokenOffset();
  }
  return undefined;
}
