import type { ReviewAnswer } from '../../generated/review.answer.ts';
import type { PromptDiffFile, PromptDiffLine } from './prompt_diff.ts';

/** A model's finding whose place exists. */
export type PlacedClaim = {
  readonly claim: ReviewAnswer['findings'][number];
  readonly file: PromptDiffFile;
  readonly at: PromptDiffLine;
};

/** The shortest meaningful quote, in characters without spaces; for a cut-off one, the length that is left. */
const SHORTEST = 3;
const SHORTEST_CUT = 10;

/** The largest error of a model in the number of a line whose text occurs several times, in lines. */
const NEAR = 3;

/**
 * The place that a finding quotes, if it was shown: the line that it names, or else the only one with this text, or the only one
 * nearby. Removed lines do not count: they will not be merged.
 *
 * Models copy with other white space, with the sign and number that the line was shown with, in backticks, with curly quotes, or
 * several lines at once. All of that is tolerated. Each character other than white space has to be there, in its order and case.
 */
export function placeClaim(
  claim: ReviewAnswer['findings'][number],
  files: readonly PromptDiffFile[],
): PlacedClaim | undefined {
  const file = fileOf(claim.file, files);
  if (file === undefined) return undefined;
  const lines = file.lines.filter(({ sign }) => sign !== '-');
  for (const reading of readingsOf(claim.quote)) {
    const holding = lines.filter((_, place) => holds(lines, place, reading));
    const at = chosen(holding, claim.line);
    if (at !== undefined) return { claim, file, at };
    // Where the text occurs in several places, no looser reading of it can decide.
    if (holding.length > 0) return undefined;
  }
  return undefined;
}

/** The shortest text that can be a rule, in characters without spaces: a shorter one occurs in any text. */
const SHORTEST_RULE = 8;

/**
 * Whether the rule that a finding names is one of the project's. Models copy with other white space, without Markdown's marks, in
 * quotes, with or without its full stop, and with an initial capital; every other character has to be there, in its order.
 */
export function standsIn(rule: string, rules: string): boolean {
  const bare = (text: string) => plain(text.replaceAll(/[*_`]/gu, '')).toLowerCase();
  const begun = bare(rule).replace(/^(?:[-+#>"']|\d{1,3}[.)])+/u, '');
  const wanted = begun.slice(0, begun.length - countAtEnd(begun, `."'…`));
  return wanted.length >= SHORTEST_RULE && bare(rules).includes(wanted);
}

/**
 * The number of certain characters at the end of a text. A pattern that ends in `+$` would try every rest of a long run of them.
 */
function countAtEnd(text: string, characters: string): number {
  let from = text.length;
  while (from > 0 && characters.includes(text.charAt(from - 1))) from -= 1;
  return text.length - from;
}

/** The named file: its path in the diff, or only its last folders, as long as that is unambiguous. */
function fileOf(named: string, files: readonly PromptDiffFile[]): PromptDiffFile | undefined {
  const path = named.trim();
  const exact = files.find((file) => file.path === path);
  if (exact !== undefined) return exact;
  const bare = path
    .replace(/^File:\s*/u, '')
    .replace(/^(["'`])(.*)\1$/u, '$2')
    .replace(/:\d+(?:[-:]\d+)?$/u, '')
    .replace(/^\.\//u, '');
  const same = files.find((file) => file.path === bare || file.path === bare.replace(/^[ab]\//u, ''));
  if (same !== undefined || bare === '') return same;
  const ending = files.filter((file) => file.path.endsWith(`/${bare}`));
  return ending.length === 1 ? ending[0] : undefined;
}

/** A quote as lines without white space; and whether its last line may continue. */
type Reading = { readonly wanted: readonly string[]; readonly isCut: boolean };

/** The possible readings of a quote: first as it is, and each further one only where nothing matches. */
function readingsOf(quote: string): Reading[] {
  const bare = unwrapped(quote.trim());
  const variants = [quote, bare, unmarked(bare), unsigned(bare)];
  const whole = variants.map((text): Reading => ({ wanted: plainLines(text), isCut: false }));
  const cut = variants.map(
    (text): Reading => ({ wanted: plainLines(text.replace(CUT_OFF, '')), isCut: true }),
  );
  const isCutOff = CUT_OFF.test(bare);
  return [...whole, ...(isCutOff ? cut : [])].filter(({ wanted, isCut }) => {
    const length = wanted.join('').length;
    return length >= (isCut ? SHORTEST_CUT : SHORTEST);
  });
}

const CUT_OFF = /(?:\.\.\.|…)\s*$/u;

function plainLines(text: string): string[] {
  return text
    .split(/\r\n?|\n/u)
    .map(plain)
    .filter((line) => line !== '');
}

/** Removes the fence or the backticks around it. */
function unwrapped(text: string): string {
  const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/u.exec(text)?.[1];
  if (fence !== undefined) return fence;
  const before = /^`*/u.exec(text)?.[0].length ?? 0;
  const marks = Math.min(before, countAtEnd(text, '`'), Math.floor(text.length / 2));
  return text.slice(marks, text.length - marks);
}

/** Removes the sign and number that each line was shown with. */
function unmarked(text: string): string {
  return text.replaceAll(/^[ \t]*(?:[+-][ \t]*)?\d{1,9} \|[ \t]?/gmu, '');
}

/** Removes the sign of an added line. */
function unsigned(text: string): string {
  return text.replaceAll(/^\+/gmu, '');
}

/**
 * Whether a quote begins in a line: its first and last line may be partial, those between are complete, and only blank ones may
 * be left out.
 */
function holds(lines: readonly PromptDiffLine[], place: number, { wanted }: Reading): boolean {
  const [first = '', ...rest] = wanted;
  const text = plain(lines[place]?.text ?? '');
  if (rest.length === 0) return text.includes(first);
  if (!text.endsWith(first)) return false;
  const following = linesBehind(lines, place);
  return rest.every((line, index) => {
    const own = following[index] ?? '';
    return index === rest.length - 1 ? own.startsWith(line) : own === line;
  });
}

/** The lines after one, as far as they are shown without a gap. */
function linesBehind(lines: readonly PromptDiffLine[], place: number): string[] {
  const behind: string[] = [];
  for (let next = place + 1; lines[next]?.line === (lines[next - 1]?.line ?? 0) + 1; next++) {
    const text = plain(lines[next]?.text ?? '');
    if (text !== '') behind.push(text);
  }
  return behind;
}

function chosen(holding: readonly PromptDiffLine[], named: number): PromptDiffLine | undefined {
  const own = holding.find(({ line }) => line === named);
  if (own !== undefined || holding.length <= 1) return own ?? holding[0];
  const near = holding.filter(({ line }) => Math.abs(line - named) <= NEAR);
  const closest = Math.min(...near.map(({ line }) => Math.abs(line - named)));
  const best = near.filter(({ line }) => Math.abs(line - named) === closest);
  return best.length === 1 ? best[0] : undefined;
}

/** Removes white space, and replaces quotation marks with those of code. */
function plain(text: string): string {
  return text
    .replace(/[\u2018\u2019]/gu, "'")
    .replace(/[\u201c\u201d]/gu, '"')
    .replace(/\s+/gu, '');
}
