/**
 * A text in which marks are written as they are known, where people write them in another way:
 *
 * - tick boxes, whatever sign stands in them: `- [✅] Models` and `- [√] Models` are ticked, `- [⬜] Models` and `- [  ] Models` open
 * - headings without the space behind their marks, in scripts that set no spaces between words: `##阶段一：基础`
 * - needs as settings of a line: `(depends_on: [T001, T002])`
 *
 * Blocks of code stay as they are, and every line keeps its place.
 */
export function withPlainMarks(text: string): string {
  if (!ODD.test(text)) return text;
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const mark = FENCE.exec(line)?.groups?.mark;
      if (mark !== undefined && (fence === undefined || line.trim().startsWith(fence)))
        fence = fence === undefined ? mark : undefined;
      if (fence !== undefined || mark !== undefined) return line;
      return line.replace(ITEM, plainBox).replace(TIGHT, '$<marks> ').replace(NEEDS, plainNeeds);
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

/** On a line of its own, as in front matter, it is for whoever reads that. */
const NEEDS =
  /(?<=\S[^\n]{0,400})(?<name>depends_on|blocked_by|dependsOn|blockedBy)(?<mark>\s?:\s?)\[(?<list>[^[\]]{0,200})\]/gu;

function plainNeeds(_: string, name: string, mark: string, list: string): string {
  const said = name.startsWith('blocked') ? 'blocked by' : 'depends on';
  return list.trim() === '' ? `${said}${mark}none` : `${said}${mark}${list} `;
}

const ODD = new RegExp(
  String.raw`[\[［](?:${SIGN})[\]］]|^#{1,6}[^\s#\p{ASCII}]|(?:depends_on|blocked_by|dependsOn|blockedBy)\s?:\s?\[`,
  'mu',
);
