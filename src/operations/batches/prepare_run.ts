import {
  type Approvals,
  accountOf,
  agentOf,
  attemptTitle,
  type BatchState,
  checkInPlace,
  checkOwner,
  chooseSandbox,
  commandsOf,
  type Executor,
  findProject,
  GIVEN_COMMAND,
  heldAt,
  IMPORTED,
  importedExecutor,
  LOCAL,
  momentInWords,
  onePhase,
  openApprovals,
  openRepository,
  type Project,
  pastHolds,
  quirkOf,
  REPLAY,
  type Repository,
  type RunCommand,
  type RunRules,
  type RunWishes,
  readPrompt,
  replayExecutor,
  repositoryFilters,
  runRules,
  type Sandbox,
  type StoredBatch,
  sandboxesHere,
  suggestSetup,
} from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine, splitShellWords } from '../../lib/index.ts';
import {
  createGit,
  createLookingGit,
  type Git,
  listGitFiles,
  realPath,
  systemClock,
} from '../../platform/index.ts';
import type { Player } from '../../tape/index.ts';
import type { OperationContext } from '../context.ts';
import { openBatch } from './batch_lookup.ts';
import { logsOf, viewBatch } from './batch_view.ts';
import { dryRunAmongOthers, isRehearsal } from './dry_run_phases.ts';
import { expecting } from './expecting.ts';
import { flagsWithoutEffect } from './idle_flags.ts';
import { missingPrograms } from './missing_programs.ts';
import { executorCommands, runExecutors, thisMachine } from './run_executors.ts';
import { checkPlaces, type Places, placedCommands, placedGates, placesOf } from './run_places.ts';

/** What a run of a batch is asked for. */
export type RunRequest = RunWishes & {
  /** The batch's number, as it was typed. */
  readonly batch: string;
  /** An executor for this run: a program and its arguments, as a person types them. */
  readonly executorCommand?: string;
  /** Names of the environment that the executor of this run may see, beyond its own. */
  readonly executorEnv?: readonly string[];
  /** Whether it will only be rehearsed, whatever executors its phases have. */
  readonly isRehearsal?: boolean;
  /** The only phase of it, by its id, as if it depended on nothing. */
  readonly onlyPhase?: string;
};

/** A run with everything decided, and nothing begun. */
export type PreparedRun = {
  readonly batch: StoredBatch;
  readonly project: Project;
  /** None where the run works in place, in a project that is none of git's. */
  readonly repository: Repository | undefined;
  readonly git: Git;
  readonly rules: RunRules;
  readonly executors: ReadonlyMap<string, Executor>;
  /** What attempts, their setup and their gates run in. */
  readonly sandbox: Sandbox;
  /** Where attempts may run beside this machine, by name; those of the settings. */
  readonly places: Places;
  /** Every command that would run, each once. */
  readonly commands: readonly RunCommand[];
  /** Those that nobody has approved yet for this project. */
  readonly pending: readonly RunCommand[];
  readonly approvals: Approvals;
  /** Where it stands now. */
  readonly state: BatchState;
  /** Nobody would do anything: every phase is for the executor that only pretends. */
  readonly isRehearsal: boolean;
  /** Nothing is left to be done. */
  readonly isDone: boolean;
  /** Nothing could be started: all is done, or what is left has failed and waits for a person. */
  readonly isOver: boolean;
  /** The programs that are not here and that phases could not do without. */
  readonly missing: readonly Problem[];
  /** Its folder as a person would write it. */
  readonly shown: string;
  /** Whether a log is there, by its place below that folder. */
  readonly hasLog: (log: string) => boolean;
  /** What a person should know beforehand. */
  readonly notes: readonly Problem[];
};

/** Decides everything about a run. Reads, writes nothing, starts nothing but git. */
export function prepareRun(context: OperationContext, request: RunRequest): Promise<Result<PreparedRun>> {
  return expecting(() => prepare(context, request));
}

