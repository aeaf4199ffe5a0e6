import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { Port } from '../port.ts';

/** Events of changing a batch. */
export type ChangeEvent<Change> =
  /** The planned change: shown before asking about it, or instead of making it. */
  | { readonly kind: 'planned'; readonly change: Change; readonly isDryRun: boolean }
  | { readonly kind: 'changed'; readonly change: Change };

/** Options for changing a batch. */
export type ChangeRequest = {
  readonly batch: string;
  readonly dryRun?: boolean;
  /** Skips the confirmation. */
  readonly yes?: boolean;
};

/** A change of a batch: prepared first, confirmed if it removes something, then made. */
type BatchChange<Prepared, Change, Code extends string> = {
  readonly prepare: () => Promise<Result<Prepared, Code>>;
  readonly planned: (prepared: Prepared) => Change;
  readonly carryOut: (prepared: Prepared) => Promise<Result<Change, Code>>;
  /** The question to ask first; `undefined` if no confirmation is needed. */
  readonly question: (planned: Change) => string | undefined;
};

/** Changes a batch as requested: a dry run only prepares the change, and one that removes something has to be confirmed. */
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
