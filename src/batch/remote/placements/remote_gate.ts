import type { Clock } from '../../../platform/index.ts';
import type { PlacedGate, PlacedVerdict, Placement } from './placement.ts';

/**
 * Runs a gate at a placement, as a command of its own in a worktree of its own; `undefined` where it could not be started there,
 * or its end is unknown.
 */
export async function remoteGate(
  placement: Placement,
  { command, commit, log, limitSeconds, token: attempt, mark, ...of }: PlacedGate,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<PlacedVerdict | undefined> {
  const from = clock.now();
  const ears = { log, heartbeat: () => {}, waits: () => {}, queued: () => {} };
  const token = `gate-${attempt}-${mark}`;
  const begin = () =>
    placement.begin(
      {
        ...of,
        token,
        // A lease apart from its attempt's, which may still be there.
        prp: `${of.prp}-gate`,
        base: commit,
        argv: ['/bin/sh', '-c', command],
        ...{ prompt: '', promptOn: 'argument', sets: { CI: 'true' }, names: [], copies: {}, needs: [] },
        ...{ resultName: RESULT, heartbeatName: `${RESULT}.beat` },
        hardSeconds: limitSeconds,
        logBytes: MAX_PRINTED,
      },
      ears,
      signal,
    );
  let started = await begin();
  if (started.kind === 'not-started' && started.isHeld === true && !signal.aborted) {
    // Removes a gate of this very attempt that an earlier run left behind when it was killed, and no other attempt's.
    await placement.tidy([attempt]);
    started = await begin();
  }
  if (started.kind === 'not-started') return undefined;
  const { group, over } = started.attempt;
  const endNow = () => void group.end(0);
  signal.addEventListener('abort', endNow);
  const { code, fault } = await over;
  signal.removeEventListener('abort', endNow);
  await placement.tidy([token]);
  const isOverdue = fault?.how === 'over-limit';
  if (code === null && !isOverdue) return undefined;
  return { code, seconds: Math.round(clock.now() - from) / 1000, isOverdue };
}

/** A file that nobody writes. */
const RESULT = '.orchestrator-gate';

/** In bytes. */
const MAX_PRINTED = 8 * 1024 * 1024;
