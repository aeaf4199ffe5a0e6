import { basename, dirname, join, sep } from 'node:path';
import { ownValue } from '../../lib/index.ts';

/**
 * What of a hidden home a command's programs stand in: the folders of PATH below it, and the folder that an installed program
 * really is in. A `bin` comes with the libraries beside it, never with all that its folder has: tools keep their tokens there
 * (`~/.cargo/credentials.toml`, `~/.docker/config.json`). A version of a tool, deeper in the home, is shown whole.
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
    ...folders.flatMap((folder) => toolsWith(folder, home)),
    ...programs.filter(inHome).map((program) => packageOf(program, home)),
  ];
  return [...new Set(shown)].sort();
}

/** What the programs in a folder of PATH need. */
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

/** Folders of a home that hold data of many programs beside their `bin`. */
const SHARED = new Set(['.local', '.config', '.cache', '.local/share']);

/** As in `~/.nvm/versions/node/v22.1.0` and `~/.sdkman/candidates/java/current`. */
const VERSION = /^(?:current|[a-z]*-?v?\d+(?:\.\d+)+[\w.+-]*)$/iu;

/** What lies beside a `bin` where something was installed. */
const LIBRARIES = ['lib', 'lib64', 'libexec', 'include', 'share', 'pyvenv.cfg'];

/** What managers of versions start lies elsewhere in the home. */
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

/** The packages that a program was installed with, the folder it is in, or it alone where that folder holds other things. */
function packageOf(program: string, home: string): string {
  const packages = `${sep}node_modules`;
  const at = program.indexOf(packages + sep, home.length);
  if (at !== -1) return program.slice(0, at) + packages;
  const folder = dirname(program);
  return folder === home || SHARED.has(folder.slice(home.length + 1)) ? program : folder;
}
