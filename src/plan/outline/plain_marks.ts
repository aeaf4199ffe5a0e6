import { codeSpansIn } from '../document/inline.ts';
import { readUnitLabel } from './unit_label.ts';

/**
 * Rewrites marks in their known form, where people write them in another way:
 *
 * - tick boxes, with any sign in them: `- [✅] Models` and `- [√] Models` are ticked, `- [⬜] Models` and `- [  ] Models` open
 * - headings without the space after their marks, in scripts that set no spaces between words: `##阶段一：基础`; after a single mark,
 *   which tags have as well, only the first line and what is named as a part
 * - needs as settings of a line, where they name tasks by their numbers: `(depends_on: [T001, T002])`
 *
 * Code stays as it is, and every line keeps its place.
 */
export function withPlainMarks(text: string): string {
  if (!ODD.test(text)) return text;
  let fence: string | undefined;
  let isFirst = true;
  return text
    .split('\n')
    .map((line) => {
      const mark = FENCE.exec(line)?.groups?.mark;
      if (mark !== undefined && (fence === undefined || line.trim().startsWith(fence)))
        fence = fence === undefined ? mark : undefined;
      if (fence !== undefined || mark !== undefined) return line;
      const isHeading = TIGHT.test(line) && (line.startsWith('##') || isFirst || isPart(line));
      if (line.trim() !== '') isFirst = false;
      const spaced = isHeading ? line.replace(TIGHT, '$<marks> ') : line;
      return withPlainNeeds(spaced.replace(ITEM, plainBox));
    })
    .join('\n');
}

const FENCE = /^\s*(?<mark>`{3,}|~{3,})/u;

const SIGN = String.raw`\s?[✅☑✔✓√vV⬜☐□◻]\uFE0F?\s?|\s{2,4}|\s[xX]\s?|[xX]\s`;
const ITEM = new RegExp(
  String.raw`^(?<lead>\s{0,40}(?:>\s?)?(?:(?:[-*+•]|\d{1,4}[.)])\s{1,4})?)[\[［](?<sign>${SIGN})[\]］](?=\s)`,
  'u',
);

function plainBox(_: string, lead: string, sign: string): string {
  return `${lead}[${/[✅☑✔✓√vVxX]/u.test(sign) ? 'x' : ' '}]`;
}

const TIGHT = /^(?<marks>#{1,6})(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/u;

/** Whether the text after a single mark names a part, and no further tag follows. */
function isPart(line: string): boolean {
  return !/\s#/u.test(line) && readUnitLabel(line.slice(1)).form === 'word';
}

/**
 * On a line of its own, as in front matter, it is for the reader of that; a list of names may be a setting that the text is
 * about.
 */
const NEEDS =
  /(?<name>depends_on|blocked_by|dependsOn|blockedBy)(?<mark>\s?:\s?)\[(?<list>[^[\]]{0,200})\]/gu;

function withPlainNeeds(line: string): string {
  const first = line.search(/\S/u);
  let code: ReturnType<typeof codeSpansIn> | undefined;
  return line.replace(NEEDS, (whole: string, name: string, mark: string, list: string, at: number) => {
    const names = list.split(',').map((each) => each.trim());
    if (at <= first || (list.trim() !== '' && !names.every((each) => NUMBERED.test(each)))) return whole;
    code ??= codeSpansIn(line);
    if (code.some(({ start, end }) => start <= at && at < end)) return whole;
    const said = name.startsWith('blocked') ? 'blocked by' : 'depends on';
    return list.trim() === '' ? `${said}${mark}none` : `${said}${mark}${list} `;
  });
}

const NUMBERED = /^["']?#?(?:\p{L}[\p{L} _-]{0,19})?\d[\w.-]{0,19}["']?$/u;

const ODD = new RegExp(
  String.raw`[\[［](?:${SIGN})[\]］]|^#{1,6}[^\s#\p{ASCII}]|(?:depends_on|blocked_by|dependsOn|blockedBy)\s?:\s?\[`,
  'mu',
);
