import { join } from 'node:path';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { entryKind, namesIn, readJson } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { isFrameworkStale } from './edits_of_framework.ts';
import {
  type FrameworkPlace,
  type FrameworkRoot,
  findFrameworks,
  type LocateProblemCode,
} from './locate_framework.ts';
import { readFramework, type StoredFramework } from './open_framework.ts';
import { NO_LOSSES, renderAgain } from './plan_update.ts';
import { NO_CHANGES } from './update_request.ts';

/** A framework in a list. */
export type ListedFramework = {
  readonly place: FrameworkPlace;
  /** Its goal; `null` if the lock cannot be read. */
  readonly goal: string | null;
  readonly title: string | null;
  /** One or more, the most severe first; `fresh` only alone. */
  readonly status: readonly FrameworkStatus[];
  readonly lastRun: LastRun | null;
  /** Why it is unreadable, or why it is unknown whether it is stale. */
  readonly problems: readonly Problem[];
};

/**
 * - `unreadable`: its lock or its files cannot be read
 * - `untraceable`: it cannot be rendered again: its goal, a component or a template is missing or faulty
 * - `conflicts`: it contains conflict markers of an update
 * - `stale`: it would render differently now
 * - `placeholders`: components were missing when it was written
 * - `edited`: a file was edited or removed by hand
 * - `fresh`: none of these
 */
export type FrameworkStatus =
  | 'unreadable'
  | 'untraceable'
  | 'conflicts'
  | 'stale'
  | 'placeholders'
  | 'edited'
  | 'fresh';

/** The last use of a framework, and its outcome. */
export type LastRun = {
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** The outcome in the run's record; `null` if it has none. */
  readonly outcome: string | null;
  /** The record's file name in the framework's `runs/`. */
  readonly file: string;
};

/** Lists the frameworks in the output folder, by name, each with its state. */
export async function listFrameworks(
  context: OperationContext,
  workspace: Workspace,
  root: FrameworkRoot,
): Promise<Result<readonly ListedFramework[], LocateProblemCode>> {
  const places = findFrameworks(context, root);
  if (!places.ok) return places;
  const listed: ListedFramework[] = [];
  for (const place of places.value) listed.push(await stateOfFramework(context, workspace, place));
  return success(listed);
}

/** Determines the state of a framework. */
export async function stateOfFramework(
  context: OperationContext,
  workspace: Workspace,
  place: FrameworkPlace,
): Promise<ListedFramework> {
  const stored = await readFramework(context, place);
  const lastRun = lastRunIn(place);
  if (!stored.ok) {
    const { problems } = stored;
    return { place, goal: null, title: null, status: ['unreadable'], lastRun, problems };
  }
  const { goal, title } = stored.value.lock;
  return { place, goal, title, lastRun, ...(await stateOf(context, workspace, stored.value)) };
}

async function stateOf(
  context: OperationContext,
  workspace: Workspace,
  stored: StoredFramework,
): Promise<Pick<ListedFramework, 'status' | 'problems'>> {
  const { lock, state } = stored;
  const now = await renderAgain(context, workspace, stored, { changes: NO_CHANGES, leave: NO_LOSSES });
  const isStale = now.ok && isFrameworkStale(stored, now.value);
  const status: FrameworkStatus[] = [
    ...(now.ok ? [] : (['untraceable'] as const)),
    ...(state === 'unresolved' ? (['conflicts'] as const) : []),
    ...(isStale ? (['stale'] as const) : []),
    ...(lock.todos.length > 0 ? (['placeholders'] as const) : []),
    ...(state === 'edited' ? (['edited'] as const) : []),
  ];
  return { status: status.length === 0 ? ['fresh'] : status, problems: now.ok ? [] : now.problems };
}

/** The largest record of a run that is read for its outcome, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** `<YYYYMMDDTHHMMSSZ>-<nn>.json`, so that the last name is the latest run. */
const RUN_FILE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-\d{2,}\.json$/u;

function lastRunIn({ folder }: FrameworkPlace): LastRun | null {
  const runs = join(folder, 'runs');
  if (entryKind(runs) !== 'folder') return null;
  const file = namesIn(runs)
    .filter((name) => RUN_FILE.test(name))
    .at(-1);
  if (file === undefined) return null;
  const at = file.replace(RUN_FILE, '$1-$2-$3T$4:$5:$6Z');
  return { at, outcome: outcomeIn(join(runs, file)), file };
}

function outcomeIn(path: string): string | null {
  const run = readJson(path, LARGEST);
  return typeof run === 'object' && run !== null && 'outcome' in run && typeof run.outcome === 'string'
    ? run.outcome
    : null;
}
