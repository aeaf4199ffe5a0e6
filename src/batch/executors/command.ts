import { dirname, isAbsolute } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import {
  type Clock,
  describeSystemError,
  entryKind,
  isRefusedByMachine,
  makeFolders,
  type ProcessGroup,
  removeFile,
  replaceFile,
  startGroup,
} from '../../platform/index.ts';
import type { ConfinedCommand, HomeNeeds } from '../safety/sandbox/index.ts';
import { TOKEN_VARIABLE } from '../store/token_variable.ts';
import { attemptAddress } from '../verify/index.ts';
import type { ExecutorDoubtCode } from './agents/doubt_code.ts';
import { agentOf } from './agents/index.ts';
import { executorEnvironment } from './environment.ts';
import type { Executor, Job, JobEnd, JobNews } from './executor.ts';
import { hostsNeeded } from './hosts_needed.ts';
import { runPlacedJob } from './run_placed_job.ts';
import { type AgentConversation, readAgentLog, readHeartbeat, watchJob } from './watching/index.ts';

/** The command line of a coding agent. */
export type ExecutorCommand = {
  readonly name: string;
  /** The program and its arguments, run without a shell. `{prp}` in an argument is replaced by the path of the prompt's file. */
  readonly argv: readonly [string, ...string[]];
  /** The names of the user's environment variables that it may see, beyond those that every executor sees. */
  readonly env: readonly string[];
  /** Variables whose value is copied from another of the user's: its own name → the user's name. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Variables that it is started with, with their values. */
  readonly sets?: Readonly<Record<string, string>>;
  /** The hosts that it is known to need. */
  readonly reaches?: readonly string[];
  /** Warnings for a person before it starts. */
  readonly doubts?: readonly Problem<ExecutorDoubtCode>[];
  /** The words that resume a session, and the number of final words that stay behind them. */
  readonly resume?: { readonly words: readonly string[]; readonly before: number };
  /** The account whose usage limits apply to it, where a person set one. */
  readonly account?: string;
  /** A one-line note on what it does, for the person who is asked to approve it. */
  readonly note?: string;
  /** Facts that an approval is tied to, beyond its command and the variables that it sees. */
  readonly terms?: readonly string[];
  /** Writes the content of the file whose path replaces `{job}` in an argument. */
  readonly jobText?: (job: Job) => string;
  /**
   * `stdin`: the prompt's file is its standard input; `argument`: it is told where the file is; `protocol`: this program sends
   * it.
   */
  readonly promptOn: 'stdin' | 'argument' | 'protocol';
  /** Speaks with it over its standard input and output until it is done. */
  readonly converse?: (job: Job, group: ProcessGroup, clock: Clock) => AgentConversation;
  /** The parts of the user's home folder that it needs where that is hidden. */
  readonly home?: HomeNeeds;
  /** Absolute paths that it needs, wherever they are. */
  readonly reads?: readonly string[];
};

/** The placeholder for the path of the prompt's file in an argument. */
export const PROMPT_PLACE = '{prp}';

/** The placeholder for the path of the job's description in an argument. */
export const JOB_PLACE = '{job}';

/** An executor that runs a command in the worktree without a shell. */
export function commandExecutor(command: ExecutorCommand, clock: Clock): Executor {
  const { name, argv, env, copies = {}, doubts = [], note, terms, sets } = command;
  const { promptOn, account, resume, reaches } = command;
  return {
    name,
    argv,
    ...(promptOn === 'protocol' && { protocol: 'acp' }),
    env: [...env].sort(),
    copies,
    doubts,
    ...(note === undefined ? {} : { note }),
    ...(terms === undefined ? {} : { terms }),
    ...(sets === undefined ? {} : { sets }),
    ...(reaches === undefined ? {} : { reaches }),
    ...(resume === undefined ? {} : { resume: resume.words }),
    ...(account === undefined ? {} : { account }),
    work: (job, signal, emit) => work(command, job, { signal, emit, clock }),
  };
}

