import { revealHidden } from '../../lib/index.ts';
import type { PlanPointersAnswer } from '../generated/plan-pointers.ts';
import { shortText } from '../tasks/short_text.ts';

/** The lines of a phase, by 1-based numbers of the document. */
export type PointedLines = { readonly firstLine: number; readonly lastLine: number };

/** A phase that was pointed to, and that the document has. */
export type PointedPhase = PointedLines & {
  readonly titleLine: number;
  /** Words of that line; `undefined` where the whole of it has to be taken. */
  readonly title: string | undefined;
  /** Places among all phases; `undefined` where the document does not give them. */
  readonly dependencies: readonly number[] | undefined;
};

/** A pointer that was dropped, and why. */
export type BadPointer = {
  /** Into the answer. */
  readonly pointer: string;
  /** The position in the document, as near as it is known. */
  readonly line: number;
  /** The fault, as a part of a sentence: "its lines 9-12 are not in the document". */
  readonly why: string;
  /** The dropped pointer in a person's words: "phase 2". */
  readonly what: string;
};

/** The valid pointers of an answer. */
export type Pointers = {
  /** In an order in which each comes after its dependencies; otherwise in that of the document. */
  readonly phases: readonly PointedPhase[];
  readonly leftOut: readonly (PointedLines & { readonly reason: string })[];
  readonly bad: readonly BadPointer[];
};

/** Compares an answer with the document: pointers to nothing, or to lines of another phase, are dropped. */
export function checkPointers(answer: PlanPointersAnswer, lines: readonly string[]): Pointers {
  const bad: BadPointer[] = [];
  const owners = new Int32Array(lines.length + 2);
  /** Indexes by place in the answer. */
  const found = new Map<number, PointedPhase>();
  for (const [index, phase] of answer.phases.entries()) {
    const why = rangeFault(phase, lines, owners) ?? titleFault(phase, lines);
    if (why === undefined) {
      owners.fill(index + 1, phase.firstLine, phase.lastLine + 1);
      const title = quoteIn(phase.title, lines[phase.titleLine - 1] ?? '');
      found.set(index, { ...phase, title: title?.words, dependencies: undefined });
    } else bad.push(badPointer({ kind: 'phase', index, line: phase.firstLine, why }, lines));
  }
  const dependencies = new Map<number, number[]>();
  for (const [index, { dependencies: named, firstLine }] of answer.phases.entries()) {
    if (named === null || !found.has(index)) continue;
    const own: number[] = [];
    dependencies.set(index, own);
    for (const [place, number] of named.entries()) {
      const on = number - 1;
      const why = dependencyFault({ index, on, found, dependencies, count: answer.phases.length });
      if (why === undefined) own.push(on);
      else
        bad.push({
          ...badPointer({ kind: 'phase', index, line: firstLine, why }, lines),
          pointer: `/phases/${index}/dependencies/${place}`,
          what: `a dependency of phase ${index + 1}`,
        });
    }
  }
  const leftOut = answer.leftOut.filter((each, index) => {
    const why = rangeFault(each, lines, owners);
    if (why === undefined) owners.fill(-1, each.firstLine, each.lastLine + 1);
    else bad.push(badPointer({ kind: 'leftOut', index, line: each.firstLine, why }, lines));
    return why === undefined;
  });
  return { phases: inOrder(found, dependencies), leftOut, bad };
}

function badPointer(
  {
    kind,
    index,
    line,
    why,
  }: {
    readonly kind: 'phase' | 'leftOut';
    readonly index: number;
    readonly line: number;
    readonly why: string;
  },
  lines: readonly string[],
): BadPointer {
  return {
    pointer: kind === 'phase' ? `/phases/${index}` : `/leftOut/${index}`,
    line: Math.min(Math.max(line, 1), Math.max(lines.length, 1)),
    why,
    what: kind === 'phase' ? `phase ${index + 1}` : `list ${index + 1} of what is left out`,
  };
}

