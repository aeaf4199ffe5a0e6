/** A requirement, taken apart so that every part can be pointed at. */
export type Requirement = { readonly lines: readonly RequirementLine[] };

/** One part of a requirement. */
export type RequirementLine = {
  /** From 1. */
  readonly number: number;
  /** On one line. */
  readonly text: string;
  /** Whether something is asked for here; headings, code and lines that introduce others only add information. */
  readonly asks: boolean;
};

/**
 * Splits a requirement: a line for each line as written, and for each sentence of a line that has several. Bullets and numbers in
 * front are removed; code in fences is kept as it is.
 *
 * @param first - the number of its first line
 */
export function splitRequirement(text: string, first = 1): Requirement {
  const parts: Omit<RequirementLine, 'number'>[] = [];
  let fence: string | undefined;
  let prose: string[] = [];
  const endProse = () => {
    const sentences = sentencesOf(prose.join(' '));
    prose = [];
    for (const sentence of sentences) parts.push({ text: sentence, asks: !/:$/u.test(sentence) });
  };
  for (const raw of text.split(/\r\n?|\n/u)) {
    const line = raw.trim();
    if (fence !== undefined) {
      if (line.startsWith(fence) && FENCE.exec(line)?.[0] === line) fence = undefined;
      else parts.push({ text: raw.trimEnd(), asks: false });
      continue;
    }
    const item = ITEM.exec(line);
    const own = line.slice(item?.[0].length);
    const mark = FENCE.exec(own)?.[0];
    const goesOn = item === null && continues(prose.at(-1), raw);
    if (mark !== undefined || line === '' || HEADING.test(line) || !goesOn) endProse();
    if (mark !== undefined) fence = mark;
    else if (HEADING.test(line))
      parts.push({ text: line.replace(HEADING, '').replace(/\s+#+$/u, ''), asks: false });
    else prose.push(own);
  }
  endProse();
  const lines = parts
    .filter((part) => /[\p{L}\p{N}]/u.test(part.text))
    .map((part, index) => ({ number: first + index, ...part }));
  // Lines that only introduce may be all there is.
  return lines.some(({ asks }) => asks)
    ? { lines }
    : { lines: lines.map((line) => ({ ...line, asks: true })) };
}

/** Whether a line continues the one before: it is indented, or the one before was broken for its length. */
function continues(before: string | undefined, line: string): boolean {
  if (before === undefined) return false;
  if (/^\s/u.test(line)) return true;
  return before.length >= WRAPPED && !/[.!?:;]$/u.test(before) && /^\p{Ll}/u.test(line);
}

const WRAPPED = 40;
const ITEM = /^(?:[-*+•]|\d{1,3}[.)]|\[[ xX]?\])\s+(?:\[[ xX]?\]\s+)?/u;
/** Marks with more text after them are code within a line. */
const FENCE = /^(?:`{3,}(?!.*`)|~{3,})/u;
const HEADING = /^#{1,6}\s+/u;

/**
 * Sentences end with a mark before white space and a capital, a digit or a script without capitals. A number in front of
 * one is its mark in a list.
 */
function sentencesOf(text: string): string[] {
  return text
    .split(
      /(?<=[.!?]["')\]]?)(?<!(?:^|[.!?]["')\]]?\s+)\d{1,3}\.)(?<!\b(?:[Ee]\.g|[Ii]\.e|etc|vs|cf|approx|[Nn]o(?=\.\s+\p{N}))\.)\s+(?=["'([]?[\p{Lu}\p{Lo}\p{N}])|(?<=[。！？])/u,
    )
    .map((sentence) => sentence.replace(/\s+/gu, ' ').trim().replace(ITEM, ''))
    .filter((sentence) => sentence !== '');
}

/**
 * Whether a requirement says too little to plan anything from: fewer than two words. More than that is for the model to
 * judge, which may ask back.
 */
export function saysTooLittle({ lines }: Requirement): boolean {
  const words = new Intl.Segmenter(undefined, { granularity: 'word' });
  let count = 0;
  for (const { text } of lines)
    for (const { isWordLike } of words.segment(text.slice(0, LOOKED_AT)))
      if (isWordLike && ++count >= 2) return false;
  return true;
}

const LOOKED_AT = 1000;

/** `1, 3-5`: numbers as a person writes them. */
export function numberRanges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ranges: { from: number; to: number }[] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges
    .map(({ from, to }) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}-${to}`))
    .join(', ');
}

/** A requirement has fewer lines; a longer range is a mistake. */
export const MAX_LINES = 9999;

/** The numbers that a phase's field names, in whatever words: `1, 3-5`, `lines 1 and 3`. */
export function numbersIn(text: string, most = MAX_LINES): number[] {
  const found = [...text.matchAll(/(\d+)(?:\s*(?:-|–|to)\s*(\d+))?/gu)].flatMap(([, from, to]) => {
    const first = Number(from);
    const last = Math.min(to === undefined ? first : Number(to), most);
    return last <= first ? [first] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(found)];
}
