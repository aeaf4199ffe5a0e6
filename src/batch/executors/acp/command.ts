import { basename } from 'node:path';
import type { Problem } from '../../../diagnostics/index.ts';
import {
  type Clock,
  entryKind,
  hostsInText,
  hostText,
  openLineFile,
  type ProcessGroup,
  readEnd,
  readText,
  realPath,
  sortedHosts,
} from '../../../platform/index.ts';
import { fetchedFrom } from '../../safety/sandbox/index.ts';
import { decisiveLine, OUTPUT_FOLLOWS } from '../../scheduling/index.ts';
import type { Machine } from '../agents/index.ts';
import { objectIn, textOf } from '../agents/json_line.ts';
import type { ExecutorCommand } from '../command.ts';
import type { Job } from '../executor.ts';
import type { AgentConversation } from '../watching/index.ts';
import { converse } from './converse.ts';
import { decidePermission } from './permission.ts';
import { QUIRKS, type Quirk, quirkOf } from './quirks/index.ts';
import type { SessionWishes } from './session.ts';

/** The prefix of a command that speaks the Agent Client Protocol, where an executor is named by its command. */
export const ACP = 'acp:';

/** An agent that speaks the protocol, as settings, a flag or a registry entry name it. */
export type AcpSettings = SessionWishes & {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** The account whose usage limits apply to it, where a person set one. */
  readonly account?: string | undefined;
  /** Names of environment variables that it may see, beyond those it is known to need. */
  readonly env?: readonly string[];
  /** Variables that it is started with, with their values. */
  readonly sets?: Readonly<Record<string, string>>;
};

/** The command of an agent with which this program speaks the protocol. */
export function acpCommand(settings: AcpSettings, machine: Machine): ExecutorCommand {
  const { name, argv, env = [], sets = {}, mode, model, account } = settings;
  const quirk = quirkOf(argv);
  const authenticate = settings.authenticate ?? quirk.authenticate?.(machine);
  const wishes: SessionWishes = { mode, model, authenticate };
  const set = Object.entries(sets);
  const conditions = [
    'uses the Agent Client Protocol',
    mode === undefined ? '' : `in mode ${mode}`,
    model === undefined ? '' : `asks ${model}`,
    authenticate === undefined ? '' : `logs in by ${authenticate}`,
  ].filter((part) => part !== '');
  // A value may be a key: it is shown to nobody, but an approval is tied to it all the same. The host it points to is shown,
  // since the user's own key may be sent there.
  const named = set.length === 0 ? [] : [`has values of its entry for ${set.map(namedVariable).join(', ')}`];
  return {
    name,
    argv,
    env: [...new Set([...quirk.env, ...env])],
    sets,
    ...(account === undefined ? {} : { account }),
    // An approval for one mode, model and set of variables does not cover another.
    terms: [...conditions, ...set.map(([key, value]) => `has ${key}=${value}`)],
    doubts: [...(quirk.doubts?.(machine) ?? []), ...unsaid(argv)],
    note: [...conditions, ...named].join(', '),
    promptOn: 'protocol',
    home: quirk.home,
    reaches: [...quirk.reaches(machine), ...fetchedFrom(argv.slice(0, 1)).map(hostText)],
    converse: (job, group, clock) => talkWith(job, group, { quirk, wishes, clock }),
  };
}

function namedVariable([key, value]: readonly [string, string]): string {
  const hosts = sortedHosts(hostsInText(value)).map(hostText);
  return hosts.length === 0 ? key : `${key} (leads to ${hosts.join(', ')})`;
}

/** A known agent whose command lacks the argument that makes it speak the protocol would wait for a person. */
function unsaid(argv: readonly string[]): Problem<'executor-not-ready'>[] {
  const program = basename(argv[0] ?? '');
  const known = QUIRKS.find(({ command }) => command[0] === program);
  if (known === undefined || quirkOf(argv) === known) return [];
  return [
    {
      severity: 'error',
      code: 'executor-not-ready',
      message: `${program} speaks the Agent Client Protocol only with a flag.`,
      hint: `Say: ${ACP}${known.command.join(' ')}`,
    },
  ];
}

/** The largest prompt, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;
/** The longest wait for an agent's hello, in milliseconds: it may have to be downloaded first. */
const HELLO_MS = 180_000;

function talkWith(
  job: Job,
  { pipes, ended }: ProcessGroup,
  { quirk, wishes, clock }: { readonly quirk: Quirk; readonly wishes: SessionWishes; readonly clock: Clock },
): AgentConversation {
  if (pipes === undefined) throw new Error('an agent was started without pipes');
  const { worktree, person } = job;
  const prompt = readText(job.promptFile, MAX_BYTES);
  if (prompt.kind !== 'text') throw new Error('a prompt that was just written cannot be read');
  const log = openLineFile(job.logFile);
  const context = {
    root: worktree,
    realRoot: realPath(worktree),
    realPath,
    exists: (path: string) => entryKind(path) !== 'absent',
    approved: job.phase.gates.flatMap(({ command }) => (command === null ? [] : [command.trim()])),
  };
  const talk = converse({
    pipes,
    ended,
    worktree,
    prompt: prompt.text,
    quirk,
    wishes,
    permit: {
      decide: (wish) => decidePermission(wish, context),
      person,
    },
    helloMs: HELLO_MS,
    emit: (line) => log.add(JSON.stringify(line)),
    lastWords: () => lastWordsIn(job.logFile),
    clock,
  });
  void talk.over.then(() => log.close());
  return talk;
}

/** The part of a log that is read, in bytes. */
const LAST_BYTES = 32 * 1024;

/**
 * The line that an agent printed outside the protocol and that best explains its end. Its standard error is in its log unchanged,
 * between the lines that record the conversation; stray lines of its standard output are recorded as such.
 */
function lastWordsIn(logFile: string): string {
  const lines = readEnd(logFile, LAST_BYTES).toString('utf8').split('\n');
  const own = lines.flatMap((line) => {
    if (!line.startsWith('{"acp":')) return [line];
    const said = objectIn(line);
    return said?.acp === 'stray' ? [textOf(said.text)] : [];
  });
  return decisiveLine(`${OUTPUT_FOLLOWS}\n${own.join('\n')}`);
}
