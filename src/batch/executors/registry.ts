import { failure, type Result, success } from '../../diagnostics/index.ts';
import { nearest, printableLine } from '../../lib/index.ts';
import type { Clock } from '../../platform/index.ts';
import { ACP, acpConfigured, acpNamed, entryExecutor } from './acp/index.ts';
import { agentHosts } from './agent_hosts.ts';
import { type Machine, PRESETS, type Preset, presetOf } from './agents/index.ts';
import { commandExecutor, type ExecutorCommand, PROMPT_PLACE } from './command.ts';
import type { ConfiguredExecutor } from './configured_executor.ts';
import { DRY_RUN, dryRun } from './dry_run.ts';
import type { Executor } from './executor.ts';
import { promptOnOf } from './executor_command.ts';
import type { ExecutorProblemCode } from './executor_problem.ts';
import { MODEL, modelExecutor } from './model.ts';

/** The settings that executors are made from. */
export type ExecutorSettings = {
  /** The user's own, by name; one named like a preset extends it. */
  readonly executors: Readonly<Record<string, ConfiguredExecutor>>;
  readonly clock: Clock;
  /** Decides how a preset is started here; without it, presets are started the same everywhere. */
  readonly machine?: Machine;
};

/** The executor with a name: the user's own, a preset, the built-in one, or the dry run. */
export function executorNamed(
  name: string,
  { executors, clock, machine = NOWHERE }: ExecutorSettings,
): Result<Executor, ExecutorProblemCode> {
  const own = Object.hasOwn(executors, name) ? executors[name] : undefined;
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  const made = builtIn?.(own ?? {}, { clock, machine });
  if (made !== undefined) return success(made);
  if (name.startsWith(ACP)) return acpNamed(name, own ?? {}, { clock, machine });
  if (own?.kind === 'acp') return acpConfigured(name, own, { clock, machine });
  const preset = presetOf(name);
  if (preset !== undefined) return extended(name, preset, own ?? {}, { clock, machine });
  const entry = own?.argv === undefined ? entryExecutor(name, own ?? {}, { clock, machine }) : undefined;
  if (entry !== undefined) return entry;
  if (own !== undefined) return configured(name, own, { clock, machine });
  const names = executorNames({ executors });
  const suggestion = nearest(name, names);
  return failure('usage', {
    severity: 'error',
    code: 'unknown-executor',
    message: `There is no executor ${printableLine(name)}.`,
    hint: suggestion
      ? `Did you mean ${suggestion}?`
      : `The executors are: ${names.join(', ')}. For your own command: --executor-command, or orchestrator config set executors.NAME 'COMMAND'; for an agent that speaks the Agent Client Protocol: --executor '${ACP}COMMAND'.`,
  });
}

/** The executors that come with the program, by name. `undefined` is returned where the user's settings replace one. */
const BUILT_IN: Readonly<
  Record<
    string,
    (
      own: ConfiguredExecutor,
      parts: { readonly clock: Clock; readonly machine: Machine },
    ) => Executor | undefined
  >
> = {
  [DRY_RUN]: (_, { clock }) => dryRun({ clock }),
  [MODEL]: (own, parts) =>
    own.argv === undefined && own.kind !== 'acp' ? modelExecutor(own, parts) : undefined,
};

const NOWHERE: Machine = { env: {}, isRoot: false, textOf: () => undefined };

/** The names of all executors, sorted. */
export function executorNames({ executors }: Pick<ExecutorSettings, 'executors'>): readonly string[] {
  return [...new Set([...Object.keys(BUILT_IN), ...Object.keys(PRESETS), ...Object.keys(executors)])].sort();
}

/** A preset with the additions of a user's settings. A command of the user's replaces the preset's, and keeps its variables. */
function extended(
  name: string,
  preset: Preset,
  own: ConfiguredExecutor,
  { clock, machine }: { readonly clock: Clock; readonly machine: Machine },
): Result<Executor, ExecutorProblemCode> {
  const { args: needed = [], copies = {}, doubts = [], swaps = {}, note } = preset.prepare?.(machine) ?? {};
  const env = [...new Set([...preset.env, ...(own.env ?? [])])];
  const added = [...(own.model === undefined ? [] : ['--model', own.model]), ...(own.args ?? [])];
  if (own.argv !== undefined) {
    const argv = [...own.argv, ...added];
    const wanted = { argv, env, ...(own.promptOn && { promptOn: own.promptOn }), ...accountIn(own) };
    return configured(name, wanted, { clock, machine }, { copies, home: preset.home });
  }
  const last = preset.argv.length - preset.ending;
  const [program, ...words] = preset.argv;
  const rest = words.map((word) => swaps[word] ?? word);
  const argv = [...rest.slice(0, last - 1), ...needed, ...added, ...rest.slice(last - 1)];
  const { promptOn, home } = preset;
  const resume = preset.resume && { words: preset.resume, before: preset.ending };
  return success(
    commandExecutor(
      {
        name,
        argv: [program, ...argv],
        env,
        copies,
        doubts,
        promptOn,
        ...(note === undefined ? {} : { note }),
        home,
        reaches: preset.reaches(machine),
        ...(resume && { resume }),
        ...accountIn(own),
      },
      clock,
    ),
  );
}

function configured(
  name: string,
  own: ConfiguredExecutor,
  { clock, machine }: { readonly clock: Clock; readonly machine: Machine },
  of: Pick<ExecutorCommand, 'copies' | 'home'> = {},
): Result<Executor, ExecutorProblemCode> {
  const { argv: command = [], env = [], args = [], model, promptOn } = own;
  const argv = [...command, ...args];
  const [program, ...rest] = argv;
  if (program === undefined || command.length === 0)
    return bad(name, 'has no command', `Give it one: orchestrator config set executors.${name} 'COMMAND'`);
  if (model !== undefined) {
    const hint = `Set it in its command and remove executors.${name}.model: there is no known way to pass a model to it.`;
    return bad(name, 'has a model that cannot be passed to it', hint);
  }
  const on = promptOn ?? promptOnOf(argv);
  if (on === 'argument' && promptOnOf(argv) === 'stdin') {
    return bad(
      name,
      'takes its prompt as an argument, but no argument says where',
      `Write ${PROMPT_PLACE} where the path of the prompt's file belongs.`,
    );
  }
  const made = { name, argv: [program, ...rest] as const, env, promptOn: on, ...accountIn(own), ...of };
  return success(commandExecutor({ ...made, reaches: agentHosts(made, machine) }, clock));
}

function accountIn({ account }: ConfiguredExecutor): Pick<ExecutorCommand, 'account'> {
  return account === undefined ? {} : { account };
}

function bad(name: string, what: string, hint: string) {
  return failure('usage', {
    severity: 'error',
    code: 'bad-executor',
    message: `The executor ${printableLine(name)} of your settings ${what}.`,
    hint,
  } as const);
}
