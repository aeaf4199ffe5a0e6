import { dirname, isAbsolute, join } from 'node:path';
import { printableLine } from '../../lib/index.ts';
import { type GitOptions, gitFault, isWithin, withTemporaryFile } from '../../platform/index.ts';
import { bytesMadeBy } from './binary_patch.ts';
import type { VerifyContext } from './verify_context.ts';

/** The changes of an attempt, byte for byte in git's patch format; or why they cannot be determined. */
export type PatchTaken =
  | {
      readonly kind: 'patch';
      readonly patch: Buffer;
      /** Old and new contents of changed binary files, which the patch contains but does not show as text. */
      readonly binaries: readonly (readonly [path: string, bytes: Buffer])[];
    }
  /** No file of the repository itself differs. */
  | { readonly kind: 'none' }
  | { readonly kind: 'fault'; readonly why: string };

/** Writes the changes between two commits as a patch, regardless of the user's diff settings. */
export async function takePatch(
  context: VerifyContext,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<PatchTaken> {
  const ask = asking(context);
  const compared = ['--no-renames', '--no-ext-diff', '--no-textconv', from, to];
  const raw = await ask(['diff-tree', '-r', '-z', ...compared]);
  if (typeof raw === 'string') return { kind: 'fault', why: raw };
  const submodule = changesIn(raw).find(({ mode }) => mode === SUBMODULE);
  if (submodule !== undefined)
    return { kind: 'fault', why: `${printableLine(submodule.path)} is a repository of its own` };
  const patch = await ask(['diff-tree', '-p', '--binary', '--full-index', '--no-color', ...compared]);
  if (typeof patch === 'string') return { kind: 'fault', why: patch };
  if (patch.length === 0) return { kind: 'none' };
  const counts = await ask(['diff-tree', '-r', '-z', '--numstat', ...compared]);
  if (typeof counts === 'string') return { kind: 'fault', why: counts };
  const isBinary = new Set(
    counts
      .toString('utf8')
      .split('\0')
      .map((record) => /^-\t-\t(.+)$/su.exec(record)?.[1]),
  );
  const binaries: [string, Buffer][] = [];
  for (const { path, before, object } of changesIn(raw).filter(({ path }) => isBinary.has(path))) {
    for (const each of [before, object].filter((id) => !/^0+$/u.test(id))) {
      const blob = await ask(['cat-file', 'blob', each]);
      if (typeof blob === 'string') return { kind: 'fault', why: `${printableLine(path)}: ${blob}` };
      binaries.push([path, blob]);
    }
  }
  return { kind: 'patch', patch, binaries };
}

/**
 * Applies a patch to an attempt's worktree, all or nothing. The patch is untrusted: its result is checked before anything is
 * written, and changes that lead out of the worktree, into git or into the program's own files are refused.
 *
 * @param base - the commit the worktree is at
 * @returns the reason if it was not applied
 */
export async function applyPatch(
  context: VerifyContext,
  base: string,
  patch: Buffer,
): Promise<string | undefined> {
  const grown = bytesMadeBy(patch);
  if (grown > MAX_BYTES) return `it makes files of ${grown} bytes, more than the ${MAX_BYTES} that are taken`;
  const ask = asking(context);
  const refused = await withTemporaryFile('patch', '', async (file) => {
    const indexFile = join(dirname(file), 'index');
    const read = await ask(['read-tree', base], { indexFile });
    if (typeof read === 'string') return read;
    const tried = await ask([...APPLY, '--cached', '-'], { indexFile, input: patch });
    if (typeof tried === 'string') return firstLine(tried);
    const tree = await ask(['write-tree'], { indexFile });
    if (typeof tree === 'string') return tree;
    const raw = await ask(['diff-tree', '-r', '-z', '--no-renames', base, tree.toString('utf8').trim()]);
    if (typeof raw === 'string') return raw;
    for (const change of changesIn(raw)) {
      const why = await faultOf(change, { ask, context });
      if (why !== undefined) return why;
    }
    return undefined;
  });
  if (refused !== undefined) return refused;
  const applied = await ask([...APPLY, '-'], { input: patch });
  return typeof applied === 'string' ? firstLine(applied) : undefined;
}

const MAX_BYTES = 256 * 1024 * 1024;

const APPLY = ['-c', 'apply.ignoreWhitespace=no', 'apply', '--whitespace=nowarn'];

type Ask = (
  args: readonly string[],
  options?: Pick<GitOptions, 'indexFile' | 'input'>,
) => Promise<Buffer | string>;

/**
 * Returns a function that calls git on the repository this program knows, not the one in the worktree, and returns its output or
 * the error.
 */
function asking({ git, repository, worktree, signal }: VerifyContext): Ask {
  const env = { GIT_DIR: repository.commonDir, GIT_WORK_TREE: worktree.path };
  return async (args, options = {}) => {
    const outcome = await git.run(worktree.path, args, { ...options, signal, env });
    const fault = gitFault(outcome);
    return fault ?? (outcome.kind === 'ended' ? outcome.stdout : Buffer.alloc(0));
  };
}

type Change = {
  readonly mode: string;
  /** The id of the old content; zeros for none. */
  readonly before: string;
  readonly object: string;
  readonly path: string;
};

const SUBMODULE = '160000';
const LINK = '120000';

/** Parses the output of `diff-tree -r -z`: the new state of each changed file. */
function changesIn(raw: Buffer): Change[] {
  const records = raw.toString('utf8').split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < records.length; at += 2) {
    const [, mode = '', before = '', object = ''] = (records[at] ?? '').split(' ');
    changes.push({ mode, before, object, path: records[at + 1] ?? '' });
  }
  return changes;
}

async function faultOf(
  { mode, object, path }: Change,
  { ask, context }: { readonly ask: Ask; readonly context: VerifyContext },
): Promise<string | undefined> {
  const shown = printableLine(path);
  const parts = path.toLowerCase().split('/');
  if (isAbsolute(path) || parts.some((part) => part === '' || part === '.' || part === '..'))
    return `${shown} is not a path in the worktree`;
  if (parts.includes('.git')) return `${shown} belongs to git`;
  // Some file systems ignore case, and a project below the top has a folder of its own.
  const own = `${context.repository.prefix}.orchestrator`.toLowerCase();
  const small = path.toLowerCase();
  if (small === own || small.startsWith(`${own}/`)) return `${shown} belongs to the program`;
  if (mode === SUBMODULE) return `${shown} is a repository of its own`;
  if (mode !== LINK) return undefined;
  const target = await ask(['cat-file', 'blob', object]);
  if (typeof target === 'string') return target;
  const to = target.toString('utf8');
  // `..` after a folder leads elsewhere than it seems if the folder is a link.
  const isCrooked = /(?:^|\/)(?!\.\.(?:\/|$))[^/]+\/(?:.*\/)?\.\.(?:\/|$)/u.test(to);
  const top = context.worktree.path;
  if (isAbsolute(to) || isCrooked || !isWithin(top, join(top, dirname(path), to)))
    return `${shown} is a link that leads out of the worktree`;
  return undefined;
}

function firstLine(text: string): string {
  return printableLine(text.split('\n')[0] ?? '').replace(/^error: /u, '');
}
