import { type BatchStore, folderStore } from '../../batch/index.ts';
import type { OperationContext } from '../context.ts';

/** The store of batches: the context's, otherwise the one in the project's folder. */
export function batchStore({ cwd, store }: Pick<OperationContext, 'cwd' | 'store'>): BatchStore {
  return store ?? folderStore(cwd);
}
