import { basename, dirname, sep } from 'node:path';

/**
 * What of a hidden home a command's programs stand in: the folders of PATH below it, and the folder that an installed program
 * really is in. A `bin` folder comes with the folder that it belongs to, as a version of Node does, but never with the
 * home folder itself or with one that holds other programs' data.
 *
 * @param programs - the real places of the programs that are started
 */
export function toolsInHome(
  home: string,
  { path, programs }: { readonly path: string; readonly programs: readonly string[] },
): string[] {
  const inHome = (place: string) => place.startsWith(home.endsWith(sep) ? home : home + sep);
  const folders = path.split(':').filter((folder) => inHome(folder) && folder !== home);
  const shown = [
    ...folders.map((folder) =>
      ['bin', 'shims'].includes(basename(folder)) ? ownerOf(folder, home) : folder,
    ),
    ...programs.filter(inHome).map((program) => packageOf(program, home)),
  ];
  return [...new Set(shown)].sort();
}

/** The folder that a `bin` belongs to, where that is its own. */
function ownerOf(bin: string, home: string): string {
  const owner = dirname(bin);
  return owner === home || SHARED.has(owner.slice(home.length + 1)) ? bin : owner;
}

/** Folders of a home that hold data of many programs beside their `bin`. */
const SHARED = new Set(['.local', '.config', '.cache', '.local/share']);

/** The package that a program was installed with, the folder it is in, or it alone where that folder holds other things. */
function packageOf(program: string, home: string): string {
  const at = program.lastIndexOf(`${sep}node_modules${sep}`);
  const folder = at === -1 ? dirname(program) : program.slice(0, at);
  return folder === home || SHARED.has(folder.slice(home.length + 1)) ? program : folder;
}
