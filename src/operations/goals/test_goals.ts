import { dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import type { Source, TemplateProblemCode } from '../../framework/index.ts';
import {
  COMMIT,
  createFolderWith,
  describeSystemError,
  displayPath,
  isWithin,
  namesIn,
  readText,
  repairFolder,
  replaceTogether,
  settledPath,
} from '../../platform/index.ts';
import { listComponents } from '../components/components.ts';
import type { OperationContext } from '../context.ts';
import type { ComposeCode } from '../create/compose_framework.ts';
import { type LeftOverCode, leftOverWrites } from '../left_over_writes.ts';
import { stateAfter } from '../state_after.ts';
import type { Workspace } from '../workspace.ts';
import { diffSnapshot, type SnapshotChange } from './snapshot_diff.ts';
import { type Rendering, renderSnapshot, SNAPSHOT_MARK } from './snapshot_text.ts';

/** Options for comparing goals with their snapshots. */
export type GoalTestOptions = {
  /** The folder of snapshots, relative to the working directory; without it, `.orchestrator/snapshots` beside the goal map. */
  readonly folder?: string;
  /** Accept the current renderings, and store them. */
  readonly update: boolean;
  /** With `update`: only report what would be stored. */
  readonly dryRun: boolean;
};

/** The outcome of the comparison. */
export type GoalTest = {
  /** The path as the user would write it, with a slash at the end. */
  readonly folder: string;
  readonly snapshots: readonly SnapshotReport[];
  /** Number of renderings compared. */
  readonly cases: number;
  /** Leftovers of interrupted writes of snapshots. */
  readonly leftOver: readonly Problem<LeftOverCode>[];
};

/**
 * One snapshot.
 *
 * - `same`: as stored
 * - `changed`: differs from the stored one
 * - `missing`: not stored
 * - `stale`: stored, but the goal no longer exists
 * - `written`, `removed`: brought up to date
 */
export type SnapshotReport = {
  readonly file: string;
  readonly goal: string | null;
  readonly variant: string | null;
  readonly status: 'same' | 'changed' | 'missing' | 'stale' | 'written' | 'removed';
  /** The changes; empty unless a stored snapshot changed. */
  readonly changes: readonly SnapshotChange[];
};

export type GoalTestProblemCode = 'snapshot-unreadable' | 'snapshots-outside-project' | 'cannot-write';

/** The largest snapshot that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Error codes of {@link testGoals}. */
type TestGoalsCode = ComposeCode | 'cannot-write' | 'snapshot-unreadable' | 'snapshots-outside-project';

/**
 * Renders every goal and variant in every case and compares them with their snapshots. Asks no model and needs no network.
 */
export async function testGoals(
  context: OperationContext,
  workspace: Workspace,
  options: GoalTestOptions,
): Promise<Result<GoalTest, TestGoalsCode>> {
  const folder = snapshotFolder(context, workspace, options);
  if (!folder.ok) return folder;
  const renderings = await renderAll(context, workspace);
  if (!renderings.ok) return renderings;
  const compared = await compareWithSnapshot(context, workspace, {
    folder: folder.value,
    renderings: renderings.value,
  });
  if (!compared.ok) return compared;
  const snapshots = options.update
    ? await bringUpToDate(context, compared.value, { ...options, folder: folder.value })
    : success(compared.value);
  if (!snapshots.ok) return snapshots;
  return success({
    folder: `${displayPath(context.cwd, folder.value)}/`,
    snapshots: snapshots.value.map(({ report }) => report),
    cases: renderings.value.reduce((sum, { cases }) => sum + cases, 0),
    leftOver: leftOverWrites(context.cwd, [folder.value]),
  });
}

/** A snapshot's report, with its current text. */
type Compared = { readonly report: SnapshotReport; readonly text: string };

function snapshotFolder(
  { cwd }: OperationContext,
  { goalMap }: Workspace,
  { folder }: GoalTestOptions,
): Result<string, GoalTestProblemCode> {
  if (folder !== undefined) return success(resolve(cwd, folder));
  const project = goalMap.path === null ? cwd : dirname(goalMap.path);
  const path = join(project, '.orchestrator/snapshots');
  if (isWithin(project, path)) return success(path);
  return failure('problems', {
    severity: 'error',
    code: 'snapshots-outside-project',
    message: 'The folder of snapshots is a link that leads out of the project; nothing was read or written.',
    file: displayPath(cwd, path),
    hint: 'Remove the link, or name the folder with --dir.',
  });
}

async function renderAll(
  context: OperationContext,
  workspace: Workspace,
): Promise<Result<readonly Rendering[], ComposeCode>> {
  const renderings: Rendering[] = [];
  const problems = new Map<string, Problem<ComposeCode>>();
  for (const goal of workspace.goalMap.goals) {
    for (const variant of [undefined, ...goal.variants]) {
      const rendering = await renderSnapshot(context, workspace, { goal, variant });
      if (rendering.ok) renderings.push(rendering.value);
      else for (const problem of rendering.problems) problems.set(JSON.stringify(problem), problem);
    }
  }
  return problems.size === 0
    ? success(renderings)
    : failure('problems', ...sortProblems([...problems.values()]));
}

async function compareWithSnapshot(
  context: OperationContext,
  workspace: Workspace,
  { folder, renderings }: { readonly folder: string; readonly renderings: readonly Rendering[] },
): Promise<Result<readonly Compared[], GoalTestProblemCode | TemplateProblemCode>> {
  const compared: Compared[] = [];
  const problems: Problem<'cannot-write' | 'snapshot-unreadable' | 'snapshots-outside-project'>[] = [];
  let ownersIn: Awaited<ReturnType<typeof lineOwners>> | undefined;
  for (const rendering of renderings) {
    const { file, goal, variant, text } = rendering;
    const path = join(folder, file);
    const settled = settledPath(folder, file);
    const read = settled === null ? ({ kind: 'absent' } as const) : readText(settled, LARGEST);
    const report = (status: SnapshotReport['status'], changes: readonly SnapshotChange[] = []) =>
      compared.push({ text, report: { file, goal, variant, status, changes } });
    if (read.kind === 'absent') report('missing');
    else if (read.kind !== 'text') problems.push(unreadable(displayPath(context.cwd, path), read.kind));
    else if (read.text === text) report('same');
    else {
      const now = rendering.attributed();
      if (!now.ok) return now;
      ownersIn ??= await lineOwners(context, workspace);
      report('changed', diffSnapshot(read.text, now.value, ownersIn(read.text)));
    }
  }
  for (const file of staleSnapshots(folder, new Set(renderings.map((rendering) => rendering.file)))) {
    compared.push({ text: '', report: { file, goal: null, variant: null, status: 'stale', changes: [] } });
  }
  return problems.length === 0 ? success(compared) : failure('problems', ...problems);
}

/** Snapshots in a folder that belong to no rendering. Other files are ignored. */
function staleSnapshots(folder: string, expected: ReadonlySet<string>): string[] {
  const names = new Set([...namesIn(folder), ...decidedNames(folder)]);
  return [...names].sort().filter((name) => {
    if (!name.endsWith('.md') || expected.has(name)) return false;
    const settled = settledPath(folder, name);
    const read = settled === null ? undefined : readText(settled, LARGEST);
    return read?.kind === 'text' && read.text.startsWith(SNAPSHOT_MARK);
  });
}

/** The snapshots of an interrupted write; the goal map may have changed since. */
function decidedNames(folder: string): string[] {
  return namesIn(join(folder, COMMIT))
    .map((name) => name.replace(/^was-[a-z0-9]{1,40}-/u, ''))
    .filter((name) => name.endsWith('.md'));
}

/**
 * Finds the only component of the library that has a line; short lines and shared ones have no owner. Lines of a component
 * that was not in the snapshot have none either: somebody moved or copied them.
 */
async function lineOwners(
  { cwd }: OperationContext,
  workspace: Workspace,
): Promise<(stored: string) => (line: string) => Source | undefined> {
  const owners = new Map<string, Owner | undefined>();
  const { components } = await listComponents(workspace, cwd);
  for (const { component } of components) {
    const { kind, file, text } = component;
    const lines = [...new Set(text.split('\n'))].filter(isTelling);
    const source: Source = { kind: 'component', component: { kind, file }, line: null };
    for (const line of lines) owners.set(line, owners.has(line) ? undefined : { source, lines });
  }
  return (stored) => {
    const before = new Set(stored.split('\n'));
    return (line) => {
      const owner = owners.get(line.replace(/\n$/u, ''));
      const stood = owner?.lines.filter((one) => before.has(one)).length ?? 0;
      return owner !== undefined && stood * 2 > owner.lines.length ? owner.source : undefined;
    };
  };
}

/** A component, and its lines that are long enough to identify it. */
type Owner = { readonly source: Source; readonly lines: readonly string[] };

function isTelling(line: string): boolean {
  return line.trim().length >= SHORTEST_TELLING;
}

const SHORTEST_TELLING = 12;

async function bringUpToDate(
  { cwd }: OperationContext,
  compared: readonly Compared[],
  { folder, dryRun }: { readonly folder: string; readonly dryRun: boolean },
): Promise<Result<readonly Compared[], GoalTestProblemCode>> {
  try {
    if (!dryRun) await store(folder, compared);
  } catch (error) {
    return failure('environment', cannotWrite(displayPath(cwd, folder), error));
  }
  return success(
    compared.map(({ report, text }) => ({ text, report: { ...report, status: statusAfter(report.status) } })),
  );
}

/** Stores all of them or none: after a partial write, the next comparison would report changes that nobody made. */
async function store(folder: string, compared: readonly Compared[]): Promise<void> {
  const files = compared
    .filter(({ report }) => report.status === 'missing' || report.status === 'changed')
    .map(({ report, text }) => ({ name: report.file, text }));
  const removed = compared.filter(({ report }) => report.status === 'stale').map(({ report }) => report.file);
  const known = [...new Set([...compared.map(({ report }) => report.file), ...decidedNames(folder)])];
  if (files.length + removed.length === 0) repairFolder(folder, known);
  else if ((await createFolderWith(folder, files)) === 'exists')
    await replaceTogether(folder, files, { known, removed });
}

function statusAfter(status: SnapshotReport['status']): SnapshotReport['status'] {
  if (status === 'same') return 'same';
  return status === 'stale' ? 'removed' : 'written';
}

function unreadable(file: string, why: string): Problem<GoalTestProblemCode> {
  return {
    severity: 'error',
    code: 'snapshot-unreadable',
    message: `The snapshot cannot be used: it is ${why.replaceAll('-', ' ')}.`,
    file,
    hint: 'Move it away, then make it again with `orchestrator goals test --update`.',
  };
}

function cannotWrite(file: string, error: unknown): Problem<GoalTestProblemCode> {
  return {
    severity: 'error',
    code: 'cannot-write',
    message: `The snapshots cannot be written: ${describeSystemError(error)}. ${stateAfter(error, 'They are as they were.')}`,
    file,
    hint: 'Fix that and run `orchestrator goals test --update` again.',
  };
}
