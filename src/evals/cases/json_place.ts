import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Position, Problem } from '../../diagnostics/index.ts';
import { positionsIn } from '../../lib/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';

/** A flat JSON object that a person wrote, with the positions of its values. */
export type PlacedJson = {
  readonly value: unknown;
  /** The position of the value at a JSON pointer, or of its nearest existing ancestor. */
  readonly at: (pointer: string) => Position;
  readonly problems: readonly Problem<EvalProblemCode>[];
};

/** The deepest nesting of values that is allowed; the parser recurses. */
const DEEPEST = 16;

/** Reads a JSON text with the positions of its values. Comments and trailing commas are allowed. */
export function readPlacedJson(text: string, file: string): PlacedJson {
  const positionAt = positionsIn(text);
  const problem = (code: EvalProblemCode, message: string, offset: number): Problem<EvalProblemCode> => ({
    severity: 'error',
    code,
    message,
    file,
    ...positionAt(Math.min(offset, text.length)),
  });
  const none = (problems: readonly Problem<EvalProblemCode>[]): PlacedJson => ({
    value: undefined,
    at: () => positionAt(0),
    problems,
  });
  if (isTooDeep(text))
    return none([problem('inputs-form', `Values are nested more than ${DEEPEST} deep.`, 0)]);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (root === undefined || first !== undefined)
    return none([problem('inputs-syntax', 'From here on, it is not valid JSON.', first?.offset ?? 0)]);
  return {
    value: plain(root),
    at: (pointer) => positionAt((nodeAt(root, pointer) ?? root).offset),
    problems: doubled(root).map(({ key, node }) =>
      problem('inputs-duplicate-key', `${JSON.stringify(key)} is here twice.`, node.offset),
    ),
  };
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gsu)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function nodeAt(root: Node, pointer: string): Node | undefined {
  const way = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
  return findNodeAtLocation(root, way);
}

function plain(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plain);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key && value ? [[String(key.value), plain(value)]] : [],
    ),
  );
}

function doubled(root: Node): { readonly key: string; readonly node: Node }[] {
  const seen = new Set<string>();
  return (root.children ?? []).flatMap(({ children: [key] = [] }) => {
    if (root.type !== 'object' || key === undefined) return [];
    const name = String(key.value);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ key: name, node: key }];
  });
}
