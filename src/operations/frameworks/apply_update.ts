import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { LOCK_FILE, repairTarget, replaceIn } from '../../framework/index.ts';
import { createFile, describeSystemError, readText, removeFile, sha256 } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { stateAfter } from '../state_after.ts';
import { readStored } from './open_framework.ts';
import type { PlannedUpdate } from './plan_update.ts';

/** The result of applying an update: `changed` if somebody changed the framework since it was read. */
export type AppliedUpdate = 'nothing' | 'written' | 'changed';

/** The largest lock that is compared, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Writes a planned update: all its files appear together, and only if the framework has not changed since it was read. */
export async function applyUpdate(
  context: OperationContext,
  plan: PlannedUpdate,
): Promise<Result<AppliedUpdate, 'cannot-write'>> {
  const { writes, removes, stored } = plan;
  const { folder, shown } = stored.place;
  const removed: { path: string; text: string }[] = [];
  try {
    const repaired = repairTarget(stored.place);
    if (repaired !== 'whole') context.log(`${folder}: an interrupted write was ${repaired}`);
    if (writes.length === 0 && removes.length === 0) return success('nothing');
    const outcome = await replaceIn(stored.place, writes, () => {
      if (!isAsRead(context, plan)) return false;
      // Removed before the commit: a crash in between leaves a file that was resolved, and no leftovers.
      removed.push(...removeKept(folder, removes, plan));
      return true;
    });
    context.log(`${folder}: ${outcome}`);
    return success(outcome === 'changed' ? 'changed' : 'written');
  } catch (error) {
    for (const { path, text } of removed) await createFile(path, text).catch(() => 'exists');
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The framework cannot be written: ${describeSystemError(error)}. ${stateAfter(error, 'It is as it was.')}`,
      file: shown,
      hint: 'Make room or give permission there, then run this again.',
    });
  }
}

function isAsRead(context: OperationContext, { stored }: PlannedUpdate): boolean {
  const lock = readText(join(stored.place.folder, LOCK_FILE), LARGEST);
  if ((lock.kind === 'text' ? lock.text : undefined) !== stored.lockText) return false;
  return stored.files.every(({ file, text }) => {
    const now = readStored(context, stored.place, file);
    return now.ok && now.value.text === text;
  });
}

/** Removes versions from before a merge; one that somebody has changed is kept. */
function removeKept(
  folder: string,
  names: readonly string[],
  { stored }: PlannedUpdate,
): { path: string; text: string }[] {
  return names.flatMap((name) => {
    const path = join(folder, name);
    const read = readText(path, LARGEST);
    const isOurs =
      read.kind === 'text' && stored.lock.unresolved.some(({ before }) => before === sha256(read.text));
    if (!isOurs) return [];
    removeFile(path);
    return [{ path, text: read.text }];
  });
}
