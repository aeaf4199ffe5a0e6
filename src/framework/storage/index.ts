export type { FrameworkLock, LockedMerge } from '../generated/framework.lock.ts';
export type { Run, RunMessage, RunOutcome } from '../generated/run.ts';
export { LOCK_FILE, makeLock, printLock, todosOf } from './lock.ts';
export { type LockProblemCode, readLock, readLockSides } from './read_lock.ts';
export {
  DEFAULT_OUTPUT,
  inspectTarget,
  locateTarget,
  nameBefore,
  repairTarget,
  replaceIn,
  type Target,
  type TargetProblemCode,
  type TargetState,
} from './target.ts';
export { parseRun, printRun, RUNS_FOLDER, runFile } from './transcript.ts';
