import { basename, dirname, join, sep } from 'node:path';
import { ownValue } from '../../../lib/index.ts';

/**
 * Returns the paths in a hidden home that a command's programs need: the folders of PATH below it, and the real folder of an
 * installed program. A `bin` is shown with the libraries next to it, never with its whole folder: tools keep tokens there
 * (`~/.cargo/credentials.toml`, `~/.docker/config.json`). A version of a tool, deeper in the home, is shown whole.
 *
 * @param programs - the real paths of the programs that are started
 */
export function toolsInHome(
  home: string,
  { path, programs }: { readonly path: string; readonly programs: readonly string[] },
): string[] {
  const inHome = (place: string) => place.startsWith(home.endsWith(sep) ? home : home + sep);
  const folders = path.split(':').filter((folder) => inHome(folder) && folder !== home);
  const shown = [
    ...folders.flatMap((folder) => toolsWith(folder, home)),
    ...programs.filter(inHome).map((program) => packageOf(program, home)),
  ];
  return [...new Set(shown)].sort();
}

/** Returns the paths needed by the programs in a folder of PATH. */
function toolsWith(folder: string, home: string): string[] {
  if (!['bin', 'shims'].includes(basename(folder))) return [folder];
  const owner = dirname(folder);
  const name = owner.slice(home.length + 1);
  if (owner === home || SHARED.has(name)) return [folder];
  if (name.includes(sep) && VERSION.test(basename(owner))) return [owner];
  return [
    folder,
    ...LIBRARIES.map((library) => join(owner, library)),
    ...(ownValue(NEEDED_BY, name) ?? []).map((needed) => join(home, needed)),
  ];
}

/** Folders of a home that hold data of many programs next to their `bin`. */
const SHARED = new Set(['.local', '.config', '.cache', '.local/share']);

/** As in `~/.nvm/versions/node/v22.1.0` and `~/.sdkman/candidates/java/current`. */
const VERSION = /^(?:current|[a-z]*-?v?\d+(?:\.\d+)+[\w.+-]*)$/iu;

/** Library folders next to a `bin` in an installation. */
const LIBRARIES = ['lib', 'lib64', 'libexec', 'include', 'share', 'pyvenv.cfg'];

/** Folders elsewhere in the home that version managers need. */
const NEEDED_BY: Readonly<Record<string, readonly string[]>> = {
  '.asdf': ['.asdf/asdf.sh', '.asdf/bin', '.asdf/installs', '.asdf/plugins', '.tool-versions'],
  '.bun': ['.bun/install/global'],
  '.cargo': ['.rustup'],
  '.krew': ['.krew/store'],
  '.local/share/mise': ['.local/share/mise/installs', '.config/mise'],
  '.nodenv': ['.nodenv/version', '.nodenv/versions'],
  '.pyenv': ['.pyenv/bin', '.pyenv/plugins', '.pyenv/version', '.pyenv/versions'],
  '.rbenv': ['.rbenv/bin', '.rbenv/plugins', '.rbenv/version', '.rbenv/versions'],
  '.volta': ['.volta/tools'],
};

/** Returns the package a program was installed with, its folder, or the program alone if that folder holds other things. */
function packageOf(program: string, home: string): string {
  const packages = `${sep}node_modules`;
  const at = program.indexOf(packages + sep, home.length);
  if (at !== -1) return program.slice(0, at) + packages;
  const folder = dirname(program);
  return folder === home || SHARED.has(folder.slice(home.length + 1)) ? program : folder;
}
