import { dirname, resolve } from 'node:path';
import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { findUpward, realPath } from '../../platform/index.ts';
import {
  normaliser,
  type Place,
  readTape,
  startPlayer,
  startRecorder,
  type TapeProblemCode,
} from '../../tape/index.ts';
import type { OperationContext, TapeInUse } from '../context.ts';
import { secretsOf } from './known_secrets.ts';

/** The tape options of one command. */
export type TapeRequest = {
  /** A folder to record into. */
  readonly record?: string | undefined;
  /** A tape to play. */
  readonly replay?: string | undefined;
  readonly program: string;
  readonly command: readonly string[];
  /** Names of variables that this command passes on to an executor, in addition to those of the settings. */
  readonly handedOn?: readonly string[] | undefined;
  /** Whether it will ask no model and start no executor. */
  readonly isSilent?: boolean;
};

/** A tape in use for a command, and the function that closes it. */
export type OpenTape = {
  readonly tape: TapeInUse;
  /** Keeps a key off the tape. */
  readonly hide: (key: string) => void;
  /** @param isWhole - whether the command completed, and was not a dry run */
  readonly close: (isWhole: boolean) => Promise<{
    readonly hasDeparted: boolean;
    readonly problems: readonly Problem[];
  }>;
};

/** The codes for a tape that cannot be recorded or played. */
export type OpenTapeCode = TapeProblemCode | 'usage-tape';

/** Starts to record a tape, or opens one to play. */
export async function openTape(
  context: OperationContext,
  { record, replay, program, command, handedOn = [], isSilent = false }: TapeRequest,
): Promise<Result<OpenTape, OpenTapeCode>> {
  const { cwd } = context;
  if (record !== undefined && replay !== undefined) return both();
  if (record !== undefined && isSilent) return nothingToRecord();
  const secrets = secretsOf(context, handedOn);
  const normalise = normaliser(placesOf(context));
  if (replay !== undefined) {
    const tape = readTape(resolve(cwd, replay), { cwd, secrets });
    if (!tape.ok) return tape;
    const player = startPlayer(tape.value, { normalise, secrets });
    return success({
      tape: { mode: 'replay', player },
      hide: secrets.add,
      close: (isWhole) => Promise.resolve(player.close(isWhole)),
    });
  }
  const recorder = await startRecorder({
    folder: resolve(cwd, record ?? ''),
    cwd,
    program,
    command: withoutTape(command),
    normalise,
    secrets,
  });
  if (!recorder.ok) return recorder;
  return success({
    tape: { mode: 'record', recorder: recorder.value },
    hide: secrets.add,
    close: async () => ({ hasDeparted: false, problems: await recorder.value.close() }),
  });
}

function both(): Failure<'usage-tape'> {
  return failure('usage', {
    severity: 'error',
    code: 'usage-tape',
    message: 'A command is recorded or replayed, not both.',
    hint: 'Remove --record or --replay.',
  });
}

function nothingToRecord(): Failure<'usage-tape'> {
  return failure('usage', {
    severity: 'error',
    code: 'usage-tape',
    message: '--record would have no effect: with --dry-run no model is asked and no agent is started.',
    hint: 'Remove --record or --dry-run.',
  });
}

/** The command as written on the tape, without the flags that record it. */
function withoutTape(command: readonly string[]): readonly string[] {
  return command.filter(
    (word, at) => word !== '--record' && command[at - 1] !== '--record' && !word.startsWith('--record='),
  );
}

/** Places in texts that differ on another machine. */
function placesOf({ cwd, env, userFolder, installation }: OperationContext): Place[] {
  const repository = findUpward(cwd, '.git');
  const project = repository === undefined ? cwd : dirname(repository);
  const places = [
    { path: project, word: '{project}' },
    { path: installation, word: '{program}' },
    { path: userFolder ?? '', word: '{settings}' },
    { path: env.HOME ?? '', word: '{home}' },
    { path: env.TMPDIR ?? '', word: '{temporary}' },
    { path: '/tmp', word: '{temporary}' },
  ].filter(({ path }) => path.startsWith('/'));
  return places.flatMap(({ path, word }) => [
    { path: path.replace(/(?<=.)\/+$/u, ''), word },
    { path: realPath(path), word },
  ]);
}
