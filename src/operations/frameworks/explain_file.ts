import { basename, dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type AttributedFile,
  alignSources,
  attributeFiles,
  type ComponentChoice,
  chooseVariant,
  FILES,
  type Goal,
  LOCK_FILE,
  type LockProblemCode,
  readLock,
  withoutPlaces,
} from '../../framework/index.ts';
import { diffLines, linesOf, runsOf } from '../../lib/index.ts';
import { displayPath, entryKind, readText, remedyFor } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type ComposeCode, type ComposedFramework, composeFramework } from '../create/compose_framework.ts';
import type { Workspace } from '../workspace.ts';
import { type ExplainedLine, type ExplainedRange, rangesOf } from './explained_ranges.ts';

/** The origins of a generated file's lines. */
export type ExplainedFile = {
  /** The path as the user would write it. */
  readonly file: string;
  readonly name: string;
  readonly goal: string;
  readonly variant: string | null;
  /** The requested lines, or all; consecutive lines with the same sources are one range. */
  readonly ranges: readonly ExplainedRange[];
  /** Whether certain lines were requested. */
  readonly linesAsked: boolean;
  /** Changes since the file was written, as notes. */
  readonly changes: readonly Problem[];
};

type Lock = Extract<Awaited<ReturnType<typeof readLock>>, { ok: true }>['value'];

export type ExplainProblemCode =
  | 'no-such-file'
  | 'file-unreadable'
  | 'not-a-framework-file'
  | 'line-out-of-range'
  | 'goal-gone';

/** The largest generated file that is read, in bytes. */
const LARGEST = 32 * 1024 * 1024;

/**
 * Reports the origins of the lines of a generated file.
 *
 * @param wanted - a file of a framework; `FILE:LINE` or `FILE:FROM-TO` for some of its lines
 */
export async function explainFile(
  context: OperationContext,
  workspace: Workspace,
  wanted: string,
): Promise<Result<ExplainedFile, ComposeCode | ExplainProblemCode | LockProblemCode>> {
  const { cwd } = context;
  const { path, lines: asked } = placeOf(cwd, wanted);
  const file = displayPath(cwd, path);
  const text = generatedText(path, file);
  if (!text.ok) return text;
  const lockPath = join(dirname(path), LOCK_FILE);
  const lock = await readLock(lockPath, displayPath(cwd, lockPath));
  if (!lock.ok) return lock;
  const composed = await composeAgain(context, workspace, lock.value);
  if (!composed.ok) return composed;
  const attributed = attributeFiles(composed.value);
  if (!attributed.ok) return attributed;
  const now = attributed.value.find((candidate) => candidate.file === basename(path));
  const written = lock.value.files.find((candidate) => candidate.file === basename(path));
  if (now === undefined || written === undefined) return notGenerated(file);
  const lines = explainLines({ text: text.value, written: written.text, now });
  const range = chosenLines(asked, lines.length, file);
  if (!range.ok) return range;
  const { name, goal, variant } = lock.value;
  const where = { cwd, workspace, goal, components: composed.value.components };
  return success({
    ...{ file, name, goal, variant },
    ranges: rangesOf(lines, range.value, where),
    linesAsked: asked !== undefined,
    changes: changesSince(lock.value, composed.value),
  });
}

/** Splits a path from the requested lines. An existing file whose name ends like that is taken as it is. */
function placeOf(
  cwd: string,
  wanted: string,
): { path: string; lines: readonly [number, number] | undefined } {
  const [, file, from, to] = /^(.+):(\d{1,9})(?:-(\d{1,9}))?$/su.exec(wanted) ?? [];
  if (file === undefined || entryKind(resolve(cwd, wanted)) !== 'absent')
    return { path: resolve(cwd, wanted), lines: undefined };
  return { path: resolve(cwd, file), lines: [Number(from), Number(to ?? from)] };
}

function generatedText(path: string, file: string): Result<string, ExplainProblemCode> {
  const read = readText(path, LARGEST);
  if (read.kind === 'absent') {
    const message = 'There is no such file.';
    const hint = 'Name a file of a framework, as in output/My_Framework/00_PERSONA.md:12.';
    return failure('usage', { severity: 'error', code: 'no-such-file', message, file, hint });
  }
  if (read.kind === 'not-a-file' || !FILES.some((known) => known.file === basename(path)))
    return notGenerated(file);
  if (read.kind === 'text') return success(read.text);
  const why = 'why' in read ? read.why : `it has ${read.bytes} bytes; at most ${read.limit} are read`;
  const message = `The file cannot be read: ${why}.`;
  const at = 'at' in read ? read.at : {};
  return failure(read.kind === 'unreadable' ? 'environment' : 'problems', {
    severity: 'error',
    code: 'file-unreadable',
    message,
    file,
    ...at,
    ...remedyFor(why),
  });
}

