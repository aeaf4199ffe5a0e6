import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** Why a line is not an event. */
export type LineFault = {
  readonly code: 'journal-corrupt' | 'journal-newer';
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** A sentence about the line, without capital and end. */
  readonly why: string;
};

/** Describes a JSON parser's error. It does not always give a position. */
export function notJson(error: unknown): LineFault {
  const position = /at position (\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
  return { code: 'journal-corrupt', column: Number(position ?? 0) + 1, why: 'it is not JSON' };
}

/** Returns the column in a JSON text at which a value begins, by its JSON pointer (RFC 6901); 1 if it is not found. */
export function columnOfFault(text: string, pointer: string): number {
  // The parser that knows positions is recursive: texts too deep for any event are not passed to it.
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

/** Upper bound on the nesting depth of a text: brackets inside strings count as well. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === '{' || character === '[') most = Math.max(most, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return most;
}
