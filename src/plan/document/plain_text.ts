/** A document in the form that the block rules take, and the parts removed from it. */
export type PlainText = {
  /** Without byte order mark, with line feeds only; every line keeps its number and columns. */
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
  for (const [index, line] of lines.entries()) {
    const match = /^title:[ \t]+(?<quote>["']?)(?<value>(?!["']{2}[ \t]*$)\S.*?)\k<quote>[ \t]*$/u.exec(line);
    const value = match?.groups?.value;
    if (value !== undefined)
      return { value, line: index + 2, column: line.indexOf(value, 'title:'.length) + 1 };
  }
  return undefined;
}
