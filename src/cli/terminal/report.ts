import type { Failure, FailureCause, Problem } from '../../diagnostics/index.ts';
import { printable, printableLine, safeJson } from '../../lib/index.ts';
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

/**
 * Reports a failure: as the command's JSON document on standard output, or as text on standard error.
 *
 * @param empty - what the document holds besides, so that its shape is the same as on success
 * @returns the exit code
 */
export function reportFailure(
  failure: Failure,
  options: { terminal: Terminal; json: boolean; schema: string; empty?: Readonly<Record<string, unknown>> },
): number {
  const { terminal, json, schema, empty = {} } = options;
  if (json) terminal.out(jsonDocument(schema, { ok: false, ...empty, problems: failure.problems }));
  else terminal.say(problemsText(failure.problems, terminal.colours));
  return EXIT_CODES[failure.cause];
}

/** A `--json` document: schema first, then `ok`, then what the command tells, then `problems` with all their fields. */
export function jsonDocument(
  schema: string,
  {
    ok,
    problems,
    ...rest
  }: { ok: boolean; problems: readonly Problem[] } & Readonly<Record<string, unknown>>,
): string {
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
