import { printable } from '../../lib/index.ts';
import { resolveReferences, type TooMany } from '../document/references.ts';
import type { Need, Task, TaskProblem, TaskSource } from './importer.ts';
import { tooMany, tooManyUnknown } from './link_tasks.ts';
import { hasOwnNames } from './own_names.ts';
import type { PhaseTask } from './phase_task.ts';

/** Finds the parts that each part says it depends on; text that means none is kept as a remark. */
export function needsOf(read: readonly PhaseTask[]): {
  readonly needs: Need[][];
  readonly areFree: boolean[];
  /** The line from which on too many names meant nothing, or the dependencies were too many. */
  readonly tooMany: TooMany | undefined;
} {
  const unresolved = read.map((each) => each.unresolved);
  const unread = resolveReferences(unresolved);
  const areFree = unresolved.map(
    ({ dependencies, names }) =>
      dependencies !== undefined && names.length > 0 && dependencies.references.length === 0,
  );
  const needs = unresolved.map(({ dependencies }, index) =>
    (dependencies?.references ?? []).map(({ text, note, phases: meant, isMany, line, column }): Need => {
      const need = {
        text: printable(text),
        note: note === undefined ? undefined : printable(note),
        line,
        column,
      };
      const others = meant.filter((each) => each !== index);
      const isClear = meant.length > 0 && (isMany || meant.length === 1);
      if (isClear) return { ...need, isFirm: true, tasks: others.length === 0 ? meant : others };
      return { ...need, isFirm: meant.length > 1 };
    }),
  );
  return { needs, areFree, tooMany: unread };
}

/** The problem that the dependencies are too many to be read. */
export function tooManyNote(found: TooMany | undefined, file: string): TaskProblem[] {
  if (found === undefined) return [];
  return [found.what === 'unknown names' ? tooManyUnknown(file, found.line) : tooMany(file)];
}

/** Notes that parts give no goal, so that other text was taken for it. */
export function goalsInferred(
  read: readonly PhaseTask[],
  tasks: readonly Task[],
  { text, file }: TaskSource,
): TaskProblem[] {
  const silent = tasks.filter(({ state }, index) => state === 'open' && read[index]?.hasGoal === false);
  const [first] = silent;
  if (first === undefined) return [];
  const many = silent.length > 1;
  return [
    {
      severity: hasOwnNames(text) ? 'warning' : 'note',
      code: 'goal-inferred',
      message: many
        ? `${silent.length} parts do not state a goal; the first text below their headings, or the headings themselves, are used instead.`
        : 'This part does not state a goal; the first text below its heading, or the heading itself, is used instead.',
      file,
      line: first.line,
      column: first.column,
    },
  ];
}
