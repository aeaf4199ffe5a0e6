import type { AnyCode, Problem } from '../diagnostics/index.ts';
import {
  type DocumentName,
  failedDocument,
  type Port,
  type VerbFailure,
  type VerbResult,
  type WholeDocument,
} from '../operations/index.ts';
import type { CommandSetting } from './commands/declare.ts';
import { openScreen, type Screen } from './screen.ts';
import { documentText, EXIT_CODES, problemsText } from './terminal/index.ts';
import { type Asking, type TerminalPort, terminalPort } from './terminal_port.ts';

/** A command's call of an operation, and how its events are shown. */
export type VerbCall<Name extends DocumentName, Event> = Partial<Asking> & {
  /** Whether only the document is printed on standard output. */
  readonly json: boolean | undefined;
  /** Whether the resulting document goes to a file instead. */
  readonly isSaved?: boolean;
  readonly schema: Name;
  readonly call: (port: Port<Event>) => Promise<VerbResult<Name, AnyCode>>;
  /** Shows an event as text. */
  readonly show: (event: Event, screen: Screen) => void | Promise<void>;
  /** The problems to show a person, if not all of them: some have been shown before. */
  readonly problemsToShow?: (problems: readonly Problem[]) => readonly Problem[];
  /** Adds text after a failure. */
  readonly afterFailure?: (failed: VerbFailure<Name, AnyCode>, screen: Screen) => void;
  /** The exit code of the result, if `ok` does not determine it. */
  readonly exitCode?: (document: WholeDocument<Name>, port: TerminalPort<Event>) => number;
};

/** Calls an operation with the terminal as its port, prints its events and result, and sets the exit code. */
export async function runVerb<Name extends DocumentName, Event extends { readonly kind: string } = never>(
  setting: CommandSetting,
  verb: VerbCall<Name, Event>,
): Promise<void> {
  const { terminal, context, finish } = setting;
  const { json = false, isConsent = false, isLongRun = false, asks = true, until, exitCode = okCode } = verb;
  const screen = openScreen(setting, { json });
  const port = terminalPort<Event>(
    { terminal, context },
    {
      ...{ asks: asks && terminal.interactive, isConsent, isLongRun, ...(until && { until }) },
      show: (event) => verb.show(event, screen),
    },
  );
  try {
    const done = await verb.call(port);
    if (!done.ok) {
      const code = reportUndone(verb, done, { setting, json, port });
      verb.afterFailure?.(done, screen);
      return finish(code);
    }
    if (json && !verb.isSaved) terminal.out(documentText(done.value));
    finish(exitCode(done.value, port));
  } finally {
    screen.end();
    port.end();
  }
}

function reportUndone<Name extends DocumentName, Event>(
  { schema, problemsToShow = (problems) => problems }: VerbCall<Name, Event>,
  failed: VerbFailure<Name, AnyCode>,
  {
    setting: { terminal },
    json,
    port,
  }: { readonly setting: CommandSetting; readonly json: boolean; readonly port: TerminalPort<Event> },
): number {
  const isInterrupted = failed.cause === 'interrupted';
  // The cursor is after a question.
  if (isInterrupted && port.hasAsked()) terminal.say('\n');
  if (json) terminal.out(documentText(failedDocument(schema, failed)));
  // Somebody who said no knows that nothing is wrong.
  else if (failed.cause === 'declined')
    terminal.say(
      problemsToShow(failed.problems)
        .map(({ message }) => `${message}\n`)
        .join(''),
    );
  else terminal.say(problemsText(problemsToShow(failed.problems), terminal.colours));
  return (isInterrupted ? port.endedBy() : undefined) ?? EXIT_CODES[failed.cause];
}

function okCode(document: object): number {
  return 'ok' in document && document.ok === false ? EXIT_CODES.problems : 0;
}
