import type { Failure, FailureCause, Problem } from '../../diagnostics/index.ts';
import { printable, printableLine, safeJson } from '../../lib/index.ts';
import { type Documents, emptyDocuments } from '../../operations/index.ts';
import type { Palette } from './palette.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes by cause of failure; 130 and 143 are set where a signal arrives. */
export const EXIT_CODES: Readonly<Record<FailureCause, number>> = {
  problems: 1,
  usage: 2,
  environment: 3,
  authentication: 4,
  interrupted: 130,
};

/** What a document of `schemas/documents/` is called: what it carries as its `schema`. */
export type DocumentName = keyof Documents;

/** What a command tells in its document, beside the schema, with problems as they are reported everywhere. */
export type DocumentOf<Name extends DocumentName> = Given<Omit<Documents[Name], 'schema' | 'problems'>> & {
  readonly problems: readonly Problem[];
};

/** As the type of a schema is, for values that nobody changes. */
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Given<Value[Key]> }
    : Value;

/**
 * Reports a failure: as the command's JSON document on standard output, or as text on standard error. What the document holds
 * besides is what its schema says for nothing to tell, so that its shape is the same as on success.
 *
 * @param options.empty - where something is known all the same
 * @returns the exit code
 */
export function reportFailure<Name extends DocumentName>(
  failure: Failure,
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

/** The document of a command that came to nothing. */
export function emptyDocument(
  schema: DocumentName,
  problems: readonly Problem[],
  known: object = {},
): string {
  return documentText(schema, { ok: false, ...emptyDocuments[schema], ...known }, problems);
}

/** A `--json` document: schema first, then `ok`, then what the command tells, then `problems` with all their fields. */
export function jsonDocument<Name extends DocumentName>(
  schema: Name,
  { problems, ...told }: DocumentOf<Name>,
): string {
  return documentText(schema, told, problems);
}

function documentText(schema: string, told: object, problems: readonly Problem[]): string {
  const { ok, ...rest } = told as { readonly ok?: boolean };
  return `${safeJson({ schema, ok, ...rest, problems: problems.map(wholeProblem) })}\n`;
}

function wholeProblem({ severity, code, message, file, line, column, hint }: Problem) {
  return {
    severity,
    code,
    message,
    file: file ?? null,
    line: line ?? null,
    column: column ?? null,
    hint: hint ?? null,
  };
}

/** Problems as text, one after the other: place, what is wrong, what to do. */
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
