import { Command, CommanderError } from 'commander';
import { type AnyCode, type Failure, type Problem, refusalOf } from '../diagnostics/index.ts';
import type { OperationContext } from '../operations/index.ts';
import type { CommandSetting } from './commands/declare.ts';
import { type CommandEntry, commands, findCommand } from './commands/index.ts';
import type { CommandLine, ResolvedCommandLine } from './resolved_command_line.ts';
import { EXIT_CODES, openTerminal, problemsText, type Terminal } from './terminal/index.ts';

/** Parses the arguments, loads the one command that they name, and runs it. Returns the exit code. */
export async function runCommandLine(given: CommandLine): Promise<number> {
  const { argv } = findCommand(given.argv);
  const terminal = await openTerminal({
    env: given.env,
    noInput: argv.includes('--no-input'),
    noColour: argv.includes('--no-color'),
  });
  return runIn(terminal, given);
}

async function runIn(terminal: Terminal, given: CommandLine): Promise<number> {
  const { entry, argv, implied = false } = findCommand(given.argv);
  const asked: AskedLine = { entry, argv, terminal, program: new Command() };
  const line = { ...given, argv, implied };
  if (!argv.some((word) => /^--(?:record|replay)(?:=|$)/u.test(word))) return runAsked(line, asked);
  const { runTaped } = await import('./run_taped.ts');
  return runTaped(line, terminal, (taped, within) => runAsked(taped, { ...asked, terminal: within }));
}

async function runAsked(line: ResolvedCommandLine, asked: AskedLine): Promise<number> {
  const { terminal } = asked;
  try {
    const exitCode = await runEntry(line, asked);
    return exitCode === 0 ? terminal.outcome() : exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return usageOutcome(error, asked);
    if (error instanceof NotBegun) {
      await reportAll(error.failed.problems, asked);
      return EXIT_CODES[error.failed.cause];
    }
    return bugOutcome(error, asked, line.context);
  }
}

/** The parsed arguments, and what is known of the command so far. */
type AskedLine = {
  readonly entry: CommandEntry | undefined;
  readonly argv: readonly string[];
  readonly terminal: Terminal;
  /** With the command declared, as soon as that is loaded. */
  program: Command;
};

async function runEntry(line: ResolvedCommandLine, asked: AskedLine): Promise<number> {
  const { entry, terminal } = asked;
  const { argv, context, env } = line;
  let exitCode = 0;
  const setting: CommandSetting = {
    context,
    env,
    terminal,
    ...(line.serveMcp === undefined ? {} : { serveMcp: line.serveMcp }),
    declareAll: () =>
      declareProgram(
        commands.filter(({ hidden }) => !hidden),
        line.version,
        setting,
      ),
    callAgain: (words, { isQuiet, hear = () => {}, ...where }) => {
      const within = isQuiet ? { ...terminal, out: () => {}, outText: () => {}, say: hear } : terminal;
      return runIn(within, { ...line, argv: words, context: { ...context, ...where } });
    },
    finish: (code) => {
      exitCode = code;
    },
  };
  if (entry === undefined) {
    const program = await declareProgram([], line.version, setting);
    for (const { name, summary, hidden = false } of commands)
      program.command(name, { hidden }).description(summary);
    inheritSettings(program, undefined, terminal);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  }
  const program = await declareProgram([entry], line.version, setting);
  asked.program = program;
  const [command] = program.commands;
  if (line.implied && command) {
    const { checkMisplaced } = await import('./misplaced_command.ts');
    const misplaced = checkMisplaced(command, argv.slice(1));
    if (!misplaced.ok) {
      for (const problem of misplaced.problems)
        await reportOne(problem, { ...asked, program: new Command() });
      return EXIT_CODES.usage;
    }
  }
  const { beforeAction } = line;
  if (beforeAction !== undefined) {
    program.hook('preAction', async (_, action) => {
      const begun = await beforeAction(action.opts(), wordsOf(action));
      if (!begun.ok) throw new NotBegun(begun);
    });
  }
  await program.parseAsync([...argv], { from: 'user' });
  return exitCode;
}

/** A command's full name with its parents, without the program's own name. */
function wordsOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${wordsOf(parent)} ${command.name()}`;
}

/** Thrown when a precondition of a command fails. */
class NotBegun extends Error {
  readonly failed: Failure<AnyCode>;

  constructor(failed: Failure<AnyCode>) {
    super('not begun');
    this.failed = failed;
  }
}

/** The program with these commands, each loaded and declared in full. */
async function declareProgram(
  entries: readonly CommandEntry[],
  version: string,
  setting: CommandSetting,
): Promise<Command> {
  const program = new Command('orchestrator')
    .usage('[command] [options]')
    .description(
      'Composes prompt frameworks from personas, protocols and constraints; drafts plans, and carries them out in batches.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('before', PROGRAM_EXAMPLES);
  for (const { name, summary, load } of entries) {
    const { declare } = await load();
    declare(program.command(name).description(summary), setting);
  }
  inheritSettings(program, undefined, setting.terminal);
  return program;
}

const PROGRAM_EXAMPLES = `Examples:
  $ orchestrator                                              the wizard
  $ orchestrator new Api_Audit --goal REVIEW_AGAINST_STANDARDS   no questions
  $ orchestrator goals list                                   the goals to choose from
  $ orchestrator plan draft "what is to be built"             from a requirement to a plan of phases
  $ orchestrator batch generate plan.md                       from a plan to a prompt for each phase, for agents