async function prepare(
  context: OperationContext,
  {
    batch: wanted,
    executorCommand,
    executorEnv = [],
    isRehearsal: rehearses = false,
    onlyPhase,
    ...flags
  }: RunRequest,
): Promise<Result<PreparedRun>> {
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
  const stand = standIn(flags, player);
  // Another program than the one that the settings name must not be what the work is given to.
  if (
    stand === undefined &&
    kept.doubt !== null &&
    executorCommand === undefined &&
    flags.executor === undefined
  )
    return failure('environment', { ...kept.doubt, severity: 'error' });
  const given = executorCommand === undefined ? {} : { executor: GIVEN_COMMAND };
  const asked = runRules({ ...kept.wishes, ...flags, ...given });
  const { phases } = batch.value.manifest;
  const idleFlags = flagsWithoutEffect(phases, asked, {
    ...flags,
    ...(executorCommand === undefined ? {} : { executorCommand }),
    executorEnv,
    env: context.env,
  });
  // What of them is for an executor has no effect in a replay, which is given the same arguments.
  if (stand === undefined && idleFlags.length > 0) return failure('usage', ...idleFlags);
  // Whoever it was then, what he did is on the tape.
  const rules = stand === undefined ? asked : { ...asked, executor: stand.name };
  const isRehearsed = rehearses || isRehearsal(phases, rules);
  const executors = runExecutors(phases, rules, {
    own: kept.executors,
    text: executorCommand,
    env: executorEnv,
    machine: thisMachine(context),
    isRehearsal: isRehearsed,
    stand: stand?.executor,
  });
  const sandbox = chooseSandbox(rules.sandbox, () => sandboxesHere(context.env, rules.sandboxImage));
  const idle = rehearses ? [] : dryRunAmongOthers(phases, rules);
  const here = phases.filter((phase) => stand !== undefined || placesOf(phase, rules).includes(LOCAL));
  const missing = missingPrograms(here, rules, {
    executors: executors.ok ? executors.value.executors : new Map(),
    searched: context.env.PATH ?? '',
  });
  const prompts = phases.flatMap((phase) => {
    const read = readPrompt(batch.value, phase, context.cwd);
    return read.ok ? [] : read.problems;
  });
  const { state, folder } = await viewBatch(context, batch.value);
  const isFinished = state.phases.every(({ progress }) => OVER.has(progress.state));
  for (const { phase, attempts } of player === undefined ? [] : state.phases)
    for (const { number } of attempts) player?.mayBeLeft(attemptTitle(phase.id, number));
  // Nobody has been asked yet.
  const git = createLookingGit(context.env);
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
  // In a container are other programs than here.
  const isHere = sandbox.value.sandbox.kind !== 'container' && !isFinished;
  const noPrograms = isHere && stand === undefined ? missing : [];
  if (!repository.ok) return { ...repository, problems: faults };
  if (prompts.length > 0) return failure('problems', ...faults);
  // Where nothing is worked on, nothing runs elsewhere.
  const places = stand === undefined ? kept.places : {};
  const placed =
    stand === undefined
      ? checkPlaces(phases, rules, {
          places,
          executors: executors.value.executors,
          sandbox: sandbox.value.sandbox.kind,
        })
      : success([] as readonly Problem[]);
  if (!placed.ok) return { ...placed, problems: [...faults, ...placed.problems] };
  if (repository.value !== undefined) {
    const { signal } = new AbortController();
    const owner = await checkOwner({ git, repository: repository.value, signal }, batch.value.number);
    if (!owner.ok) return owner;
  }
  const commands: readonly RunCommand[] = [
    ...placedGates(
      commandsOf(batch.value.manifest, {
        executors: placedCommands(
          executorCommands(phases, rules, executors.value.executors, context.env),
          phases,
          { rules, places, env: context.env },
        ),
        setup: rules.setup,
        split: splitShellWords,
      }),
      phases,
      { rules, places },
    ).map((command) => ({ ...command, sandbox: sandbox.value.sandbox.kind })),
    ...(repository.value === undefined ? [] : await repositoryFilters(git, repository.value.top)),
  ];
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
    // One that was cut short behind its last merge has yet to tidy up.
    isDone: hasAllDone && state.run === undefined,
    isOver,
    missing: isRehearsed ? [] : noPrograms.filter(({ severity }) => severity === 'error'),
    shown: folder,
    hasLog: logsOf(batch.value),
    notes: [
      ...kept.problems,
      ...executors.value.notes,
      ...(hasAllDone ? [] : placed.value),
      ...noPrograms
        .filter(({ severity }) => isRehearsed || severity === 'warning')
        .map((each): Problem => ({ ...each, severity: 'warning' })),
      ...sandbox.value.warnings,
      ...uncountedNotes(rules, executors.value.executors),
      ...(await uncommittedNotes(git, repository.value, state)),
      ...(await behindNotes(git, repository.value, state)),
      ...(hasAllDone ? [] : limitNotes(state, rules, executors.value.executors)),
      ...(await sparseNotes(git, repository.value)),
      ...(await setupNotes(context, repository.value, rules)),
    ],
  });
}

