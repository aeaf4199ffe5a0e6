import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  checkName,
  checkTitle,
  FILES,
  type FrameworkLock,
  type GoalChoiceCode,
  LOCK_FILE,
  type LockProblemCode,
  printLock,
  readLockSides,
} from '../../framework/index.ts';
import { inWords, linesOf, ownValue } from '../../lib/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  readText,
  replaceFile,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { FrameworkRequest, PreparedFramework } from '../create/prepare_framework.ts';
import type { Workspace } from '../workspace.ts';
import type { FrameworkPlace } from './locate_framework.ts';
import { openConflicts, unresolvedIn } from './open_conflicts.ts';
import { type OpenProblemCode, readStored } from './open_framework.ts';
import { type AnswerChanges, type UpdateRequestProblemCode, updateRequest } from './update_request.ts';

export type AdoptProblemCode =
  | 'has-a-lock'
  | 'no-framework-files'
  | 'adopt-needs-goal'
  | 'bad-folder-name'
  | 'nothing-to-unset'
  | 'cannot-write'
  | 'changed-meanwhile';

/** A folder with the two files and no lock, and the answers inferred from them. */
export type Adoption = {
  readonly place: FrameworkPlace;
  readonly request: FrameworkRequest;
  readonly files: readonly { readonly file: string; readonly shown: string; readonly text: string }[];
  /** The text of a lock in a merge conflict, which the new lock replaces. */
  readonly replaces?: string | undefined;
  /** Notes on the sources of the answers. */
  readonly notes?: readonly Problem[];
};

type PlanAdoptionCode =
  | AdoptProblemCode
  | GoalChoiceCode
  | OpenProblemCode
  | UpdateRequestProblemCode
  | 'conflicts-remain';

/**
 * Infers the answers behind a folder without a lock: the name from the folder, the title from the persona's
 * heading, the goal from the task's heading, unless flags give them.
 */
export async function planAdoption(
  context: OperationContext,
  workspace: Workspace,
  place: FrameworkPlace,
  changes: AnswerChanges,
): Promise<Result<Adoption, PlanAdoptionCode>> {
  const path = join(place.folder, LOCK_FILE);
  const lock = displayPath(context.cwd, path);
  const sides = await readLockSides(path, lock);
  if (sides === undefined && entryKind(path) !== 'absent') return failure('usage', hasLock(lock));
  const read = FILES.map(({ file }) => readStored(context, place, file));
  const problems: Problem<OpenProblemCode | AdoptProblemCode>[] = read.flatMap((one) =>
    one.ok ? [] : one.problems,
  );
  const files = read.flatMap((one) =>
    one.ok && one.value.text !== null ? [{ ...one.value, text: one.value.text }] : [],
  );
  if (problems.length === 0 && files.length < FILES.length) problems.push(noFiles(place));
  const open = unresolvedIn({ files: files.map(withConflicts), lock: { unresolved: [] } });
  if (open.length > 0) return failure('problems', ...open);
  if (sides !== undefined && problems.length === 0)
    return adoptionOfSide(workspace, { place, files, lock, sides }, changes);
  const name = checkName(place.name);
  if (!name.ok || name.value !== place.name) problems.push(badName(place));
  const goal = changes.goal ?? goalIn(workspace, files[1]?.text ?? '');
  if (goal === undefined) problems.push(needsGoal(place));
  if (problems.length > 0 || goal === undefined) return failure('usage', ...problems);
  const title = changes.title ?? titleIn(files[0]?.text ?? '');
  const request: FrameworkRequest = {
    name: place.name,
    goal,
    ...(title === undefined ? {} : { title }),
    ...(changes.variant == null ? {} : { variant: changes.variant }),
    choice: changes.choice,
    values: changes.values,
    valueFiles: changes.valueFiles ?? {},
    several: changes.several ?? [],
    target: place,
  };
  return success({ place, request, files });
}

/** Adopts this side's answers from a lock that git could not merge; notes where the other side differs. */
function adoptionOfSide(
  workspace: Workspace,
  {
    place,
    files,
    lock,
    sides,
  }: Pick<Adoption, 'place' | 'files'> & {
    readonly lock: string;
    readonly sides: NonNullable<Awaited<ReturnType<typeof readLockSides>>>;
  },
  changes: AnswerChanges,
): Result<Adoption, GoalChoiceCode | LockProblemCode | UpdateRequestProblemCode> {
  const { ours, theirs } = sides;
  const side = ours.ok ? ours : theirs;
  if (!side.ok) return side;
  const request = updateRequest(workspace, { place, lock: side.value }, changes);
  if (!request.ok) return request;
  const other = ours.ok && theirs.ok ? answerDifferences(ours.value, theirs.value) : [];
  const notes = [
    ...(ours.ok
      ? []
      : [note(lock, 'Only their side of the lock file is complete, so its answers were used.')]),
    ...other.map((what) => note(lock, `The other side has another ${what}; yours was kept.`)),
  ];
  return success({ place, request: request.value, files, replaces: readLockText(place), notes });
}

