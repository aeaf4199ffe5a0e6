import { join, relative } from 'node:path';
import {
  createFile,
  type Git,
  type GitOutcome,
  GitRefused,
  isNoRepository,
  namesIn,
  readText,
  realPath,
  removeFile,
} from '../../../platform/index.ts';
import { batchesIn, REFS_OF_BATCHES } from '../refs.ts';
import { batchNumber } from './numbers.ts';

/*
 * The refs and the branch of a batch are seen from every working tree of a repository, and outlive the folder of the batch. So
 * whose a number is is written down beside the refs, where `git clean` and `git stash` do not reach:
 *
 *   .git/orchestrator/batches/<n>    the working tree whose batch it is, as git names it
 */

/** Where git keeps what is a working tree's own, and what all of them share; without links in their paths. */
export type GitFolders = { readonly ownDir: string; readonly commonDir: string };

/** What is written down of whose the numbers of batches are, for one working tree of a repository. */
export type WrittenClaims = {
  /** Claims a number for this working tree; `false` when it was claimed before, by whomever. */
  readonly claim: (number: number) => Promise<boolean>;
  /** Gives a number back that nothing came of. */
  readonly release: (number: number) => void;
  readonly ownerOf: (number: number) => ClaimOwner;
};

/** The numbers of batches in a repository, whichever of its working trees they are of. */
export type NumberClaims = WrittenClaims & {
  /** Whether a number is somebody's: claimed, or with refs or a branch of that name. */
  readonly isTaken: (number: number) => boolean;
  /** Numbers with refs or a branch of a batch, ascending. */
  readonly withRefs: readonly number[];
  /** Those with refs beside the branch. */
  readonly withPins: ReadonlySet<number>;
};

/** Whose a number is; `elsewhere` is another working tree of the repository, `nobody` one that was never claimed. */
export type ClaimOwner = 'here' | 'nobody' | { readonly elsewhere: string };

/**
 * Looks at the numbers of the repository that a folder is in; `undefined` where it is in none, or there is no git to ask.
 *
 * @throws when git refuses to tell
 */
export async function openClaims(git: Git, folder: string): Promise<NumberClaims | undefined> {
  const places = linesOf(await git.run(folder, ['rev-parse', '--absolute-git-dir', '--git-common-dir']));
  const [own, common] = places;
  if (own === undefined || common === undefined) return undefined;
  const commonDir = realPath(common.startsWith('/') ? common : join(folder, common));
  const written = writtenClaims({ ownDir: realPath(own), commonDir });
  // What somebody has pushed is a batch of that number as well.
  const listed = linesOf(await git.run(folder, ['for-each-ref', '--format=%(refname)', ...REFS_OF_BATCHES]));
  const { pinned, branches, fetched: remote } = batchesIn(listed);
  const numbersOf = (found: readonly string[]) => new Set(found.flatMap((name) => batchNumber(name) ?? []));
  const [withPins, withBranch, fetched] = [numbersOf(pinned), numbersOf(branches), numbersOf(remote)];
  const claimed = new Set(namesIn(folderOfClaims(commonDir)).flatMap((name) => batchNumber(name) ?? []));
  return {
    ...written,
    isTaken: (number) => [withPins, withBranch, fetched, claimed].some((numbers) => numbers.has(number)),
    withRefs: [...new Set([...withPins, ...withBranch])].sort((a, b) => a - b),
    withPins,
    claim: (number) => {
      claimed.add(number);
      return written.claim(number);
    },
  };
}

/** The claims of a repository whose folders are known, for which git need not be asked. */
export function writtenClaims({ ownDir, commonDir }: GitFolders): WrittenClaims {
  const me = relative(commonDir, ownDir) || MAIN;
  const fileOf = (number: number) => join(folderOfClaims(commonDir), `${number}`);
  return {
    claim: async (number) => (await createFile(fileOf(number), `${me}\n`)) === 'created',
    release: (number) => {
      try {
        removeFile(fileOf(number));
      } catch {
        // It is passed over then.
      }
    },
    ownerOf: (number) => {
      const read = readText(fileOf(number), 16 * 1024);
      if (read.kind !== 'text') return 'nobody';
      const owner = read.text.trim();
      return owner === me ? 'here' : { elsewhere: owner };
    },
  };
}

function folderOfClaims(commonDir: string): string {
  return join(commonDir, 'orchestrator', 'batches');
}

/** How the working tree is named that is no linked one. */
const MAIN = '.';

function linesOf(outcome: GitOutcome): string[] {
  const isNone = outcome.kind === 'not-started' || outcome.kind === 'too-old';
  if (isNone || isNoRepository(outcome)) return [];
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8').split('\n').filter(Boolean);
}
