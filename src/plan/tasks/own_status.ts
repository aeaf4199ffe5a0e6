import { STATUS_LINE, statusOf } from '../words/done_marks.ts';
import { shortText } from './short_text.ts';
import type { Task, TaskProblem, TaskSource } from './types.ts';

/**
 * That a document says of itself that it is done with: "Status: implemented", "status: archived" in its front matter. Then
 * nothing of it is work; where what was taken has open tick boxes all the same, somebody has to look.
 */
export function ownStatus({ text, file }: TaskSource, tasks: readonly Task[]): TaskProblem[] {
  const open = tasks.filter(({ state }) => state === 'open');
  const lines = text.split('\n');
  const second = lines
    .slice(0, MOST_LINES)
    .findIndex((line, index) => HEADING.test(line) && hasHeading(lines, index));
  const head = lines.slice(0, second < 0 ? MOST_LINES : second);
  const at = head.findIndex((line) => saysOver(line.replace(/^(?:>\s*|[-*]\s+(?=\*\*))/u, '')));
  if (at < 0 || open.length === 0) return [];
  const said = `“${shortText((head[at] ?? '').trim())}” (line ${at + 1})`;
  const place = { file, line: at + 1, column: 1 };
  if (hasOpenBoxes(tasks, lines))
    return [
      {
        severity: 'warning',
        code: 'done-but-open',
        message: `The document says of itself that it is done with: ${said}. What has open tick boxes in it is taken for work that is left: see whether it is.`,
        ...place,
        hint: 'Tick what is done, or take the line out.',
      },
    ];
  return [
    {
      severity: 'error',
      code: 'tasks-all-done',
      message: `The document says of itself that it is done with: ${said}.`,
      ...place,
      hint: 'If something in it is left, give that tick boxes, or say which section holds it with --section "…".',
    },
  ];
}

/** Whether something that was taken has an open tick box. */
function hasOpenBoxes(tasks: readonly Task[], lines: readonly string[]): boolean {
  return tasks.some(
    ({ state, line }, index) =>
      state === 'open' &&
      lines
        .slice(line - 1, (tasks[index + 1]?.line ?? endOf(line, lines)) - 1)
        .some((each) => /^\s*(?:[-*+]|\d+[.)])\s+\[ \]/u.test(each)),
  );
}

/** The line after what belongs to the last task: the next heading, or for a heading the next one that is not below it. */
function endOf(line: number, lines: readonly string[]): number {
  const level = levelOf(lines[line - 1] ?? '');
  const at = lines.findIndex(
    (each, index) => index >= line && levelOf(each) > 0 && (level === 0 || levelOf(each) <= level),
  );
  return at < 0 ? lines.length + 1 : at + 1;
}

function levelOf(line: string): number {
  return /^(?<marks>#{1,6})\s/u.exec(line)?.groups?.marks?.length ?? 0;
}

const HEADING = /^#{1,6}\s/u;

/** What is said of a whole document stands at its beginning. */
const MOST_LINES = 60;

/** Whether a heading stands above a line, so that the next one begins a section. */
function hasHeading(lines: readonly string[], index: number): boolean {
  return lines.slice(0, index).some((line) => HEADING.test(line));
}

function saysOver(line: string): boolean {
  const value = STATUS_LINE.exec(line)?.groups?.value;
  if (value !== undefined) return !IN_PART.test(value) && (statusOf(value) !== 'open' || OVER.test(value));
  return OVER_LINE.test(line);
}

/** "Complete (phase 1), phase 2 in progress". */
const IN_PART =
  /\b(?:progress|pending|next|remain\w*|partial\w*|ongoing|phases?|stages?|but|except)\b|\d+\s*\/\s*\d+|\d ?%/iu;

const OVER =
  /^[*_`\s]*(?:✅\s*)?(?:archived?|historical|obsolete|deprecated|superseded|closed|архив|archiviert|archivad[oa]|archivé|归档|已归档|アーカイブ)(?![\p{L}])/iu;
const OVER_LINE =
  /^[*_]{0,3}(?:shipped|archived|completed(?: on| in)?|superseded by|deprecated)[*_]{0,3}\s*[:：]\s*[*_]{0,3}\s*(?:\d|v\d|by\b|\[)/iu;