function rangeFault(
  { firstLine, lastLine }: PointedLines,
  lines: readonly string[],
  owners: Int32Array,
): string | undefined {
  const named = firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine}-${lastLine}`;
  if (firstLine > lastLine) return `its first line ${firstLine} comes after its last line ${lastLine}`;
  if (firstLine < 1 || lastLine > lines.length)
    return `${named} cannot be read: the document has lines 1-${lines.length}`;
  for (let line = firstLine; line <= lastLine; line++) {
    const owner = owners[line] as number;
    if (owner !== 0)
      return owner < 0
        ? `line ${line} is already left out`
        : `line ${line} already belongs to phase ${owner}`;
  }
  const isBlank = lines.slice(firstLine - 1, lastLine).every((line) => line.trim() === '');
  return isBlank ? `there is nothing in ${named}` : undefined;
}

function titleFault(
  { titleLine, title, firstLine, lastLine }: PointedLines & { titleLine: number; title: string },
  lines: readonly string[],
): string | undefined {
  if (titleLine < firstLine || titleLine > lastLine)
    return `its title's line ${titleLine} is not among its lines ${firstLine}-${lastLine}`;
  return quoteIn(title, lines[titleLine - 1] ?? '') === undefined
    ? `line ${titleLine} does not say “${shortText(title)}”`
    : undefined;
}

/**
 * The words of a line that are quoted; `undefined` where it does not have them. Marks of emphasis and of code may be left out in
 * the quotation, but then they may be part of a name, and the whole line has to be taken.
 */
function quoteIn(quote: string, line: string): { readonly words: string | undefined } | undefined {
  const wanted = spaced(quote);
  if (!/[\p{L}\p{N}]/u.test(wanted)) return undefined;
  if (spaced(line).includes(wanted)) return { words: wanted };
  // The model was shown the hidden signs in the line as escapes.
  return [line, revealHidden(line)].some((said) => spaced(unmarked(said)).includes(spaced(unmarked(quote))))
    ? { words: undefined }
    : undefined;
}

function spaced(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function unmarked(text: string): string {
  return text.replace(/[*_`~\\]/gu, '');
}

function dependencyFault({
  index,
  on,
  found,
  dependencies,
  count,
}: {
  readonly index: number;
  readonly on: number;
  readonly found: ReadonlyMap<number, PointedPhase>;
  readonly dependencies: ReadonlyMap<number, readonly number[]>;
  readonly count: number;
}): string | undefined {
  if (on === index) return 'it would depend on itself';
  if (on < 0 || on >= count) return `there is no phase ${on + 1} among its ${count}`;
  if (!found.has(on)) return `phase ${on + 1}, which it names, was dropped`;
  return leadsTo(on, index, dependencies)
    ? `phase ${on + 1} in turn depends on it, which makes a cycle`
    : undefined;
}

function leadsTo(from: number, to: number, dependencies: ReadonlyMap<number, readonly number[]>): boolean {
  const seen = new Set([from]);
  for (const each of seen) {
    if (each === to) return true;
    for (const on of dependencies.get(each) ?? []) seen.add(on);
  }
  return false;
}

/** The phases in the order of the document, each after those that it depends on. */
function inOrder(
  found: ReadonlyMap<number, PointedPhase>,
  dependencies: ReadonlyMap<number, readonly number[]>,
): PointedPhase[] {
  const byLine = [...found].sort(([, a], [, b]) => a.firstLine - b.firstLine).map(([index]) => index);
  const places = new Map<number, number>();
  const visit = (index: number): void => {
    if (places.has(index)) return;
    for (const on of dependencies.get(index) ?? []) visit(on);
    places.set(index, places.size);
  };
  byLine.forEach(visit);
  return [...places.keys()].map((index) => {
    const needs = dependencies.get(index)?.map((on) => places.get(on) as number);
    return { ...(found.get(index) as PointedPhase), dependencies: needs && [...new Set(needs)] };
  });
}
