import type { JobEnd, Limits } from '../executor.ts';

/** The observations of an attempt at one moment. */
export type Sample = {
  /** Monotonic, in milliseconds. */
  readonly now: number;
  /** Total output so far, in bytes. */
  readonly printed: number;
  /** Total processor time so far, in milliseconds; `undefined` if unknown. */
  readonly processorMs?: number | undefined;
  /** Whether a file of the worktree changed since the previous sample. */
  readonly changed: boolean;
  /** The heartbeat file; `undefined` if there is none. */
  readonly heartbeat: HeartbeatSample | undefined;
};

/** The observation of a heartbeat file. */
export type HeartbeatSample = {
  /** A text that changes whenever the file is written. */
  readonly stamp: string;
  /** Its content can be a heartbeat: see {@link readHeartbeat}. */
  readonly isSound: boolean;
};

/** A watcher's knowledge of an attempt. Times are in milliseconds of watching, from the first sample on. */
export type WatchState = {
  readonly sample: Sample;
  readonly watched: number;
  readonly activeAt: number;
  /** The start of the period over which its processor time is measured. */
  readonly stretch: { readonly at: number; readonly processorMs: number | undefined };
  /** The last sound heartbeat's stamp, or that of the file found before the attempt. */
  readonly stamp: string | undefined;
  /** `undefined` until there is a beat. */
  readonly beatAt: number | undefined;
};

/** The action to take on an attempt. */
export type Verdict =
  | { readonly kind: 'go-on' }
  | {
      readonly kind: 'end';
      readonly how: Extract<JobEnd['how'], 'idle' | 'over-limit' | 'heartbeat-lost'>;
      /** Between SIGTERM and SIGKILL. */
      readonly graceMs: number;
      /** A sentence for a person. */
      readonly why: string;
    };

/** Starts to watch. A heartbeat file already there was left by another process, and is no beat. */
export function startWatch(sample: Sample): WatchState {
  return {
    sample,
    watched: 0,
    activeAt: 0,
    stretch: { at: 0, processorMs: sample.processorMs },
    stamp: sample.heartbeat?.stamp,
    beatAt: undefined,
  };
}

/**
 * Returns the verdict on the next sample of an attempt, and the new state.
 *
 * Unwatched time does not count: when a laptop slept, or this program was stopped, a sample comes late, and counts as if it were
 * on time. Heartbeats are a sign of life but not progress: an attempt that beats and does nothing is idle.
 *
 * @param tickMs - the interval at which samples are due
 */
export function watchStep(
  state: WatchState,
  sample: Sample,
  { limits, tickMs }: { readonly limits: Limits; readonly tickMs: number },
): { readonly state: WatchState; readonly verdict: Verdict; readonly isActive: boolean } {
  const passed = Math.min(Math.max(sample.now - state.sample.now, 0), tickMs);
  const watched = state.watched + passed;
  const { stretch } = state;
  const isWhole = watched - stretch.at >= Math.min(STRETCH_MS, limits.idleMs / 5);
  const isActive =
    sample.printed > state.sample.printed || sample.changed || (isWhole && isBusy(stretch, sample, watched));
  const { heartbeat } = sample;
  const beats = heartbeat?.isSound === true && heartbeat.stamp !== state.stamp;
  const next: WatchState = {
    sample,
    watched,
    activeAt: isActive ? watched : state.activeAt,
    stretch: isWhole ? { at: watched, processorMs: sample.processorMs } : stretch,
    stamp: beats ? heartbeat.stamp : state.stamp,
    beatAt: beats ? watched : state.beatAt,
  };
  return { state: next, verdict: judge(next, limits), isActive };
}

/** A test run that is silent for long is at work; a program that waits for an answer uses next to nothing. */
function isBusy(
  { at, processorMs: before }: WatchState['stretch'],
  { processorMs: now }: Sample,
  watched: number,
): boolean {
  if (before === undefined || now === undefined) return false;
  return now - before >= (watched - at) * BUSY;
}

/** The share of one processor. */
const BUSY = 0.1;
/** Long enough that a moment of work, such as garbage collection, does not count. */
const STRETCH_MS = 30_000;

function judge({ watched, activeAt, beatAt }: WatchState, limits: Limits): Verdict {
  const { idleMs, softMs, hardMs, heartbeatMs } = limits;
  if (watched >= hardMs) return end('over-limit', 0, `It had not ended after ${inSeconds(hardMs)}.`);
  // A grace period must not extend beyond the hard limit.
  const graceMs = Math.min(limits.graceMs, hardMs - watched);
  if (beatAt !== undefined && watched - beatAt >= heartbeatMs) {
    return end('heartbeat-lost', graceMs, `Its heartbeat stopped for ${inSeconds(heartbeatMs)}.`);
  }
  if (watched - activeAt >= idleMs) {
    return end(
      'idle',
      graceMs,
      `It printed nothing, changed no file and used next to no processor time for ${inSeconds(idleMs)}.`,
    );
  }
  return watched >= softMs
    ? end('over-limit', graceMs, `It had not ended after ${inSeconds(softMs)}.`)
    : { kind: 'go-on' };
}

function end(how: 'idle' | 'over-limit' | 'heartbeat-lost', graceMs: number, why: string): Verdict {
  return { kind: 'end', how, graceMs, why };
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} seconds`;
}