/** What stands in for all executors: a tape, or work that was carried out elsewhere. */
function standIn(
  { imports }: Pick<RunRequest, 'imports'>,
  player: Player | undefined,
): { readonly name: string; readonly executor: (name: string) => Executor } | undefined {
  if (imports !== undefined)
    return { name: IMPORTED, executor: (name) => importedExecutor(name, systemClock) };
  return player && { name: REPLAY, executor: (name) => replayExecutor(name, player) };
}

const OVER: ReadonlySet<string> = new Set(['done', 'failed', 'blocked']);

/** What of the user's files the batch does not have. */
async function uncommittedNotes(
  git: Git,
  repository: Repository | undefined,
  { batch, base }: BatchState,
): Promise<Problem[]> {
  if (repository === undefined) return [];
  const { top } = repository;
  let count = 0;
  const take = (record: string) => {
    if (!record.slice(3).startsWith(`${repository.prefix}.orchestrator/`)) count += 1;
  };
  await git.records(top, ['status', '--porcelain', '-z', '--no-renames', '--ignore-submodules=dirty'], take);
  if (count === 0) return [];
  const files = count === 1 ? 'One file has' : `${count} files have`;
  const message =
    base === undefined
      ? `${files} changes that are not committed: attempts begin at the last commit and do not see them. They are left alone.`
      : `${files} changes that are not committed. The batch began at ${base.slice(0, 12)} and goes on from there, so attempts do not see them. They are left alone.`;
  const hint = `To have them in it: commit them, then orchestrator batch retry ${batch} --rebase`;
  return [{ severity: 'note', code: 'uncommitted', message, ...(base === undefined ? {} : { hint }) }];
}

/** What came to the user's branch since the batch began, or left it. */
async function behindNotes(
  git: Git,
  repository: Repository | undefined,
  { batch, base, head, origins }: BatchState,
): Promise<Problem[]> {
  if (repository === undefined || base === undefined || head === undefined) return [];
  const { signal } = new AbortController();
  const count = async (...range: readonly string[]): Promise<number> => {
    const outcome = await git.run(repository.top, ['rev-list', '--count', ...range, '--'], { signal });
    return outcome.kind === 'ended' && outcome.code === 0 ? Number(outcome.stdout.toString('utf8')) : 0;
  };
  const gone = await count(base, ...origins, `^${repository.head}`);
  if (gone > 0) {
    const what = gone === 1 ? 'a commit' : `${gone} commits`;
    const message = `The batch began at ${what} that your branch has not, or no longer: attempts see what is in there, and batch merge will ask before it brings that back.`;
    return [{ severity: 'warning', code: 'branch-rewritten', message }];
  }
  const ahead = await count(repository.head, `^${head}`);
  if (ahead === 0) return [];
  const what = ahead === 1 ? 'a commit' : `${ahead} commits`;
  const message = `Your branch has ${what} that the batch has not: what has not begun starts without.`;
  const hint = `To have it start with them: orchestrator batch retry ${batch} --rebase`;
  return [{ severity: 'note', code: 'branch-ahead', message, hint }];
}

