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
    summary: 'what carries out phases that name nothing',
  },
  'batch.fallback': { kind: 'text', fallback: null, summary: 'what takes over from it' },
  'batch.concurrency': { kind: 'count', range: [1, 64], fallback: 2, summary: 'attempts at a time' },
  'batch.retries': { kind: 'count', range: [0, 20], fallback: 1, summary: 'tries after an executor’s first' },
  'batch.resumeSessions': {
    kind: 'switch',
    fallback: false,
    summary: 'whether one that tries again goes on in its own session',
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
    summary: 'until it is looked whether a limit of use is over that names no time; doubles each time',
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
    summary: 'the longest you are asked what an agent may do (--ask); then it is denied',
  },
  'batch.decideSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 3_600,
    summary: 'the longest you are asked what becomes of a failed phase; then it is left',
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
    summary: 'the longest between two heartbeats, of an executor that writes any',
  },
  'batch.graceSeconds': {
    kind: 'number',
    range: SECONDS,
    fallback: 10,
    summary: 'between asking to end and killing',
  },
  'batch.logMegabytes': {
    kind: 'count',
    range: [1, 4_096],
    fallback: 64,
    summary: 'the most that is kept of what an attempt prints',
  },
  'batch.isolate': {
    kind: 'choice',
    choices: ['worktree', 'clone'],
    fallback: 'worktree',
    summary: 'what an attempt is given to work in',
  },
  'batch.sandbox': {
    kind: 'choice',
    choices: ['auto', 'none', 'bwrap', 'container'],
    fallback: 'none',
    summary: 'what attempts, their setup and their gates run in',
  },
  'batch.sandboxImage': { kind: 'text', fallback: null, summary: 'the image of containers' },
  'batch.sandboxNetwork': {
    kind: 'choice',
    choices: ['needed', 'host', 'none'],
    fallback: 'needed',
    summary: 'what of the network a sandbox has',
  },
  'batch.sandboxHosts': { kind: 'hosts', fallback: null, summary: 'hosts that all in a sandbox may reach' },
  'batch.sandboxAgentHosts': { kind: 'hosts', fallback: null, summary: 'hosts that agents may reach there' },
  'batch.sandboxGateHosts': { kind: 'hosts', fallback: null, summary: 'hosts that gates may reach there' },
  'batch.sandboxSetupHosts': { kind: 'hosts', fallback: null, summary: 'hosts that setup may reach there' },
  'batch.sandboxReads': { kind: 'paths', fallback: null, summary: 'paths that a sandbox shows' },
  'batch.sandboxWrites': { kind: 'paths', fallback: null, summary: 'paths that a sandbox lets be written' },
  'batch.setup': { kind: 'line', fallback: null, summary: 'a command that makes a fresh worktree ready' },
  'batch.link': { kind: 'paths', fallback: null, summary: 'paths that a worktree has links to' },
  'batch.copy': { kind: 'paths', fallback: null, summary: 'paths that a worktree has copies of' },
} as const satisfies Readonly<Record<`batch.${string}`, SettingRule>>;
