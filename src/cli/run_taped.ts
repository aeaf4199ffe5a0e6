import type { Problem } from '../diagnostics/index.ts';
import { type OpenTape, type OperationContext, openTape, wholeProblem } from '../operations/index.ts';
import type { CommonOptions } from './commands/declare.ts';
import type { ResolvedCommandLine } from './resolved_command_line.ts';
import { documentText, EXIT_CODES, problemsText, type Terminal } from './terminal/index.ts';

/** The options about tapes. */
type TapedOptions = CommonOptions & { readonly executorEnv?: readonly string[]; readonly dryRun?: boolean };

/** The commands that ask a model even with `--dry-run`; all others then have nothing to record. */
const ASKING_DRY: ReadonlySet<string> = new Set(['new', 'plan import']);

/** Data held back until the tape's result is known: one document is printed, not two. */
type HeldData = { readonly terminal: Terminal; readonly hold: () => void; readonly release: () => string };

/** A terminal whose data can be held back. */
function holdable(terminal: Terminal): HeldData {
  let held: string[] | undefined;
  return {
    terminal: {
      ...terminal,
      out: (data) => {
        if (held === undefined) terminal.out(data);
        else held.push(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
      },
    },
    hold: () => {
      held = [];
    },
    release: () => {
      const data = (held ?? []).join('');
      held = undefined;
      return data;
    },
  };
}

/** Runs a command with a tape: begins it once the options are validated, and reports on it at the end. */
export async function runTaped(
  line: ResolvedCommandLine,
  terminal: Terminal,
  run: (line: ResolvedCommandLine, terminal: Terminal) => Promise<number>,
): Promise<number> {
  const held = holdable(terminal);
  // Commands are declared with it before the tape is known.
  const context: { -readonly [Name in keyof OperationContext]: OperationContext[Name] } = { ...line.context };
  let open: OpenTape | undefined;
  let isDocument = false;
  const beforeAction = async (options: TapedOptions, verb: string) => {
    const { record, replay, json = false, executorEnv, dryRun = false } = options;
    // The word came after a `--`, so it is not an option.
    if (record === undefined && replay === undefined) return { ok: true, value: undefined } as const;
    const { version: program, argv: command } = line;
    const isSilent = dryRun && !ASKING_DRY.has(verb);
    const asked = { record, replay, program, command, handedOn: executorEnv, isSilent };
    const opened = await openTape(context, asked);
    if (!opened.ok) return opened;
    open = opened.value;
    isDocument = json;
    if (json) held.hold();
    const { hideInLog } = line.context;
    context.tape = open.tape;
    context.hideInLog = (key) => {
      opened.value.hide(key);
      hideInLog(key);
    };
    return opened;
  };
  const exitCode = await run({ ...line, context, beforeAction }, held.terminal);
  if (open === undefined) return exitCode;
  // A command that refused, could not, or was stopped has not reached the rest of the tape.
  const isWhole = exitCode <= EXIT_CODES.problems && !line.argv.includes('--dry-run');
  const ended = await endTape(open, exitCode, { held, terminal, json: isDocument, isWhole });
  return ended === 0 ? terminal.outcome() : ended;
}

async function endTape(
  open: OpenTape,
  exitCode: number,
  {
    held,
    terminal,
    json,
    isWhole,
  }: {
    readonly held: HeldData;
    readonly terminal: Terminal;
    readonly json: boolean;
    readonly isWhole: boolean;
  },
): Promise<number> {
  const { hasDeparted, problems } = await open.close(isWhole);
  const document = held.release();
  if (json) terminal.out(withProblems(document, problems));
  else terminal.say(problemsText(problems, terminal.colours));
  if (hasDeparted && exitCode < 128) return EXIT_CODES.problems;
  const isWrong = problems.some(({ severity }) => severity === 'error');
  return exitCode === 0 && isWrong ? EXIT_CODES.environment : exitCode;
}

/** Adds problems to a document: with an error among them it is not `ok`. */
function withProblems(text: string, problems: readonly Problem[]): string {
  if (problems.length === 0) return text;
  const document = parse(text);
  if (document === undefined) return text;
  const isWrong = problems.some(({ severity }) => severity === 'error');
  return documentText({
    ...document,
    ...(isWrong ? { ok: false } : {}),
    problems: [...document.problems, ...problems.map(wholeProblem)],
  });
}

function parse(text: string): { readonly problems: readonly Problem[] } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('problems' in value)) return undefined;
    const { problems } = value;
    return Array.isArray(problems) ? { ...value, problems } : undefined;
  } catch {
    return undefined;
  }
}
