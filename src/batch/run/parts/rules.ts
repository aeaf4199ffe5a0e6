import { type Host, readHost, sortedHosts } from '../../../platform/index.ts';
import type { Limits } from '../../executors/executor.ts';
import type { RunOptionsRecord } from '../../generated/batch.event.ts';
import type { Isolation } from '../../git/worktrees/index.ts';
import type { SandboxMode, SandboxRules } from '../../safety/sandbox/index.ts';
import { COMPANIONS, type CompanionRule } from '../../verify/index.ts';

/** The rules of a run: the options given, and the defaults from the settings. */
export type RunRules = RunOptionsRecord & {
  /** The kind of working folder attempts get. */
  readonly isolate: Isolation;
  /** Executors that reached a limit of use in an earlier run are tried at once. */
  readonly ignoreLimits: boolean;
  /** The number of tokens after which nothing new is started in the batch. */
  readonly budgetTokens: number | undefined;
  /** The same for the cost its agents report, in US dollars. */
  readonly budgetCost: number | undefined;
  /** A retry continues its agent's own session, where possible. */
  readonly resumeSessions: boolean;
  /** The fallback for phases that name none. */
  readonly fallback: string | undefined;
  readonly limits: Limits;
  /** Time until the first probe of an account whose limit has no known end. It doubles each time. */
  readonly probeMs: number;
  /** The longest wait for a person's answer to an agent's request. */
  readonly askMs: number;
  /** The longest wait for a person's decision about a phase that has no try left. */
  readonly decideMs: number;
  /** The longest that one gate may take, in milliseconds. */
  readonly gateMs: number;
  /** The sandbox of attempts and gates, and the hidden paths that are visible in it. */
  readonly sandbox: SandboxMode;
  readonly sandboxImage: string | undefined;
  readonly sandboxRules: SandboxRules;
  /** Where the gates that decide on a merge run. */
  readonly verify: 'local' | 'place';
  /** Work carried out elsewhere that is only judged here: the placement it comes from, and the attempt of each phase. */
  readonly imports?: { readonly place: string; readonly attempts: ReadonlyMap<string, number> } | undefined;
  /** Where phases run that name no placement; empty: here. */
  readonly place: readonly string[];
  /** The preparation of a fresh worktree, in this order: paths of the user's, then a command. */
  readonly links: readonly string[];
  readonly copies: readonly string[];
  readonly setup: string | undefined;
  /** The longest that the setup may take, in milliseconds. */
  readonly setupMs: number;
  /** The undeclared files that may change together with declared ones. */
  readonly companions: readonly CompanionRule[];
};

/** The options of a run that a person can set, by flags or in the settings. Durations in seconds. */
export type RunWishes = {
  readonly executor?: string;
  readonly fallback?: string;
  readonly concurrency?: number;
  readonly retries?: number;
  readonly onFailure?: RunRules['onFailure'];
  readonly stages?: boolean;
  readonly scope?: RunRules['scope'];
  readonly inPlace?: boolean;
  readonly isolate?: RunRules['isolate'];
  readonly ignoreLimits?: boolean;
  readonly resumeSessions?: boolean;
  readonly budgetTokens?: number;
  readonly budgetCost?: number;
  readonly sandbox?: SandboxMode;
  readonly sandboxImage?: string;
  readonly sandboxNetwork?: SandboxRules['network'];
  readonly sandboxHosts?: readonly string[];
  readonly sandboxAgentHosts?: readonly string[];
  readonly sandboxGateHosts?: readonly string[];
  readonly sandboxSetupHosts?: readonly string[];
  readonly sandboxReads?: readonly string[];
  readonly sandboxWrites?: readonly string[];
  readonly place?: readonly string[];
  readonly verify?: RunRules['verify'];
  readonly imports?: RunRules['imports'];
  readonly setup?: string;
  readonly link?: readonly string[];
  readonly copy?: readonly string[];
  readonly gateTimeoutSeconds?: number;
  readonly setupTimeoutSeconds?: number;
  readonly probeSeconds?: number;
  readonly idleSeconds?: number;
  readonly askSeconds?: number;
  readonly decideSeconds?: number;
  readonly softSeconds?: number;
  readonly hardSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly graceSeconds?: number;
  readonly logBytes?: number;
  readonly companions?: RunRules['companions'];
};

/** Returns the rules of a run: the options given, and the defaults. */
export function runRules(wishes: RunWishes): RunRules {
  const { concurrency = 2, retries = 1, onFailure = 'continue', stages = false, scope = 'fail' } = wishes;
  const { inPlace = false, link = [], copy = [], companions = COMPANIONS } = wishes;
  return {
    // There is only one place, where two would get in each other's way.
    concurrency: inPlace ? 1 : concurrency,
    ...{ retries, onFailure, stages, scope, inPlace },
    executor: wishes.executor ?? DEFAULT_EXECUTOR,
    isolate: wishes.isolate ?? 'worktree',
    ignoreLimits: wishes.ignoreLimits ?? false,
    resumeSessions: wishes.resumeSessions ?? false,
    budgetTokens: wishes.budgetTokens,
    budgetCost: wishes.budgetCost,
    fallback: wishes.fallback,
    place: wishes.place ?? [],
    verify: wishes.verify ?? 'local',
    imports: wishes.imports,
    setup: wishes.setup,
    links: link,
    copies: copy,
    companions,
    sandbox: wishes.sandbox ?? 'none',
    sandboxImage: wishes.sandboxImage,
    sandboxRules: {
      network: wishes.sandboxNetwork ?? 'needed',
      allowed: {
        all: hosts(wishes.sandboxHosts),
        agent: hosts(wishes.sandboxAgentHosts),
        gate: hosts(wishes.sandboxGateHosts),
        setup: hosts(wishes.sandboxSetupHosts),
      },
      reads: wishes.sandboxReads ?? [],
      writes: wishes.sandboxWrites ?? [],
    },
    gateMs: seconds(wishes.gateTimeoutSeconds, 20 * MINUTE),
    probeMs: seconds(wishes.probeSeconds, 5 * MINUTE),
    askMs: seconds(wishes.askSeconds, 2 * MINUTE),
    decideMs: seconds(wishes.decideSeconds, 60 * MINUTE),
    setupMs: seconds(wishes.setupTimeoutSeconds, 20 * MINUTE),
    limits: {
      idleMs: seconds(wishes.idleSeconds, 10 * MINUTE),
      softMs: seconds(wishes.softSeconds, 60 * MINUTE),
      hardMs: seconds(wishes.hardSeconds, 90 * MINUTE),
      heartbeatMs: seconds(wishes.heartbeatSeconds, MINUTE),
      graceMs: seconds(wishes.graceSeconds, 10_000),
      logBytes: wishes.logBytes ?? 64 * 1024 * 1024,
    },
  };
}

const DEFAULT_EXECUTOR = 'claude';

const MINUTE = 60_000;

function hosts(texts: readonly string[] = []): Host[] {
  return sortedHosts(texts.flatMap((text) => readHost(text) ?? []));
}

function seconds(wished: number | undefined, otherwiseMs: number): number {
  return wished === undefined ? otherwiseMs : wished * 1000;
}
