import type { AnyCode, Problem } from '../../../diagnostics/index.ts';
import type { ChangeEvent, DocumentName, Port, VerbResult } from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import { problemsText } from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';

/** A call of an operation that changes a batch, and the texts for the change. */
type ChangeCall<Name extends DocumentName, Change> = {
  readonly schema: Name;
  readonly json: boolean | undefined;
  readonly call: (port: Port<ChangeEvent<Change>>) => Promise<VerbResult<Name, AnyCode>>;
  /** Texts before and after the change. */
  readonly planText: (change: Change) => string;
  readonly doneText: (change: Change) => string;
};

/** Calls an operation that changes a batch, and shows the change before and after it is made. */
export function runChange<
  Name extends DocumentName,
  Change extends { readonly warnings: readonly Problem[] },
>(
  setting: CommandSetting,
  { schema, json = false, call, planText, doneText }: ChangeCall<Name, Change>,
): Promise<void> {
  return runVerb<Name, ChangeEvent<Change>>(setting, {
    ...{ schema, json, call },
    asks: !json,
    isConsent: true,
    show(event, { say, inform, printText, terminal }) {
      const { change } = event;
      if (event.kind === 'planned' && !event.isDryRun) return say(planText(change));
      inform(problemsText(change.warnings, terminal.colours));
      printText(event.kind === 'planned' ? planText(change) : doneText(change));
    },
  });
}
