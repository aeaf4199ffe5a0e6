import { join } from 'node:path';
import { entryKind, findProgram, isFolder, isWithin, readText } from '../platform/index.ts';
import { makeTargetsIn } from './discovery/reading/makefile.ts';

/** Queries about a project that check a reference before it is relied on. Paths are relative to its root, with slashes. */
export type Project = {
  /** The kind of entry at a path, as long as no link leads out of the project. */
  readonly has: (path: string) => 'file' | 'folder' | undefined;
  /** The `package.json` in a folder; `undefined` if there is no readable one. */
  readonly npmPackage: (folder: string) => NpmPackage | undefined;
  /** The targets of the makefile in a folder; `undefined` if there is none. */
  readonly makeTargets: (folder: string) => MakeTargets | undefined;
  /** Whether the package manager has installed a program of that name in the folder, or one above it in the project. */
  readonly hasLocalProgram: (folder: string, name: string) => boolean;
  /** Whether a shell would find the program. */
  readonly hasProgram: (name: string) => boolean;
};

/** The names of a package's scripts, and of all its dependencies of any kind. */
export type NpmPackage = {
  readonly scripts: ReadonlySet<string>;
  readonly dependencies: ReadonlySet<string>;
};

/** The targets that a makefile names, and whether it has others that reading it cannot reveal. */
export type MakeTargets = { readonly names: ReadonlySet<string>; readonly isOpen: boolean };

/** Opens a project for queries. Runs nothing. */
export function openProject(root: string, env: Readonly<Record<string, string | undefined>>): Project {
  const npmPackage = remembered((folder) => readPackage(root, folder));
  const targets = remembered((folder) => readMakeTargets(root, folder));
  const hasProgram = remembered((name) => findProgram(name, env.PATH ?? '') !== undefined);
  return {
    has: (path) => entryIn(root, path),
    npmPackage,
    makeTargets: targets,
    hasLocalProgram: (folder, name) =>
      !name.includes('/') &&
      foldersUpTo(folder).some(
        (above) => entryKind(join(root, above, 'node_modules/.bin', name)) !== 'absent',
      ),
    hasProgram,
  };
}

function remembered<Value>(find: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, find(key));
    return known.get(key) as Value;
  };
}

function entryIn(root: string, path: string): 'file' | 'folder' | undefined {
  if (path.includes('\0')) return undefined;
  const whole = join(root, path);
  const kind = entryKind(whole);
  if (kind === 'absent' || kind === 'unreadable' || !isWithin(root, whole)) return undefined;
  return isFolder(whole) ? 'folder' : 'file';
}

/** `packages/app`, `packages`, `.` */
function foldersUpTo(folder: string): string[] {
  const names = join(folder)
    .split('/')
    .filter((name) => name !== '.' && name !== '');
  return [...names.map((_, index) => names.slice(0, names.length - index).join('/')), '.'];
}

function readPackage(root: string, folder: string): NpmPackage | undefined {
  const text = textIn(root, join(folder, 'package.json'));
  if (text === undefined) return undefined;
  try {
    const manifest: unknown = JSON.parse(text);
    const keysOf = (field: string) => Object.keys(fieldOf(manifest, field) ?? {});
    return {
      scripts: new Set(keysOf('scripts')),
      dependencies: new Set(DEPENDENCY_FIELDS.flatMap(keysOf)),
    };
  } catch {
    return undefined;
  }
}

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

function fieldOf(value: unknown, field: string): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.getOwnPropertyDescriptor(value, field)?.value;
  return typeof found === 'object' && found !== null ? found : undefined;
}

function readMakeTargets(root: string, folder: string): MakeTargets | undefined {
  for (const name of ['GNUmakefile', 'makefile', 'Makefile']) {
    const text = textIn(root, join(folder, name));
    if (text === undefined) continue;
    const names = makeTargetsIn(text.split('\n')).map(({ name: target }) => target);
    return {
      names: new Set(names),
      isOpen: /^-?s?include\s/mu.test(text) || names.some((target) => /[%$]/u.test(target)),
    };
  }
  return undefined;
}

function textIn(root: string, file: string): string | undefined {
  const path = join(root, file);
  if (!isWithin(root, path)) return undefined;
  const read = readText(path, LARGEST);
  return read.kind === 'text' ? read.text : undefined;
}

const LARGEST = 1024 * 1024;
