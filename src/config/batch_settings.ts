import type { SettingRule } from './setting_rule.ts';

const SECONDS = [1, 604_800] as const;

/**
 * The batch settings; flags override them. They are the user's alone: a project cannot set them, because they name commands to
 * run and files of the user's to give to agents.
 */
export const BATCH_SETTINGS = {
  'batch.executor': {
    kind: 'text',
    fallback: 'claude',
    summary: 'the executor for phases that name none',
  },
  'batch.fallback': { kind: 'text', fallback: null, summary: 'the executor that takes over from it' },
  'batch.concurrency': { kind: 'count', range: [1, 64], fallback: 2, summary: 'attempts at a time' },
  'batch.retries': {
    kind: 'count',
    range: [0, 20],
    fallback: 1,
    summary: 'retries after an executor’s first attempt',
  },
  'batch.resumeSessions': {
    kind: 'switch',
    fallback: false,
    summary: 'whether a retry resumes its own session',
  },
  'batch.gateTimeoutSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 1_200,
    summary: 'the longest one gate may take',
  },
  'batch.setupTimeoutSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 1_200,
    summary: 'the longest the setup may take',
  },
  'batch.probeSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 300,
    summary: 'the wait before checking a usage limit without an end time; doubles each time',
  },
  'batch.idleSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 600,
    summary: 'the longest an attempt may print nothing and change no file',
  },
  'batch.askSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 120,
    summary: "the longest wait for your answer on an agent's action (--ask); then it is denied",
  },
  'batch.decideSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 3_600,
    summary: 'the longest wait for your decision on a failed phase; then it stays failed',
  },
  'batch.softSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 3_600,
    summary: 'when an attempt is asked to end',
  },
  'batch.hardSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 5_400,
    summary: 'when an attempt is killed',
  },
  'batch.heartbeatSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 60,
    summary: 'the longest time between two heartbeats of an executor that writes them',
  },
  'batch.graceSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 10,
    summary: 'the time between asking to end and killing',
  },
  'batch.logMegabytes': {
    kind: 'count',
    range: [1, 4_096],
    fallback: 64,
    summary: 'the most output of an attempt that is kept',
  },
  'batch.isolate': {
    kind: 'choice',
    choices: ['worktree', 'clone'],
    fallback: 'worktree',
    summary: 'where an attempt works',
  },
  'batch.sandbox': {
    kind: 'choice',
    choices: ['auto', 'none', 'bwrap', 'container'],
    fallback: 'none',
    summary: 'the sandbox for attempts, their setup and their gates',
  },
  'batch.sandboxImage': { kind: 'text', fallback: null, summary: 'the image of containers' },
  'batch.sandboxNetwork': {
    kind: 'choice',
    choices: ['needed', 'host', 'none'],
    fallback: 'needed',
    summary: 'the network access of a sandbox',
  },
  'batch.sandboxHosts': {
    kind: 'hosts',
    fallback: null,
    summary: 'hosts that everything in a sandbox may reach',
  },
  'batch.sandboxAgentHosts': { kind: 'hosts', fallback: null, summary: 'hosts that agents may reach there' },
  'batch.sandboxGateHosts': { kind: 'hosts', fallback: null, summary: 'hosts that gates may reach there' },
  'batch.sandboxSetupHosts': { kind: 'hosts', fallback: null, summary: 'hosts that setup may reach there' },
  'batch.sandboxReads': { kind: 'paths', fallback: null, summary: 'paths that a sandbox can read' },
  'batch.sandboxWrites': { kind: 'paths', fallback: null, summary: 'paths that a sandbox can write' },
  'batch.setup': { kind: 'line', fallback: null, summary: 'a command that sets up a fresh worktree' },
  'batch.link': { kind: 'paths', fallback: null, summary: 'paths that worktrees link to' },
  'batch.copy': { kind: 'paths', fallback: null, summary: 'paths that worktrees get copies of' },
} as const satisfies Readonly<Record<`batch.${string}`, SettingRule>>;
