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
 * The refs and the branch of a batch are visible from every working tree of a repository, and outlive the folder of the batch. So
 * the owner of a number is recorded next to the refs, where `git clean` and `git stash` do not reach:
 *
 * .git/orchestrator/batches/<n>    the working tree that owns the batch, as git names it
 */

/** The git folder of one working tree, and the one shared by all; without links in their paths. */
export type GitFolders = { readonly ownDir: string; readonly commonDir: string };

/** The recorded owners of batch numbers, for one working tree of a repository. */
export type WrittenClaims = {
  /** Claims a number for this working tree; `false` if it is already claimed, by any working tree. */
  readonly claim: (number: number) => Promise<boolean>;
  /** Releases a number that was not used. */
  readonly release: (number: number) => void;
  readonly ownerOf: (number: number) => ClaimOwner;
};

/** The numbers of batches in a repository, in any of its working trees. */
export type NumberClaims = WrittenClaims & {
  /** Whether a number is taken: claimed, or used by refs or a branch of that name. */
  readonly isTaken: (number: number) => boolean;
  /** Numbers with refs or a branch of a batch, ascending. */
  readonly withRefs: readonly number[];
  /** Numbers with refs other than the branch. */
  readonly withPins: ReadonlySet<number>;
};

/** The owner of a number; `elsewhere` is another working tree of the repository, `nobody` means never claimed. */
export type ClaimOwner = 'here' | 'nobody' | { readonly elsewhere: string };

/**
 * Reads the numbers of the repository that a folder is in; `undefined` if it is in none, or git is not available.
 *
 * @throws when git refuses to answer
 */
export async function openClaims(git: Git, folder: string): Promise<NumberClaims | undefined> {
  const places = linesOf(await git.run(folder, ['rev-parse', '--absolute-git-dir', '--git-common-dir']));
  const [own, common] = places;
  if (own === undefined || common === undefined) return undefined;
  const commonDir = realPath(common.startsWith('/') ? common : join(folder, common));
  const written = writtenClaims({ ownDir: realPath(own), commonDir });
  // A batch pushed by another person has that number as well.
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

/** Returns the claims of a repository whose folders are known, without calling git. */
export function writtenClaims({ ownDir, commonDir }: GitFolders): WrittenClaims {
  const me = relative(commonDir, ownDir) || MAIN;
  const fileOf = (number: number) => join(folderOfClaims(commonDir), `${number}`);
  return {
    claim: async (number) => (await createFile(fileOf(number), `${me}\n`)) === 'created',
    release: (number) => {
      try {
        removeFile(fileOf(number));
      } catch {
        // It is skipped then.
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

/** The name of the main working tree, which is no linked one. */
const MAIN = '.';

function linesOf(outcome: GitOutcome): string[] {
  const isNone = outcome.kind === 'not-started' || outcome.kind === 'too-old';
  if (isNone || isNoRepository(outcome)) return [];
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8').split('\n').filter(Boolean);
}
