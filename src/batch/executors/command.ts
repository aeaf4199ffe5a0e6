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
import type { ConfinedCommand, HomeNeeds } from '../sandbox/index.ts';
import { TOKEN_VARIABLE } from '../store/token_variable.ts';
import type { Executor, Job, JobEnd, JobNews } from '../types.ts';
import { attemptAddress } from '../verify/index.ts';
import { type AgentConversation, readAgentLog, readHeartbeat, watchJob } from '../watching/index.ts';
import type { ExecutorDoubtCode } from './agents/doubt_code.ts';
import { agentOf } from './agents/index.ts';
import { workAtPlace } from './at_place.ts';
import { executorEnvironment } from './environment.ts';
import { hostsNeeded } from './hosts_needed.ts';

/** A coding agent's command line. */
export type ExecutorCommand = {
  readonly name: string;
  /** The program and its arguments; no shell takes them apart. `{prp}` in an argument stands for the prompt's file. */
  readonly argv: readonly [string, ...string[]];
  /** The names of the user's environment that it may see, beyond those that every executor sees. */
  readonly env: readonly string[];
  /** Variables that get the value of another of the user's, by their own name. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Variables that it is started with, by their values. */
  readonly sets?: Readonly<Record<string, string>>;
  /** The hosts that it is known to need. */
  readonly reaches?: readonly string[];
  /** What a person should know before it starts. */
  readonly doubts?: readonly Problem<ExecutorDoubtCode>[];
  /** The words by which it goes on in a session, and how many of its last words stay behind them. */
  readonly resume?: { readonly words: readonly string[]; readonly before: number };
  /** Whose limits of use count for it, where a person says so. */
  readonly account?: string;
  /** What a person who is asked to approve it should know of what it does, in one line. */
  readonly note?: string;
  /** What an approval of it is tied to beyond its command and the variables that it sees. */
  readonly terms?: readonly string[];
  /** Writes what stands in the file whose path takes the place of `{job}` in an argument. */
  readonly jobText?: (job: Job) => string;
  /** `stdin`: the prompt's file is its standard input; `argument`: it is told where the file is; `protocol`: this program tells it. */
  readonly promptOn: 'stdin' | 'argument' | 'protocol';
  /** Talks with it over its standard input and output, until it is done. */
  readonly converse?: (job: Job, group: ProcessGroup, clock: Clock) => AgentConversation;
  /** What of the user's home folder it needs where that is hidden. */
  readonly home?: HomeNeeds;
  /** Absolute paths that it needs wherever they are. */
  readonly reads?: readonly string[];
};

/** What stands in an argument for the path of the prompt's file. */
export const PROMPT_PLACE = '{prp}';

/** What stands in an argument for the path of the file that describes the job. */
export const JOB_PLACE = '{job}';

/** An executor that is a command, run in the worktree without a shell. */
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
    work: (job, signal, tell) => work(command, job, { signal, tell, clock }),
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
    readonly tell: (news: JobNews) => void;
    readonly clock: Clock;
  },
): Promise<JobEnd> {
  const { signal, tell, clock } = around;
  if (signal.aborted) return { ...NOTHING, how: 'stopped' };
  const fault = prepare(job);
  if (fault !== undefined) return { ...NOTHING, how: 'not-started', why: fault };
  const jobFile = `${job.promptFile}.job.json`;
  if (jobText !== undefined) await replaceFile(jobFile, jobText(job));
  if (job.placed !== undefined) {
    // What this program would have to say to it, or tell it in a file of its own, it can't there.
    if (promptOn === 'protocol' || jobText !== undefined)
      return { ...NOTHING, how: 'not-started', why: ONLY_HERE };
    const there = { argv: resumed(argv, resume, job.session), promptOn, names: env, copies };
    const command = { ...there, sets: { ...sets, ...variablesOf(job) } };
    return workAtPlace(job.placed, command, job, { ...around, agent: agentOf(name, argv, undefined) });
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
    // What its own words name it was approved with.
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
  tell({ kind: 'process', process: started.group.identity });
  const agent = agentOf(name, argv, converse && 'acp');
  let talk: AgentConversation | undefined;
  try {
    talk = converse?.(job, started.group, clock);
  } catch (error) {
    // Nobody would watch it.
    await started.group.end(0);
    throw error;
  }
  const end = await watchJob(job, { group: started.group, leftover, signal, tell, clock, agent, talk });
  // Also where somebody ended what is its client only.
  if (end.how !== 'exited' || end.signal !== null) await endForGood?.();
  return agent === undefined ? end : { ...end, said: readAgentLog(job.logFile, agent.read) };
}

/** What stands in a word for the session that is resumed. */
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

const ONLY_HERE =
  'it is one that this program talks with, which it can do here only: run the phase without a place';

const NOTHING = { code: null, signal: null, seconds: 0, left: 0 } as const;

/**
 * Makes room for what an attempt writes. A result or a log that somebody left is not this attempt's.
 *
 * @throws what the machine refuses, which is not the attempt's fault
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
    return `There is no place for what it writes: ${describeSystemError(error)}.`;
  }
}

/** What an executor is told of its job. */
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
    // What it commits is taken as files, whoever committed it; what it does elsewhere is known by this.
    GIT_COMMITTER_NAME: `${phase.prp}-${attempt}`,
    GIT_COMMITTER_EMAIL: attemptAddress(token),
  };
}
