import { printableLine, revealHidden } from '../../lib/index.ts';
import type { KnowledgeAnswer } from '../generated/knowledge.answer.ts';

/** A statement whose every place says what it is quoted with. */
export type ProvenStatement = {
  readonly text: string;
  readonly evidence: readonly { readonly path: string; readonly from: number; readonly to: number }[];
};

/**
 * Keeps of an answer what rests on what is there: every place of a statement has to be in a file that is the project's, and its
 * lines have to hold the words that are quoted. White space does not count.
 *
 * @param textOf - a file of the project; `undefined` where it is none
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
  if (text === undefined || to < from || to - from >= MOST_LINES) return false;
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

/** A place of more lines is none. */
const MOST_LINES = 60;
/** Fewer characters are in every file. */
const SHORTEST = 4;
