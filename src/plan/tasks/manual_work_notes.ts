import { personWork } from '../words/person_words.ts';
import type { Task, TaskProblem, TaskSource } from './importer.ts';
import { NOT_TAKEN } from './phase_task.ts';
import { shortText } from './short_text.ts';

/** Notes, once for a document, the tasks whose text mentions work that only a person can do. */
export function manualWorkNotes(
  tasks: readonly Task[],
  ids: readonly string[],
  { text, file }: TaskSource,
): TaskProblem[] {
  const lines = text.split('\n');
  const starts = tasks.map(({ line }) => line).sort((a, b) => a - b);
  const found = tasks.flatMap((task, index) => {
    const words = [...new Set(linesOf(task).flatMap((line) => personWork(line) ?? []))];
    if (words.length === 0) return [];
    const end = starts.find((line) => line > task.line) ?? lines.length + 1;
    const said = words
      .map((each) => ({ text: each, line: lineOf(each, lines, { from: task.line, end }) }))
      .sort((a, b) => a.line - b.line);
    return [{ task, id: ids[index] ?? '', said }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ id, said }) => {
    const quoted = said.slice(0, MAX_QUOTED).map((each, index) => {
      const isSameLine = said[index - 1]?.line === each.line;
      return `${isSameLine ? '' : `line ${each.line}: `}“${shortText(each.text)}”`;
    });
    return `${shortText(id)} (${quoted.join(', ')}${said.length > MAX_QUOTED ? ' …' : ''})`;
  });
  const more = found.length - named.length;
  const line = first.said[0]?.line ?? first.task.line;
  const column = line === first.task.line ? first.task.column : 1;
  return [
    {
      ...{ severity: 'note', code: 'needs-person', file, line, column },
      message: `Some of the work may need a person, judging by the text: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'An agent has neither your accounts nor your devices: remove such steps, or do them first.',
    },
  ];
}

/** What an importer notes on a subtask that is done. */
const REPORTS_DONE = /^On \S{1,40}, which is done: /u;

const MAX_NAMED = 8;
const MAX_QUOTED = 3;
const MAX_LOOKED_AT = 20_000;

/** The first line of a task that has the words, in the source itself; its beginning where they are written otherwise there. */
function lineOf(
  words: string,
  lines: readonly string[],
  { from, end }: { readonly from: number; readonly end: number },
): number {
  const place = lines
    .slice(from - 1, end - 1)
    .findIndex((line) => line.includes(words) && personWork(line) !== undefined);
  return from + Math.max(place, 0);
}

function linesOf({ title, goal = '', steps, gates, others }: Task): string[] {
  const notes = others
    .filter(({ name, text }) => name !== NOT_TAKEN && !REPORTS_DONE.test(text))
    .map(({ text }) => text);
  return [title, goal, ...steps, ...gates, ...notes].join('\n').slice(0, MAX_LOOKED_AT).split('\n');
}
