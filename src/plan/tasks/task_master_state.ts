import type { Node } from 'jsonc-parser';
import type { Task } from './importer.ts';
import { property } from './json_text.ts';

/** The state of a task or subtask of Task Master; an unknown status counts as open. */
export function stateOf(task: Node): Task['state'] {
  const { value } = property(task, 'status') ?? property(task, 'state') ?? {};
  return (typeof value === 'string' ? STATES.get(value.trim().toLowerCase()) : undefined) ?? 'open';
}

/** The states of tasks that are no longer to be done, or not now. */
const STATES: ReadonlyMap<string, Task['state']> = new Map([
  ['done', 'done'],
  ['completed', 'done'],
  ['complete', 'done'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['deferred', 'deferred'],
  ['postponed', 'deferred'],
]);
