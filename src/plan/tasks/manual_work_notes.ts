import { personWork } from '../words/person_words.ts';
import type { Task, TaskProblem } from './importer.ts';
import { NOT_TAKEN } from './phase_task.ts';
import { shortText } from './short_text.ts';

/** Notes, once for a document, the tasks whose text mentions work that only a person can do. */
export function manualWorkNotes(tasks: readonly Task[], ids: readonly string[], file: string): TaskProblem[] {
  const found = tasks.flatMap((task, index) => {
    const said = [...new Set(linesOf(task).flatMap((line) => personWork(line) ?? []))];
    return said.length === 0 ? [] : [{ task, id: ids[index] ?? '', said }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ task, id, said }) => {
    const quoted = said.slice(0, MAX_QUOTED).map((each) => `“${shortText(each)}”`);
    return `${shortText(id)} (line ${task.line}: ${quoted.join(', ')}${said.length > MAX_QUOTED ? ' …' : ''})`;
  });
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'note', code: 'needs-person', file, line: first.task.line, column: first.task.column },
      message: `Some of the work may need a person, judging by the text: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'An agent has neither your accounts nor your devices: remove such steps, or do them first.',
    },
  ];
}

const MAX_NAMED = 8;
const MAX_QUOTED = 3;
const MAX_LOOKED_AT = 20_000;

function linesOf({ title, goal = '', steps, gates, others }: Task): string[] {
  const notes = others.filter(({ name }) => name !== NOT_TAKEN).map(({ text }) => text);
  return [title, goal, ...steps, ...gates, ...notes].join('\n').slice(0, MAX_LOOKED_AT).split('\n');
}
