import { withLongerOuterFences } from './nested_fences.ts';

/** A document in the form that the block rules take, and the parts removed from it. */
export type PlainText = {
  /** Without byte order mark, with line feeds only; every line keeps its number and columns, up to the marks of a block of code. */
  readonly text: string;
  /** The 0-based line after the front matter. */
  readonly from: number;
  /** The title in the front matter. */
  readonly title: { readonly value: string; readonly line: number; readonly column: number } | undefined;
};

/** Makes a document ready to be read. */
export function plainText(source: string): PlainText {
  let text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  if (text.includes('\r')) text = text.replace(/\r\n?/gu, '\n');
  if (text.includes('\0')) text = text.replaceAll('\0', '\uFFFD');
  text = withLongerOuterFences(text);
  const matter = frontMatterOf(text);
  return { text, from: matter.length === 0 ? 0 : matter.length + 2, title: titleIn(matter) };
}

/** The lines between the dashes of YAML front matter; a rule at the beginning of a document does not open it. */
function frontMatterOf(text: string): string[] {
  const lines: string[] = [];
  if (!/^---[ \t]*\n/u.test(text)) return lines;
  let hasKey = false;
  let start = text.indexOf('\n') + 1;
  while (start > 0 && start < text.length && lines.length < LONGEST_FRONT_MATTER) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    if (/^(?:---|\.\.\.)[ \t]*$/u.test(line)) return hasKey ? lines : [];
    if (/^(?:#{2,6}[ \t]|\*\*)/u.test(line)) return [];
    hasKey ||= /^[\w-]+:(?:\s|$)/u.test(line);
    lines.push(line);
    start = end + 1;
  }
  return [];
}

const LONGEST_FRONT_MATTER = 1000;

function titleIn(lines: readonly string[]): PlainText['title'] {
  const index = lines.findIndex((line) => /^title:[ \t]+\S/u.test(line));
  if (index < 0) return undefined;
  const head = (lines[index] ?? '').slice('title:'.length).trim();
  // A long value continues in indented lines, below the sign of a folded or literal text or right away.
  const isBlock = /^[>|][-+\d]{0,2}$/u.test(head);
  const next = lines.findIndex((line, at) => at > index && /^\S/u.test(line));
  const below = lines.slice(index + 1, next < 0 ? undefined : next).map((line) => line.trim());
  const whole = [...(isBlock ? [] : [head]), ...below].filter((line) => line !== '').join(' ');
  const quoted = isBlock ? undefined : /^(?<quote>["']?)(?<value>(?!["']{2}$)\S.*?)\k<quote>$/u.exec(whole);
  const value = isBlock ? whole : quoted?.groups?.value;
  if (value === undefined || value === '') return undefined;
  const at = isBlock ? index + 1 + below.findIndex((line) => line !== '') : index;
  const from = isBlock ? 0 : 'title:'.length;
  const before = (lines[at] ?? '').slice(from).search(/\S/u) + (quoted?.groups?.quote ?? '').length;
  return { value, line: at + 2, column: from + before + 1 };
}
