import { withoutFence } from '../../llm/index.ts';

/**
 * The headings that a protocol asks for and an answer does not have, in the protocol's order. A heading may have any level, in
 * Markdown or HTML, or be in bold at the beginning of a line, in a quote too, in any case, with or without a number, a letter or
 * a sign before it, and with or without text after it on its line (`## Verdict: fail`, `**Verdict:** fail`, `## ✅ Verdict`). Code
 * is ignored, unless the fence is around the whole answer.
 */
export function missingHeadings(answer: string, wanted: readonly string[]): string[] {
  const found = headingsIn(withoutFence(answer));
  const names = wanted.map(plain);
  return wanted.filter((_, at) => {
    const name = names[at] ?? '';
    return !found.some((heading) => isHeading(heading, name, names));
  });
}

/** A heading line: its text, and its name if a mark ends the name before the line does. */
type Heading = { readonly text: string; readonly name: string };

function headingsIn(answer: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let isFenceQuoted = false;
  let before = '';
  for (const whole of answer.split(/\r?\n/u)) {
    const isQuoted = QUOTE.test(whole);
    // A fence within a quote ends with the quote.
    if (isFenceQuoted && !isQuoted) fence = undefined;
    isFenceQuoted &&= fence !== undefined;
    const line: string = fence === undefined || isFenceQuoted ? whole.replace(QUOTE, '') : whole;
    const marks = /^\s{0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (
      marks !== undefined &&
      (fence === undefined || (marks[0] === fence[0] && marks.length >= fence.length))
    ) {
      fence = fence === undefined ? marks : undefined;
      isFenceQuoted = fence !== undefined && isQuoted;
    } else if (fence === undefined && line.length <= LONGEST) {
      const isUnderline = /^\s{0,3}(?:=+|-+)\s*$/u.test(line) && before.trim() !== '';
      const heading = isUnderline ? before : headingIn(line);
      if (heading !== undefined) headings.push({ text: plain(heading), name: plain(nameIn(heading)) });
    }
    before = fence === undefined && line.length <= LONGEST ? line : '';
  }
  return headings;
}

const QUOTE = /^ {0,3}(?:> ?){1,5}/u;

/** A longer line is not a heading, and is not searched. */
const LONGEST = 500;

function headingIn(line: string): string | undefined {
  const inTags = /^\s{0,3}<h([1-6])(?:\s[^>]*)?>(.*?)<\/h\1>/iu.exec(line)?.[2];
  if (inTags !== undefined) return inTags;
  const match =
    /^\s{0,3}(?:(?:#{1,6}\s+|#{2,6}(?=[\p{L}\p{N}*_`]))(.+?)\s*#*|(?:(?:[-*+]|\d+[.)])\s+)?((?:[*]{1,3}|_{1,3})(?=[^\s*_]).+))\s*$/u.exec(
      line,
    );
  if (match?.[1] !== undefined) return match[1];
  const bold = match?.[2];
  if (bold === undefined) return undefined;
  // In a line that begins in bold, the bold part is the heading.
  const inBold = /^(?:[*]{2,3}|_{2,3})(.+?)(?:[*]{2}|__)/u.exec(bold)?.[1];
  if (inBold !== undefined) return inBold;
  // Sentences may begin in italics too, so a heading in italics needs its colon.
  return /^([*_])([^*_:：]+)(?:[:：]\1|\1\s*[:：])/u.exec(bold)?.[2];
}

/** The text before a colon, a dash or a gap: the rest belongs to the heading's content. */
function nameIn(heading: string): string {
  return heading.split(/[:：]|\s{2,}|\t|\s+[-–—|=(]/u)[0] ?? heading;
}

/**
 * Whether a line is the heading of this name. A line that is wholly another heading's name is that heading; otherwise a word or
 * two may follow after one space, as in `## Verdict fail`.
 */
function isHeading({ text, name }: Heading, wanted: string, all: readonly string[]): boolean {
  if (text === wanted || name === wanted) return true;
  if (all.includes(text) || all.includes(name) || !text.startsWith(`${wanted} `)) return false;
  return text.slice(wanted.length).trim().split(' ').length <= MAX_WORDS_BEHIND;
}

const MAX_WORDS_BEHIND = 2;

function plain(heading: string): string {
  return heading
    .replace(/<\/?[a-z][^<>]*>|[*_`]/giu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^(?:\d+(?:\.\d+)*[.):]?|[ivx]+[.):]|[a-z][.):])\s+/iu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[\s:：.]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}
