import type { Problem, Result } from '../../../diagnostics/index.ts';
import { failure } from '../../../diagnostics/index.ts';
import { type DocumentOf, jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';
import type { ChangeFlags } from './flags.ts';

/** The documents of commands that change a batch. */
type ChangeName = `orchestrator.batch-${'archive' | 'merge' | 'prune' | 'undo'}/1`;

/** A change of a batch: looked at first, then asked about where it takes something away, then done. */
export type BatchChange<
  Name extends ChangeName,
  Prepared,
  Told extends { readonly warnings: readonly Problem[] },
> = {
  readonly schema: Name;
  readonly prepare: () => Promise<Result<Prepared>>;
  readonly told: (prepared: Prepared) => Told;
  readonly carryOut: (prepared: Prepared) => Promise<Result<Told>>;
  /** What is asked before; `undefined` where there is nothing to confirm. */
  readonly question: (told: Told) => string | undefined;
  /** What will be, and what has been done, as text. */
  readonly planText: (told: Told) => string;
  readonly doneText: (told: Told) => string;
  readonly document: (told: Told) => Omit<DocumentOf<Name>, 'ok' | 'dryRun' | 'problems'>;
};

/** Carries a change out as its flags say, and reports it. */
export async function runChange<
  Name extends ChangeName,
  Prepared,
  Told extends { readonly warnings: readonly Problem[] },
>(
  change: BatchChange<Name, Prepared, Told>,
  { json = false, dryRun = false, yes = false }: ChangeFlags,
  { terminal, finish }: CommandSetting,
): Promise<void> {
  const { schema } = change;
  const fail = (failed: Parameters<typeof reportFailure>[0]) =>
    finish(reportFailure<ChangeName>(failed, { terminal, json, schema, empty: { dryRun } }));
  const prepared = await change.prepare();
  if (!prepared.ok) return fail(prepared);
  const planned = change.told(prepared.value);
  const report = (told: Told, text: string) => {
    // What the parts are each of their own type, the whole is too; the compiler does not see that of a type that it does not know.
    const document = { ok: true, dryRun, ...change.document(told), problems: told.warnings };
    if (json) terminal.out(jsonDocument(schema, document as unknown as DocumentOf<Name>));
    else {
      terminal.say(problemsText(told.warnings, terminal.colours));
      terminal.out(text);
    }
    finish(0);
  };
  if (dryRun) return report(planned, change.planText(planned));
  const question = change.question(planned);
  if (question !== undefined && !yes) {
    if (!terminal.interactive || json) return fail(failure('usage', NOT_CONFIRMED));
    terminal.say(change.planText(planned));
    const { confirm } = await import('../confirm.ts');
    const answer = await confirm(terminal, question);
    if (typeof answer === 'number') return finish(answer);
  }
  const done = await change.carryOut(prepared.value);
  if (!done.ok) return fail(done);
  report(done.value, change.doneText(done.value));
}

const NOT_CONFIRMED: Problem = {
  severity: 'error',
  code: 'not-confirmed',
  message: 'This has to be confirmed, and nobody can be asked here. Nothing was changed.',
  hint: 'Look at it with --dry-run, then add --yes.',
};
