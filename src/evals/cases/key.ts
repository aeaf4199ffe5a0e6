import type { Problem } from '../../diagnostics/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import type { KeyPoint } from '../generated/eval.setup.ts';

/** A case's key: its points, and what it says besides. */
export type Key = { readonly points: readonly KeyPoint[]; readonly notes: string };

/**
 * Reads a key. A point is a numbered line, with the lines that go on with it; before its text may stand the marks `[core]` or
 * `core:`, `[first]` and `[hostile]`, in any order. What stands before the first point, or apart from the points, are notes for
 * the judge.
 *
 * @param file - the name that problems carry
 */
export function readKey(
  text: string,
  file: string,
): { readonly key: Key; readonly problems: readonly Problem<EvalProblemCode>[] } {
  const points: (KeyPoint & { readonly line: number })[] = [];
  const notes: string[] = [];
  let goesOn = false;
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    const [, number, rest] = /^ {0,3}(\d{1,4})[.)][ \t]+(.*)$/u.exec(line) ?? [];
    const last = points.at(-1);
    if (number !== undefined && rest !== undefined) {
      points.push({ ...pointOf(Number(number), rest), line: index + 1 });
      goesOn = true;
    } else if (line.trim() === '') goesOn = false;
    else if (goesOn && last !== undefined && !line.startsWith('#')) {
      points[points.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
    } else notes.push(line.replace(/^#+[ \t]*/u, '').trim());
  }
  const key = { points: points.map(({ line: _, ...point }) => point), notes: notes.join('\n') };
  return { key, problems: keyProblems(points, file) };
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
    const at = { severity: 'error', code: 'key-number', file, line, column: 1 } as const;
    if (first !== undefined)
      return [{ ...at, message: `The key has a point ${number} already, at line ${first}.` }];
    return text === '' ? [{ ...at, message: `Point ${number} says nothing.` }] : [];
  });
}
