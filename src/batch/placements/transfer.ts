import { type Clock, type Git, type GitOutcome, gitFault } from '../../platform/index.ts';
import type { PlaceClient } from './place_client.ts';
import { isConnection } from './why_not.ts';

/** What commits travel with. */
export type TransferTies = {
  readonly git: Git;
  readonly client: Pick<PlaceClient, 'gitEnv'>;
  readonly clock: Clock;
  /** The repository here. */
  readonly gitDir: string;
  /** So long nothing may move; two minutes unless given. */
  readonly quietMs?: number | undefined;
};

/** Commits to a placement's repository and from it, as git carries them. */
export type Transfers = {
  readonly push: (url: string, refspec: string, signal: AbortSignal) => Promise<GitOutcome>;
  readonly fetch: (url: string, refspec: string, signal: AbortSignal) => Promise<GitOutcome>;
};

/**
 * Ways to send and fetch commits that run nothing of the user's and sign nothing, look at what comes in, try again at what
 * passes, and end where nothing moves any more: a program there that hangs keeps nobody for ever.
 */
export function transfers({ git, client, clock, gitDir, quietMs = QUIET_MS }: TransferTies): Transfers {
  const transfer = async (args: readonly string[], signal: AbortSignal): Promise<GitOutcome> => {
    for (let tries = 1; ; tries += 1) {
      const env = { GIT_DIR: gitDir, ...client.gitEnv };
      const outcome = await git.run(gitDir, [...SETTINGS, ...args], { env, signal, quietMs });
      const fault = gitFault(outcome) ?? '';
      // A worktree that is just being made there has no commit yet, and git stumbles over it; and a connection that is lost in the middle
      // says nothing of the next one.
      const isPassing = /bad object worktrees\//u.test(fault) || isConnection(fault);
      if (tries === MOST_TRIES || !isPassing || signal.aborted) return outcome;
      await clock.wait(300 * tries, signal);
    }
  };
  return {
    push: (url, refspec, signal) => transfer([...PUSH, url, refspec], signal),
    fetch: (url, refspec, signal) => transfer([...FETCH, url, refspec], signal),
  };
}

/** What is new is looked at as it comes: no name in it may be one that git itself goes by. */
const SETTINGS = ['fetch.fsckObjects=true', 'fetch.unpackLimit=100', 'push.gpgSign=false'].flatMap((each) => [
  '-c',
  each,
]);

/** How far it is tells that something moves. */
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

/** So often it is tried while something that passes is in the way. */
const MOST_TRIES = 5;
