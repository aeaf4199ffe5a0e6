import type { Failure } from '../../diagnostics/index.ts';
import type { Evidence } from '../outline/certainty.ts';
import { RANK } from '../words/rank_words.ts';
import { LOOKS_BACK, REPORT_TITLE, REPORTS_CHANGES, reportKind, SAYS_REPORT } from '../words/report_words.ts';
import { bareHeading, sectionRole } from '../words/section_roles.ts';
import { unclearWork } from './doubt_notes.ts';
import type { Task, TaskCode, TaskList, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';
import { possibleLists } from './task_list.ts';

/**
 * Fails because a document reports, judges or discusses, and none of its headings calls the tasks taken from it work: "Action
 * items" in a post-mortem are work, while "What went well" is not.
 *
 * @param tasks - the open tasks
 * @param finished.isFinished - says that the document calls itself finished
 */
export function noPlan(
  source: TaskSource,
  tasks: readonly Task[],
  { list, isFinished }: { readonly list: Pick<TaskList, 'unitWords'>; readonly isFinished: boolean },
): Failure<TaskCode> | undefined {
  const lines = source.text.split('\n');
  const headings = headingsIn(lines);
  const kind = kindOf(headings, lines, isFinished);
  if (kind === undefined) return undefined;
  const areCalled = tasks.every(({ line }) => isCalledWork(headings, line));
  if (areCalled) return undefined;
  const hasBoxes = tasks.some(({ line }) => OPEN_BOX.test(lines[line - 1] ?? ''));
  const hasParts = (list.unitWords ?? []).some((word) => word !== '' && word !== 'letter');
  const isPlan = hasParts && lines.some((line) => OPEN_BOX.test(line));
  if (isPlan || (kind.yields && (hasBoxes || hasParts))) return undefined;
  const lists = possibleLists(source).map(({ heading, line, count }): Evidence['taken'][number] => ({
    ...{ name: heading, line, form: 'plain', size: count },
    isCalledWork: sectionRole(heading)?.role === 'work',
  }));
  const why = `By its ${kind.by}, ${kind.said === '' ? '' : `“${shortText(kind.said)}”, `}it is ${kind.name}, and no heading calls its lists work.`;
  if (lists.length > 0)
    return unclearWork({ taken: lists, left: [] }, source.file, {
      why,
      remedy: 'put what is left below a heading such as “Action items”',
    });
  return {
    ok: false,
    cause: 'usage',
    problems: [
      {
        ...{ severity: 'error', code: 'work-unclear', file: source.file, line: kind.line, column: 1 },
        message: why,
        hint: 'Put what is left below a heading such as “Action items”.',
      },
    ],
  };
}

type Heading = { readonly text: string; readonly line: number; readonly level: number };

type Kind = {
  readonly name: string;
  readonly yields: boolean;
  /** The sign that shows it, its words and its line. */
  readonly by: string;
  readonly said: string;
  readonly line: number;
};

function kindOf(
  headings: readonly Heading[],
  lines: readonly string[],
  isFinished: boolean,
): Kind | undefined {
  const [title, second] = headings;
  if (title === undefined) return undefined;
  const bare = title.text.replace(/[*_`]|\p{Extended_Pictographic}|\uFE0F/gu, '').trim();
  const byTitle = reportKind(bare);
  const at = { said: title.text, line: title.line };
  if (byTitle !== undefined) return { ...byTitle, by: 'title', ...at };
  const head = lines.slice(title.line, Math.min((second?.line ?? lines.length) - 1, title.line + MAX_HEAD));
  const place = head.findIndex((line) => SAYS_REPORT.test(line));
  if (place >= 0) {
    const said = (head[place] ?? '').replace(/[*_>]/gu, '').trim();
    return { name: 'a retrospective', yields: false, by: 'first lines', said, line: title.line + place + 1 };
  }
  const rest = headings.slice(1).filter(({ level }) => level <= MAX_LEVEL);
  const back = rest.filter(({ text }) => LOOKS_BACK.test(bareHeading(text)));
  if (back.length >= MIN_HEADINGS)
    return { name: 'a retrospective', yields: false, by: 'headings', ...saidBy(back) };
  const days = rest.flatMap(({ text }) => DAY.exec(text)?.groups?.day ?? []);
  const isLog =
    DAY_BY_DAY.test(bare) || days.some((day, index) => index > 0 && day < (days[index - 1] ?? ''));
  if (days.length >= MIN_HEADINGS && days.length * 2 > rest.length && isLog) {
    const dated = rest.filter(({ text }) => DAY.test(text));
    return { name: 'a log of what was done, day by day', yields: true, by: 'headings', ...saidBy(dated) };
  }
  const changes = rest.filter(({ text }) => REPORTS_CHANGES.test(bareHeading(text)));
  if (isFinished && changes.length + (REPORT_TITLE.test(bare) ? 1 : 0) >= MIN_HEADINGS)
    return {
      name: 'a report: it reports what was done',
      yields: false,
      by: 'status and headings',
      ...saidBy(changes.length > 0 ? changes : [title]),
    };
  return undefined;
}

function saidBy([first]: readonly Heading[]): Pick<Kind, 'said' | 'line'> {
  return { said: first?.text ?? '', line: first?.line ?? 1 };
}

/** "2026-03-01", "2026-03-01: Mail". */
const DAY = /^[\s*_[(]{0,3}(?<day>\d{4}-\d{2}-\d{2})(?!\d)/u;

/** Words in the title of a log. */
const DAY_BY_DAY =
  /(?<!\p{L})(?:log|logbook|journal|diary|tagebuch|bitácora|diário|diario|дневник|журнал)(?!\p{L})|日志|日記|日誌|일지/iu;

const MIN_HEADINGS = 2;
/** Deeper headings are about details. */
const MAX_LEVEL = 3;
/** What a document is comes in its first lines. */
const MAX_HEAD = 12;

/** Whether a heading around a line, the title not included, calls what is below it work. A rank such as "High" calls nothing so. */
function isCalledWork(headings: readonly Heading[], line: number): boolean {
  let level = Number.POSITIVE_INFINITY;
  for (let index = headings.length - 1; index > 0; index--) {
    const heading = headings[index];
    if (heading === undefined || heading.line > line || heading.level >= level) continue;
    level = heading.level;
    if (sectionRole(heading.text)?.role === 'work' && !RANK.test(heading.text.trim())) return true;
  }
  return false;
}

function headingsIn(lines: readonly string[]): Heading[] {
  let isFenced = false;
  return lines.flatMap((line, index) => {
    if (/^\s{0,3}(?:`{3}|~{3})/u.test(line)) isFenced = !isFenced;
    const found = isFenced ? undefined : /^(?<marks>#{1,6})\s+(?<text>\S.*)$/u.exec(line)?.groups;
    if (found === undefined) return [];
    const { marks = '', text = '' } = found;
    return [{ text: text.replace(/(?<!#)#+$/u, '').trim(), line: index + 1, level: marks.length }];
  });
}

const OPEN_BOX = /^\s*(?:[-*+]|\d+[.)])\s+\[ ?\]/u;