`;

/** Gives every command the same output, errors and help; commander does not copy these settings to existing commands. */
function inheritSettings(command: Command, parent: Command | undefined, terminal: Terminal): void {
  const helpWidth = Math.max(40, Math.min(terminal.columns, 120));
  command.exitOverride().configureOutput({
    writeOut: terminal.outText,
    writeErr: () => {},
    // Commander would ask the stream, which is created on first use. Help has no colours.
    getOutHasColors: () => true,
    getOutHelpWidth: () => helpWidth,
  });
  refuseSecond(command);
  command.configureHelp({ helpWidth });
  if (parent) command.copyInheritedSettings(parent);
  for (const child of command.commands) inheritSettings(child, command, terminal);
}

/** Refuses an option that is given with its opposite, or twice where it has one value: the last would silently replace the first. */
function refuseSecond(command: Command): void {
  refuseOpposites(command);
  for (const option of command.options) {
    const repeats = option.variadic || (option.parseArg !== undefined && 'repeats' in option.parseArg);
    if (!(option.required || option.optional) || repeats) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven)
        command.error(`error: option '${option.long}' was given twice, but takes one value`, {
          code: 'commander.optionTwice',
          exitCode: EXIT_CODES.usage,
        });
      isGiven = true;
    });
  }
}

function refuseOpposites(command: Command): void {
  const given = new Map<string, string>();
  for (const option of command.options) {
    const long = option.long ?? '';
    const key = option.attributeName();
    command.on(`option:${option.name()}`, () => {
      const other = given.get(key) ?? long;
      if (other !== long)
        command.error(`error: options '${other}' and '${long}' exclude each other`, {
          code: 'commander.optionOpposed',
          exitCode: EXIT_CODES.usage,
        });
      given.set(key, long);
    });
  }
}

async function usageOutcome(error: CommanderError, asked: AskedLine): Promise<number> {
  const { entry, terminal } = asked;
  if (error.exitCode === 0) return terminal.outcome();
  // The value of an option that does not exist is not repeated: it may be a key.
  const said = error.message.replace(/^error: /u, '').replace(/'(--[\w-]+)=[^']*'/u, "'$1'");
  const [first = '', ...rest] = said.split('\n');
  const suggestion = rest.join(' ').replace(/^\(|\)$/gu, '');
  const command = entry ? `orchestrator ${entry.name}` : 'orchestrator';
  const isHelp = error.code === 'commander.help';
  const verb = verbNamed(asked);
  const option = error.code === 'commander.unknownOption' && /'(--[\w-]+)'/u.exec(first)?.[1];
  const takesNoValue = option && verb?.options.some(({ long }) => long === option);
  const problem: Problem = {
    severity: 'error',
    code: error.code
      .replace('commander.', 'usage-')
      .replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`),
    message: isHelp
      ? `${command} needs a verb.`
      : takesNoValue
        ? `Option '${option}' takes no value.`
        : `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/u, '')}.`,
    hint:
      suggestion ||
      (await choiceMeant(first)) ||
      `\`${verb ? `${command} ${verb.name()}` : command} --help\` shows what there is.`,
  };
  await reportOne(problem, asked);
  return 2;
}

/** The value of an option that was probably meant, if it has a fixed set; empty if none is close. */
async function choiceMeant(said: string): Promise<string> {
  const [, given = '', choices = ''] =
    /argument '([^']*)' is invalid\. Allowed choices are ([^.]*)\.?$/u.exec(said) ?? [];
  const { nearest } = await import('../lib/index.ts');
  const meant = given === '' ? undefined : nearest(given, choices.split(', '));
  return meant === undefined ? '' : `Did you mean ${meant}?`;
}

/** The verb of a noun in a command line: `run` of `batch run`; `undefined` if there is none. */
function verbNamed({ entry, argv, program }: AskedLine): Command | undefined {
  const noun = program.commands.find((each) => each.name() === entry?.name);
  return noun?.commands.find((each) => each.name() === argv[1]);
}

/**
 * Reports an unforeseen error. The known part goes out in the ordinary form; the trace only into the log of `--debug`. Either
 * may contain anything, so keys are removed.
 */
async function bugOutcome(error: unknown, asked: AskedLine, context: OperationContext): Promise<number> {
  const refusal = refusalOf(error);
  if (refusal) {
    await reportOne(refusal, asked);
    for (const line of error instanceof Error ? (error.stack ?? '').split('\n') : []) context.log(line);
    return EXIT_CODES.environment;
  }
  const { withoutKeys } = await import('./debug_log.ts');
  const message = error instanceof Error ? error.message : String(error);
  const problem: Problem<'internal'> = {
    severity: 'error',
    code: 'internal',
    message: `This is a bug in orchestrator: ${withoutKeys(context, message)}`,
    hint: 'Run it again with --debug and report the trace.',
  };
  await reportOne(problem, asked);
  for (const line of error instanceof Error ? (error.stack ?? '').split('\n') : []) context.log(line);
  return 3;
}

function reportOne(problem: Problem, asked: AskedLine): Promise<void> {
  return reportAll([problem], asked);
}

async function reportAll(
  problems: readonly Problem[],
  { program, argv, terminal }: AskedLine,
): Promise<void> {
  if (!argv.includes('--json')) {
    terminal.say(problemsText(problems, terminal.colours));
    return;
  }
  const { failedDocument } = await import('./failed_document.ts');
  terminal.out(failedDocument(program, argv, problems));
}
