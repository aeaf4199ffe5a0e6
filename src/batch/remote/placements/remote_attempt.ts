import { printableLine } from '../../../lib/index.ts';
import type { Clock, ProcessGroup } from '../../../platform/index.ts';
import { ownIdentity } from '../../../platform/index.ts';
import { endFault, lostEnd } from './attempt_end.ts';
import { failureReason, startFailureReason } from './failure_reason.ts';
import type { Answer, PlaceClient } from './place_client.ts';
import type { PlacedAttempt, PlacedEnd, PlacedListeners } from './placement.ts';

/** The means to follow an attempt there. */
export type RemoteTies = {
  readonly place: string;
  readonly client: PlaceClient;
  readonly values: Readonly<Record<string, string | number>>;
  readonly ears: PlacedListeners;
  readonly clock: Clock;
  /** The answer of the call that started it. */
  readonly first: Answer | undefined;
  /** Whether a job of a queue looks after it. */
  readonly isQueued: boolean;
  /** Fetches the commit with its changes. */
  readonly fetch: (
    commit: string,
    signal: AbortSignal,
  ) => Promise<{ readonly kind: 'fetched' | 'away' | 'refused'; readonly why: string }>;
};

/**
 * Follows an attempt there: reads its log piece by piece, and fetches its changes when it is over. A lost connection is no end:
 * the attempt continues, and it is asked again and again.
 */
export function remoteAttempt(ties: RemoteTies): PlacedAttempt & {
  /** Resolves when it has begun to run. */
  readonly runs: Promise<void>;
} {
  const { place, client, values, ears, clock } = ties;
  const gone = new AbortController();
  /** Aborted when it was told to end: from then on only immediate answers are waited for. */
  const ending = new AbortController();
  let offset = 0;
  let spent = 0;
  let changes = '';
  let hasChanged = false;
  let away: number | undefined;
  let ended: ReadonlyMap<string, readonly string[]> | undefined;
  let tries = 0;
  let queue: string | undefined;
  let hasBegun = () => {};
  const runs = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });

  /** Waits before it is asked again; longer each time. */
  const back = async (why: string, signal = gone.signal) => {
    away ??= clock.time();
    const since = new Date(away).toISOString().slice(11, 19);
    ears.waits(`no word from ${place} since ${since} UTC, and the attempt continues there: ${why}`);
    tries += 1;
    await clock.wait(Math.min(30_000, 500 * 2 ** Math.min(tries, 6)), signal);
  };
  /** Updates what holds it up, now that an answer came. */
  const heard = ({ lines }: Extract<Answer, { kind: 'answer' }>) => {
    const now = waitsInQueue(lines, place);
    if (away !== undefined || now !== queue) ears.waits(now);
    away = undefined;
    tries = 0;
    queue = now;
    if (lines.get('state')?.[0] === 'running' && now === undefined) hasBegun();
  };
  const take = ({ lines, bytes }: Extract<Answer, { kind: 'answer' }>) => {
    const [count] = numbersOf(lines.get('log')?.[0]);
    const piece = bytes.subarray(0, count ?? 0);
    if (piece.length > 0) ears.log(piece);
    offset += piece.length;
    const [, changed = '', times = ''] = lines.get('beat')?.[0]?.split(' ') ?? [];
    if (changes !== '' && changed !== changes) hasChanged = true;
    changes = changed;
    spent = Math.max(spent, processorTime(times));
    const beat = bytesOf(lines.get('heartbeat')?.[0]);
    if (beat !== undefined) ears.heartbeat(beat);
    const [size] = numbersOf(lines.get('size')?.[0]);
    return (size ?? 0) > offset && piece.length > 0;
  };

  const look = () =>
    client.ask(
      'look',
      { ...values, offset, piece: PIECE, longest: ties.isQueued ? LONGEST_QUEUED : LONGEST },
      { signal: gone.signal, limitMs: 60_000 },
    );

  /** Fetches the commit with its changes; returns the reason where that fails. */
  const bring = async (commit: string): Promise<string | undefined> => {
    const wake = AbortSignal.any([gone.signal, ending.signal]);
    for (let refusals = 0; ; ) {
      const fetched = await ties.fetch(commit, gone.signal);
      if (fetched.kind === 'fetched') return undefined;
      if (fetched.kind === 'refused' || wake.aborted) return fetched.why;
      // Where the place itself answers, the connection is not the problem.
      const answer = await look();
      refusals = answer.kind === 'away' ? 0 : refusals + 1;
      if (refusals === MAX_REFUSALS || wake.aborted) return fetched.why;
      await back(fetched.why, wake);
    }
  };

  const follow = async (): Promise<PlacedEnd> => {
    let result: Buffer | undefined;
    let losses = 0;
    let unread = 0;
    let first = ties.first;
    while (ended === undefined && !gone.signal.aborted) {
      const answer = first ?? (await look());
      first = undefined;
      if (answer.kind === 'aborted') break;
      const state = answer.kind === 'answer' ? answer.lines.get('state')?.[0] : undefined;
      unread = answer.kind === 'away' || state !== undefined ? 0 : unread + 1;
      if (unread > MAX_UNREAD)
        return lostEnd(`${place} answers, but not with the state of the attempt: ${failureReason(answer)}.`);
      if (answer.kind !== 'answer' || state === undefined) {
        await back(failureReason(answer));
        continue;
      }
      heard(answer);
      const isMore = take(answer);
      if (state === 'absent')
        return lostEnd(`${place} no longer knows this attempt: its work there is lost.`);
      if (state === 'lost') {
        // Nobody looks after it: the machine was restarted, or somebody ended it. Whatever exists of it is kept.
        await client.ask('stop', { ...values, grace: 5 }, { signal: gone.signal });
        losses += 1;
        // A place that cannot record there how it ended reports the same again and again.
        if (losses > MAX_LOSSES)
          return lostEnd(`${place} cannot save the attempt's work there: its disk may be full.`);
        if (losses > 1) await clock.wait(1_000, gone.signal);
        continue;
      }
      if (state === 'unqueued') {
        const put = await client.ask('queue', values, { signal: gone.signal });
        if (put.kind === 'fault' && put.code === 'queue') return lostEnd(startFailureReason(put, place));
        const job = put.kind === 'answer' ? put.lines.get('queued')?.[0] : undefined;
        if (job === undefined) await back(failureReason(put));
        else ears.queued(printableLine(job).slice(0, 100));
        continue;
      }
      result = bytesOf(answer.lines.get('result')?.[0]) ?? result;
      if (state === 'ended' && !isMore) ended = answer.lines;
    }
    if (ended === undefined)
      return lostEnd(
        `The attempt at ${place} could not be ended: it ends there by itself at its time limit.`,
      );
    const [code] = numbersOf(ended.get('code')?.[0]);
    const commit = ended.get('commit')?.[0];
    const end = { code: code ?? null, result };
    const fault = endFault(ended, place);
    if (commit === undefined || !/^[0-9a-f]{40,64}$/u.test(commit)) {
      const said = printableLine(ended.get('unkept')?.[0] ?? '').slice(0, 400);
      const why = `Its work at ${place} could not be saved there: ${said || 'its disk may be full'}`;
      return { ...end, commit: undefined, fault: { how: 'exited', why } };
    }
    const missing = await bring(commit);
    if (missing === undefined) return { ...end, commit, fault };
    return { ...end, commit: undefined, fault: { how: 'exited', why: missing } };
  };

  const over = follow();
  const group: ProcessGroup = {
    identity: ownIdentity(),
    ended: over.then(({ code }) => ({ code, signal: null })),
    look: () => {},
    async end(graceMs) {
      let isOver = false;
      void over.then(() => {
        isOver = true;
      });
      await Promise.resolve();
      if (isOver) return { forced: 0, left: 0 };
      const until = clock.now() + Math.max(graceMs, 1_000) + AWAY_MS;
      const { signal } = gone;
      for (
        let first = true;
        !signal.aborted && (first || (clock.now() < until && graceMs > 0));
        first = false
      ) {
        if (!first) await clock.wait(2_000, signal);
        const grace = Math.ceil(graceMs / 1_000);
        const limitMs = graceMs + 90_000;
        const answer = await client.ask('stop', { ...values, grace }, { signal, limitMs });
        if (answer.kind !== 'answer') continue;
        ending.abort();
        // It is over there. Anything that still hangs is aborted after this time.
        const callOff = clock.alarm(LAST_MS, () => gone.abort());
        await over;
        callOff();
        return { forced: 0, left: answer.lines.has('left') ? 1 : 0 };
      }
      gone.abort();
      await over;
      return { forced: 0, left: 1 };
    },
  };
  return {
    group,
    over,
    runs,
    leave: () => gone.abort(),
    meter: () => spent,
    changes() {
      // Without an answer, idleness cannot be detected; and in a queue it is normal.
      const is = hasChanged || away !== undefined || queue !== undefined;
      hasChanged = false;
      return is;
    },
  };
}