/** What of it a budget knows only by what the model claims, or not at all. */
function uncountedNotes(
  { budgetTokens, budgetCost }: RunRules,
  executors: ReadonlyMap<string, Executor>,
): Problem[] {
  return [...executors.values()].flatMap(({ name, argv, protocol }): Problem[] => {
    if (argv === null) return [];
    const agent = agentOf(name, argv, protocol);
    const usage = protocol === 'acp' ? quirkOf(argv).usage : agent;
    const shown = printableLine(name);
    const notes: Problem[] = [];
    if (budgetTokens !== undefined && usage === undefined) {
      notes.push({
        severity: 'warning',
        code: 'tokens-uncounted',
        message: `What ${shown} uses counts for --budget-tokens only where its result file says it: its output does not tell it.`,
      });
    }
    if (budgetCost !== undefined && !agent?.tellsCost) {
      notes.push({
        severity: 'warning',
        code: 'cost-uncounted',
        message:
          protocol === 'acp'
            ? `What ${shown} costs counts for --budget-cost only where it tells it over the protocol, in US dollars: not every agent does.`
            : `What ${shown} costs does not count for --budget-cost: it does not say it.`,
      });
    }
    return notes;
  });
}

/** What this run waits for, which a run before was told. */
function limitNotes(
  state: BatchState,
  { ignoreLimits }: RunRules,
  executors: ReadonlyMap<string, Executor>,
): Problem[] {
  const held = heldAt(state, systemClock.time(), pastHolds(state, { executors, ignoreLimits }));
  return [...held.keys()].flatMap((account): Problem[] => {
    const waiting = [...executors.values()].filter((each) => accountOf(each) === account);
    if (waiting.length === 0) return [];
    const { until = '', why = '', isTold = true } = state.holds.get(account) ?? {};
    const who = printableLine(waiting.map(({ name }) => name).join(', '));
    const whose = waiting.length === 1 ? `${who} has` : `The account of ${who} has`;
    const then = isTold ? '' : ' Then one attempt looks whether it may go on.';
    return [
      {
        severity: 'note',
        code: 'executor-held',
        message: `${whose} reached a limit of use, and none of its attempts starts before ${momentInWords(until)}: ${printableLine(why)}${then}`,
        hint: 'To try at once all the same: --ignore-limits; to let another one work: --executor',
      },
    ];
  });
}

/** That worktrees are as sparse as the checkout, and what they have in spite of it. */
async function sparseNotes(git: Git, repository: Repository | undefined): Promise<Problem[]> {
  if (repository === undefined) return [];
  const args = ['config', '--type=bool', '--get', 'core.sparseCheckout'];
  const asked = await git.run(repository.top, args);
  if (asked.kind !== 'ended' || asked.stdout.toString('utf8').trim() !== 'true') return [];
  const message =
    'Your checkout is sparse, and so are the worktrees: beside what it has, they have the files that phases declare and those that the batch changed. Gates see no others.';
  return [{ severity: 'note', code: 'sparse-checkout', message }];
}

/** What a worktree may lack, where nothing is said of it. */
async function setupNotes(
  { env }: OperationContext,
  repository: Repository | undefined,
  { setup, links, copies }: RunRules,
): Promise<Problem[]> {
  if (repository === undefined || setup !== undefined || links.length > 0 || copies.length > 0) return [];
  const suggestions = suggestSetup((await listGitFiles(repository.project, env)) ?? []);
  return suggestions.map(({ file, command }) => ({
    severity: 'note',
    code: 'no-setup',
    message: `A fresh worktree has nothing that git ignores, and ${file} says that packages are installed here.`,
    hint: `If the gates need them: --setup '${command}', or --link node_modules and the like; for good: orchestrator config set batch.setup '${command}'.`,
  }));
}
