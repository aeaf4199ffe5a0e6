import { printable, splitShellWords, withoutMiddle } from '../../../lib/index.ts';
import {
  type Clock,
  capLog,
  type Environment,
  endGroup,
  readEnd,
  removeFile,
  startGroup,
} from '../../../platform/index.ts';
import { TOKEN_VARIABLE } from '../../store/token_variable.ts';
import { gateEnvironment } from '../../verify/index.ts';
import { bad, good, type ToolResult } from './look_at_files.ts';

/** The surroundings in which an approved command runs. */
export type CommandPlace = {
  readonly root: string;
  /** The user's environment, of which it sees the same part as a gate: no keys. */
  readonly env: Environment;
  /** The attempt's token, which identifies processes that the command leaves running. */
  readonly token: string;
  /** The file that temporarily receives its output. */
  readonly logFile: string;
  readonly limitMs: number;
  readonly mostShown: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Runs a command to its end, as a gate is run, and ends all processes it leaves running. */
export async function runCommand(command: string, place: CommandPlace): Promise<ToolResult> {
  const { root, env, token, logFile, limitMs, mostShown, clock, signal } = place;
  const split = splitShellWords(command);
  const argv = 'words' in split ? split.words : (['/bin/sh', '-c', command] as const);
  const parts = ['', '.head', '.tail'].map((part) => logFile + part);
  for (const part of parts) removeFile(part);
  const started = await startGroup(
    {
      argv,
      cwd: root,
      // The attempt's token would end the whole attempt; this command alone has a token of its own.
      env: { ...gateEnvironment(env), [TOKEN_VARIABLE]: token },
      mark: { name: 'ORCHESTRATOR_COMMAND', value: `${token}.${clock.time()}` },
      outputFile: logFile,
    },
    clock,
  );
  if (started.kind === 'not-started') return bad(`It could not be started: ${started.why}.`);
  const log = capLog(logFile, MAX_PRINTED, clock);
  const over = new AbortController();
  const ended = started.group.ended.finally(() => over.abort());
  await clock.wait(limitMs, AbortSignal.any([over.signal, signal]));
  const isOver = over.signal.aborted;
  await endGroup(started.group, GRACE_MS);
  log.settle();
  const printed = printable(readEnd(logFile, MAX_PRINTED).toString('utf8').replace(/\r\n?/gu, '\n'));
  for (const part of parts) removeFile(part);
  const shown = withoutMiddle(printed.trimEnd(), mostShown, 1 / 3);
  if (!isOver) {
    const why = signal.aborted ? 'It was ended.' : `It was ended after ${Math.round(limitMs / 1_000)} s.`;
    return bad(`${why}\n${shown}`);
  }
  const { code, signal: by } = await ended;
  const text = `${by === null ? `exit code ${code}` : `ended by ${by}`}\n${shown}`;
  return code === 0 ? good(text) : bad(text);
}

const GRACE_MS = 2_000;
/** In bytes. */
const MAX_PRINTED = 1024 * 1024;
