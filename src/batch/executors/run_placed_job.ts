import { dirname } from 'node:path';
import {
  appendBytes,
  type Clock,
  entryKind,
  makeFolders,
  removeFile,
  replaceFile,
} from '../../platform/index.ts';
import type { PlacedEnd, PlacedJob, PlacedListeners } from '../remote/placements/index.ts';
import type { KnownAgent } from './agents/index.ts';
import type { Job, JobEnd, JobNews } from './executor.ts';
import { readAgentLog, watchJob } from './watching/index.ts';

/** Works on a job elsewhere as it would here: under the same limits, and with its log copied here as it grows. */
export async function runPlacedJob(
  placed: PlacedJob,
  command: Parameters<PlacedJob['begin']>[0],
  job: Job,
  {
    signal,
    emit,
    clock,
    agent,
  }: {
    readonly signal: AbortSignal;
    readonly emit: (news: JobNews) => void;
    readonly clock: Clock;
    readonly agent: KnownAgent | undefined;
  },
): Promise<JobEnd> {
  prepareLog(job);
  const started = await placed.begin(command, earsOf(job, emit), signal);
  if (started.kind === 'not-started') {
    return { ...NOTHING, how: signal.aborted ? 'stopped' : 'not-started', why: started.why };
  }
  const { group, changes, meter, over } = started.attempt;
  const watched = await watchJob(
    { ...job, changes },
    { group, leftover: undefined, signal, emit, clock, agent, meter },
  );
  const there = await over;
  const lost = there.commit === undefined ? undefined : await placed.bring(there);
  const end = asItEnded(watched, there, lost);
  return agent === undefined ? end : { ...end, said: readAgentLog(job.logFile, agent.read) };
}

const NOTHING = { code: null, signal: null, seconds: 0, left: 0 } as const;

/** A leftover log is not this attempt's; an attempt that is taken over is read from its beginning. */
function prepareLog({ logFile, resultFile }: Job): void {
  makeFolders(dirname(logFile));
  for (const file of [resultFile, logFile, `${logFile}.head`, `${logFile}.tail`])
    if (entryKind(file) !== 'absent') removeFile(file);
  appendBytes(logFile, new Uint8Array());
}

function earsOf(job: Job, emit: (news: JobNews) => void): PlacedListeners {
  let last: Buffer | undefined;
  return {
    log: (bytes) => appendBytes(job.logFile, bytes),
    heartbeat(bytes) {
      if (last?.equals(bytes)) return;
      last = bytes;
      // A heartbeat that cannot be written counts as none.
      void replaceFile(job.heartbeatFile, bytes.toString('utf8')).catch(() => undefined);
    },
    waits: (why) => emit({ kind: 'doing', doing: undefined, waits: why }),
    queued: (job) => emit({ kind: 'queued', job }),
  };
}

/** Work that cannot be retrieved is a fault of its own, however the attempt ended. */
function asItEnded(watched: JobEnd, { fault, code }: PlacedEnd, lost: string | undefined): JobEnd {
  const why = lost ?? fault?.why;
  if (why === undefined) return watched;
  if (watched.how !== 'exited') return { ...watched, why: [watched.why, why].filter(Boolean).join(' ') };
  return { ...watched, how: fault?.how ?? 'exited', code: code === 0 ? 1 : (code ?? 1), why };
}
