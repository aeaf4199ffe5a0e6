import { printableLine, revealHidden } from '../../lib/index.ts';
import type { KnowledgeAnswer } from '../generated/knowledge.answer.ts';

/** A statement whose quotes all occur at their places. */
export type ProvenStatement = {
  readonly text: string;
  readonly evidence: readonly { readonly path: string; readonly from: number; readonly to: number }[];
};

/**
 * Keeps the statements of an answer that the files support: every place of a statement has to be in a file of the project, and
 * its lines have to contain the quoted words. White space does not count.
 *
 * @param textOf - reads a file of the project; `undefined` for any other
 */
export function proveStatements(
  { statements }: Pick<KnowledgeAnswer, 'statements'>,
  textOf: (path: string) => string | undefined,
): { readonly proven: readonly ProvenStatement[]; readonly dropped: number } {
  const proven = statements.flatMap(({ text, evidence }): ProvenStatement[] => {
    const said = printableLine(revealHidden(text));
    const holds = said !== '' && evidence.length > 0 && evidence.every((place) => isThere(place, textOf));
    if (!holds) return [];
    return [{ text: said, evidence: evidence.map(({ path, from, to }) => ({ path, from, to })) }];
  });
  return { proven, dropped: statements.length - proven.length };
}

function isThere(
  { path, from, to, quote }: KnowledgeAnswer['statements'][number]['evidence'][number],
  textOf: (path: string) => string | undefined,
): boolean {
  const text = textOf(path);
  if (text === undefined || to < from || to - from >= MAX_LINES) return false;
  const lines = text.split(/\r\n|\r|\n/u);
  if (to > lines.length) return false;
  const wanted = flat(quote);
  if (wanted.length < SHORTEST) return false;
  const there = lines.slice(from - 1, to);
  return (
    flat(there.join('\n')).includes(wanted) ||
    flat(there.map((line) => revealHidden(line)).join('\n')).includes(wanted)
  );
}

function flat(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** A place with more lines is rejected. */
const MAX_LINES = 60;
/** Fewer characters occur in every file. */
const SHORTEST = 4;
