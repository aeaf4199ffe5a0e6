import { join } from 'node:path';
import type { ManifestPhase } from '../../types.ts';

/** Where everything of one attempt is that is not in its worktree. */
export type AttemptFiles = {
  /** What the executor is given: the prompt, with the evidence of earlier attempts behind it. */
  readonly prompt: string;
  /** What the executor prints. */
  readonly log: string;
  /** What making its worktree ready prints. */
  readonly setupLog: string;
  /** The supervisor's own word that it still looks after the attempt. */
  readonly beat: string;
  /** What a gate prints. @param gate - index into the phase's gates @param again - which time more it runs there; 0 for the first */
  readonly gateLog: (where: 'attempt' | 'merged', gate: number, again?: number) => string;
};

/** The folders of them in the folder of a batch. */
export const RUN_FOLDERS = ['prompts', 'logs', 'beats'] as const;

/** The folder of a batch in which everything is that its executors, gates and setups print. */
export function logsFolder(folder: string): string {
  return join(folder, 'logs');
}

/** Names the files of an attempt in the folder of its batch: the only place that knows their names. */
export function attemptFiles(
  folder: string,
  { prp }: Pick<ManifestPhase, 'prp'>,
  attempt: number,
): AttemptFiles {
  const name = `${prp}-${attempt}`;
  return {
    prompt: join(folder, 'prompts', `${name}.md`),
    log: join(logsFolder(folder), `${name}.log`),
    setupLog: join(logsFolder(folder), `${name}-setup.log`),
    beat: join(folder, 'beats', `${name}.json`),
    gateLog: (where, gate, again = 0) =>
      join(
        logsFolder(folder),
        `${name}-${where}-gate-${gate + 1}${again === 0 ? '' : `-again-${again}`}.log`,
      ),
  };
}

/** As {@link attemptFiles}, below the folder of the batch: as they are told to people, and as the journal has them. */
export function attemptNames(phase: Pick<ManifestPhase, 'prp'>, attempt: number): AttemptFiles {
  return attemptFiles('', phase, attempt);
}

/** What making a worktree ready prints that a run keeps for itself. @param folder - of the batch, or nothing for the name below it */
export function keptSetupLog(folder: string, place: 'integration' | 'baseline'): string {
  return join(logsFolder(folder), `${place}-setup.log`);
}

/**
 * Where an executor says how it went, and that it lives: in its worktree, where a sandboxed one can write. They are no part
 * of its work.
 *
 * @returns paths relative to the project
 */
export function reportFiles({ id }: Pick<ManifestPhase, 'id'>): {
  readonly result: string;
  readonly heartbeat: string;
} {
  return { result: `task-${id}.result.json`, heartbeat: `task-${id}.heartbeat` };
}
