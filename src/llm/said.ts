import { withoutThinking } from './thinking.ts';

/**
 * What a model said, where one text is asked for: without what it thought, without the Markdown fence around the whole, and
 * without the remarks that it makes before and after ("Sure! Here is …:"). Line ends become line feeds.
 */
export function saidText(answer: string): string {
  const text = withoutBlankEnds(withoutThinking(answer).replaceAll('\r\n', '\n'));
  const fenced = withoutFence(text);
  if (fenced !== text) return withoutBlankEnds(fenced);
  const inRemarks = betweenRemarks(text);
  return inRemarks === text ? text : saidText(inRemarks);
}

/** Takes a Markdown fence of backticks or tildes off a text that stands in it whole. Any other text stays as it is. */
export function withoutFence(text: string): string {
  const lines = text.trim().split('\n');
  const opening = /^(`{3,}|~{3,})[^`]*$/u.exec(lines[0]?.trim() ?? '')?.[1];
  const closing = lines.at(-1)?.trim() ?? '';
  const inside = lines.slice(1, -1);
  const isFenced =
    opening !== undefined && lines.length > 1 && closing === opening && !endsWithin(inside, opening);
  return isFenced ? inside.join('\n') : text;
}

/** Whether a fence is closed within these lines, which may hold whole fences of their own. */
function endsWithin(lines: readonly string[], fence: string): boolean {
  let isOpen = false;
  for (const line of lines) {
    const [, marks, info] = /^\s{0,3}(`{3,}|~{3,})\s*(\S*)/u.exec(line) ?? [];
    if (marks === undefined || marks[0] !== fence[0] || marks.length < fence.length) continue;
    if (info !== '') isOpen = true;
    else if (isOpen) isOpen = false;
    else return true;
  }
  return false;
}

/** A text without the blank lines before it and the white space after it. */
function withoutBlankEnds(text: string): string {
  const lines = text.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(0, first)).join('\n').trimEnd();
}

function betweenRemarks(text: string): string {
  const paragraphs = text.split(/\n[ \t]*\n/u);
  const [first = ''] = paragraphs;
  const last = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '') : '';
  const from = paragraphs.length > 1 && isRemark(first, OPENING) ? 1 : 0;
  const to = isRemark(last, CLOSING) ? -1 : undefined;
  const rest = paragraphs.slice(from, to).join('\n\n');
  return theOneFenced(rest) ?? rest;
}

function isRemark(paragraph: string, pattern: RegExp): boolean {
  return paragraph.length <= LONGEST_REMARK && !paragraph.includes('\n') && pattern.test(paragraph.trim());
}

const LONGEST_REMARK = 300;

/** Of what is asked for, nothing begins so. */
const OPENING =
  /^(?:(?:sure|certainly|of course|absolutely|okay|ok|got it|great|understood|gladly|happy to)\b.*[.:!]|(?:here(?:[’']s| is| are)|below is|this is)\b.*\b(?:persona|protocol|constraint|component|text|version|draft|rewrite|answer|you asked|requested)\b.*[.:!])$/iu;
const CLOSING =
  /^(?:let me know|feel free|i hope|hope this|if you(?:[’']d like| need| want)|would you like|please let me|is there anything)\b/iu;

/** The inside of the only fence in a text, where all that stands around it is a line before and a line after. */
function theOneFenced(text: string): string | undefined {
  const lines = text.split('\n');
  const fences = lines.flatMap((line, at) => (/^\s{0,3}(?:`{3,}|~{3,})/u.test(line) ? [at] : []));
  const [open, close, ...more] = fences;
  if (open === undefined || close === undefined || more.length > 0) return undefined;
  const around = [lines.slice(0, open), lines.slice(close + 1)].map((part) => part.join('\n').trim());
  if (around.some((part) => part.includes('\n') || part.length > LONGEST_REMARK)) return undefined;
  return around.some((part) => part !== '') && close - open > 2
    ? lines.slice(open + 1, close).join('\n')
    : undefined;
}
