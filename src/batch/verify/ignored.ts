import { join, posix } from 'node:path';
import { entryKind, namesIn, realPath, writtenAt } from '../../platform/index.ts';
import type { FileChange } from './changes.ts';
import type { CallOptions, GitCalls } from './git_calls.ts';
import type { Unheld } from './submodules.ts';

/** The files a phase declared, and when its attempt started. */
export type Declared = {
  /** Paths and patterns, relative to the project. */
  readonly files: readonly string[];
  /** In milliseconds since 1970 UTC: files last written before that are not the attempt's. */
  readonly since: number;
};

/**
 * Returns ignored files that the attempt wrote and that the phase declares by name, or in folders it declares as a whole: they
 * are in no snapshot, though the plan relies on them. The content of a declared folder or pattern is included too, if the attempt
 * left nothing else there. Files that a pattern covers only by accident, such as caches below `src/**`, are excluded, as are
 * files put there for the attempt.
 *
 * @param options.base - the commit the attempt began at
 * @param options.index - the index the snapshot was written from
 * @param options.left - paths that are not part of the work, relative to the worktree's top
 * @param options.folder - for a temporary index
 * @param options.changed - the files that differ between the snapshot and the base, relative to the worktree's top
 */
export async function ignoredDeclared(
  calls: GitCalls,
  { files, since }: Declared,
  {
    top,
    prefix,
    base,
    index,
    left,
    folder,
    changed,
  }: {
    readonly base: string;
    readonly top: string;
    readonly prefix: string;
    readonly index: string;
    readonly left: readonly string[];
    readonly folder: string;
    readonly changed: readonly FileChange[];
  },
): Promise<Unheld[]> {
  const isLeft = (path: string) => left.some((one) => path === one || path.startsWith(`${one}/`));
  // Files in the snapshot are not ignored, and areas where the attempt left other changes are not searched.
  const held = new Set(changed.filter(({ change }) => change !== 'deleted').map(({ path }) => path));
  const hasChange = ({ from, isPattern }: Area) =>
    !isPattern && changed.some(({ path }) => path === from || path.startsWith(`${from}/`));
  const paths = namedIn(files, prefix).filter(
    (path) => !isLeft(path) && !held.has(path) && isWritten(join(top, path), since),
  );
  const areas = files.flatMap((written) => areaOf(written, prefix) ?? []).filter((area) => !hasChange(area));
  if (paths.length === 0 && areas.length === 0) return [];
  const call = { indexFile: index, isOptional: true } as const;
  const ignored =
    paths.length === 0
      ? []
      : await calls.records(['check-ignore', '-z', '--stdin'], { ...call, give: paths, mayEndWith: 1 });
  const found: Unheld[] = [];
  for (const path of ignored.slice(0, MAX_NAMED)) {
    const isFolder = entryKind(join(top, path)) === 'folder';
    const literal = `:(top,literal)${path}`;
    const held = isFolder ? await calls.records(['ls-files', '-z', '--', literal], call) : [];
    if (held.length > 0) continue;
    const own = { indexFile: join(folder, `ignored-${found.length}`), isOptional: true } as const;
    const inside = isFolder
      ? await calls.records(['ls-files', '-z', '--others', '--', literal], own)
      : [path];
    const kept = await keep(calls, path, { ...own, give: inside.filter(isFile).slice(0, MAX_KEPT) });
    found.push({ path, kept, why: notHeld(path, inside.length) });
  }
  const isFound = (path: string) => found.some((one) => path === one.path || path.startsWith(`${one.path}/`));
  for (const area of areas) {
    if (found.length >= MAX_NAMED) break;
    const inside = (await ignoredIn(calls, area, { base, call })).filter(
      (path) => !isFound(path) && !isLeft(path) && isWritten(join(top, path), since),
    );
    const [first] = inside;
    if (first === undefined) continue;
    const own = { indexFile: join(folder, `ignored-${found.length}`), isOptional: true } as const;
    const kept = await keep(calls, first, { ...own, give: inside.slice(0, MAX_KEPT) });
    found.push({ path: first, kept, why: notHeldIn(area.written, first, inside.length) });
  }
  return found;
}

/** The area covered by a declaration that is a folder or a pattern. */
type Area = {
  readonly written: string;
  /** The folder it starts in, relative to the worktree's top; empty for the top. */
  readonly from: string;
  readonly isPattern: boolean;
  /** The pathspec for git. */
  readonly spec: string;
};

/** A declaration that covers the whole project declares nothing in particular. */
function areaOf(written: string, prefix: string): Area | undefined {
  const name = written.replace(/^(?:\.\/)+/u, '');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..')) return undefined;
  const literal = parts.findIndex((part) => /[*?[\]{}]/u.test(part));
  const before = literal === -1 ? parts : parts.slice(0, literal);
  if (before.length === 0 && parts.every((part) => /^\*+$/u.test(part))) return undefined;
  const from = posix.join(prefix, ...before).replace(/^\.$/u, '');
  const spec = literal === -1 ? `:(top,literal)${from}` : `:(top,glob)${posix.join(prefix, ...parts)}`;
  return { written, from, isPattern: literal !== -1, spec };
}

/**
 * Returns the ignored files of such an area, if the attempt left nothing else in it: the requested files are then among them. If
 * it changed other files there too, the ignored ones are leftovers of builds and programs.
 */
