/**
 * Prompts for agents (PRPs) list their tasks in a block of code: "Task 1: Settings", over the things to create. Such a block is
 * written as headings and lists, each line at its place.
 *
 * @param text - with line feeds only
 */
export function withFencedTasks(text: string): string {
  if (!HAS_TASK.test(text)) return text;
  const lines = text.split('\n');
  let level = 1;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    const heading = /^(#{1,5})\s/u.exec(line)?.[1];
    if (heading !== undefined) level = heading.length;
    const fence = FENCE.exec(line)?.groups?.fence;
    if (fence === undefined) continue;
    const end = lines.findIndex((each, place) => place > index && each.trimEnd() === fence);
    if (end < 0) break;
    const inner = lines.slice(index + 1, end);
    if (/^```(?:ya?ml|text|txt|md|markdown)?\s*$/u.test(line) && areTasks(inner)) {
      lines[index] = '';
      lines[end] = '';
      for (const [place, each] of titled(inner).entries())
        lines[index + 1 + place] = asMarkdown(each, level + 1);
    }
    index = end;
  }
  return lines.join('\n');
}

const HAS_TASK = /^(?:\S{1,3} )?Task 1\b[:.\s]/mu;
const FENCE = /^(?<fence>`{3,})[^`]*$/u;
const BARE = /^Task \d{1,3}\s*:?\s*$/u;
const TASK = /^Task (?<number>\d{1,3})\s*[:.–-]\s*(?<title>\S.*)$/u;

/** The lines with each title right behind its number: "Task 1:" may be above "CREATE src/a.ts:". */
function titled(lines: readonly string[]): string[] {
  const result = [...lines];
  for (const [index, line] of lines.entries()) {
    const next = lines.findIndex((each, place) => place > index && each.trim() !== '');
    const title = lines[next] ?? '';
    if (!BARE.test(line) || !/^[^\s#*+-]/u.test(title) || BARE.test(title)) continue;
    result[index] = `${line.trimEnd().replace(/:?$/u, ':')} ${title.replace(/:\s*$/u, '')}`;
    result[next] = '';
  }
  return result;
}

/** Two tasks or more, of which the first comes before everything else. */
function areTasks(inner: readonly string[]): boolean {
  const lines = titled(inner);
  const [first] = lines.filter((line) => line.trim() !== '');
  return TASK.test(first ?? '') && lines.filter((line) => TASK.test(line)).length > 1;
}

/** A task becomes a heading; text below it at the margin is one of its steps, with the list below that as its own. */
function asMarkdown(line: string, level: number): string {
  const task = TASK.exec(line)?.groups;
  if (task !== undefined) return `${'#'.repeat(level)} Task ${task.number}: ${task.title}`;
  if (line.trim() === '') return '';
  return /^\s|^[-*+]\s/u.test(line) ? line : `- ${line.replace(/^#+\s*/u, '').replace(/:\s*$/u, '')}`;
}
