import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { parseJson } from '../../../lib/index.ts';
import { readText } from '../../../platform/index.ts';
import { limitOf } from '../../verify/index.ts';
import type { Job } from '../executor.ts';

/** The loop's description of its job, beside the prompt. */
export type LoopJobFile = {
  readonly schema: typeof SCHEMA;
  readonly files: readonly string[];
  /** The commands of the phase's gates. */
  readonly gates: readonly string[];
  readonly worktree: string;
  readonly promptFile: string;
  readonly resultFile: string;
  /** The longest silence of its endpoint, in milliseconds. */
  readonly idleMs: number;
};

const SCHEMA = 'orchestrator.model-job/1';
const MAX_BYTES = 4 * 1024 * 1024;

/** The job of an attempt, as text for its file. */
export function jobFileText({ phase, worktree, promptFile, resultFile, limits }: Job): string {
  const gates = phase.gates.flatMap(({ command }) => (command === null ? [] : [command]));
  const { idleMs } = limits;
  const job: LoopJobFile = {
    ...{ schema: SCHEMA, files: limitOf(phase), gates, worktree, promptFile, resultFile },
    idleMs,
  };
  return `${JSON.stringify(job)}\n`;
}

/** Reads the output of {@link jobFileText}. */
export function readJobFile(file: string): Result<LoopJobFile, 'bad-model-job'> {
  const read = readText(file, MAX_BYTES);
  const value = read.kind === 'text' ? parseJson(read.text) : undefined;
  if (isJob(value)) return success(value);
  return failure('usage', {
    severity: 'error',
    code: 'bad-model-job',
    message: 'This is not a job for the built-in executor.',
    file,
    hint: 'Batches start it by themselves: orchestrator batch run N --executor model',
  });
}

function isJob(value: unknown): value is LoopJobFile {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, files, gates, worktree, promptFile, resultFile, idleMs } = value as Record<string, unknown>;
  const isTexts = (list: unknown) => Array.isArray(list) && list.every((each) => typeof each === 'string');
  return (
    schema === SCHEMA &&
    isTexts(files) &&
    isTexts(gates) &&
    typeof idleMs === 'number' &&
    [worktree, promptFile, resultFile].every((path) => typeof path === 'string')
  );
}