async function ignoredIn(
  calls: GitCalls,
  { from, spec }: Area,
  { base, call }: { readonly base: string; readonly call: CallOptions },
): Promise<string[]> {
  const ignored = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard'];
  // An ignored folder is one entry: installed packages are not searched.
  const entries = (await calls.records([...ignored, '--directory', '--', spec], call)).filter(
    (path) => !isLeaving(path, from),
  );
  if (entries.length === 0) return [];
  const changed = await calls.records(
    ['diff-index', '--cached', '--name-only', '-z', base, '--', spec],
    call,
  );
  if (changed.length > 0) return [];
  const found: string[] = [];
  for (const entry of entries.slice(0, MAX_KEPT)) {
    if (isFile(entry)) found.push(entry);
    else if (`${from}/`.startsWith(entry) || !(await isNamedByRule(calls, entry, call)))
      found.push(
        ...(await calls.records([...ignored, '--', spec], call)).filter((path) => path.startsWith(entry)),
      );
  }
  const held = await calls.records(['ls-files', '-z', '--', `:(top,literal)${from}`], call);
  const sources = new Set(held.map(stem));
  return [...new Set(found)].filter(
    (path) => isFile(path) && !isLeaving(path, from) && !sources.has(stem(path)),
  );
}

/** Whether an ignore file names a folder at any depth (`cache/`), so that a declaration of a larger area does not mean it. */
async function isNamedByRule(calls: GitCalls, entry: string, call: CallOptions): Promise<boolean> {
  const rules = await calls.records(['check-ignore', '-v', '-z', '--stdin'], {
    ...call,
    give: [entry],
    mayEndWith: 1,
  });
  const rule = (rules[2] ?? '').replace(/^\//u, '').replace(/\/$/u, '');
  return rule !== '' && !rule.includes('/') && !/^\*+$/u.test(rule);
}

/** The name without its extension: the output for `a.ts` is `a.js`. */
function stem(path: string): string {
  return path.replace(/\.[^./]*$/u, '');
}

/** Whether a path is a typical leftover of programs, below a folder declared without it. */
function isLeaving(path: string, from: string): boolean {
  const below = from === '' ? path : path.slice(from.length + 1);
  return LEAVINGS.test(below);
}

const LEAVINGS =
  /(?:^|\/)(?:\.[^/]+|node_modules|__pycache__|caches?|coverage|te?mp|logs?|venv|vendor|Thumbs\.db|[^/]*(?:\.(?:py[cod]|class|o|log|tmp|swp|bak|pid|tsbuildinfo|egg-info)|~))(?:\/|$)/iu;

/**
 * Returns the files and folders that declarations name as a whole, relative to the repository's top.
 *
 * @param files - paths and patterns, relative to the project
 * @param prefix - the project's path below the top, ending in `/`
 */
export function namedIn(files: readonly string[], prefix: string): string[] {
  return [...new Set(files.map(nameOf))]
    .filter((name) => name !== '' && name !== '.' && !name.startsWith('/') && !name.split('/').includes('..'))
    .map((name) => posix.join(prefix, name));
}

const MAX_NAMED = 10;

/** Returns the file or folder that a declaration names as a whole; empty for a pattern that covers only part of one. */
function nameOf(written: string): string {
  const name = written
    .replace(/^(?:\.\/)+/u, '')
    .replace(/\/(?:\*\*?)?(?:\/\*)?$/u, '')
    // Each slash after another one: a pattern ending in `+$` would retry at every position of a long run.
    .replace(/\/(?=\/)/gu, '')
    .replace(/\/$/u, '');
  return name.includes('*') ? '' : name;
}

function isWritten(place: string, since: number): boolean {
  if (realPath(place) !== place) return false;
  const kind = entryKind(place);
  if (kind === 'file') return writtenAt(place) >= since;
  return kind === 'folder' && namesIn(place).some((name) => isWrittenBelow(join(place, name), since));
}

/** Limited to the usual depth of build output; a full search of ignored files would go through caches. */
function isWrittenBelow(place: string, since: number, depth = 3): boolean {
  if (entryKind(place) !== 'folder') return writtenAt(place) >= since;
  return depth > 0 && namesIn(place).some((name) => isWrittenBelow(join(place, name), since, depth - 1));
}

/** A repository in there ends with a slash. */
function isFile(path: string): boolean {
  return !path.endsWith('/');
}

/** Adds ignored files to the repository's objects, so that they are not lost. */
async function keep(calls: GitCalls, path: string, call: CallOptions): Promise<string | undefined> {
  const { give: _, ...rest } = call;
  await calls.run(['update-index', '--add', '-z', '--stdin'], call);
  const tree = await calls.run(['write-tree'], rest);
  const message = `What an attempt left in ${path}, which git ignores\n`;
  const commit = tree === '' ? '' : await calls.run(['commit-tree', tree, '-m', message], rest);
  return commit === '' ? undefined : commit;
}

/** A build's output may be more than anyone reads. */
const MAX_KEPT = 2000;

function notHeldIn(written: string, path: string, count: number): string {
  const more = count > 1 ? ` and ${count - 1} more` : '';
  const rest = count > MAX_KEPT ? ` Of them, ${MAX_KEPT} files are kept.` : '';
  return `${written} is declared, and git ignores all that the attempt left there (${path}${more}): no commit of a batch holds it, and nobody else would find it there.${rest} To have it in the work, add it by force (git add -f ${path}). Otherwise do without it, or have it taken out of the ignore file or of the plan.`;
}

function notHeld(path: string, count: number): string {
  const rest = count > MAX_KEPT ? ` Of what is in it, ${MAX_KEPT} files are kept.` : '';
  return `${path} is declared, and git ignores it: no commit of a batch holds it, and nobody else would find it there.${rest} To have it in the work, add it by force (git add -f ${path}). Otherwise do without it, or have it taken out of the ignore file or of the plan.`;
}
