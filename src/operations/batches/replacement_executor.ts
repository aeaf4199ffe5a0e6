import { type Executor, IMPORTED, importedExecutor, REPLAY, replayExecutor } from '../../batch/index.ts';
import { systemClock } from '../../platform/index.ts';
import type { Player } from '../../tape/index.ts';

/** The replacement for all executors: a tape, or work that was carried out elsewhere. */
export function replacementExecutor(
  { imports }: { readonly imports?: unknown },
  player: Player | undefined,
): { readonly name: string; readonly executor: (name: string) => Executor } | undefined {
  if (imports !== undefined)
    return { name: IMPORTED, executor: (name) => importedExecutor(name, systemClock) };
  return player && { name: REPLAY, executor: (name) => replayExecutor(name, player) };
}
