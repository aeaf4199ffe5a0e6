import type { BatchStore } from '../batch/index.ts';
import type { Player, Recorder } from '../tape/index.ts';

/** The surroundings of an operation. Operations never look at the process themselves. */
export type OperationContext = {
  /** Absolute. */
  readonly cwd: string;
  /** The user's own folder for settings, components and templates; `null` if the environment names no home. */
  readonly userFolder: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current date, as in `2026-11-21`. */
  readonly today: () => string;
  /** The folder of the installed package. */
  readonly installation: string;
  /** Writes one line to the log of `--debug`; does nothing without it. */
  readonly log: (line: string) => void;
  /** Names a key that must not appear in that log. */
  readonly hideInLog: (key: string) => void;
  /** Whether the process exists for this one call only, so that its settings of the language engine may be changed for it. */
  readonly isOwnProcess?: boolean;
  /** Records exchanges with models and agents, or replays them; absent if neither. */
  readonly tape?: TapeInUse;
  /** A place other than the project's folder where the owners of batches are recorded. */
  readonly store?: BatchStore;
};

/** A tape that is recorded, or played. */
export type TapeInUse =
  | { readonly mode: 'record'; readonly recorder: Recorder }
  | { readonly mode: 'replay'; readonly player: Player };
