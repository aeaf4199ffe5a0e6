import type { Position } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import { type DocumentLine, documentLines } from '../account/document_lines.ts';
import { contextOf, MAX_CONTEXT } from '../document/plan_context.ts';
import { whyClosed } from '../words/closed_headings.ts';
import { STATUS_LINE } from '../words/done_marks.ts';
import type { ContextPiece, SectionOutcome, TaskProblem } from './importer.ts';
import { EXPLAINS_TODOS, NO_LIST } from './list_outcomes.ts';
import { leftOutNote, UNKNOWN } from './section_outcomes.ts';
import { shortText } from './short_text.ts';

/** A document's statements about the whole work, which are the context of each of its parts. */
export type DocumentContext = {
  /** As it is written; `undefined` where there is none. */
  readonly text: string | undefined;
  /** The lines that it was taken from. */
  readonly lines: ReadonlySet<number>;
  /** The outcomes, of which those that are context say so. */
  readonly sections: readonly SectionOutcome[];
  /** The problems, with the note on sections left out corrected, and one on those that are context. */
  readonly problems: readonly TaskProblem[];
};

/**
 * Takes the sections beside the parts that say something about all of them: architecture, structure, rules, goals, what is not
 * wanted, and the introduction. Other lists of work are none, nor is anything that is done, archived or meant for later, also in the
 * middle of a section.
 *
 * @param text - with line feeds only
 */
export function documentContext(
  text: string,
  {
    sections,
    places,
    problems,
    file,
    given = [],
    isAsked,
  }: {
    readonly sections: readonly SectionOutcome[];
    readonly places: readonly Position[];
    readonly problems: readonly TaskProblem[];
    readonly file: string;
    /** What the importer itself took for context. */
    readonly given?: readonly ContextPiece[];
    /** Whether the user chose the section that is the work, so that the others may be work, too. */
    readonly isAsked: boolean;
  },
): DocumentContext {
  const known = documentLines(text);
  const raw = text.split('\n');
  const pieces: string[] = [];
  const lines = new Set<number>();
  const closed = closedLines(known, raw.length);
  let left = MAX_CONTEXT;
  const keep = (from: number, to: number): boolean => {
    const open = raw.slice(from - 1, to - 1).filter((_, index) => !closed.has(from + index));
    const piece = contextOf(withoutRuleAtEnd(open));
    if (piece === '' || piece.length > left) return false;
    // Two line feeds set it off from the next.
    left -= piece.length + 2;
    pieces.push(piece);
    for (let line = from; line < to; line++) if (!closed.has(line)) lines.add(line);
    return true;
  };
  const told = given.filter(({ text: piece, line, end }) => {
    if (piece.length > left) return false;
    left -= piece.length + 2;
    pieces.push(piece);
    for (let own = line; own < end; own++) lines.add(own);
    return true;
  });
  const intro = introduction(known, places, sections);
  const isIntroKept = intro !== undefined && keep(intro.from, intro.to);
  const doubted = doubtedLines(problems);
  const headings = known.filter(({ kind }) => kind === 'heading');
  const parts = [...places].sort((a, b) => a.line - b.line);
  const outcomes = sections.map((outcome, index): SectionOutcome => {
    if (outcome.became !== 'left-out' || !isAboutAll(outcome)) return outcome;
    const { line: from, why } = outcome;
    const whyNot = closed.get(from);
    if (whyNot !== undefined) return UNKNOWN_REASONS.has(why) ? { ...outcome, why: whyNot } : outcome;
    const to = endOf(outcome, sections[index + 1], headings) ?? raw.length + 1;
    const own = within(known, from, to);
    const isWork =
      (UNKNOWN_REASONS.has(why) && (isAsked || listsSteps(own))) ||
      doubted.has(outcome.heading) ||
      own.some(({ kind, line }) => kind === 'open-box' || doubted.has(line)) ||
      within(parts, from, to).length > 0;
    if (isWork || own.length < 2) return outcome;
    if (!keep(from, to)) return { ...outcome, why: `${why}; too long to be kept as context` };
    return { ...outcome, became: 'context' };
  });
  const kept = outcomes.filter(({ became }) => became === 'context');
  const others = problems.filter(({ code }) => code !== 'sections-left-out');
  const hadNote = others.length < problems.length;
  return {
    text: pieces.length === 0 ? undefined : printable(pieces.join('\n\n')),
    lines,
    sections: outcomes,
    problems: [
      ...others,
      ...(hadNote ? leftOutNote(outcomes, file, others) : []),
      ...contextNote(kept, { intro: isIntroKept ? intro.from : undefined, told }, file),
    ],
  };
}

/** The lines of all sections that no worker gets, those below them included, with the reasons. */
function closedLines(known: readonly DocumentLine[], count: number): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [index, { kind, line: from, level, text }] of known.entries()) {
    if (kind !== 'heading' || index === 0 || found.has(from)) continue;
    if (whyClosed(text, { isShort: true }) === undefined) continue;
    let next = index + 1;
    while (next < known.length && !(known[next]?.kind === 'heading' && (known[next]?.level ?? 0) <= level))
      next++;
    const why = whyClosed(text, { isShort: next - index <= 2 });
    if (why === undefined) continue;
    const end = known[next]?.line ?? count + 1;
    for (let line = from; line < end; line++) found.set(line, why);
  }
  return found;
}

/** Whether a section is about the whole by the reason for which it is no work. */
function isAboutAll({ why }: SectionOutcome): boolean {
  return ABOUT_ALL.has(why);
}

