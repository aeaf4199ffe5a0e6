import { join, resolve } from 'node:path';
import {
  agentHosts,
  commandExecutor,
  type Executor,
  type ExecutorDoubtCode,
  type ExecutorProblemCode,
  executorNamed,
  GIVEN_COMMAND,
  handedOver,
  hostsNeeded,
  type Machine,
  type ManifestPhase,
  type ModelHere,
  parseExecutorCommand,
  type RunCommand,
  type RunRules,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { CatalogProblemCode } from '../../patterns/index.ts';
import {
  type Environment,
  findProgram,
  hostText,
  isRoot,
  platformName,
  readText,
  systemClock,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { resolveEndpoint } from '../model.ts';
import { ownProgram } from '../own_program.ts';
import { PLUGIN, type PluginExecutorCode } from './plugin_executor.ts';

/** The sources of a run's executors. */
export type ExecutorSources = {
  /** The user's own executors. */
  readonly own: Parameters<typeof executorNamed>[1]['executors'];
  /** A command for this run. */
  readonly text: string | undefined;
  /** Additional variables that the run's executor may see. */
  readonly env: readonly string[];
  readonly machine: Machine;
  /** Whether nothing will be started, so that an executor that could not work only gets a warning. */
  readonly isRehearsal: boolean;
  /** Whether they run on another machine, so that it is unknown which could not work. */
  readonly isElsewhere: boolean;
  /** Finds an executor of a plugin in the catalogue. */
  readonly plugins: (
    name: string,
  ) => Result<Executor, ExecutorProblemCode | CatalogProblemCode | PluginExecutorCode>;
  /** Replaces all executors. */
  readonly stand: ((name: string) => Executor) | undefined;
};

/** Why executors cannot be used. */
export type RunExecutorsCode =
  | ExecutorProblemCode
  | ExecutorDoubtCode
  | CatalogProblemCode
  | PluginExecutorCode;

/** Every executor that a phase may get, by name, with notes; reports all problems with them at once. */
export function runExecutors(
  phases: readonly ManifestPhase[],
  rules: RunRules,
  { own, text, env, machine, isRehearsal, isElsewhere, plugins, stand }: ExecutorSources,
): Result<
  {
    readonly executors: ReadonlyMap<string, Executor>;
    readonly notes: readonly Problem<ExecutorDoubtCode>[];
  },
  RunExecutorsCode
> {
  const executors = new Map<string, Executor>();
  const problems: Problem<RunExecutorsCode>[] = [];
  const notes: Problem<ExecutorDoubtCode>[] = [];
  // Imported work goes to the replacement executor, whatever its phase names.
  const names =
    stand === undefined ? namesNeeded(phases, rules) : [...namesNeeded(phases, rules), rules.executor];
  for (const name of names) {
    if (stand !== undefined) {
      executors.set(name, stand(name));
      continue;
    }
    const wanted = name === rules.executor ? extendedBy(own, name, env) : own;
    const executor =
      name === GIVEN_COMMAND && text !== undefined
        ? givenExecutor(text, env, machine)
        : name.startsWith(PLUGIN)
          ? plugins(name)
          : executorNamed(name, { executors: wanted, clock: systemClock, machine });
    if (!executor.ok) {
      problems.push(...executor.problems);
      continue;
    }
    executors.set(name, executor.value);
    for (const doubt of isElsewhere ? [] : executor.value.doubts) {
      if (doubt.severity === 'error' && !isRehearsal) problems.push(doubt);
      else notes.push({ ...doubt, severity: doubt.severity === 'error' ? 'warning' : doubt.severity });
    }
  }
  return problems.length === 0 ? success({ executors, notes }) : failure('usage', ...problems);
}

function extendedBy(
  own: ExecutorSources['own'],
  name: string,
  env: readonly string[],
): ExecutorSources['own'] {
  const kept = Object.hasOwn(own, name) ? own[name] : undefined;
  return env.length === 0 ? own : { ...own, [name]: { ...kept, env: [...(kept?.env ?? []), ...env] } };
}

function givenExecutor(
  text: string,
  env: readonly string[],
  machine: Machine,
): Result<Executor, ExecutorProblemCode> {
  const command = parseExecutorCommand(text);
  if (!command.ok) return command;
  const given = { ...command.value, env };
  return success(commandExecutor({ ...given, reaches: agentHosts(given, machine) }, systemClock));
}

/** This machine, with the properties that determine how agents are started. */
export function thisMachine(context: OperationContext): Machine {
  const { env, cwd, userFolder } = context;
  return {
    env,
    isRoot: isRoot(),
    platform: platformName(),
    hasProgram: (name) => findProgram(name, env.PATH ?? '') !== undefined,
    ...(userFolder === null ? {} : { agentsFolder: join(userFolder, 'agents') }),
    modelFor: (model) => localModel(context, model),
    textOf: (path) => {
      const read = readText(resolve(cwd, path), MAX_BYTES);
      return read.kind === 'text' ? read.text : undefined;
    },
  };
}

/** An unknown machine: its own settings apply there, not those of this machine. */
export function otherMachine(context: OperationContext): Machine {
  const { modelFor: _here, ...machine } = thisMachine(context);
  return { ...machine, env: {}, isRoot: false };
}

/** The largest settings file of an agent that is read, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** The names of all executors that phases may get. */
export function namesNeeded(phases: readonly ManifestPhase[], rules: RunRules): Set<string> {
  const names = phases.flatMap(({ executor, fallback }) => [
    executor ?? rules.executor,
    fallback ?? rules.fallback,
  ]);
  return new Set(names.filter((name) => name !== undefined));
}

/** The commands of executors, with the phases that may get each of them. */
export function executorCommands(
  phases: readonly ManifestPhase[],
  rules: RunRules,
  executors: ReadonlyMap<string, Executor>,
  environment: Environment,
): Pick<RunCommand, 'name' | 'argv' | 'env' | 'copies' | 'given' | 'hosts' | 'note' | 'terms' | 'phases'>[] {
  return [...executors].flatMap(([name, executor]) => {
    const { argv, env, copies, note: own, terms, resume } = executor;
    if (argv === null) return [];
    const goesOn =
      rules.resumeSessions && resume !== undefined
        ? `a retry is also started with ${resume.join(' ')}`
        : undefined;
    const note = [own, goesOn].filter((each) => each !== undefined).join('; ') || undefined;
    const mine = phases.filter((phase) => namesNeeded([phase], rules).has(name)).map(({ id }) => id);
    const given = handedOver(environment, env);
    return [
      {
        name,
        argv,
        env,
        copies,
        given,
        hosts: hostsNeeded(executor, environment).map(hostText),
        ...(note === undefined ? {} : { note }),
        ...(terms && { terms }),
        phases: mine,
      },
    ];
  });
}

/** The model that the built-in executor would ask on this machine. No key is read, and nothing is sent. */
function localModel(
  { env, userFolder, installation }: OperationContext,
  model: string | undefined,
): ModelHere {
  const settled = resolveEndpoint({ env, userFolder }, model === undefined ? {} : { model });
  if (settled.kind === 'none') return { kind: 'none', reason: settled.reason, remedy: settled.remedy };
  const own = ownProgram({ installation });
  return {
    kind: 'ready',
    program: own.argv,
    model: settled.model,
    baseUrl: settled.baseUrl,
    keyFrom: settled.key?.from ?? null,
    reads: [...own.reads, ...(userFolder === null ? [] : [userFolder])],
  };
}
