import { LatePattern } from '../../lib/index.ts';
import { foldedId } from '../document/references.ts';
import type { Need, Task, TaskProblem } from './importer.ts';
import { listOf } from './link_tasks.ts';
import { shortText } from './short_text.ts';

/** Rows with what their cells say that they need, where that is another row by its id: "Requires BS-07 first", "blocked on #66". */
export function withNamedRows(tasks: readonly Task[]): Task[] {
  const places = new Map(tasks.flatMap(({ id }, index) => (id === undefined ? [] : [[bareId(id), index]])));
  return tasks.map((task, index) => {
    if (places.size < 2 || task.needs.length > 0) return task;
    const said = [task.title, ...task.others.map(({ text }) => text)].join('\n').slice(0, LONGEST_ROW);
    const named = [...said.matchAll(NEEDS.patternFor(said))].flatMap(
      ({ groups }) => groups?.ids?.match(ID) ?? [],
    );
    const needs = new Map<number, Need>();
    for (const id of named) {
      const on = places.get(bareId(id));
      if (on === undefined || on === index) continue;
      const { line, column } = task;
      needs.set(on, { text: id, note: undefined, isFirm: true, line, column, tasks: [on] });
    }
    return needs.size === 0 ? task : { ...task, needs: [...needs.values()] };
  });
}

function bareId(id: string): string {
  return foldedId(id.replace(/^#/u, ''));
}

const LONGEST_ROW = 5_000;
const ID = /#?(?:[A-Za-z]{1,6}-?)?\d{1,5}/gu;
const NEEDS = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:requires|depends on|blocked (?:on|by)|waits? (?:for|on)|needs|prerequisites?:|setzt voraus:?|abhängig von|blockiert durch|depende de|bloquead[oa] por|requiere|requer|dépend de|bloquée? par|nécessite|dipende da|richiede|зависит от|требует|ждёт|依赖|需要先完成|依存:)\s*(?<ids>(?:(?:[A-Z]{1,6}-?|#)\d{1,5})(?:(?:\s*[,/&+]\s*|\s+and\s+)(?:[A-Z]{1,6}-?|#)\d{1,5})*)(?![\p{L}\d])`,
  'giu',
);

/** Warnings about statements in rows that are not carried out: that they wait, or an order in words. */
export function rowNotes(tasks: readonly Task[], file: string): TaskProblem[] {
  const open = tasks.filter(({ state }) => state === 'open');
  const waiting = open.flatMap((task) => {
    const said = task.others.find(({ name, text }) => STATE.test(name) && WAITS.test(text));
    return said === undefined ? [] : [{ task, said: said.text.replace(/[*_`]/gu, '') }];
  });
  const [first] = waiting;
  if (first === undefined) return [];
  const named = waiting
    .slice(0, MAX_NAMED)
    .map(({ task, said }) => `${task.id ?? listOf([task])} (“${shortText(said)}”)`)
    .join(', ');
  const more = waiting.length > MAX_NAMED ? ` and ${waiting.length - MAX_NAMED} more` : '';
  return [
    {
      ...{ severity: 'warning', code: 'status-unread', file, line: first.task.line, column: 1 },
      message: `By their status, these are waiting for something, but were imported as work: ${named}${more}.`,
      hint: 'Remove what cannot be started yet.',
    },
  ];
}

const MAX_NAMED = 20;
const STATE = new LatePattern(
  () => '^(?:status|state|estado|statut|état|stand|stato|stan|статус|состояние|状态|狀態|状態|상태)$',
  'iu',
);
const WAITS = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:blocked|waiting|on hold|questions?|trackers?|parked|deferred|needs (?:decision|input)|awaiting|blockiert|wartet|zurückgestellt|bloquead[oa]|en espera|aguardando|bloquée?|en attente|bloccat[oa]|in attesa|заблокирован[оа]?|ждёт|ожидает|отложено)(?![\p{L}])|(?:capability-)limited|阻塞|等待|保留|ブロック|대기 중|보류`,
  'iu',
);
