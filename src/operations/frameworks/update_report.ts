import type { AnyCode, Failure, FailureCause, Problem } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import {
  intendedComponent,
  missingRemedy,
  notFound,
  type UnmetComponent,
  unmetReason,
} from '../create/missing_component.ts';
import { type IncompleteFramework, incompletePart } from '../create/prepare_framework.ts';
import { makeDocument, type WholeDocument } from '../document.ts';
import type { FrameworkPlace } from './locate_framework.ts';
import type { FileUpdate, PlannedUpdate } from './plan_update.ts';
import type { FileDiff } from './update_diff.ts';

/** The result of updating one framework. */
export type UpdateReport = {
  readonly name: string;
  /** `null` if it was not found. */
  readonly directory: string | null;
  /**
   * - `fresh`: it is up to date
   * - `stale`: it needs an update, which was not made
   * - `updated`, `conflicts`: it was written, without or with conflict markers
   * - `adopted`, `adoptable`: it got a lock, or could get one
   * - `failed`: it is unchanged
   */
  readonly outcome: 'fresh' | 'stale' | 'updated' | 'conflicts' | 'adopted' | 'adoptable' | 'failed';
  /** The kind of failure; `null` on success. */
  readonly cause: FailureCause | null;
  readonly files: readonly Pick<FileUpdate, 'file' | 'shown' | 'outcome' | 'conflicts'>[];
  readonly diffs: readonly FileDiff[];
  readonly todos: IncompleteFramework['todos'];
  readonly problems: readonly Problem[];
};

/** Options on writing and on treating warnings as errors. */
export type UpdateMode = {
  readonly check?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly strict?: boolean | undefined;
};

/** Reports the result of an update, or of a dry run. */
export function reportUpdate(
  plan: PlannedUpdate,
  { check = false, dryRun = false, strict = false }: UpdateMode,
  { unmet, diffs }: { readonly unmet: readonly UnmetComponent[]; readonly diffs: readonly FileDiff[] },
): UpdateReport {
  const { stored, files, isStale, framework } = plan;
  const { todos } = framework.lock;
  const hasConflicts = files.some(({ outcome }) => outcome === 'conflicts');
  const isChanged = files.some(({ outcome }) => outcome !== 'same');
  const looked = check ? isStale : isStale || isChanged;
  const outcome =
    check || (dryRun && !hasConflicts)
      ? looked
        ? 'stale'
        : 'fresh'
      : hasConflicts
        ? 'conflicts'
        : isChanged
          ? 'updated'
          : 'fresh';
  const problems = [
    ...(check && isStale ? [staleProblem(stored.place.shown)] : []),
    ...(check ? [] : files.flatMap((file) => conflictProblems(file, dryRun))),
    ...missingProblems(incompletePart(framework), { unmet, strict }),
    ...framework.unseen,
    ...framework.unfinished,
  ];
  const cause = problems.some(({ severity }) => severity === 'error') ? 'problems' : null;
  const { name, shown: directory } = stored.place;
  return { name, directory, outcome, cause, files, diffs, todos, problems };
}

/** Reports an update that failed and left the framework unchanged. */
export function reportFailedUpdate(
  name: string,
  { cause, problems }: Failure<AnyCode>,
  place?: FrameworkPlace,
): UpdateReport {
  const directory = place?.shown ?? null;
  return { name, directory, outcome: 'failed', cause, problems, files: [], diffs: [], todos: [] };
}

/** The document of the frameworks that were updated or checked. */
export function updateDocument(
  reports: readonly UpdateReport[],
  { check = false, dryRun = false }: UpdateMode,
): WholeDocument<'orchestrator.update/1'> {
  return makeDocument('orchestrator.update/1', {
    ok: reports.every(({ cause }) => cause === null),
    check,
    dryRun,
    frameworks: reports.map(({ name, directory, outcome, files, diffs, todos }) => ({
      ...{ name, directory, outcome },
      files: files.map(({ file, outcome: what, conflicts }) => ({ file, outcome: what, conflicts })),
      diffs: diffs.map(({ file, changes }) => ({
        file,
        changes: changes.map(({ at, lines }) => ({ at, lines })),
      })),
      todos,
    })),
    problems: reports.flatMap(({ problems }) => problems),
  });
}

function staleProblem(file: string): Problem<'framework-stale'> {
  return {
    severity: 'error',
    code: 'framework-stale',
    message: 'The framework would now render differently.',
    file,
    hint: `See how with \`orchestrator update ${file} --dry-run\`, or update it by running that without --dry-run.`,
  };
}

/** Returns a problem for every conflict that a merge has left in a file. */
export function conflictProblems(
  { shown, conflicts }: UpdateReport['files'][number],
  dryRun: boolean,
): Problem<'merge-conflict'>[] {
  return conflicts.map((line) => ({
    severity: 'error',
    code: 'merge-conflict',
    message: `Your edit and what is rendered now ${dryRun ? 'would be' : 'are'} in conflict.`,
    file: shown,
    line,
    hint: `Choose which text to keep, remove the markers, and run update again. The previous version ${dryRun ? 'would be' : 'is'} in ${shown}.before.`,
  }));
}

/** Problems for missing components, each with the reason why it was not generated. */
export function missingProblems(
  framework: IncompleteFramework,
  { unmet, strict }: { readonly unmet: readonly UnmetComponent[]; readonly strict: boolean },
): Problem<'component-missing'>[] {
  return framework.todos.map(({ kind, file }) => ({
    severity: strict ? 'error' : 'warning',
    code: 'component-missing',
    message: notFound(file),
    hint: `${printable(unmetReason(unmet, { kind, file }))}${missingRemedy({ kind, file, ...intendedComponent(framework, { kind, file }) })}`,
  }));
}
