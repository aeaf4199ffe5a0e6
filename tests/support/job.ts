import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, JobEnd, JobNews, Limits } from '../../src/batch/executors/executor.ts';
import { commandExecutor, type ExecutorCommand } from '../../src/batch/executors/index.ts';
import { type ProcessIdentity, systemClock, watchChanges } from '../../src/platform/index.ts';
import { manifestOf } from './batch_manifest.ts';
import { emptyFolder } from './program.ts';
import { putFiles } from './repository.ts';
import { FAKE_AGENT, writeAgent } from './shell_agent.ts';

/** One step of a fake agent. */
export type Step = Readonly<Record<string, unknown>>;

const LONG = 3_600_000;

/** Limits that end nothing. */
export const NO_LIMITS: Limits = {
  idleMs: LONG,
  softMs: LONG,
  hardMs: LONG,
  heartbeatMs: LONG,
  graceMs: 10_000,
  logBytes: 64 * 1024 * 1024,
};

/** A job in folders of its own: `work` is its worktree, and its output is beside that. */
export function jobOf(
  limits: Partial<Limits> = {},
  more: Partial<Job> = {},
): Job & { readonly folder: string } {
  const folder = emptyFolder();
  const [phase] = manifestOf({ ids: ['2a'], dependencies: [[]], hours: [3], files: [['src/a.ts']] }).phases;
  if (phase === undefined) throw new Error('no phase');
  const worktree = join(folder, 'work');
  putFiles(folder, {
    'work/src/a.ts': 'old\n',
    'prompt {1}.md': '---\nfiles_modified:\n  - "src/a.ts"\n  - "docs/*.md"\n---\nDo it.\n',
  });
  return {
    folder,
    batch: 7,
    phase,
    attempt: 2,
    worktree,
    promptFile: join(folder, 'prompt {1}.md'),
    resultFile: join(worktree, '.orchestrator/task-2a.result.json'),
    heartbeatFile: join(worktree, '.orchestrator/heartbeat'),
    logFile: join(folder, 'logs/PRP-7.1.1-2.log'),
    beatFile: join(folder, 'beats/PRP-7.1.1-2.json'),
    token: folder,
    env: { PATH: process.env.PATH, HOME: folder, SECRET: 'hidden', AGENT_KEY: 'shown', GIT_DIR: '/nowhere' },
    changes: watchChanges(worktree, { skips: (name) => name === '.git' || name === '.orchestrator' }),
    limits: { ...NO_LIMITS, ...limits },
    ...more,
  };
}

/** The fake agent as an executor with these steps. */
export function agentFor(
  job: { readonly folder: string },
  steps: readonly Step[],
  more: readonly string[] = [],
) {
  const file = join(job.folder, 'fake_agent');
  const whole = writeAgent(file, { default: [steps] });
  const command: ExecutorCommand = {
    name: 'fake',
    argv: more.length > 0 ? [process.execPath, FAKE_AGENT, `${file}.json`, ...more] : whole,
    env: ['AGENT_KEY'],
    promptOn: more.length > 0 ? 'argument' : 'stdin',
  };
  return commandExecutor(command, systemClock);
}

/** A job that is under way. */
export type Attempt = {
  readonly job: Job & { readonly folder: string };
  readonly news: readonly JobNews[];
  readonly stop: AbortController;
  readonly end: Promise<JobEnd>;
};

/** Starts a job that the fake agent works on. */
export function startJob(
  steps: readonly Step[],
  limits: Partial<Limits> = {},
  more: Partial<Job> = {},
): Attempt {
  const job = jobOf(limits, more);
  const stop = new AbortController();
  const news: JobNews[] = [];
  const end = agentFor(job, steps).work(job, stop.signal, (one) => news.push(one));
  return { job, news, stop, end };
}

/** Pids of processes that were started with an attempt's token. */
export function processesOf(token: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(
      (pid) => Number.isSafeInteger(pid) && environmentOf(pid).includes(`ORCHESTRATOR_TOKEN=${token}\0`),
    );
}

/** The process that a job reported. */
export function processIn(news: readonly JobNews[]): ProcessIdentity | undefined {
  return news.flatMap((one) => (one.kind === 'process' ? [one.process] : []))[0];
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
