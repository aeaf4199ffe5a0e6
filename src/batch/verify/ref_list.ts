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
import { ownDirOf } from './own_dir.ts';
import type { VerifyContext } from './verify_context.ts';

/** Every ref that is not this program's, in lines of its name, its commit and the ref that it stands for, with NULs between them. */
export type RefList = {
  readonly text: string;
  /** What the call came to, where git was asked. */
  readonly asked?: GitOutcome;
};

/**
 * Lists the refs of a repository; git is asked unless it has told of the same files before.
 *
 * @param settings - git's settings, by scope and name
 */
export async function listRefs(
  { git, repository, signal }: VerifyContext,
  settings: ReadonlyMap<string, string>,
): Promise<RefList> {
  const print = isInOwnFiles(settings) ? refFiles(repository) : undefined;
  const known = KNOWN.get(git);
  if (print !== undefined && known?.print === print) return { text: known.text };
  const asked = await git.run(repository.top, ['for-each-ref', FORMAT], { signal });
  const all = asked.kind === 'ended' && asked.code === 0 ? asked.stdout.toString('utf8').split('\n') : [];
  const lines = all.filter((line) => line !== '' && !isOwnRef(line.split('\0')[0] ?? ''));
  const text = lines.join('\n');
  // Files that were written meanwhile may be either.
  if (
    print !== undefined &&
    gitFault(asked) === undefined &&
    isWhole(lines) &&
    print === refFiles(repository)
  )
    KNOWN.set(git, { print, text });
  return { text, asked };
}

/** Whether refs are in the repository's own folder, in files: git from 2.54 on can be told to keep them in another one. */
function isInOwnFiles(settings: ReadonlyMap<string, string>): boolean {
  return ![...settings].some(([key, value]) => key.endsWith(' extensions.refstorage') && value !== '=files');
}

/** Whether every ref that stands for another one stands for one of the list: of the others, nothing here tells that they moved. */
function isWhole(lines: readonly string[]): boolean {
  const fields = lines.map((line) => line.split('\0'));
  const names = new Set(fields.map(([name]) => name));
  return fields.every(([, , link = '']) => link === '' || names.has(link));
}

const FORMAT = '--format=%(refname)%00%(objectname)%00%(symref)';

/** What git told last. */
const KNOWN = new WeakMap<Git, { readonly print: string; readonly text: string }>();

/**
 * What is in every file that a ref of others is kept in; `undefined` where that can't be told: they are kept in another way than in
 * files of their own and a list, are too many to read, have names that can't be read, or are partly another working tree's; or the
 * checkout was led to another repository.
 */
function refFiles({ top, commonDir, ownDir }: VerifyContext['repository']): string | undefined {
  if (ownDir !== commonDir || ownDirOf(top) !== ownDir) return undefined;
  const packed = join(commonDir, 'packed-refs');
  // A link tells nothing of what it leads to.
  if (!['file', 'absent'].includes(entryKind(packed))) return undefined;
  const prints = [`packed-refs ${fingerprintOf(packed)}`];
  const waiting = ['refs'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    // A lock is none, nor is what is written into it.
    if (name.endsWith('.lock')) continue;
    const path = join(commonDir, name);
    const kind = entryKind(path);
    const below = kind === 'folder' && !isOwnRef(`${name}/`) ? namesIn(path) : [];
    if (kind === 'folder') waiting.push(...below.map((entry) => `${name}/${entry}`));
    else if (kind !== 'file' || prints.length > MOST_FILES) return undefined;
    else if (!isOwnRef(name)) prints.push(`${name} ${fingerprintOf(path)}`);
  }
  return prints.join('\n');
}

/** Git reads as many faster than this program does. */
const MOST_FILES = 200;
