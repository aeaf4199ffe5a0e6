import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { tickTasks } from '../../plan/index.ts';
import { displayPath, listGitFiles, readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { makeReport } from './make_report.ts';

/**
 * The task list that a batch's plan was imported from, if none is named: the only file with a usual name that has a task for
 * every phase. Nothing is searched before the work is delivered.
 */
export async function ownTaskList(
  { cwd, env }: OperationContext,
  root: string,
  report: Awaited<ReturnType<typeof makeReport>>,
): Promise<{ readonly file: string | undefined; readonly problems: readonly Problem[] } | undefined> {
  if (report.git?.standing !== 'delivered' || report.phases.length === 0) return undefined;
  const phases = report.phases.map(({ id, title }) => ({ id, title }));
  const files = ((await listGitFiles(root, env)) ?? []).filter((path) => LIST.test(path)).slice(0, MAX_LISTS);
  const lists = files.flatMap((path) => {
    const read = readText(join(root, path), LARGEST, 'keep');
    if (read.kind !== 'text') return [];
    const ticked = tickTasks(read.text, { file: path, done: phases });
    if (!ticked.ok || ticked.value.format === 'phases') return [];
    return [{ path, shown: displayPath(cwd, join(root, path)), missing: ticked.value.left.length }];
  });
  const fitting = lists.filter(({ missing }) => missing === 0);
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return { file: join(root, only.path), problems: [] };
  if (only !== undefined) return { file: undefined, problems: [several(fitting.map(({ shown }) => shown))] };
  const [near] = lists.toSorted((a, b) => a.missing - b.missing);
  if (near === undefined || near.missing > phases.length / 2) return undefined;
  return {
    file: undefined,
    problems: [changedSince(near.shown, phases.length - near.missing, phases.length)],
  };
}

/** The usual names of task lists: those of Spec Kit, OpenSpec, Task Master, and handwritten ones. */
const LIST = /(?:^|\/)(?:tasks?|todos?)\.(?:md|json)$/iu;

const MAX_LISTS = 200;
const LARGEST = 4 * 1024 * 1024;

function several(lists: readonly string[]): Problem<'task-lists-alike'> {
  return {
    severity: 'note',
    code: 'task-lists-alike',
    message: `Nothing is ticked: several lists have a task for every phase of the batch (${lists.slice(0, 5).join(', ')}).`,
    hint: 'Name the one that the plan was imported from: --tasks FILE',
  };
}

function changedSince(list: string, there: number, phases: number): Problem<'task-list-differs'> {
  return {
    severity: 'note',
    code: 'task-list-differs',
    message: `Nothing is ticked: no list has a task for every phase of the batch; ${list} has one for ${there} of ${phases}.`,
    hint: `If the plan was imported from it, and it was changed since: --tasks ${list}`,
  };
}
