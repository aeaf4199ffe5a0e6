import { reachedFrom } from '../../lib/index.ts';
import { WAITS_FOR } from '../words/claim_words.ts';
import type { AccountedLine, Claim, ImportedDocument } from './imported_document.ts';

/** Finds headings over parts that say that everything below them waits for something, while no part below says so. */
export function waitingGroups({ phases }: ImportedDocument, lines: readonly AccountedLine[]): Claim[] {
  const at = new Map(phases.map(({ line }, index) => [line, index]));
  const above: { readonly line: number; readonly text: string; readonly level: number; phases: number[] }[] =
    [];
  const found: typeof above = [];
  for (const { kind, line, text, level } of lines) {
    const index = at.get(line);
    if (kind === 'heading') {
      while ((above.at(-1)?.level ?? 0) >= level) above.pop();
      if (index === undefined) {
        const group = { line, text, level, phases: [] };
        above.push(group);
        if (besideTitle(text).some((beside) => WAITS_FOR.test(beside))) found.push(group);
      }
    }
    if (index !== undefined) for (const group of above) group.phases.push(index);
  }
  return (
    found
      .filter(({ phases: own }) => own.length > 0 && !own.some((index) => phases[index]?.statesNeeds))
      // "(after all of them)" holds where the parts above come before.
      .filter(
        ({ text, phases: own }) =>
          !(ALL.test(text) && own.every((index) => isBehindAll(phases, index, own[0] ?? 0))),
      )
      .map(({ line, text, phases: own }): Claim => ({ kind: 'needs', line, text, phases: own }))
  );
}

const ALL =
  /(?<!\p{L})(?:all|every|alle[nr]?|tod[oa]s|toutes|tous|tutt[ei]|все|всех|всього|усіх)(?!\p{L})|所有|全部|すべて|全て|모든/iu;

/** Whether a phase comes after all those in front of a group, directly or by way of others. */
function isBehindAll(phases: ImportedDocument['phases'], phase: number, first: number): boolean {
  const before = reachedFrom(phase, (at) => phases[at]?.after ?? []);
  return Array.from({ length: first }, (_, index) => index).every((index) => before.has(index));
}

/** Parts whose names say that they wait for something, though no dependency was read. */
export function waiting({ phases }: ImportedDocument): Claim[] {
  return phases.flatMap((phase, index): Claim[] =>
    [phase.title, phase.work[1] ?? '']
      .flatMap((said) => (phase.statesNeeds ? [] : (waitsIn(said) ?? [])))
      .slice(0, 1)
      .map((text) => ({ kind: 'needs', line: phase.line, text, phases: [index] })),
  );
}

/** The words in which a title or goal says that it waits for something, and a few before them. */
function waitsIn(said: string): string | undefined {
  const match =
    said.length < LONGEST_NAME
      ? WAITS_FOR.exec(said.replace(/`[^`]*`/gu, (code) => ' '.repeat(code.length)))
      : null;
  if (match === null || NEGATED.test(said.slice(0, match.index))) return undefined;
  // "Hide it after collapsing" is about what the program does; at the beginning or beside the title, it is about the work.
  if (!FIRM.test(match[0]) && !SET_OFF.test(said.slice(0, match.index))) return undefined;
  const before = said.slice(Math.max(0, match.index - WORDS_BEFORE), match.index);
  const words = match.index > WORDS_BEFORE ? before.replace(/^\S*\s/u, '') : before;
  return words + said.slice(match.index);
}

/** "so that nobody isn't blocked on it" states no order. */
const NEGATED = /(?:n['’]t|\b(?:not|never|no longer|nicht|ne|pas|non|não))\s+(?:\p{L}+\s+)?$/iu;

/** Words that only mean that something waits. */
const FIRM =
  /^(?:depends|blocked|waits|not before|depende|dépend|abhängig|erst nach|dipende|зависит|залежить|依赖|取决于)/iu;

/** The end of a text behind which words for an order are about the work: a bracket, a dash, a sentence's end, "begins only". */
const SET_OFF =
  /(?:^|[([（【.!?;:。；：]|\s[–—-])[\s*_]*$|(?<!\p{L})(?:only|begins?|starts?|erst|nur|beginnt|solo|empieza|começa|seulement|commence|только|начинается)\s+$/iu;

const WORDS_BEFORE = 24;

/** A longer text is a paragraph. */
const LONGEST_NAME = 600;

/** Finds the text in brackets, or after a dash at the end. */
export function besideTitle(text: string): readonly string[] {
  if (!/[([（【]|\s[–—-]\s/u.test(text)) return NOTHING;
  const inner = [...text.matchAll(/[([（【](?<inner>[^()[\]（）【】]{1,40})[)\]）】]/gu)];
  const tail = /\s[–—-]\s(?<tail>[^–—]{1,40})$/u.exec(text)?.groups?.tail;
  return [...inner.flatMap(({ groups }) => groups?.inner ?? []), ...(tail === undefined ? [] : [tail])];
}

const NOTHING: readonly string[] = [];
