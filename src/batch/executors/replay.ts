import { basename, dirname } from 'node:path';
import { type Problem, Refusal } from '../../diagnostics/index.ts';
import { entryKind, makeFolders, readText, removeFile, replaceFile } from '../../platform/index.ts';
import type { Player } from '../../tape/index.ts';
import { withoutEvidence } from '../scheduling/index.ts';
import { agentOf } from './agents/index.ts';
import { type Executor, type Job, type JobEnd, STARTS_NOTHING } from './executor.ts';
import { readAgentLog } from './watching/index.ts';

/** The name of the executor that replays a tape. */
export const REPLAY = 'replay';

/** The run cannot continue from its tape. Thrown, so that no phase is charged for it: the run ends, and can be resumed. */
export class TapeDeparted extends Refusal {
  readonly problem: Problem<'tape-departed'>;

  constructor(problem: Problem<'tape-departed'>) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * An executor that starts nothing: it makes the changes recorded for the same prompt, and ends as it ended then. Its work is
 * judged like any other.
 */
export function replayExecutor(name: string, player: Player): Executor {
  return {
    name,
    ...STARTS_NOTHING,
    work: (job, signal) => replay(player, job, signal),
  };
}

/** The placeholder for an attempt's token on a tape. */
export const TOKEN_WORD = '{token}';

/** The input that decides the outcome of an attempt: the phase's prompt and the number of earlier tries. */
export function attemptRequest(prompt: string): { readonly request: string; readonly evidence: string } {
  const { prompt: own, evidence, earlierAttempts } = withoutEvidence(prompt);
  return { request: `earlier attempts: ${earlierAttempts}\n\n${own.trimEnd()}\n`, evidence };
}

/** The name of an attempt on a tape. */
export function attemptTitle(phase: string, attempt: number): string {
  return `phase ${phase}, attempt ${attempt}`;
}

/** The largest prompt that is read. */
export const LARGEST_PROMPT = 256 * 1024 * 1024;

async function replay(player: Player, job: Job, signal: AbortSignal): Promise<JobEnd> {
  const stopped: JobEnd = { how: 'stopped', code: null, signal: null, seconds: 0, left: 0 };
  if (signal.aborted) return stopped;
  const prompt = readText(job.promptFile, LARGEST_PROMPT);
  if (prompt.kind !== 'text') throw new Error('a prompt that was just written cannot be read');
  const title = attemptTitle(job.phase.id, job.attempt);
  const taken = player.take('attempt', title, attemptRequest(prompt.text).request);
  if ('departure' in taken) throw new TapeDeparted(taken.departure);
  const { facts, files } = taken;
  if (facts.outcome !== 'attempt') throw new Error('an attempt on a tape has the facts of an attempt');
  const { changes, result, output } = files;
  if (changes !== undefined) {
    const fault = await job.apply?.(changes);
    if (signal.aborted) return stopped;
    if (fault !== undefined) throw new TapeDeparted(cannotApply(player, { title, fault }));
  }
  const own = (bytes: Buffer) => bytes.toString('utf8').replaceAll(TOKEN_WORD, () => job.token);
  for (const file of [job.resultFile, job.logFile]) {
    makeFolders(dirname(file));
    if (entryKind(file) !== 'absent') removeFile(file);
  }
  if (result !== undefined) await replaceFile(job.resultFile, own(result));
  await replaceFile(job.logFile, own(output ?? Buffer.alloc(0)));
  const { executor, program, protocol, how, code, signal: by, seconds, why } = facts;
  const agent = agentOf(executor, program === null ? null : [basename(program)], protocol);
  return {
    how,
    code,
    signal: by,
    seconds,
    left: 0,
    ...(why === undefined ? {} : { why }),
    ...(agent === undefined ? {} : { agent, said: readAgentLog(job.logFile, agent.read) }),
  };
}

function cannotApply(
  player: Player,
  { title, fault }: { readonly title: string; readonly fault: string },
): Problem<'tape-departed'> {
  const problem: Problem<'tape-departed'> = {
    severity: 'error',
    code: 'tape-departed',
    message: `The run departs from the tape at ${title}: its changes cannot be made here: ${fault}.`,
    hint: 'The files differ from when it was recorded, or the tape cannot be trusted. Nothing was written.',
  };
  player.depart();
  return problem;
}
