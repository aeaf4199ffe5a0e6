import { type Clock, type Git, type GitOutcome, gitFault } from '../../../platform/index.ts';
import { isConnectionFault } from './failure_reason.ts';
import type { PlaceClient } from './place_client.ts';

/** The dependencies of transfers. */
export type TransferTies = {
  readonly git: Git;
  readonly client: Pick<PlaceClient, 'gitEnv'>;
  readonly clock: Clock;
  /** The repository here. */
  readonly gitDir: string;
  /** The longest time without progress; two minutes by default. */
  readonly quietMs?: number | undefined;
};

/** Sends commits to a placement's repository and fetches them from it, through git. */
export type Transfers = {
  readonly push: (url: string, refspec: string, signal: AbortSignal) => Promise<GitOutcome>;
  readonly fetch: (url: string, refspec: string, signal: AbortSignal) => Promise<GitOutcome>;
};

/**
 * Transfers that run none of the user's programs and sign nothing, check incoming objects, retry after temporary faults, and end
 * when there is no more progress: a hanging program there blocks nobody for ever.
 */
export function transfers({ git, client, clock, gitDir, quietMs = QUIET_MS }: TransferTies): Transfers {
  const transfer = async (args: readonly string[], signal: AbortSignal): Promise<GitOutcome> => {
    for (let tries = 1; ; tries += 1) {
      const env = { GIT_DIR: gitDir, ...client.gitEnv };
      const outcome = await git.run(gitDir, [...SETTINGS, ...args], { env, signal, quietMs });
      const fault = gitFault(outcome) ?? '';
      // A worktree that is just being created there has no commit yet, which makes git fail; and a connection lost in the middle
      // says nothing about the next one.
      const isPassing = /bad object worktrees\//u.test(fault) || isConnectionFault(fault);
      if (tries === MAX_TRIES || !isPassing || signal.aborted) return outcome;
      await clock.wait(300 * tries, signal);
    }
  };
  return {
    push: (url, refspec, signal) => transfer([...PUSH, url, refspec], signal),
    fetch: (url, refspec, signal) => transfer([...FETCH, url, refspec], signal),
  };
}

/** New objects are checked as they arrive: none may contain a name that git itself goes by. */
const SETTINGS = ['fetch.fsckObjects=true', 'fetch.unpackLimit=100', 'push.gpgSign=false'].flatMap((each) => [
  '-c',
  each,
]);

/** The progress output shows that something moves. */
const PUSH = ['push', '--progress', '--no-verify', '--no-signed', '--recurse-submodules=no'];
const FETCH = [
  'fetch',
  '--progress',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--no-recurse-submodules',
];

/** As long as any other call of a placement may take. */
const QUIET_MS = 120_000;

/** Number of tries while a fault is temporary. */
const MAX_TRIES = 5;
