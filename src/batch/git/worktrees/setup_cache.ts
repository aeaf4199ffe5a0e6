import { dirname, join } from 'node:path';
import {
  copyTree,
  entryKind,
  type Git,
  isWithin,
  makeFolders,
  mentionsText,
  moveFolder,
  namesIn,
  readText,
  removeTree,
  replaceFile,
  sha256,
  stagingName,
} from '../../../platform/index.ts';
import type { Repository } from './repository.ts';
import { setupPathspecs } from './setup_files.ts';
import { lockFileNames } from './suggestions.ts';
import type { Worktree } from './worktree.ts';

/*
 * The files a setup command makes depend on the command and on its input files, so they are made once and copied into later
 * worktrees. Not if there is no lock file, and not if the files contain the path where they were made, as in a Python
 * environment: a copy would refer to another worktree.
 *
 *   .orchestrator/cache/setup/<key>/0, 1, …      what git ignores and was made
 *                                   places.json  which of them belongs where, relative to the project
 */

/** The cached results of a setup command. */
export type SetupCache = {
  /** Copies the cached files into the worktree; `false` if there are none, or they cannot be copied whole. */
  readonly bring: () => Promise<boolean>;
  /** Caches the files made in the worktree, if another can use them. A failure has no consequences. */
  readonly keep: () => Promise<void>;
};

/**
 * Opens the cache for a command in a fresh worktree; `undefined` if the command's input files are unknown.
 *
 * @param options.brought - paths that came into the worktree in another way, relative to the project
 */
export async function openSetupCache(
  {
    git,
    repository,
    worktree,
  }: { readonly git: Git; readonly repository: Repository; readonly worktree: Worktree },
  { command, brought }: { readonly command: string; readonly brought: readonly string[] },
): Promise<SetupCache | undefined> {
  const locks = lockFileNames().map((name) => `:(glob)**/${name}`);
  const list = async (...args: readonly string[]): Promise<string[]> => {
    const listed = await git.run(worktree.project, ['ls-files', '-z', ...args]);
    if (listed.kind !== 'ended' || listed.code !== 0) return [];
    return listed.stdout.toString('utf8').split('\0').slice(0, -1);
  };
  if ((await list('--', ...locks)).length === 0) return undefined;
  const goesBy = await list('--stage', '--', ...setupPathspecs(command, repository));
  const key = sha256(JSON.stringify([process.version, process.arch, command, goesBy])).slice(0, 32);
  const all = join(repository.project, '.orchestrator', 'cache', 'setup');
  // Links that come with a repository must not lead out of it: places in there are written and removed.
  if ([dirname(all), all].some((path) => entryKind(path) === 'link') || !isWithin(repository.project, all))
    return undefined;
  const folder = join(all, key);
  return {
    async bring() {
      const places = placesIn(folder);
      if (places === undefined) return false;
      try {
        for (const [index, path] of places.entries())
          await copyTree(join(folder, String(index)), join(worktree.project, path));
        return true;
      } catch {
        for (const path of places) await removeTree(join(worktree.project, path)).catch(() => undefined);
        return false;
      }
    },
    async keep() {
      const ignored = await list('--others', '--ignored', '--exclude-standard', '--directory', '--', '.');
      const made = ignored
        .map((path) => path.replace(/\/$/u, ''))
        .filter((path) => !brought.includes(path) && !path.startsWith('.orchestrator'));
      if (made.length === 0 || made.length > MAX_PLACES || entryKind(folder) !== 'absent') return;
      const staged = join(all, stagingName());
      try {
        for (const path of made) {
          const from = join(worktree.project, path);
          if (await namesItsPlace(from, worktree.path)) return;
        }
        makeFolders(staged);
        for (const [index, path] of made.entries())
          await copyTree(join(worktree.project, path), join(staged, String(index)));
        await replaceFile(join(staged, PLACES), `${JSON.stringify(made)}\n`);
        const kept = namesIn(all).filter((name) => KEY.test(name));
        for (const old of kept.slice(0, -MAX_KEPT)) await removeTree(join(all, old));
        moveFolder(staged, folder);
      } catch {
        // The worktree is ready anyway; the next one is set up without the cache.
      } finally {
        await removeTree(staged).catch(() => undefined);
      }
    },
  };
}

const KEY = /^[0-9a-f]{32}$/u;
const PLACES = 'places.json';
const MAX_PLACES = 50;
/** Each may be as large as the packages of the project. */
const MAX_KEPT = 3;
/** In bytes; scripts and settings that contain a path are far smaller. */
const LARGEST_SCRIPT = 128 * 1024;

function placesIn(folder: string): string[] | undefined {
  const read = readText(join(folder, PLACES), 64 * 1024);
  if (read.kind !== 'text') return undefined;
  try {
    const value: unknown = JSON.parse(read.text);
    const isPlace = (path: unknown): path is string =>
      typeof path === 'string' && path.split('/').every((part) => !['', '.', '..', '.git'].includes(part));
    return Array.isArray(value) && value.every(isPlace) ? value : undefined;
  } catch {
    return undefined;
  }
}

function namesItsPlace(path: string, place: string): Promise<boolean> {
  return entryKind(path) === 'folder' ? mentionsText(path, place, LARGEST_SCRIPT) : Promise.resolve(false);
}
