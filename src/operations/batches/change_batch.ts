import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { Port } from '../port.ts';

/** What is told of a change of a batch. */
export type ChangeEvent<Change> =
  /** What would be changed: shown before it is asked about, or in place of it. */
  | { readonly kind: 'planned'; readonly change: Change; readonly isDryRun: boolean }
  | { readonly kind: 'changed'; readonly change: Change };

/** How a change of a batch is wanted. */
export type ChangeRequest = {
  readonly batch: string;
  readonly dryRun?: boolean;
  /** Does not ask. */
  readonly yes?: boolean;
};

/** A change of a batch: looked at first, then asked about where it takes something away, then made. */
type BatchChange<Prepared, Change, Code extends string> = {
  readonly prepare: () => Promise<Result<Prepared, Code>>;
  readonly planned: (prepared: Prepared) => Change;
  readonly carryOut: (prepared: Prepared) => Promise<Result<Change, Code>>;
  /** What is asked before; `undefined` where there is nothing to confirm. */
  readonly question: (planned: Change) => string | undefined;
};

/** Makes a change of a batch as it is wanted: a dry run only looks, and what takes something away is asked about first. */
export async function changeBatch<
  Prepared,
  Change extends { readonly warnings: readonly Problem[] },
  Code extends string,
>(
  change: BatchChange<Prepared, Change, Code>,
  { dryRun = false, yes = false }: Omit<ChangeRequest, 'batch'>,
  port: Port<ChangeEvent<Change>>,
): Promise<Result<Change, Code | NotConfirmedCode>> {
  const prepared = await change.prepare();
  if (!prepared.ok) return prepared;
  const planned = change.planned(prepared.value);
  if (dryRun) {
    await port.show({ kind: 'planned', change: planned, isDryRun: true });
    return success(planned);
  }
  const question = change.question(planned);
  if (question !== undefined && !yes) {
    const refused = await confirmChange(port, question, {
      before: () => port.show({ kind: 'planned', change: planned, isDryRun: false }),
    });
    if (refused) return refused;
  }
  const made = await change.carryOut(prepared.value);
  if (made.ok) await port.show({ kind: 'changed', change: made.value });
  return made;
}