function notGenerated(file: string): Result<never, ExplainProblemCode> {
  return failure('usage', {
    severity: 'error',
    code: 'not-a-framework-file',
    message: 'That is not a file of a framework that can be explained.',
    file,
    hint: `Name one of: ${FILES.map((known) => known.file).join(', ')}, in the folder of a framework.`,
  });
}

/** Composes the framework again, from the answers in its lock and the current library. */
async function composeAgain(
  context: OperationContext,
  workspace: Workspace,
  lock: Lock,
): Promise<Result<ComposedFramework, ComposeCode | ExplainProblemCode>> {
  const goal = workspace.goalMap.goals.find(({ name }) => name === lock.goal);
  const parts = goal && chooseVariant(goal, lock.variant ?? undefined);
  if (goal === undefined || !parts?.ok) return goalGone(lock, goal);
  const { values, valueFiles = {}, ...choice } = lock.answers;
  const { name, title } = lock;
  return composeFramework(context, workspace, {
    ...{ name, title, goal, parts: parts.value, values, valueFiles },
    choice: choice satisfies ComponentChoice,
  });
}

function goalGone({ goal, variant }: Lock, found: Goal | undefined): Result<never, ExplainProblemCode> {
  const what = found ? `goal ${goal} no longer has a variant ${variant}` : `goal ${goal} no longer exists`;
  return failure('problems', {
    severity: 'error',
    code: 'goal-gone',
    message: `The framework cannot be traced: the ${what}.`,
    hint: 'Run this in the project where the framework was created, or give --goal-map.',
  });
}

/** Matches each current line with the written text, and that with the text that would be written now. */
function explainLines(file: {
  readonly text: string;
  readonly written: string;
  readonly now: AttributedFile;
}): ExplainedLine[] {
  const lines = linesOf(file.text);
  const written = alignSources(linesOf(file.written), file.now.lines);
  const edits = diffLines(
    written.map(({ text }) => text),
    lines,
  );
  return runsOf(edits).flatMap((run): ExplainedLine[] => {
    if (run.kind === 'changed') {
      const sources = withoutPlaces(run.removed.flatMap((place) => written[place]?.sources ?? []));
      return run.added.map((place) => ({ text: lines[place] ?? '', state: 'by-hand', sources }));
    }
    const { text = '', sources = [], isThere = false } = written[run.before] ?? {};
    return [{ text, sources, state: isThere ? 'as-written' : 'changed-since' }];
  });
}

function chosenLines(
  asked: readonly [number, number] | undefined,
  count: number,
  file: string,
): Result<readonly [number, number], ExplainProblemCode> {
  if (asked === undefined) return success([1, count]);
  const [from, to] = asked;
  if (from >= 1 && from <= to && to <= count) return success(asked);
  return failure('usage', {
    severity: 'error',
    code: 'line-out-of-range',
    message: `There is no line ${from === to ? from : `${from} to ${to}`} in it.`,
    file,
    hint: count === 0 ? 'The file is empty.' : `Its lines are 1 to ${count}.`,
  });
}

/** Compares the components and templates of then and now. */
function changesSince(lock: Lock, { components, templates }: ComposedFramework): Problem[] {
  const note = (code: string, message: string): Problem => ({ severity: 'note', code, message });
  const named = ({ kind, file }: { readonly kind: string; readonly file: string }) => `${kind} ${file}`;
  const before = new Map(lock.components.map((component) => [named(component), component.sha256]));
  const now = new Map(components.map((resolved) => [named(resolved), resolved.component?.sha256 ?? null]));
  const compared = [...now].flatMap(([name, hash]) => {
    const old = before.get(name);
    if (old === hash) return [];
    if (old === undefined) return [note('component-added', `The ${name} has been added since.`)];
    return [note('component-changed', `The ${name} has ${howChanged(old, hash)} since.`)];
  });
  const gone = [...before.keys()].filter((name) => !now.has(name));
  const other = templates.hashes.filter(
    ({ file, sha256 }) => lock.templates.find((template) => template.file === file)?.sha256 !== sha256,
  );
  return [
    ...compared,
    ...gone.map((name) => note('component-removed', `The ${name} is no longer used in it.`)),
    ...other.map(({ file }) => note('template-changed', `The template ${file} has changed since.`)),
  ];
}

function howChanged(before: string | null, now: string | null): string {
  if (before === null) return 'been written';
  return now === null ? 'gone' : 'changed';
}
