import type { BatchStore } from '../batch/index.ts';
import type { Player, Recorder } from '../tape/index.ts';

/** Where an operation works. Operations never look at the process themselves. */
export type OperationContext = {
  /** Absolute. */
  readonly cwd: string;
  /** The user's own folder for settings, components and templates; `null` where the environment names no home. */
  readonly userFolder: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The day, as in `2026-11-21`. */
  readonly today: () => string;
  /** The folder of the installed package. */
  readonly installation: string;
  /** Tells the log of `--debug` what happens, in one line; does nothing without it. */
  readonly log: (line: string) => void;
  /** Names a key that must not appear in that log. */
  readonly hideInLog: (key: string) => void;
  /** Keeps what is exchanged with models and agents, or stands in for them; without one, nobody does. */
  readonly tape?: TapeInUse;
  /** Another place where batches are owned and told of than the project's folder. */
  readonly store?: BatchStore;
};

/** A tape that is recorded, or played. */
export type TapeInUse =
  | { readonly mode: 'record'; readonly recorder: Recorder }
  | { readonly mode: 'replay'; readonly player: Player };
