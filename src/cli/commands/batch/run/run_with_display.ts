import type { DocumentName, RunEvent, WholeDocument } from '../../../../operations/index.ts';
import { runVerb, type VerbCall } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import type { TerminalPort } from '../../../terminal_port.ts';
import type { CommandSetting } from '../../declare.ts';
import { isRunEvent, RunText } from './text.ts';

type OwnOfRun = 'isConsent' | 'isLongRun' | 'problemsToShow' | 'show' | 'exitCode';

/** A command's call of an operation that includes a run of a batch; the events are those outside the run. */
export type RunCall<Name extends DocumentName, Event extends { readonly kind: string }> = Omit<
  VerbCall<Name, Event | RunEvent>,
  OwnOfRun
> & {
  /** The next commands of its report, if other than those that follow from the batch's state. */
  readonly next?: ConstructorParameters<typeof RunText>[2];
  readonly show?: (event: Event, screen: Screen) => void | Promise<void>;
  readonly exitCode?: (
    document: WholeDocument<Name>,
    run: RunText,
    port: TerminalPort<Event | RunEvent>,
  ) => number;
};

/** Calls an operation that includes a run: the run's events are shown as by `batch run`, and make way for questions. */
export async function runWithDisplay<
  Name extends DocumentName,
  Event extends { readonly kind: string } = never,
>(setting: CommandSetting, { next, show, exitCode, call, ...verb }: RunCall<Name, Event>): Promise<void> {
  const run = new RunText(verb.json ?? false, setting, next);
  try {
    await runVerb<Name, Event | RunEvent>(setting, {
      asks: !verb.json,
      ...verb,
      isConsent: true,
      isLongRun: true,
      call: (port) =>
        call({
          ...port,
          choice: (question) => run.aside(() => port.choice(question)),
          confirm: (question) => run.aside(() => port.confirm(question)),
        }),
      show: (event, screen) => (isRunEvent(event) ? run.show(event, screen) : show?.(event, screen)),
      problemsToShow: (problems) => run.untold(problems),
      ...(exitCode && {
        exitCode: (document: WholeDocument<Name>, port: TerminalPort<Event | RunEvent>) =>
          exitCode(document, run, port),
      }),
    });
  } finally {
    run.end();
  }
}
