import type { AnyCode, Failure, FailureCause, Problem } from '../../diagnostics/index.ts';
import { printable, printableLine, safeJson } from '../../lib/index.ts';
import { type DocumentName, type DocumentOf, failedDocument, makeDocument } from '../../operations/index.ts';
import type { Palette } from './palette.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes by cause of failure; 130 and 143 are set where a signal arrives. */
export const EXIT_CODES: Readonly<Record<FailureCause, number>> = {
  problems: 1,
  usage: 2,
  environment: 3,
  authentication: 4,
  interrupted: 130,
  declined: 0,
};

/**
 * Reports a failure: as the command's JSON document on standard output, or as text on standard error. The other fields of
 * the document have their schema's defaults, so that its shape is the same as on success.
 *
 * @param options.empty - where something is known all the same
 * @returns the exit code
 */
export function reportFailure<Name extends DocumentName>(
  failure: Failure<AnyCode>,
  options: {
    readonly terminal: Terminal;
    readonly json: boolean;
    readonly schema: Name;
    readonly empty?: Partial<DocumentOf<Name>>;
  },
): number {
  const { terminal, json, schema, empty = {} } = options;
  if (json) terminal.out(emptyDocument(schema, failure.problems, empty));
  else terminal.say(problemsText(failure.problems, terminal.colours));
  return EXIT_CODES[failure.cause];
}

/** The document of a command that failed. */
export function emptyDocument(
  schema: DocumentName,
  problems: readonly Problem[],
  known: object = {},
): string {
  return documentText(failedDocument(schema, { problems, known }));
}

/** A command's `--json` document. */
export function jsonDocument<Name extends DocumentName>(schema: Name, fields: DocumentOf<Name>): string {
  return documentText(makeDocument(schema, fields));
}

/** A document as it is printed. */
export function documentText(document: object): string {
  return `${safeJson(document)}\n`;
}

/** Problems as text, one after the other: place, problem, remedy. */
export function problemsText(problems: readonly Problem[], colours: Palette): string {
  return problems.map((problem) => problemText(problem, colours)).join('');
}

function problemText(problem: Problem, colours: Palette): string {
  const colour =
    problem.severity === 'error'
      ? colours.bad
      : problem.severity === 'warning'
        ? colours.warn
        : colours.accent;
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const head = `${place === '' ? '' : `${printableLine(place)}: `}${colour(`${problem.severity}:`)} ${printable(problem.message)}`;
  return problem.hint === undefined ? `${head}\n` : `${head}\n  ${printable(problem.hint)}\n`;
}
