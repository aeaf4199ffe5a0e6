import { randomUUID } from 'node:crypto';
import {
  prepareHead,
  holdBatch,
  type RunControl,
  type RunEnd,
  type RunNews,
  startRun,
} from '../batch/index.ts';
import type { Result } from '../diagnostics/index.ts';
import { success } from '../diagnostics/index.ts';
import { systemClock } from '../platform/index.ts';
import type { OperationContext } from './context.ts';
import type { PreparedRun } from './prepare_run.ts';

/**
 * Carries a run out whose commands were approved: takes the batch, goes on from where its journal ends, lets it go. A batch that
 * another process runs is refused.
 */
export async function carryOutRun(
  { cwd, env }: OperationContext,
  prepared: PreparedRun,
  control: RunControl & { readonly force: AbortSignal },
  news: RunNews,
): Promise<Result<RunEnd>> {
  const { project, batch, repository, git } = prepared;
  const held = await holdBatch(project, batch.number, { cwd });
  if (!held.ok) return held;
  try {
    const origin = await prepareHead({ git, repository, signal: control.stopping }, batch.number);
    if (!origin.ok) return origin;
    for (const problem of held.value.warnings) news.note(problem);
    const parts = { ...prepared, held: held.value, env, clock: systemClock, newToken: randomUUID };
    return success(await startRun({ ...parts, origin: origin.value }, control, news));
  } finally {
    held.value.release();
  }
}
