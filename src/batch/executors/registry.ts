import { failure, type Result, success } from '../../diagnostics/index.ts';
import { nearest, printableLine } from '../../lib/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Executor } from '../types.ts';
import { commandExecutor, PROMPT_PLACE } from './command.ts';
import { DRY_RUN, dryRun } from './dry_run.ts';
import { promptOnOf } from './executor_command.ts';
import { PRESETS } from './presets.ts';
import type { ExecutorProblemCode } from './problem.ts';

/** An executor as a user's settings have it. */
export type ConfiguredExecutor = {
  readonly argv: readonly string[];
  readonly env?: readonly string[];
  /** What the arguments say, when it is left out. */
  readonly promptOn?: 'stdin' | 'argument';
};

/** What executors are made from. */
export type ExecutorSettings = {
  /** The user's own, by name; one with the name of a preset takes its place. */
  readonly executors: Readonly<Record<string, ConfiguredExecutor>>;
  readonly clock: Clock;
};

/** The executor of a name: the user's own, a preset, or the dry run. */
export function executorNamed(
  name: string,
  { executors, clock }: ExecutorSettings,
): Result<Executor, ExecutorProblemCode> {
  if (name === DRY_RUN) return success(dryRun({ clock }));
  const own = Object.hasOwn(executors, name) ? executors[name] : undefined;
  if (own !== undefined) return configured(name, own, clock);
  const preset = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
  if (preset !== undefined) return success(commandExecutor({ ...preset, name }, clock));
  const names = executorNames({ executors });
  const suggestion = nearest(name, names);
  return failure('usage', {
    severity: 'error',
    code: 'unknown-executor',
    message: `There is no executor ${printableLine(name)}.`,
    hint: suggestion
      ? `Did you mean ${suggestion}?`
      : `The executors are: ${names.join(', ')}. For a command of your own: --executor-command, or orchestrator config set executors.NAME 'COMMAND'.`,
  });
}

/** The names of all executors, sorted. */
export function executorNames({ executors }: Pick<ExecutorSettings, 'executors'>): readonly string[] {
  return [...new Set([DRY_RUN, ...Object.keys(PRESETS), ...Object.keys(executors)])].sort();
}

function configured(
  name: string,
  { argv, env = [], promptOn = promptOnOf(argv) }: ConfiguredExecutor,
  clock: Clock,
): Result<Executor, ExecutorProblemCode> {
  const [program, ...args] = argv;
  if (program === undefined) return bad(name, 'has no command', `Give it one: executors.${name}.argv.`);
  if (promptOn === 'argument' && promptOnOf(argv) === 'stdin') {
    return bad(
      name,
      'has its prompt on an argument, and none says where',
      `Write ${PROMPT_PLACE} where the path of the prompt's file belongs.`,
    );
  }
  return success(commandExecutor({ name, argv: [program, ...args], env, promptOn }, clock));
}

function bad(name: string, what: string, hint: string) {
  return failure('usage', {
    severity: 'error',
    code: 'bad-executor',
    message: `The executor ${printableLine(name)} of your settings ${what}.`,
    hint,
  } as const);
}
