import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { ComponentProblemCode, FrontMatter, FrontMatterValue } from './component.ts';

/** Front matter larger than this is refused before it is parsed, in UTF-16 code units. */
const LARGEST = 16_384;

/**
 * Reads flat YAML front matter. Anchors, aliases and tags are refused, so that nothing in it can grow.
 *
 * @param yaml - the text between the two `---` lines
 * @param file - the name that problems carry
 * @returns `not-front-matter` when the block is prose between two rules, not a mapping
 */
export function readFrontMatter(
  yaml: string,
  file: string,
): Result<FrontMatter, ComponentProblemCode> | 'not-front-matter' {
  if (yaml.length > LARGEST) {
    return failed(file, [
      { line: 1, column: 1, message: `it has ${yaml.length} characters; at most ${LARGEST} are read` },
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: line + 1, column: col };
  };
  if (document.errors.length > 0) {
    return failed(
      file,
      document.errors.map((error) => ({ ...at(error.pos[0]), message: lowerFirst(error.message) })),
    );
  }
  const refused: Fault[] = [];
  visit(document, {
    Node: (_, node) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) refused.push({ ...at(offset), message: 'aliases (*name) are not allowed' });
      else if (node.anchor !== undefined)
        refused.push({ ...at(offset), message: 'anchors (&name) are not allowed' });
      if (node.tag !== undefined)
        refused.push({ ...at(offset), message: `tags (${node.tag}) are not allowed` });
    },
  });
  if (refused.length > 0) return failed(file, refused);
  if (!isMap(document.contents))
    return isScalar(document.contents) ? 'not-front-matter' : emptyOrWrong(document.contents, file);
  const entries: [string, FrontMatterValue][] = [];
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key)) return failed(file, [{ line: 1, column: 1, message: 'a key must be one word' }]);
    const flat = flatValue(value as Node | null);
    if (flat === undefined) {
      const position = at((value as Node).range?.[0] ?? 0);
      return failed(file, [
        {
          ...position,
          message: `the value of "${String(key.value)}" is nested too deep; front matter is flat`,
        },
      ]);
    }
    entries.push([String(key.value), flat]);
  }
  return success(fromEntries(entries));
}

type Fault = { readonly line: number; readonly column: number; readonly message: string };

function emptyOrWrong(contents: unknown, file: string): Result<FrontMatter, ComponentProblemCode> {
  if (contents === null) return success({});
  return failed(file, [{ line: 2, column: 1, message: 'it must be a mapping of keys to values' }]);
}

function flatValue(node: Node | null): FrontMatterValue | undefined {
  if (node === null) return null;
  if (isScalar(node)) return scalar(node.value);
  if (isSeq(node)) {
    const items = node.items.map((item) => (isScalar(item) ? scalar(item.value) : undefined));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isMap(node)) return undefined;
  const pairs: [string, string | number | boolean | null][] = [];
  for (const { key, value } of node.items) {
    const inner = value === null ? null : isScalar(value) ? scalar(value.value) : undefined;
    if (!isScalar(key) || inner === undefined) return undefined;
    pairs.push([String(key.value), inner]);
  }
  return fromEntries(pairs);
}

function scalar(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Builds an object whose keys are all its own, even `__proto__`. */
function fromEntries<Value>(entries: readonly [string, Value][]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries);
}

/** Further faults in one front matter add nothing. */
const MAX_FAULTS = 20;

function failed(file: string, faults: readonly Fault[]): Result<never, ComponentProblemCode> {
  const problems = faults.slice(0, MAX_FAULTS).map(
    ({ line, column, message }): Problem<ComponentProblemCode> => ({
      severity: 'error',
      code: 'component-front-matter',
      message: `The front matter cannot be used: ${message.replace(/\.$/u, '')}.`,
      file,
      line,
      column,
      hint: 'Front matter is flat YAML between two lines of ---; a file without it is also fine.',
    }),
  );
  return { ok: false, cause: 'problems', problems };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
