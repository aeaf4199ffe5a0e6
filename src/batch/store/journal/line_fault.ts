import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** Why a line is not an event. */
export type LineFault = {
  readonly code: 'journal-corrupt' | 'journal-newer';
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** A sentence about the line, without capital and end. */
  readonly why: string;
};

/** What JSON's own parser says of a text. It does not always say where. */
export function notJson(error: unknown): LineFault {
  const position = /at position (\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
  return { code: 'journal-corrupt', column: Number(position ?? 0) + 1, why: 'it is not JSON' };
}

/** The column in a JSON text at which a value begins, by its JSON pointer (RFC 6901); that of the text when it is not found. */
export function columnOfFault(text: string, pointer: string): number {
  // The parser that knows positions recurses: what no event can look like is not shown to it.
  if (pointer === '' || deepest(text) > DEEPEST) return 1;
  const tree = parseTree(text);
  const path = pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((name) => (/^\d+$/u.test(name) ? Number(name) : name));
  const node = tree && findNodeAtLocation(tree, path);
  return (node?.offset ?? 0) + 1;
}

const DEEPEST = 32;

/** How deep a text could be nested at most: brackets inside of strings count as well. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === '{' || character === '[') most = Math.max(most, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return most;
}
