import { join } from 'node:path';
import {
  entryKind,
  fingerprintOf,
  type Git,
  type GitOutcome,
  gitFault,
  namesIn,
} from '../../platform/index.ts';
import { isOwnRef } from '../store/refs.ts';
import type { VerifyContext } from './verify_context.ts';

/** Every ref that is not this program's, in lines of its name, its commit and the ref that it stands for, with NULs between them. */
export type RefList = {
  readonly text: string;
  /** What the call came to, where git was asked. */
  readonly asked?: GitOutcome;
};

/** Lists the refs of a repository; git is asked where one of their files is another than when it last told. */
export async function listRefs({ git, repository, signal }: VerifyContext): Promise<RefList> {
  const print = refFiles(repository);
  const known = KNOWN.get(git);
  if (print !== undefined && known?.print === print) return { text: known.text };
  const asked = await git.run(repository.top, ['for-each-ref', FORMAT], { signal });
  const all = asked.kind === 'ended' && asked.code === 0 ? asked.stdout.toString('utf8').split('\n') : [];
  const text = all.filter((line) => line !== '' && !isOwnRef(line.split('\0')[0] ?? '')).join('\n');
  // Files that were written meanwhile may be either.
  if (print !== undefined && gitFault(asked) === undefined && print === refFiles(repository))
    KNOWN.set(git, { print, text });
  return { text, asked };
}

const FORMAT = '--format=%(refname)%00%(objectname)%00%(symref)';

/** What git told last. */
const KNOWN = new WeakMap<Git, { readonly print: string; readonly text: string }>();

/**
 * What is in every file that a ref of others is kept in; `undefined` where they are kept in another way than in files of their own
 * and a list, are too many to read, or are partly another working tree's.
 */
function refFiles({ commonDir, ownDir }: VerifyContext['repository']): string | undefined {
  if (ownDir !== commonDir || entryKind(join(commonDir, 'reftable')) !== 'absent') return undefined;
  const prints = [`packed-refs ${fingerprintOf(join(commonDir, 'packed-refs'))}`];
  const waiting = ['refs'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    // A lock is none, nor is what is written into it.
    if (name.endsWith('.lock') || isOwnRef(`${name}/`) || isOwnRef(name)) continue;
    const path = join(commonDir, name);
    const kind = entryKind(path);
    if (kind === 'folder') waiting.push(...namesIn(path).map((entry) => `${name}/${entry}`));
    else if (kind === 'file' && prints.length <= MOST_FILES) prints.push(`${name} ${fingerprintOf(path)}`);
    else if (kind !== 'absent') return undefined;
  }
  return prints.join('\n');
}

/** Git reads as many faster than this program does. */
const MOST_FILES = 200;