/** Describes the differences between the answers of two locks, in words. */
function answerDifferences(ours: FrameworkLock, theirs: FrameworkLock): string[] {
  const fields = (['goal', 'variant', 'title'] as const).filter((name) => ours[name] !== theirs[name]);
  const { values: mine, valueFiles: myFiles = {}, ...chosen } = ours.answers;
  const { values: others, valueFiles: otherFiles = {}, ...otherChosen } = theirs.answers;
  const names = [...new Set([...Object.keys(mine), ...Object.keys(others)])].sort();
  return [
    ...fields,
    ...(JSON.stringify(chosen) === JSON.stringify(otherChosen) ? [] : ['choice of components']),
    ...names
      .filter((name) => ownValue(mine, name) !== ownValue(others, name))
      .map((name) => {
        const value = ownValue(others, name);
        return `value of ${name}${value === undefined ? ' (none)' : `: ${shortened(value)}`}`;
      }),
    ...names
      .filter((name) => ownValue(mine, name) === ownValue(others, name))
      .filter((name) => ownValue(myFiles, name) !== ownValue(otherFiles, name))
      .map((name) => {
        const file = ownValue(otherFiles, name);
        return `file name for the value of ${name}${file === undefined ? ' (none)' : `: ${shortened(file)}`}`;
      }),
  ];
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

function note(file: string, message: string): Problem<'lock-side'> {
  return { severity: 'note', code: 'lock-side', message, file };
}

function readLockText({ folder }: FrameworkPlace): string | undefined {
  const read = readText(join(folder, LOCK_FILE), LARGEST);
  return read.kind === 'text' ? read.text : undefined;
}

const LARGEST = 64 * 1024 * 1024;

/** The written text is unknown, so every marker counts: once adopted, it would be taken for an ordinary manual edit. */
function withConflicts(file: Adoption['files'][number]) {
  const conflicts = openConflicts({ ...file, written: '', merge: undefined, before: () => null });
  return { ...file, conflicts };
}

/** Writes only the lock: the files stay as they are, and count as edited where they differ. */
export async function adopt(
  { cwd }: OperationContext,
  { place, replaces }: Adoption,
  framework: PreparedFramework,
): Promise<Result<void, AdoptProblemCode>> {
  const path = join(place.folder, LOCK_FILE);
  const file = displayPath(cwd, path);
  try {
    if (replaces !== undefined && readLockText(place) === replaces) {
      await replaceFile(path, printLock(framework.lock));
      return success(undefined);
    }
    if ((await createFile(path, printLock(framework.lock))) === 'created') return success(undefined);
    return failure('problems', hasLock(file));
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The lock cannot be written: ${describeSystemError(error)}. The folder is as it was.`,
      file,
      hint: 'Make room or give permission there, then run this again.',
    });
  }
}

/** The first heading of the persona, if it is a valid title. */
function titleIn(persona: string): string | undefined {
  const title = checkTitle(/^# (.+)$/u.exec((linesOf(persona)[0] ?? '').trimEnd())?.[1] ?? '');
  return title.ok ? title.value : undefined;
}

/** The only goal whose name matches the first heading of the prompt. */
function goalIn({ goalMap }: Workspace, prompt: string): string | undefined {
  const [first = ''] = linesOf(prompt);
  // Earlier versions wrote `# Task: review against standards - My_Framework`.
  const task = /^# (?:Task: (.+?) - .*|(.+?))\s*$/u.exec(first);
  const words = inWords(task?.[1] ?? task?.[2] ?? '');
  const goals = goalMap.goals.filter(({ name }) => inWords(name) === words);
  return goals.length === 1 ? goals[0]?.name : undefined;
}

function hasLock(file: string): Problem<AdoptProblemCode> {
  return {
    severity: 'error',
    code: 'has-a-lock',
    message: 'The folder already has a lock file, so there is nothing to adopt.',
    file,
    hint: 'Update it without --adopt; or, if the lock file cannot be trusted, remove it first.',
  };
}

function noFiles({ shown }: FrameworkPlace): Problem<AdoptProblemCode> {
  return {
    severity: 'error',
    code: 'no-framework-files',
    message: `A framework is the files ${FILES.map(({ file }) => file).join(' and ')}; one of them is missing.`,
    file: shown,
    hint: 'Name the folder that holds them, or create the framework with `orchestrator new`.',
  };
}

function badName({ name, shown }: FrameworkPlace): Problem<AdoptProblemCode> {
  return {
    severity: 'error',
    code: 'bad-folder-name',
    message: `The framework would be called ${JSON.stringify(name.slice(0, 100))}, like its folder, which is not a valid name.`,
    file: shown,
    hint: 'Give the folder a name of letters, digits, _, - and . first.',
  };
}

function needsGoal({ shown }: FrameworkPlace): Problem<AdoptProblemCode> {
  return {
    severity: 'error',
    code: 'adopt-needs-goal',
    message: 'The files do not say which goal the framework is for.',
    file: shown,
    hint: 'Name it with --goal; `orchestrator goals list` shows them.',
  };
}
