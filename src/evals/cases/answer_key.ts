import type { Problem } from '../../diagnostics/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import type { KeyPoint } from '../generated/eval.setup.ts';

/** A case's key: its points, and its notes. */
export type AnswerKey = { readonly points: readonly KeyPoint[]; readonly notes: string };

/**
 * Reads a key. A point is a numbered line with its continuation lines; its text may be preceded by the marks `[core]` or `core:`,
 * `[first]` and `[hostile]`, in any order. Text before the first point, or apart from the points, is notes for the judge.
 *
 * @param file - the name that problems carry
 */
export function readKey(
  text: string,
  file: string,
): { readonly key: AnswerKey; readonly problems: readonly Problem<EvalProblemCode>[] } {
  const points: (KeyPoint & { readonly line: number })[] = [];
  const notes: string[] = [];
  const unread: Problem<EvalProblemCode>[] = [];
  let goesOn = false;
  let highest = 0;
  /** The number of the last item of a list within the point. */
  let nested = 0;
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    const [, number, rest] = /^ {0,3}(\d{1,4})[.)][ \t]+(.*)$/u.exec(line) ?? [];
    const last = points.at(-1);
    if (number !== undefined && rest !== undefined) {
      points.push({ ...pointOf(Number(number), rest), line: index + 1 });
      highest = Math.max(highest, Number(number));
      nested = 0;
      goesOn = true;
    } else if (goesOn && last !== undefined && numberWithin(line) === nested + 1) {
      nested += 1;
      points[points.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
    } else if (numberMeant(line) === highest + 1) {
      highest += 1;
      unread.push(unreadPoint(highest, { file, line: index + 1, column: 1 }));
    } else if (line.trim() === '') goesOn = false;
    else {
      if (last !== undefined) unread.push(...strayMark(line, { file, line: index + 1, column: 1 }));
      if (goesOn && last !== undefined && !line.startsWith('#'))
        points[points.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
      else notes.push(line.replace(/^#+[ \t]*/u, '').trim());
    }
  }
  const key = { points: points.map(({ line: _, ...point }) => point), notes: notes.join('\n') };
  return { key, problems: [...keyProblems(points, file), ...unread] };
}

/** The number of an item of a list within a point; such a list has its own numbering from 1. */
function numberWithin(line: string): number | undefined {
  const [, number] = /^(?: {4}|\t)[ \t]*(\d{1,4})[.)][ \t]/u.exec(line) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The number of a line that is meant as a point but is not written as one: `2.Text`, `**2.** Text`, `- (2) Text`. */
function numberMeant(line: string): number | undefined {
  const [, number] =
    /^\s{0,20}(?:[-*+>|]\s{1,5})?[*_[(]{0,3}(\d{1,4})(?:[.:)\]](?!\d)|[*_|]|\s{1,5}\|)/u.exec(line) ?? [];
  return number === undefined ? undefined : Number(number);
}

function unreadPoint(number: number, at: FilePlace): Problem<EvalProblemCode> {
  const message = `This looks like point ${number}, but it is not written as one, so no judge would see it.`;
  const hint = `Begin the line with "${number}. ", or reword the line.`;
  return { severity: 'error', code: 'key-number', message, ...at, hint };
}

type FilePlace = { readonly file: string; readonly line: number; readonly column: number };

/** A mark in a form that is not recognized: in round brackets or in bold, or after the text. */
const UNREAD_MARK =
  /^(?:[*_]{1,3}|\()\[?(core|first|hostile)\]?:?[*_)]{1,3}|(?<=[\s*_.,;:!?])[[(]{1,2}(core|first|hostile)[\])]{1,2}[*_.]{0,3}$/iu;

function unreadMark(text: string, at: FilePlace): Problem<EvalProblemCode>[] {
  const [, before, behind] = UNREAD_MARK.exec(text) ?? [];
  const mark = (before ?? behind)?.toLowerCase();
  if (mark !== undefined) return [markProblem(mark, [mark], at)];
  const [, inside = ''] = /^\[([^\]]{1,40})\]/u.exec(text) ?? [];
  const meant = inside.split(/[\s,;/+&]+/u).map(meantMark);
  const marks = meant.filter((one) => one !== undefined);
  return marks.length === meant.length ? [markProblem(inside, marks, at)] : [];
}

const MARKS = ['core', 'first', 'hostile'] as const;

/** The mark that a word is, with its letters in another order or one of them missing at most. */
function meantMark(word: string): string | undefined {
  const lettersOf = (text: string) => [...text].sort().join('');
  const letters = lettersOf(word.toLowerCase());
  return MARKS.find((mark) =>
    [mark, ...[...mark].map((_, index) => mark.slice(0, index) + mark.slice(index + 1))].some(
      (spelling) => lettersOf(spelling) === letters,
    ),
  );
}

function markProblem(written: string, marks: readonly string[], at: FilePlace): Problem<EvalProblemCode> {
  const message = `"${written}" has no effect in this form.`;
  const inBrackets = marks.map((mark) => `[${mark}]`).join(' ');
  const hint = `Put a mark before the text, in square brackets: "1. ${inBrackets} Says which rule is broken."`;
  return { severity: 'error', code: 'key-mark', message, ...at, hint };
}

/** A mark on a line without a number. */
const STRAY_MARK = /^\s{0,20}(?:[-*+]\s{1,5})?\[(core|first|hostile)\]/iu;

function strayMark(line: string, at: FilePlace): Problem<EvalProblemCode>[] {
  const mark = STRAY_MARK.exec(line)?.[1]?.toLowerCase();
  if (mark === undefined) return [];
  const message = `"${mark}" has no effect here, since the line begins no point.`;
  const hint = `Number the point: "2. [${mark}] Says which rule is broken."`;
  return [{ severity: 'error', code: 'key-mark', message, ...at, hint }];
}

function pointOf(number: number, rest: string): KeyPoint {
  const marks = new Set<string>();
  let text = rest.trim();
  for (;;) {
    const [whole, inBrackets, plain] = MARK.exec(text) ?? [];
    const mark = (inBrackets ?? plain)?.toLowerCase();
    if (whole === undefined || mark === undefined) break;
    marks.add(mark);
    text = text.slice(whole.length);
  }
  return {
    number,
    text,
    core: marks.has('core'),
    first: marks.has('first'),
    hostile: marks.has('hostile'),
  };
}

const MARK = /^(?:\[(core|first|hostile)\]:?|(core|first|hostile):)[ \t]*/iu;

function keyProblems(
  points: readonly (KeyPoint & { readonly line: number })[],
  file: string,
): Problem<EvalProblemCode>[] {
  if (points.length === 0) {
    const message = 'The key has no points.';
    const hint = 'Write each on a line of its own, with its number: "1. [core] Says which rule is broken."';
    return [{ severity: 'error', code: 'key-no-points', message, file, hint }];
  }
  const seen = new Map<number, number>();
  return points.flatMap(({ number, line, text }): Problem<EvalProblemCode>[] => {
    const first = seen.get(number);
    seen.set(number, first ?? line);
    const place = { file, line, column: 1 };
    const at = { severity: 'error', code: 'key-number', ...place } as const;
    if (first !== undefined)
      return [{ ...at, message: `The key already has a point ${number}, at line ${first}.` }];
    return text === '' ? [{ ...at, message: `Point ${number} is empty.` }] : unreadMark(text, place);
  });
}
