import type { Task, TaskProblem } from './importer.ts';
import { listOf } from './link_tasks.ts';

/** A warning about open tasks that say that they are put off or skipped: "Publish it — deferred: needs an account". */
export function putOffTasks(tasks: readonly Task[], file: string): TaskProblem[] {
  const found = tasks.filter((task) => task.state === 'open' && saysPutOff(task));
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `Said to be put off or skipped, but imported as work: ${listOf(found)}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Remove what is not meant now; what depends on it waits for it.',
    },
  ];
}

function saysPutOff({ title, others }: Task): boolean {
  return PUT_OFF.test(title) || others.some(({ name, text }) => name === 'Note' && PUT_OFF.test(`(${text}`));
}

/** After a dash or in brackets, since "Move deferred jobs" is about something else. */
const PUT_OFF =
  /(?:[([（【]|\s[—–-]\s|[:：])\s*(?:deferred|postponed|skipped|put off|on hold|not needed(?: (?:now|any ?more))?|verschoben|zurückgestellt|übersprungen|aplazad[oa]|pospuest[oa]|omitid[oa]|adiad[oa]|reportée?|ignorée?|rinviat[oa]|saltat[oa]|отложено|відкладено|пропущено|已?跳过|已?推迟|暂缓|延期|暂不(?:做|需要)|スキップ|見送り|延期|건너뜀|보류)(?!\p{L})/iu;
