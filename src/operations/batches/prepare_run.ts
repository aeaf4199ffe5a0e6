import {
  type Approvals,
  attemptTitle,
  type BatchState,
  checkInPlace,
  checkOwner,
  chooseSandbox,
  commandsOf,
  type Executor,
  type ExecutorDoubtCode,
  findProject,
  GIVEN_COMMAND,
  hostTextsFor,
  isAway,
  LOCAL,
  onePhase,
  openApprovals,
  openRepository,
  type Project,
  type RefOwnershipCode,
  type Repository,
  type RunCommand,
  type RunRules,
  type RunWishes,
  relayInImage,
  repositoryFilters,
  runRules,
  type Sandbox,
  type SandboxProblemCode,
  type StoredBatch,
  sandboxesHere,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { batchSettings, type SettingProblemCode } from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { splitShellWords } from '../../lib/index.ts';
import {
  createGit,
  createReadOnlyGit,
  type Git,
  PROXIES,
  realPath,
  systemClock,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { mayBeSecret } from '../tape/known_secrets.ts';
import { withoutAvoidedExecutors } from './avoided_executors.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { logsOf, viewBatch } from './batch_view.ts';
import { catchRefusals } from './catch_refusals.ts';
import { dryRunAmongOthers, isRehearsal } from './dry_run_phases.ts';
import { flagsWithoutEffect, flagsWithoutReplay, noSessionsToResume } from './flags_without_effect.ts';
import { missingPrograms } from './missing_programs.ts';
import { pluginExecutor } from './plugin_executor.ts';
import { withProjectNpmrc } from './project_npmrc.ts';
import { replacementExecutor } from './replacement_executor.ts';
import {
  executorCommands,
  otherMachine,
  type RunExecutorsCode,
  runExecutors,
  thisMachine,
} from './run_executors.ts';
import { type RunCaveatCode, runNotes } from './run_notes.ts';
import { checkPlaces, type Places, placedCommands, placedGates, placesOf } from './run_places.ts';

/** A request for a run of a batch. */
export type RunRequest = RunWishes & {
  /** The batch's number, as typed. */
  readonly batch: string;
  /** An executor for this run: a program and its arguments, as typed. */
  readonly executorCommand?: string;
  /** Names of additional environment variables that this run's executor may see. */
  readonly executorEnv?: readonly string[];
  /** Whether the run is only rehearsed, whatever executors its phases have. */
  readonly isRehearsal?: boolean;
  /** The id of the only phase to run, as if it depended on nothing. */
  readonly onlyPhase?: string;
  /** Whether the batch was handed over to a place, and is being taken back. */
  readonly isBack?: boolean;
  /** Whether all of it runs on another machine: this machine's programs and settings do not apply. */
  readonly elsewhere?: boolean;
  /** Whether its commands were approved on another machine to run in a sandbox: without one, nothing runs. */
  readonly mustBeConfined?: boolean;
};

/** Keeps the values passed to executors out of logs and tapes. */
function keepHidden({ hideInLog }: OperationContext, executors: ReadonlyMap<string, Executor>): void {
  const values = [...executors.values()].flatMap(({ sets = {} }) => Object.values(sets));
  for (const value of values.filter(mayBeSecret)) hideInLog(value);
}

/** A run with everything decided and nothing started. */
export type PreparedRun = {
  readonly batch: StoredBatch;
  readonly project: Project;
  /** Undefined if the run works in place, in a project without git. */
  readonly repository: Repository | undefined;
  readonly git: Git;
  readonly rules: RunRules;
  readonly executors: ReadonlyMap<string, Executor>;
  /** The sandbox for attempts, their setup and their gates. */
  readonly sandbox: Sandbox;
  /** The settings' placements where attempts may run beside this machine, by name. */
  readonly places: Places;
  /** Every command that would run, each once. */
  readonly commands: readonly RunCommand[];
  /** The commands that nobody has approved for this project yet. */
  readonly pending: readonly RunCommand[];
  readonly approvals: Approvals;
  /** The current state of the batch. */
  readonly state: BatchState;
  /** Whether nothing would be done, because every phase only has the dry-run executor. */
  readonly isRehearsal: boolean;
  /** Whether all work is done. */
  readonly isDone: boolean;
  /** Whether nothing could be started: all is done, or the remaining phases have failed and wait for a person. */
  readonly isOver: boolean;
  /** Errors for missing programs that phases require. */
  readonly missing: readonly Problem<'program-missing'>[];
  /** Its folder as the user would write it. */
  readonly shown: string;
  /** Whether a log exists, by its path relative to that folder. */
  readonly hasLog: (log: string) => boolean;
  /** Notes for a person before the run. */
  readonly notes: readonly Problem<PreparedRunNoteCode>[];
};

/** Codes of the notes before a run. */
export type PreparedRunNoteCode =
  | RunCaveatCode
  | SettingProblemCode
  | ExecutorDoubtCode
  | SandboxProblemCode
  | 'constraint-left-out'
  | 'needs-not-seen-to'
  | 'program-missing'
  | 'runs-at-place'
  | 'usage';

/** Error codes of {@link prepareRun}. */
export type PrepareRunCode =
  | OpenBatchCode
  | RefOwnershipCode
  | RunExecutorsCode
  | SettingProblemCode
  | WorktreeProblemCode
  | 'batch-away'
  | 'constraint-avoid'
  | 'flag-without-effect'
  | 'no-sandbox'
  | 'usage';

/** Decides everything about a run. Reads, writes nothing, starts nothing except git. */
export function prepareRun(
  context: OperationContext,
  request: RunRequest,
): Promise<Result<PreparedRun, PrepareRunCode>> {
  return catchRefusals(() => prepare(context, request));
}

async function prepare(
  context: OperationContext,
  {
    batch: wanted,
    executorCommand,
    executorEnv = [],
    isRehearsal: rehearses = false,
    onlyPhase,
    isBack = false,
    elsewhere = false,
    mustBeConfined = false,
    ...flags
  }: RunRequest,
): Promise<Result<PreparedRun, PrepareRunCode>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const { manifest } = opened.value;
  const batch = success(
    onlyPhase === undefined ? opened.value : { ...opened.value, manifest: onePhase(manifest, onlyPhase) },
  );
  const kept = batchSettings({ env: context.env, userFolder: context.userFolder });
  const player = context.tape?.mode === 'replay' ? context.tape.player : undefined;
  const stand = replacementExecutor(flags, player);
  // If the settings are in doubt, the work must not go to another program than the one they name.
  if (
    stand === undefined &&
    kept.doubt !== null &&
    executorCommand === undefined &&
    flags.executor === undefined
  )
    return failure('environment', { ...kept.doubt, severity: 'error' });
  const given = executorCommand === undefined ? {} : { executor: GIVEN_COMMAND };
  const wished = runRules({ ...kept.wishes, ...flags, ...given });
  // For a tape, the executors were decided when it was recorded.
  const allowed =
    stand === undefined
      ? withoutAvoidedExecutors(opened.value, wished, executorCommand)
      : { rules: wished, notes: [] };
  if ('cause' in allowed) return allowed;
  const asked = allowed.rules;
  const { phases } = batch.value.manifest;
  const idleFlags = flagsWithoutEffect(phases, asked, {
    ...flags,
    ...(executorCommand === undefined ? {} : { executorCommand }),
    executorEnv,
    ...(elsewhere ? {} : { env: context.env }),
  });
  const unplayed =
    player === undefined
      ? []
      : flagsWithoutReplay(
          {
            ...flags,
            ...(executorCommand === undefined ? {} : { executorCommand }),
            executorEnv,
          },
          player,
        );
  if (unplayed.length > 0) return failure('usage', ...unplayed);
  if (stand === undefined && idleFlags.length > 0) return failure('usage', ...idleFlags);
  // The tape has the recorded work, regardless of its executor.
  const rules = stand === undefined ? asked : { ...asked, executor: stand.name };
  const isRehearsed = rehearses || isRehearsal(phases, rules);
  const sandbox = chooseSandbox(
    elsewhere ? 'none' : rules.sandbox,
    () => sandboxesHere(context.env, rules.sandboxImage),
    mustBeConfined,
  );
  const machine = elsewhere ? otherMachine(context) : thisMachine(context);
  const executors = runExecutors(phases, rules, {
    own: kept.executors,
    text: executorCommand,
    env: executorEnv,
    machine: sandbox.ok ? { ...machine, sandbox: sandbox.value.sandbox.kind } : machine,
    isRehearsal: isRehearsed,
    isElsewhere: elsewhere,
    plugins: (name) => pluginExecutor(context, name),
    stand: stand?.executor,
  });
  if (executors.ok) {
    const noSession = flags.resumeSessions && !stand && noSessionsToResume(executors.value.executors);
    if (noSession) return failure('usage', noSession);
    keepHidden(context, executors.value.executors);
  }
  const idle = rehearses ? [] : dryRunAmongOthers(phases, rules);
  const here = phases.filter(
    (phase) => !elsewhere && (stand !== undefined || placesOf(phase, rules).includes(LOCAL)),
  );
  const missing = missingPrograms(here, rules, {
    executors: executors.ok ? executors.value.executors : new Map(),
    searched: context.env.PATH ?? '',
  });
  const prompts = phases.flatMap((phase) => {
    const read = batchStore(context).prompt(batch.value, phase);
    return read.ok ? [] : read.problems;
  });
  const { state, folder } = await viewBatch(context, batch.value);
  if (state.away !== undefined && !isBack) return failure('problems', isAway(batch.value.number, state.away));
  const isFinished = state.phases.every(({ progress }) => OVER.has(progress.state));
  for (const { phase, attempts } of player === undefined ? [] : state.phases)
    for (const { number } of attempts) player?.mayBeLeft(attemptTitle(phase.id, number));
  // Commands are not approved yet, so git must not run the repository's programs.
  const git = createReadOnlyGit(context.env);
  const { root } = project.value;
  const repository = await (rules.inPlace ? checkInPlace(git, root) : openRepository(git, root));
  const faults = [
    ...kept.problems,
    ...(executors.ok ? [] : executors.problems),
    ...(sandbox.ok ? [] : sandbox.problems),
    ...idle,
    ...prompts,
    ...(repository.ok ? [] : repository.problems),
  ];
  if (!executors.ok) return { ...executors, problems: faults };
  if (!sandbox.ok) return { ...sandbox, problems: faults };
  if (idle.length > 0) return failure('usage', ...faults);
  // A container has other programs than this machine.
  const isHere = sandbox.value.sandbox.kind !== 'container' && !isFinished;
  const noPrograms = isHere && stand === undefined ? missing : [];
  if (!repository.ok) return { ...repository, problems: faults };
  if (prompts.length > 0) return failure('problems', ...faults);
  // A replay or an import runs no agents, and so uses no places.
  const places = stand === undefined ? kept.places : {};
  // If everything runs elsewhere, places named in phases do not apply.
  const placed =
    stand === undefined && !elsewhere
      ? checkPlaces(phases, rules, {
          places,
          executors: executors.value.executors,
          sandbox: sandbox.value.sandbox.kind,
        })
      : success([] as readonly Problem<'needs-not-seen-to' | 'runs-at-place'>[]);
  if (!placed.ok) return { ...placed, problems: [...faults, ...placed.problems] };
  if (repository.value !== undefined) {
    const { signal } = new AbortController();
    const owner = checkOwner({ git, repository: repository.value, signal }, batch.value.number);
    if (!owner.ok) return owner;
  }
  const started = await withProjectNpmrc(
    executorCommands(phases, rules, executors.value.executors, context.env),
    root,
    { git, repository: repository.value },
  );
  const sources = { setup: rules.setup, split: splitShellWords };
  const at = { rules, places, env: context.env };
  const own = elsewhere
    ? commandsOf(batch.value.manifest, { ...sources, executors: started })
    : placedGates(
        commandsOf(batch.value.manifest, { ...sources, executors: placedCommands(started, phases, at) }),
        phases,
        at,
      );
  const commands: readonly RunCommand[] = [
    ...own.map((command) => ({
      ...command,
      sandbox: sandbox.value.sandbox.kind,
      ...reachOf(command, sandbox.value.sandbox.kind, rules),
    })),
    ...(repository.value === undefined ? [] : await repositoryFilters(git, repository.value.top)),
  ];
  const image = stand === undefined && !isFinished ? imageFor(sandbox.value.sandbox, commands) : undefined;
  const lacks = image === undefined ? undefined : relayInImage(image.engine, context.env, image.command);
  if (lacks?.severity === 'error') return failure('environment', ...faults, lacks);
  const approvals = openApprovals(context.userFolder, realPath(root), () => new Date(systemClock.time()));
  const hasAllDone = state.phases.every(({ progress }) => progress.state === 'done');
  const isOver = state.run === undefined && isFinished;
  return success({
    batch: batch.value,
    project: project.value,
    repository: repository.value,
    git: createGit(context.env),
    rules,
    executors: executors.value.executors,
    sandbox: sandbox.value.sandbox,
    places,
    commands,
    pending: hasAllDone || isOver ? [] : commands.filter((command) => !approvals.isApproved(command)),
    approvals,
    state,
    isRehearsal: isRehearsal(phases, rules),
    // A run that was interrupted after its last merge still has to clean up.
    isDone: hasAllDone && state.run === undefined,
    isOver,
    missing: isRehearsed ? [] : noPrograms.filter(({ severity }) => severity === 'error'),
    shown: folder,
    hasLog: logsOf(batch.value),
    notes: [
      ...kept.problems,
      ...allowed.notes,
      ...executors.value.notes,
      ...(hasAllDone ? [] : placed.value),
      ...noPrograms
        .filter(({ severity }) => isRehearsed || severity === 'warning')
        .map((each): Problem<'program-missing'> => ({ ...each, severity: 'warning' })),
      ...sandbox.value.warnings,
      ...(lacks === undefined ? [] : [lacks]),
      ...(await runNotes(context, {
        isElsewhere: elsewhere,
        ...{ git, repository: repository.value, rules, state, hasAllDone },
        executors: executors.value.executors,
      })),
    ],
  });
}

/** The container, with a command that has to reach the network out of it, which requires a program in the image. */
function imageFor(sandbox: Sandbox, commands: readonly RunCommand[]) {
  if (sandbox.kind !== 'container') return undefined;
  const command = commands.find(({ kind, network, hosts = [] }) => {
    return kind !== 'filter' && network === 'needed' && hosts.length > 0;
  });
  return command && { engine: sandbox.engine, command: { kind: command.kind, hosts: command.hosts ?? [] } };
}

/** A command's network access: in a sandbox, its needs and the hosts in the settings, or everything, or nothing. */
function reachOf(
  { kind, hosts = [], given }: RunCommand,
  sandbox: RunCommand['sandbox'],
  { sandboxRules: { network, allowed } }: RunRules,
): Pick<RunCommand, 'network' | 'hosts' | 'given'> {
  if (sandbox === 'none') return { hosts: [] };
  const by = kind === 'setup' ? 'setup' : kind === 'executor' ? 'agent' : 'gate';
  const all = [...new Set([...hosts, ...hostTextsFor(allowed, by)])].sort();
  // The sandbox's relay replaces a proxy.
  const handed = given && network !== 'host' ? { given: given.filter((name) => !PROXIES.has(name)) } : {};
  return { network, hosts: network === 'needed' ? all : [], ...handed };
}

const OVER: ReadonlySet<string> = new Set(['done', 'failed', 'blocked']);
