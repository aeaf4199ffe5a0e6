import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { confirmChange } from '../confirm.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';

/** The documents of verbs that change a batch. */
type ChangeName = `orchestrator.batch-${'archive' | 'merge' | 'prune' | 'undo'}/1`;

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
type BatchChange<Name extends ChangeName, Prepared, Change> = {
  readonly schema: Name;
  readonly prepare: () => Promise<Result<Prepared>>;
  readonly planned: (prepared: Prepared) => Change;
  readonly carryOut: (prepared: Prepared) => Promise<Result<Change>>;
  /** What is asked before; `undefined` where there is nothing to confirm. */
  readonly question: (planned: Change) => string | undefined;
  readonly document: (change: Change) => Omit<DocumentOf<Name>, 'ok' | 'dryRun' | 'problems'>;
};

/** Makes a change of a batch as it is wanted: a dry run only looks, and what takes something away is asked about first. */
export async function changeBatch<
  Name extends ChangeName,
  Prepared,
  Change extends { readonly warnings: readonly Problem[] },
>(
  change: BatchChange<Name, Prepared, Change>,
  { dryRun = false, yes = false }: Omit<ChangeRequest, 'batch'>,
  port: Port<ChangeEvent<Change>>,
): Promise<VerbResult<Name>> {
  // The name of a document decides its type, and the compiler does not see that of a name that it does not know.
  const known = { dryRun } as unknown as Partial<DocumentOf<Name>>;
  const told = (made: Change) => {
    const document = { ok: true, dryRun, ...change.document(made), problems: made.warnings };
    return success(makeDocument(change.schema, document as unknown as DocumentOf<Name>));
  };
  const prepared = await change.prepare();
  if (!prepared.ok) return { ...prepared, known };
  const planned = change.planned(prepared.value);
  if (dryRun) {
    await port.show({ kind: 'planned', change: planned, isDryRun: true });
    return told(planned);
  }
  const question = change.question(planned);
  if (question !== undefined && !yes) {
    const refused = await confirmChange(port, question, {
      before: () => port.show({ kind: 'planned', change: planned, isDryRun: false }),
    });
    if (refused) return { ...refused, known };
  }
  const made = await change.carryOut(prepared.value);
  if (!made.ok) return { ...made, known };
  await port.show({ kind: 'changed', change: made.value });
  return told(made.value);
}
