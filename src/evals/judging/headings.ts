/**
 * The headings of an answer, in order: Markdown headings of any level, and lines that are wholly bold. Numbers before them and
 * colons after them are dropped; code fences are ignored.
 */
export function headingsIn(answer: string): string[] {
  const headings: string[] = [];
  let fence: string | undefined;
  for (const line of answer.split(/\r?\n/u)) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/u.exec(line) ?? [];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark[0] === fence[0] && mark.length >= fence.length) fence = undefined;
      continue;
    }
    if (fence !== undefined) continue;
    const [, hashes, bold] =
      /^ {0,3}(?:#{1,6}[ \t]+(.+?)[ \t#]*|(?:\*\*|__)(.+?)(?:\*\*|__):?[ \t]*)$/u.exec(line.slice(0, 500)) ??
      [];
    const text = hashes ?? bold;
    if (text !== undefined) headings.push(plain(text));
  }
  return headings;
}

function plain(text: string): string {
  return text
    .replace(/[*_`]/gu, '')
    .replace(/^\s*(?:\d+[.)]|[ivx]+[.)])\s+/iu, '')
    .replace(/[\s:.]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** The share of answers that have the most common list of headings; `null` for fewer than two answers. */
export function constancyOf(answers: readonly string[]): number | null {
  if (answers.length < 2) return null;
  const counts = new Map<string, number>();
  for (const answer of answers) {
    const key = JSON.stringify(headingsIn(answer));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(...counts.values()) / answers.length;
}
