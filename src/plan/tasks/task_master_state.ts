import type { Node } from 'jsonc-parser';
import { property } from './json_text.ts';
import type { Task } from './types.ts';

/** How far a task of Task Master is, or a subtask; what it says in words that are not known is open. */
export function stateOf(task: Node): Task['state'] {
  const { value } = property(task, 'status') ?? {};
  return (typeof value === 'string' ? STATES.get(value.trim().toLowerCase()) : undefined) ?? 'open';
}

/** Tasks that are no longer to be done. */
const STATES: ReadonlyMap<string, Task['state']> = new Map([
  ['done', 'done'],
  ['completed', 'done'],
  ['complete', 'done'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);
