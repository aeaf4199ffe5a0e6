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

/** Every ref that is not this program's, one per line: its name, its commit and the ref it points to, with NULs between them. */
export type RefList = {
  readonly text: string;
  /** The outcome of the call, if git was run. */
  readonly asked?: GitOutcome;
};

/**
 * Lists the refs of a repository; git is not called again while the files are unchanged.
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
  // If files changed during the call, either version may have been read.
  if (
    print !== undefined &&
    gitFault(asked) === undefined &&
    isWhole(lines) &&
    print === refFiles(repository)
  )
    KNOWN.set(git, { print, text });
  return { text, asked };
}

/** Whether refs are files in the repository's own folder: git 2.54 and later can be configured to keep them elsewhere. */
function isInOwnFiles(settings: ReadonlyMap<string, string>): boolean {
  return ![...settings].some(([key, value]) => key.endsWith(' extensions.refstorage') && value !== '=files');
}

/** Whether every symbolic ref points to a ref in the list: moves of any other target are not visible here. */
function isWhole(lines: readonly string[]): boolean {
  const fields = lines.map((line) => line.split('\0'));
  const names = new Set(fields.map(([name]) => name));
  return fields.every(([, , link = '']) => link === '' || names.has(link));
}

const FORMAT = '--format=%(refname)%00%(objectname)%00%(symref)';

/** The latest output of git. */
const KNOWN = new WeakMap<Git, { readonly print: string; readonly text: string }>();

/**
 * Returns the content of every file that holds refs; `undefined` if that is not possible: they are not kept as single files and a
 * list, are too many to read, have unreadable names, or partly belong to another working tree; or the checkout now uses another
 * repository.
 */
function refFiles({ top, commonDir, ownDir }: VerifyContext['repository']): string | undefined {
  if (ownDir !== commonDir || ownDirOf(top) !== ownDir) return undefined;
  const packed = join(commonDir, 'packed-refs');
  // A link's fingerprint does not cover its target.
  if (!['file', 'absent'].includes(entryKind(packed))) return undefined;
  const prints = [`packed-refs ${fingerprintOf(packed)}`];
  const waiting = ['refs'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    // Lock files and their content are skipped.
    if (name.endsWith('.lock')) continue;
    const path = join(commonDir, name);
    const kind = entryKind(path);
    const below = kind === 'folder' && !isOwnRef(`${name}/`) ? namesIn(path) : [];
    if (kind === 'folder') waiting.push(...below.map((entry) => `${name}/${entry}`));
    else if (kind !== 'file' || prints.length > MAX_FILES) return undefined;
    else if (!isOwnRef(name)) prints.push(`${name} ${fingerprintOf(path)}`);
  }
  return prints.join('\n');
}

/** Above this number git is faster than this program. */
const MAX_FILES = 200;
