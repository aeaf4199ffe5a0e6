import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  conflictLines,
  type FrameworkLock,
  keepYours,
  LOCK_FILE,
  type LockedMerge,
  mergeText,
  nameBefore,
  printLock,
  type RenderedFile,
} from '../../framework/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import {
  type PreparedFramework,
  type PrepareFrameworkCode,
  prepareFramework,
} from '../create/prepare_framework.ts';
import type { Workspace } from '../workspace.ts';
import { unresolvedIn } from './open_conflicts.ts';
import { type OpenProblemCode, readStored, type StoredFile, type StoredFramework } from './open_framework.ts';
import { type AnswerChanges, type UpdateRequestProblemCode, updateRequest } from './update_request.ts';

/** An update with everything decided and nothing written. */
export type PlannedUpdate = {
  readonly stored: StoredFramework;
  /** The framework as it renders now. */
  readonly framework: PreparedFramework;
  readonly files: readonly FileUpdate[];
  /** Whether it renders differently from the last written text. Manual edits alone do not make it stale. */
  readonly isStale: boolean;
  /** The files to write: none, or files and the lock. */
  readonly writes: readonly RenderedFile[];
  /** Versions from before an earlier merge that are no longer needed. */
  readonly removes: readonly string[];
};

/** The update of one of the two files. */
export type FileUpdate = {
  readonly file: string;
  readonly shown: string;
  /**
   * - `same`: unchanged
   * - `replaced`: it had no manual edits
   * - `restored`: it had been removed
   * - `merged`: it contains both the edits and the changes
   * - `conflicts`: edits and changes clash somewhere; the file contains markers
   */
  readonly outcome: 'same' | 'replaced' | 'restored' | 'merged' | 'conflicts';
  /** The current text; empty if the file is missing. */
  readonly before: string;
  /** The new text. */
  readonly text: string;
  /** The lines, from 1, where conflicts begin. */
  readonly conflicts: readonly number[];
};

export type UpdateProblemCode = 'component-gone' | 'template-gone' | 'name-before-taken';

/** Losses that an update may accept. */
export type AcceptedLosses = {
  /** Missing components that may be generated again. */
  readonly described: readonly string[];
  /** Whether shipped templates may replace the user's own that are gone. */
  readonly shippedTemplates: boolean;
};

/** Accepts no losses. */
export const NO_LOSSES: AcceptedLosses = { described: [], shippedTemplates: false };

/** Error codes of {@link planUpdate}. */
type PlanUpdateCode =
  | OpenProblemCode
  | PrepareFrameworkCode
  | UpdateRequestProblemCode
  | 'component-gone'
  | 'conflicts-remain'
  | 'name-before-taken'
  | 'template-gone';

/** Plans an update of a framework. Reads, writes nothing. */
export async function planUpdate(
  context: OperationContext,
  workspace: Workspace,
  stored: StoredFramework,
  { changes, leave }: { readonly changes: AnswerChanges; readonly leave: AcceptedLosses },
): Promise<Result<PlannedUpdate, PlanUpdateCode>> {
  const open = unresolvedIn(stored);
  if (open.length > 0) return failure('problems', ...open);
  const framework = await renderAgain(context, workspace, stored, { changes, leave });
  return framework.ok ? planMerges(context, stored, framework.value) : framework;
}

/** Error codes of {@link renderAgain}. */
export type RenderAgainCode = PrepareFrameworkCode | UpdateProblemCode | UpdateRequestProblemCode;

/** Renders a framework from the answers in its lock, with changes applied. Anything that it had and that is gone is a problem. */
export async function renderAgain(
  context: OperationContext,
  workspace: Workspace,
  stored: StoredFramework,
  { changes, leave }: { readonly changes: AnswerChanges; readonly leave: AcceptedLosses },
): Promise<Result<PreparedFramework, RenderAgainCode>> {
  const request = updateRequest(workspace, stored, changes);
  if (!request.ok) return request;
  const prepared = await prepareFramework(context, workspace, request.value);
  if (!prepared.ok) return prepared;
  const gone = goneFrom(stored.lock, prepared.value, leave);
  return gone.length > 0 ? failure('problems', ...gone) : prepared;
}