const ABOUT_ALL: ReadonlySet<string> = new Set([
  'background',
  'how it is built',
  'how to tell that it is done',
  'not to be done',
  'risks',
  'open questions and decisions',
  'files that are touched',
  NO_LIST,
  EXPLAINS_TODOS,
  UNKNOWN,
]);

/** Reasons of sections of which nothing is known. */
const UNKNOWN_REASONS: ReadonlySet<string> = new Set([NO_LIST, UNKNOWN]);

/** Whether a section has a numbered list, which may be a procedure that nobody is to carry out in passing. */
function listsSteps(own: readonly DocumentLine[]): boolean {
  return own.filter(({ kind }) => kind === 'number').length > 1;
}

/** The lines and names of what other notes call work that may be meant. */
function doubtedLines(problems: readonly TaskProblem[]): ReadonlySet<number | string> {
  return new Set(
    problems
      .filter(({ code }) => code === 'work-unclear' || code === 'done-but-open')
      .flatMap(({ line = 0, quotes = [], sections = [] }) => [line, ...quotes, ...sections]),
  );
}

/** The lines without a rule at their end, which only sets them off from what follows. */
function withoutRuleAtEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => !/^(?:-{3,}|\*{3,}|_{3,})?$/u.test(line.trim()));
  return lines.slice(0, last + 1);
}

/** The line after a section: at the next heading that is not below it, or the next section with an outcome. */
function endOf(
  { line, level }: SectionOutcome,
  next: SectionOutcome | undefined,
  headings: readonly DocumentLine[],
): number | undefined {
  const end = next !== undefined && next.line > line ? next.line : undefined;
  for (let at = firstFrom(headings, line + 1); at < headings.length; at++) {
    const heading = headings[at];
    if (heading === undefined || heading.line >= (end ?? Number.POSITIVE_INFINITY)) break;
    if (heading.level <= Math.max(level, 1)) return heading.line;
  }
  return end;
}

/** Those of sorted lines that lie between two, the second not included. */
function within<Each extends Pick<Position, 'line'>>(
  sorted: readonly Each[],
  from: number,
  to: number,
): readonly Each[] {
  return sorted.slice(firstFrom(sorted, from), firstFrom(sorted, to));
}

/** The index of the first of sorted lines that is not above one. */
function firstFrom(sorted: readonly Pick<Position, 'line'>[], line: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lines between the title and the next heading, where they say more than a date or a state, and hold no task. */
function introduction(
  known: readonly DocumentLine[],
  places: readonly Position[],
  sections: readonly SectionOutcome[],
): { readonly from: number; readonly to: number } | undefined {
  const [first] = known;
  if (first === undefined) return undefined;
  const isTitled = first.kind === 'heading';
  const after = isTitled ? known[1] : first;
  if (after === undefined || after.kind === 'heading') return undefined;
  const from = after.line;
  const to = known.find(({ kind, line }) => kind === 'heading' && line >= from)?.line;
  if (to === undefined) return undefined;
  const isTaken = [...places, ...sections].some(
    ({ line }) => line >= (isTitled ? first.line : from) && line < to,
  );
  const own = known.filter(({ line }) => line >= from && line < to);
  const said = own.filter(
    ({ kind, text }) => kind !== 'ticked' && !STATUS_LINE.test(text) && !IS_ABOUT_TEXT.test(text),
  );
  const length = said.reduce((sum, { text }) => sum + text.length, 0);
  if (isTaken || length < SHORTEST || own.some(({ kind }) => kind === 'open-box')) return undefined;
  return { from, to };
}

/** A shorter introduction says no more than the title. */
const SHORTEST = 40;

/** "**Date**: 2026-01-01", "> Version: 2": about the document and not about the work. */
const IS_ABOUT_TEXT =
  /^[>\s*_]*(?:(?:last |zuletzt )?(?:date|created|updated|version|status|author|owner|datum|stand|erstellt|aktualisiert|autor|fecha|creado|actualizado|versión|estado|data|criado|atualizado|versão|auteur|mis à jour|créé|statut|aggiornato|creato|stato|версия|дата|статус|обновлено|автор|更新时间|创建时间|日期|版本|状态|作者|更新日|作成日|バージョン|작성일|버전|상태)\p{L}*)(?: \p{L}+){0,2}[*_]*\s*[:：]/iu;

/** @param intro - the line on which the introduction begins, where it is kept */
function contextNote(
  kept: readonly SectionOutcome[],
  { intro, told }: { readonly intro: number | undefined; readonly told: readonly ContextPiece[] },
  file: string,
): TaskProblem[] {
  const begin = told[0]?.line ?? intro ?? kept[0]?.line;
  if (begin === undefined) return [];
  const named = [
    ...told.map(({ name, line }) => `${name} (line ${line})`),
    ...(intro === undefined ? [] : [`the introduction (line ${intro})`]),
    ...kept
      .slice(0, MAX_NAMED)
      .map(({ heading, line, why }) => `“${shortText(heading)}” (line ${line}: ${why})`),
  ];
  const more = kept.slice(MAX_NAMED).map(({ line }) => `line ${line}`);
  return [
    {
      severity: 'note',
      code: 'context-kept',
      message: `Kept as context that every phase gets: ${named.join(', ')}${more.length > 0 ? ` and ${more.length} more (${more.join(', ')})` : ''}.`,
      ...{ file, line: begin, column: 1 },
    },
  ];
}

const MAX_NAMED = 12;
