import { join } from 'node:path';
import type { ManifestPhase } from '../../generated/batch.ts';

/** The paths of an attempt's files outside its worktree. */
export type AttemptFiles = {
  /** The input of the executor: the prompt, followed by the evidence of earlier attempts. */
  readonly prompt: string;
  /** The executor's output. */
  readonly log: string;
  /** The output of the worktree's setup. */
  readonly setupLog: string;
  /** The supervisor's heartbeat for the attempt. */
  readonly beat: string;
  /**
   * The output of a gate. @param gate - index into the phase's gates @param again - the number of the repetition there; 0 for the
   * first run
   */
  readonly gateLog: (where: 'attempt' | 'merged', gate: number, again?: number) => string;
};

/** Their folders in the folder of a batch. */
export const RUN_FOLDERS = ['prompts', 'logs', 'beats'] as const;

/** The folder of a batch with all output of its executors, gates and setups. */
export function logsFolder(folder: string): string {
  return join(folder, 'logs');
}

/** Returns the paths of an attempt's files in the folder of its batch: the only place that knows their names. */
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

/** As {@link attemptFiles}, but relative to the folder of the batch: as shown to people, and as recorded in the journal. */
export function attemptNames(phase: Pick<ManifestPhase, 'prp'>, attempt: number): AttemptFiles {
  return attemptFiles('', phase, attempt);
}

/**
 * The output of the setup of a worktree that a run keeps for itself. @param folder - the batch's folder; empty for the relative
 * name
 */
export function keptSetupLog(folder: string, place: 'integration' | 'baseline'): string {
  return join(logsFolder(folder), `${place}-setup.log`);
}

/**
 * The files an executor writes for its result and its heartbeat: in its worktree, where a sandboxed one can write. They are not
 * part of its work.
 *
 * @returns paths relative to the project
 */
export function reportFiles({ id }: Pick<ManifestPhase, 'id'>): {
  readonly result: string;
  readonly heartbeat: string;
} {
  return { result: `task-${id}.result.json`, heartbeat: `task-${id}.heartbeat` };
}
