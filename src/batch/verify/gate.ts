import { dirname } from 'node:path';
import { printable, splitShellWords } from '../../lib/index.ts';
import { cannotFail } from '../../plan/index.ts';
import {
  type Clock,
  capLog,
  type Environment,
  endGroup,
  fileSize,
  makeFolders,
  type ProcessMark,
  readEnd,
  removeFile,
  startGroup,
  systemClock,
} from '../../platform/index.ts';
import type { ConfinedCommand, StartedCommand } from '../safety/sandbox/index.ts';
import { bringBack } from './bring_back.ts';
import { gateEnvironment } from './gate_environment.ts';
import { ranNoTest } from './no_test_ran.ts';

/** A gate's command exactly as a person approved it, and where it runs. */
export type GateCommand = {
  readonly command: string;
  readonly cwd: string;
  /** The user's environment; the command sees the part that {@link gateEnvironment} allows. */
  readonly env: Environment;
  readonly mark: ProcessMark;
  /** Puts it into the run's sandbox; absent if there is none. */
  readonly confine?: (command: ConfinedCommand) => Promise<StartedCommand>;
  /** Receives its output; output left by an earlier run is removed. */
  readonly logFile: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Aborts when the processes being ended get no more time. */
  readonly force?: AbortSignal;
  readonly clock?: Clock;
};

/** Why a gate's result means less than it seems to, or nothing at all. */
export type GateFlag = 'no-test-ran' | 'cannot-fail' | 'timed-out' | 'not-started';

/** The result of running a gate. Green means that the command ended by itself with 0, and nothing else. */
export type GateRun =
  | {
      readonly result: 'green' | 'red';
      readonly code: number | null;
      readonly signal: string | null;
      readonly seconds: number;
      readonly flags: readonly GateFlag[];
      /** The end of its output, in whole lines, safe to show; or why it was not started. */
      readonly tail: string;
      /** Number of its processes that could not be ended. */
      readonly left: number;
    }
  | { readonly result: 'interrupted' };

/**
 * Runs a gate's command to its end and ends every process it leaves running. No shell is used unless the text needs one.
 */
export async function runGate(gate: GateCommand): Promise<GateRun> {
  const { command, cwd, env, mark, confine, logFile, limitMs, signal, force, clock = systemClock } = gate;
  if (signal.aborted) return { result: 'interrupted' };
  const split = splitShellWords(command);
  const argv = 'words' in split ? split.words : (['/bin/sh', '-c', command] as const);
  const ownFlags: GateFlag[] = cannotFail(command) ? ['cannot-fail'] : [];
  makeFolders(dirname(logFile));
  for (const part of ['', '.head', '.tail']) removeFile(logFile + part);
  const from = clock.now();
  const seconds = (): number => Math.round(clock.now() - from) / 1000;
  const seen = gateEnvironment(env);
  const { end: endForGood, ...seenAs } = (await confine?.({ argv, env: seen })) ?? { argv, env: seen };
  const started = await startGroup({ ...seenAs, cwd, mark, outputFile: logFile }, clock);
  if (started.kind === 'not-started') {
    const flags: GateFlag[] = [...ownFlags, 'not-started'];
    return {
      result: 'red',
      code: null,
      signal: null,
      seconds: seconds(),
      flags,
      tail: printable(started.why),
      left: 0,
    };
  }
  const { group } = started;
  const log = capLog(logFile, MAX_PRINTED, clock);
  const waiting = new AbortController();
  const limit = clock.wait(limitMs, AbortSignal.any([waiting.signal, signal])).then(() => undefined);
  const end = await Promise.race([group.ended, limit]);
  const took = seconds();
  waiting.abort();
  const { left } = await endGroup(group, GRACE_MS, force);
  // Also needed if only its client was killed.
  if (end === undefined || end.signal !== null) await endForGood?.();
  log.settle();
  if (end === undefined || end.signal !== null || signal.aborted) await bringBack(cwd);
  if (signal.aborted) return { result: 'interrupted' };
  const output = printedBy(logFile);
  const flags: GateFlag[] = [...ownFlags];
  if (ranNoTest(command, { output: output.text, isWhole: output.isWhole, code: end?.code ?? null })) {
    flags.push('no-test-ran');
  }
  if (end === undefined) flags.push('timed-out');
  return {
    result: end?.code === 0 ? 'green' : 'red',
    code: end?.code ?? null,
    signal: end?.signal ?? null,
    seconds: took,
    flags,
    tail: tailOf(output.text),
    left,
  };
}

const GRACE_MS = 5_000;

/** The limits for the log and for the part that is read again. In bytes. */
const MAX_PRINTED = 8 * 1024 * 1024;
const MAX_READ = 512 * 1024;

/** In UTF-16 code units. */
const TAIL = 6_000;

function printedBy(logFile: string): { readonly text: string; readonly isWhole: boolean } {
  const text = readEnd(logFile, MAX_READ).toString('utf8');
  // A line overwritten again and again, such as progress, counts as several lines.
  return { text: printable(text.replace(/\r\n?/gu, '\n')), isWhole: fileSize(logFile) <= MAX_READ };
}

function tailOf(text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed.length <= TAIL) return trimmed;
  const end = trimmed.slice(-TAIL);
  const line = end.indexOf('\n');
  // In a single line of that length, no line start can be found.
  return line === -1 ? end.replace(/^[\udc00-\udfff]/u, '') : end.slice(line + 1);
}