/** Merges the rendered texts with the current files. */
function planMerges(
  context: OperationContext,
  stored: StoredFramework,
  framework: PreparedFramework,
): Result<PlannedUpdate, OpenProblemCode | 'name-before-taken'> {
  const rendered = framework.lock.files;
  const settled = stored.files.map((file, place) => settle(file, rendered[place]?.text ?? '', stored.lock));
  const merges = settled.flatMap(({ merge }) => (merge === undefined ? [] : [merge]));
  const lock = { file: LOCK_FILE, text: printLock({ ...framework.lock, unresolved: merges }) };
  const kept = settled.flatMap(({ update, merge }) =>
    merge === undefined ? [] : [{ file: nameBefore(update.file), text: update.before }],
  );
  const taken = kept.flatMap(({ file }) => takenProblem(context, stored, file));
  if (taken.length > 0) return failure('problems', ...taken);
  const changed = settled.flatMap(({ update: { file, outcome, text } }) =>
    outcome === 'same' ? [] : [{ file, text }],
  );
  const isLockSame = lock.text === stored.lockText;
  const done = stored.lock.unresolved.filter(({ file }) => !merges.some((merge) => merge.file === file));
  return success({
    stored,
    framework,
    files: settled.map(({ update }) => update),
    isStale: stored.lock.files.some(({ text }, place) => text !== rendered[place]?.text),
    writes: isLockSame && changed.length === 0 ? [] : [...kept, ...changed, lock],
    removes: done.map(({ file }) => nameBefore(file)),
  });
}

function settle(
  stored: StoredFile,
  rendered: string,
  lock: FrameworkLock,
): { readonly update: FileUpdate; readonly merge: LockedMerge | undefined } {
  const { file, shown, text: before } = stored;
  if (before === null) {
    const outcome = 'restored' as const;
    return { update: { file, shown, outcome, before: '', text: rendered, conflicts: [] }, merge: undefined };
  }
  const earlier = lock.unresolved.find((merge) => merge.file === file);
  // Somebody undid the merge: its base applies again, or its changes would be taken for removed by hand.
  const isTakenBack =
    earlier?.before === sha256(before) &&
    // Unless choosing one's own side in every conflict gives the same text.
    keepYours({ base: earlier.base, yours: before, theirs: stored.written }) !== before;
  const base = earlier !== undefined && isTakenBack ? earlier.base : stored.written;
  const { text, conflicts, mark } = mergeText({ base, yours: before, theirs: rendered });
  const outcome =
    conflicts > 0
      ? 'conflicts'
      : text === before
        ? 'same'
        : stored.state === 'as-written' && !isTakenBack
          ? 'replaced'
          : 'merged';
  return {
    update: { file, shown, outcome, before, text, conflicts: conflictLines(text, mark) },
    merge: conflicts > 0 ? { file, base, before: sha256(before), mark } : undefined,
  };
}

/** A problem if an unrelated file has the name under which the previous version would be kept. */
function takenProblem(
  context: OperationContext,
  { place, lock }: StoredFramework,
  name: string,
): Problem<OpenProblemCode | 'name-before-taken'>[] {
  const there = readStored(context, place, name);
  if (!there.ok) return [...there.problems];
  const { text, shown } = there.value;
  if (text === null || lock.unresolved.some(({ before }) => before === sha256(text))) return [];
  return [
    {
      severity: 'error',
      code: 'name-before-taken',
      message: 'There are conflicts, but the previous version cannot be saved: its place is taken.',
      file: shown,
      hint: 'Move it away, then run this again.',
    },
  ];
}

/** Problems for components and templates that the framework was written with and that are gone: updating would make it worse. */
function goneFrom(
  lock: FrameworkLock,
  { composed: { components }, lock: now, writable }: PreparedFramework,
  { described, shippedTemplates }: AcceptedLosses,
): Problem<UpdateProblemCode>[] {
  const had = (kind: string, file: string) =>
    lock.components.some(
      (locked) => locked.kind === kind && locked.file === file && locked.status !== 'placeholder',
    );
  const missing = components.filter(
    ({ component, kind, file }) => component === undefined && had(kind, file) && !described.includes(file),
  );
  const templates = now.templates.filter(({ file, origin }) =>
    lock.templates.some((locked) => locked.file === file && locked.origin === 'hand' && origin === 'seed'),
  );
  return [
    ...missing.map(({ kind, file }): Problem<UpdateProblemCode> => {
      const place = `${writable ?? '.'}/${kind}s/${file}`;
      return {
        severity: 'error',
        code: 'component-gone',
        message: `The ${kind} ${file} was used when the framework was written, but no layer of the library has it now.`,
        hint: `Put it back (${place}), name another with --${kind}, or have it written again with --describe ${file}="what it is".`,
      };
    }),
    ...(shippedTemplates ? [] : templates).map(
      ({ file }): Problem<UpdateProblemCode> => ({
        severity: 'error',
        code: 'template-gone',
        message: `The framework was rendered with your own template ${file}, which no longer exists.`,
        hint: 'Restore it, or use the shipped one: --shipped-templates',
      }),
    ),
  ];
}