async function work(
  {
    name,
    argv,
    env,
    copies = {},
    sets = {},
    promptOn,
    jobText,
    home,
    reads = [],
    converse,
    resume,
    reaches = [],
  }: ExecutorCommand,
  job: Job,
  around: {
    readonly signal: AbortSignal;
    readonly emit: (news: JobNews) => void;
    readonly clock: Clock;
  },
): Promise<JobEnd> {
  const { signal, emit, clock } = around;
  if (signal.aborted) return { ...NOTHING, how: 'stopped' };
  const fault = prepare(job);
  if (fault !== undefined) return { ...NOTHING, how: 'not-started', why: fault };
  const jobFile = `${job.promptFile}.job.json`;
  if (jobText !== undefined) await replaceFile(jobFile, jobText(job));
  if (job.placed !== undefined) {
    // At a remote place, this program can neither speak with it nor give it a file of its own.
    if (promptOn === 'protocol' || jobText !== undefined)
      return { ...NOTHING, how: 'not-started', why: ONLY_HERE };
    const there = { argv: resumed(argv, resume, job.session), promptOn, names: env, copies };
    const command = { ...there, sets: { ...sets, ...variablesOf(job) } };
    return runPlacedJob(job.placed, command, job, { ...around, agent: agentOf(name, argv, undefined) });
  }
  const leftover = readHeartbeat(job.heartbeatFile, undefined);
  const [program, ...args] = resumed(argv, resume, job.session);
  const command = {
    argv: [
      program,
      ...args.map((arg) =>
        jobText !== undefined && arg === JOB_PLACE
          ? jobFile
          : arg.replaceAll(PROMPT_PLACE, () => job.promptFile),
      ),
    ],
    env: { ...executorEnvironment(job.env, env, copies), ...sets, ...variablesOf(job) },
    // Paths in its own words were approved with them.
    reads: [...reads, ...args.filter((arg) => isAbsolute(arg))],
    ...(home === undefined ? {} : { needs: home }),
    hosts: hostsNeeded({ argv, env, copies, sets, reaches }, job.env),
  } as const satisfies ConfinedCommand;
  const { end: endForGood, ...confined } = (await job.confine?.(command)) ?? {
    argv: command.argv,
    env: command.env,
  };
  const started = await startGroup(
    {
      ...confined,
      cwd: job.worktree,
      mark: { name: TOKEN_VARIABLE, value: job.token },
      ...(promptOn === 'stdin' ? { inputFile: job.promptFile } : {}),
      isTalkedWith: converse !== undefined,
      outputFile: job.logFile,
    },
    clock,
  );
  if (started.kind === 'not-started') return { ...NOTHING, how: 'not-started', why: started.why };
  emit({ kind: 'process', process: started.group.identity });
  const agent = agentOf(name, argv, converse && 'acp');
  let talk: AgentConversation | undefined;
  try {
    talk = converse?.(job, started.group, clock);
  } catch (error) {
    // Nobody would watch it.
    await started.group.end(0);
    throw error;
  }
  const end = await watchJob(job, { group: started.group, leftover, signal, emit, clock, agent, talk });
  // Ends it also where only its client was ended.
  if (end.how !== 'exited' || end.signal !== null) await endForGood?.();
  return agent === undefined ? end : { ...end, said: readAgentLog(job.logFile, agent.read) };
}

/** The placeholder for the resumed session in a word. */
export const SESSION_PLACE = '{session}';

function resumed(
  argv: ExecutorCommand['argv'],
  resume: ExecutorCommand['resume'],
  session: string | undefined,
): ExecutorCommand['argv'] {
  if (resume === undefined || session === undefined) return argv;
  const [program, ...args] = argv;
  const at = args.length - resume.before;
  const words = resume.words.map((word) => (word === SESSION_PLACE ? session : word));
  return [program, ...args.slice(0, at), ...words, ...args.slice(at)];
}

const ONLY_HERE = 'this program can talk to it only here: run the phase without a place';

const NOTHING = { code: null, signal: null, seconds: 0, left: 0 } as const;

/**
 * Makes room for an attempt's files. A leftover result or log is not this attempt's.
 *
 * @throws errors of the machine, which are not the attempt's fault
 */
function prepare({ resultFile, heartbeatFile, logFile }: Job): string | undefined {
  try {
    for (const file of [resultFile, heartbeatFile, logFile]) makeFolders(dirname(file));
    removeFile(resultFile);
    for (const file of [logFile, `${logFile}.head`, `${logFile}.tail`]) {
      if (entryKind(file) !== 'absent') removeFile(file);
    }
    return undefined;
  } catch (error) {
    if (isRefusedByMachine(error)) throw error;
    return `There is no room for its output: ${describeSystemError(error)}.`;
  }
}

/** The variables that describe an executor's job to it. */
function variablesOf({
  batch,
  phase,
  attempt,
  token,
  resultFile,
  heartbeatFile,
}: Job): Readonly<Record<string, string>> {
  return {
    ORCHESTRATOR_BATCH: String(batch),
    ORCHESTRATOR_TASK: phase.id,
    ORCHESTRATOR_PRP: phase.prp,
    ORCHESTRATOR_ATTEMPT: String(attempt),
    ORCHESTRATOR_RESULT_FILE: resultFile,
    ORCHESTRATOR_HEARTBEAT_FILE: heartbeatFile,
    // Its commits are taken as files, whoever made them; commits made elsewhere are recognized by this name.
    GIT_COMMITTER_NAME: `${phase.prp}-${attempt}`,
    GIT_COMMITTER_EMAIL: attemptAddress(token),
  };
}