/** Number of attempts to end one that nobody looks after. */
const MAX_LOSSES = 10;

/** Number of requests for its changes where the place answers and does not hand them over. */
const MAX_REFUSALS = 6;

/** Number of consecutive answers without its state that are accepted. */
const MAX_UNREAD = 20;

/** The largest piece of the log that one call brings. */
export const PIECE = 4 * 1024 * 1024;

/** The time a call waits there for news, in tenths of a second. */
const LONGEST = 20;
const LONGEST_QUEUED = 50;

/** The time spent trying to tell an unreachable host that an attempt has to end. */
const AWAY_MS = 20_000;

/** The time the fetching of its changes may take after it was told to end. */
const LAST_MS = 60_000;

/** The queue's state of an attempt that is not running, as a sentence; none where it is running. */
function waitsInQueue(lines: ReadonlyMap<string, readonly string[]>, place: string): string | undefined {
  const [job = '', state = '', ...reason] = lines.get('queue')?.[0]?.split(' ') ?? [];
  if (state === '' || RUNNING.has(state)) return undefined;
  if (state === 'UNKNOWN') return `the queue of ${place} does not answer`;
  const why = reason.join(' ').trim();
  return printableLine(`in the queue of ${place}, job ${job}: ${state} (${why})`).slice(0, 200);
}

const RUNNING: ReadonlySet<string> = new Set(['RUNNING', 'COMPLETING']);

function numbersOf(text = ''): number[] {
  return text.split(' ').map(Number).filter(Number.isSafeInteger);
}

/** Decodes hexadecimal text, of at most 64 KiB. */
function bytesOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text.slice(0, 131_072), 'hex');
}

/** The sum of the times that `ps` prints, `[[days-]hours:]minutes:seconds` each, in milliseconds. */
export function processorTime(text: string): number {
  let sum = 0;
  for (const time of text.split(',').filter(Boolean)) {
    const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
      /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)(?:\.\d+)?$/u.exec(time.trim()) ?? [];
    sum += ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  }
  return sum * 1_000;
}
