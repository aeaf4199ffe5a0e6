import { dirname, relative, resolve } from 'node:path';
import { join } from 'node:path/posix';
import type { Problem } from '../../diagnostics/index.ts';
import type { CheckedPhase } from '../../plan/index.ts';
import { displayPath, entryKind, isWithin, realPath } from '../../platform/index.ts';

/**
 * Paths of a plan that were written as seen from a folder below the project's root, where the plan is or where its author is: a batch
 * takes paths and commands from the root, and would work on other files than were meant.
 *
 * @param options.file - the plan; `-` is standard input
 * @param options.shown - the plan's name, for problems
 */
export function pathsFromFolder(
  phases: readonly CheckedPhase[],
  {
    root,
    cwd,
    file,
    shown,
  }: { readonly root: string; readonly cwd: string; readonly file: string; readonly shown: string },
): Problem<'path-from-folder'>[] {
  const folders = new Set([realPath(cwd), ...(file === '-' ? [] : [realPath(dirname(resolve(cwd, file)))])]);
  const top = realPath(root);
  const below = [...folders].filter((folder) => folder !== top && isWithin(top, folder));
  const isThere = (folder: string, path: string) => entryKind(resolve(folder, path)) !== 'absent';
  return phases.flatMap(({ source }) =>
    (source.files?.entries ?? []).flatMap(({ path, isPath, line, column }): Problem<'path-from-folder'>[] => {
      if (!isPath || path.startsWith('/') || path.startsWith('..')) return [];
      // Of what is not there yet, the folder that it begins with.
      const first = path.split('/')[0] ?? path;
      const candidates = [...new Set([path, first])].filter((name) => !/[*?{]/u.test(name));
      const from = below.find((folder) =>
        candidates.some((name) => isThere(folder, name) && !isThere(top, name)),
      );
      if (from === undefined) return [];
      const folder = relative(top, from);
      return [
        {
          severity: 'error',
          code: 'path-from-folder',
          message: `${path} is there as seen from ${folder}, and not from the project's root, ${displayPath(cwd, root)}: a batch takes all paths from there, and runs all commands there.`,
          ...{ file: shown, line, column },
          hint: `Write ${join(folder, path)}, and commands as they run in the root: cd ${folder} && …`,
        },
      ];
    }),
  );
}
