import type { Problem } from '../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../lib/index.ts';
import {
  type FileDiff,
  type FileUpdate,
  missingRemedy,
  type PlannedUpdate,
  type PreparedFramework,
} from '../../../operations/index.ts';
import { EXIT_CODES, jsonDocument, type Palette, problemsText } from '../../terminal/index.ts';
import { notFound } from '../../terminal/missing.ts';
import type { Unmet } from '../../wizard/index.ts';
import { changeText } from '../change_text.ts';
import type { UpdateFlags } from './update_flags.ts';

export const SCHEMA = 'orchestrator.update/1' as const;

/** What became of one framework. */
export type UpdateReport = {
  readonly name: string;
  /** `null` where none was found. */
  readonly directory: string | null;
  /**
   * - `fresh`: there was nothing to do
   * - `stale`: it has to be updated, and was only looked at
   * - `updated`, `conflicts`: written; with conflict markers in it, in the second case
   * - `adopted`, `adoptable`: it has a lock now, or could have one and was only looked at
   * - `failed`: it is as it was
   */
  readonly outcome: 'fresh' | 'stale' | 'updated' | 'conflicts' | 'adopted' | 'adoptable' | 'failed';
  readonly exitCode: number;
  readonly files: readonly Pick<FileUpdate, 'file' | 'shown' | 'outcome' | 'conflicts'>[];
  readonly diffs: readonly FileDiff[];
  readonly todos: PreparedFramework['todos'];
  readonly problems: readonly Problem[];
};

/** What an update came to, or would come to. */
export function outcomeOf(
  plan: PlannedUpdate,
  { check, dryRun, strict }: Pick<UpdateFlags, 'check' | 'dryRun' | 'strict'>,
  { unmet, diffs }: { readonly unmet: readonly Unmet[]; readonly diffs: readonly FileDiff[] },
): UpdateReport {
  const { stored, files, isStale, framework } = plan;
  const { todos } = framework;
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
    ...(check ? [] : files.flatMap((file) => conflictProblems(file, dryRun ?? false))),
    ...missingProblems(todos, { unmet, strict: strict ?? false }),
  ];
  const exitCode = problems.some(({ severity }) => severity === 'error') ? EXIT_CODES.problems : 0;
  const { name, shown: directory } = stored.place;
  return { name, directory, outcome, exitCode, files, diffs, todos, problems };
}

/** What a person is shown of a framework: differences as data, all else as messages. */
export function reportText(report: UpdateReport, colours: Palette): { data: string; messages: string } {
  const { directory, name, outcome, files, diffs, problems } = report;
  const place = printableLine(directory ?? name);
  const data = diffs.map(({ file, changes }) => diffText(`${directory}${file}`, changes)).join('');
  const done = files.flatMap((file) => {
    if (diffs.length > 0 || outcome === 'stale' || file.outcome === 'same') return [];
    const label =
      file.outcome === 'conflicts'
        ? colours.bad('CONFLICTS:')
        : `${colours.good('SUCCESS:')} ${DONE[file.outcome]}`;
    return [`  ${label} ${file.file}\n`];
  });
  const heads = { ...HEADS, failed: colours.bad('FAILED:') };
  const head = `${place} ${heads[outcome]}\n`;
  return {
    data,
    messages:
      head +
      (outcome === 'conflicts' && diffs.length > 0 ? '' : done.join('')) +
      problemsText(problems, colours),
  };
}

const HEADS: Readonly<Record<UpdateReport['outcome'], string>> = {
  fresh: 'is fresh; nothing to do.',
  stale: 'is stale.',
  updated: 'is updated.',
  conflicts: 'has conflicts.',
  adoptable: 'has no lock file and could be adopted; its files would stay as they are.',
  adopted: 'is adopted: it has a lock file now, and its files are as they were.',
  failed: '',
};

const DONE = {
  same: '',
  replaced: 'Replaced',
  restored: 'Restored',
  merged: 'Merged your edits into',
  conflicts: '',
} as const;

/** A file's changes as a unified diff, each changed line with what is behind it. */
export function diffText(file: string, changes: FileDiff['changes']): string {
  if (changes.length === 0) return '';
  const shown = printableLine(file);
  const hunks = changes.map((change) => changeText(change, { label: '', unknown: 'edited by hand' }));
  return `--- ${shown}\n+++ ${shown} with what is rendered now\n${hunks.join('')}`;
}

/** The `--json` document. */
export function updateDocument(reports: readonly UpdateReport[], { check, dryRun }: UpdateFlags): string {
  return jsonDocument(SCHEMA, {
    ok: reports.every(({ exitCode }) => exitCode === 0),
    check: check ?? false,
    dryRun: dryRun ?? false,
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

function staleProblem(file: string): Problem {
  return {
    severity: 'error',
    code: 'framework-stale',
    message: 'The framework would render to something else now.',
    file,
    hint: `See what with \`orchestrator update ${file} --dry-run\`, and leave --dry-run out to do it.`,
  };
}

/** A problem for every conflict that a merge has left in a file. */
export function conflictProblems(
  { shown, conflicts }: UpdateReport['files'][number],
  dryRun: boolean,
): Problem[] {
  return conflicts.map((line) => ({
    severity: 'error',
    code: 'merge-conflict',
    message: `Your edit and what is rendered now ${dryRun ? 'would be' : 'are'} in conflict.`,
    file: shown,
    line,
    hint: `Choose what is to stand there, take the markers out, and run update again. The version before ${dryRun ? 'would be' : 'is'} in ${shown}.before.`,
  }));
}

/** What is wrong where components are missing, each with the reason why it was not generated. */
export function missingProblems(
  todos: UpdateReport['todos'],
  { unmet, strict }: { readonly unmet: readonly Unmet[]; readonly strict: boolean },
): Problem[] {
  return todos.map(({ kind, file }) => {
    const why = unmet.find((candidate) => candidate.file === file);
    const reason =
      why === undefined
        ? ''
        : `It was not generated: ${printable(why.reason).replace(/\.$/u, '')}. ${why.remedy.replace(/\.?$/u, '.')} `;
    const hint = `${reason}${missingRemedy({ kind, file })}`;
    return {
      severity: strict ? 'error' : 'warning',
      code: 'component-missing',
      message: notFound(file),
      hint,
    };
  });
}
