import { batchStatus, type ProcessIdentity, type StoredBatch } from '../../batch/index.ts';
import { failure, type Problem, success } from '../../diagnostics/index.ts';
import { interruptProcess, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { type ViewedBatch, viewBatch } from './batch_view.ts';

/** A batch that was stopped, or that was not running. */
export type StoppedBatch = {
  /** The process that was stopped; `undefined` if none ran the batch. */
  readonly owner: ProcessIdentity | undefined;
  /** The state of the batch afterwards. */
  readonly seen: ViewedBatch;
};

/** Events of stopping a batch. */
export type StopEvent =
  /** The process was asked to stop, and is waited for. */
  | { readonly kind: 'asked'; readonly owner: ProcessIdentity }
  | { readonly kind: 'stopped'; readonly stopped: StoppedBatch };

/** Why a batch could not be stopped. */
type StopProblemCode = 'owner-elsewhere' | 'owner-not-ours' | 'still-stopping';

/**
 * Asks the process that runs a batch to stop, like Ctrl-C there, and waits until it has released the batch. A batch that is not
 * running counts as stopped.
 */
export async function stopBatch(
  context: OperationContext,
  { batch: wanted }: { readonly batch: string },
  { signal, show }: Port<StopEvent>,
): Promise<VerbResult<'orchestrator.batch-stop/1', OpenBatchCode | StopProblemCode>> {
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const store = batchStore(context);
  const holder = () => store.owner(opened.value);
  const owner = holder();
  if (owner !== undefined) {
    const asked = interruptProcess(owner);
    if (asked === 'unknown') return failure('environment', elsewhere(owner));
    if (asked === 'not-allowed') return failure('environment', notOurs(owner));
    await show({ kind: 'asked', owner });
    if (!(await letGo(holder, owner, signal)))
      return failure('interrupted', stillStopping(opened.value, owner));
  }
  const seen = await viewBatch(context, opened.value);
  await show({ kind: 'stopped', stopped: { owner, seen } });
  const { manifest, state: known, isHeld, problems } = seen;
  const { batch, state, counts } = batchStatus(manifest, known, { isHeld });
  return success(
    makeDocument('orchestrator.batch-stop/1', {
      ...{ ok: true, batch, state, counts, problems },
      owner: owner === undefined ? null : { pid: owner.pid, host: owner.host },
    }),
  );
}

/** Waits until the owner has exited or released the batch; `false` if the signal came first. */
async function letGo(
  holder: () => ProcessIdentity | undefined,
  owner: ProcessIdentity,
  signal: AbortSignal,
): Promise<boolean> {
  for (;;) {
    const now = holder();
    if (now?.pid !== owner.pid || now.startTime !== owner.startTime) return true;
    if (signal.aborted) return false;
    await systemClock.wait(LOOK_MS, signal);
  }
}

/** Polling interval, in milliseconds. */
const LOOK_MS = 100;

function elsewhere({ pid, host }: ProcessIdentity): Problem<StopProblemCode> {
  return {
    severity: 'error',
    code: 'owner-elsewhere',
    message: `Process ${pid} on ${host} is running the batch, and cannot be stopped from here. Nothing was changed.`,
    hint: `Stop it on ${host}, with the same command or with Ctrl-C.`,
  };
}

function notOurs({ pid }: ProcessIdentity): Problem<StopProblemCode> {
  return {
    severity: 'error',
    code: 'owner-not-ours',
    message: `Process ${pid} is running the batch and belongs to another user. Nothing was changed.`,
    hint: 'Ask that user, or run the same command as that user.',
  };
}

function stillStopping({ number }: StoredBatch, { pid }: ProcessIdentity): Problem<StopProblemCode> {
  return {
    severity: 'error',
    code: 'still-stopping',
    message: `Process ${pid} was asked to stop and has not ended yet; this command no longer waits for it.`,
    hint: `orchestrator batch status ${number} shows when it has ended; orchestrator batch stop ${number} ends it at once.`,
  };
}
