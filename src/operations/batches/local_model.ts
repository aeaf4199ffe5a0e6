import type { ModelHere } from '../../batch/index.ts';
import type { OperationContext } from '../context.ts';
import { resolveEndpoint } from '../model.ts';
import { ownProgram } from '../own_program.ts';

/** The model that the built-in executor would ask on this machine. No key is read, and nothing is sent. */
export function localModel(
  { env, userFolder, installation }: OperationContext,
  model: string | undefined,
): ModelHere {
  const settled = resolveEndpoint({ env, userFolder }, model === undefined ? {} : { model });
  if (settled.kind === 'none') return { kind: 'none', reason: settled.reason, remedy: settled.remedy };
  const own = ownProgram({ installation });
  return {
    kind: 'ready',
    program: own.argv,
    model: settled.model,
    baseUrl: settled.baseUrl,
    keyFrom: settled.key?.from ?? null,
    reads: [...own.reads, ...(userFolder === null ? [] : [userFolder])],
  };
}
