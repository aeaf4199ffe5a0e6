import type { Task, TaskProblem } from './importer.ts';
import { listOf } from './link_tasks.ts';

/**
 * Warnings about tick boxes that leave a task's state in doubt: half a tick, or a tick over open boxes, and how they were read.
 */
export function doubtfulBoxes(tasks: readonly Task[], file: string): TaskProblem[] {
  const ticked = tasks.filter(({ doubt }) => doubt?.box.toLowerCase() === 'x');
  const reopened = ticked.filter(({ state }) => state === 'open');
  const done = ticked.filter(({ state }) => state === 'done');
  const begun = tasks.filter(({ doubt, state }) => /^[~-]$/u.test(doubt?.box ?? '') && state === 'open');
  const dropped = tasks.filter(
    ({ doubt, state }) => /^[~-]$/u.test(doubt?.box ?? '') && state === 'cancelled',
  );
  const moved = tasks.filter(({ doubt }) => doubt?.box === '>');
  return [
    ...warningFor(
      reopened,
      (names) => `Ticked above boxes that are open, and treated as open: ${names}.`,
      file,
    ),
    ...warningFor(
      done,
      (names) => `Ticked, while optional items below are open; treated as done: ${names}.`,
      file,
    ),
    ...warningFor(
      moved,
      (names) => `Marked [>], which means moved elsewhere, but treated as open: ${names}.`,
      file,
    ),
    ...warningFor(dropped, (names) => `Marked [~] or [-], treated as dropped, and left out: ${names}.`, file),
    ...warningFor(begun, (names) => `Half ticked, and treated as open: ${names}.`, file),
  ];
}

function warningFor(tasks: readonly Task[], say: (names: string) => string, file: string): TaskProblem[] {
  const [first] = tasks;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'box-unclear',
      message: say(listOf(tasks)),
      file,
      line: first.line,
      column: first.column,
      hint: 'Tick the box if it is done, and clear it if it is not.',
    },
  ];
}
