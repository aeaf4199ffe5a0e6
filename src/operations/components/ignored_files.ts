import { basename, join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { COMPONENT_FILE, type ComponentKind, FOLDERS, KINDS, type Library } from '../../framework/index.ts';
import { displayPath, entryKind, namesIn } from '../../platform/index.ts';
import { leftOverWrites } from '../left_over_writes.ts';
import { writableLayers } from './writable_layers.ts';

/** The components in a folder, and warnings for what the library ignores there. */
export type FolderContents = {
  readonly files: readonly { readonly path: string; readonly kind: ComponentKind | undefined }[];
  readonly problems: readonly Problem[];
};

/**
 * Lists a folder: components of one kind, or a library's folders by kind. An empty folder of a kind is reported.
 *
 * @param options.isLayer - whether it is a layer of the library, even without any folder of a kind
 */
export function contentsOf(
  folder: string,
  cwd: string,
  { isLayer = false }: { readonly isLayer?: boolean } = {},
): FolderContents {
  const own = isLayer ? undefined : KINDS.find((kind) => FOLDERS[kind] === basename(folder));
  const kinds = KINDS.filter((kind) => entryKind(join(folder, FOLDERS[kind])) === 'folder');
  const isLibrary = isLayer || (own === undefined && kinds.length > 0);
  const here = namesIn(folder).filter((name) => !isLibrary || !kinds.some((kind) => FOLDERS[kind] === name));
  const within = isLibrary ? kinds.map((kind) => contentsOf(join(folder, FOLDERS[kind]), cwd)) : [];
  const isTaken = (name: string) =>
    !isLibrary && COMPONENT_FILE.test(name) && entryKind(join(folder, name)) !== 'folder';
  const why = isLibrary ? 'components belong in personas/, protocols/ and constraints/' : NAMES;
  const isEmpty =
    (own !== undefined || (isLayer && kinds.length === 0)) && here.every((name) => name.startsWith('.'));
  return {
    files: [
      ...here.filter(isTaken).map((name) => ({ path: join(folder, name), kind: own })),
      ...within.flatMap(({ files }) => files),
    ],
    problems: [
      ...(isEmpty ? [noComponents(displayPath(cwd, folder))] : []),
      ...here
        .filter((name) => !isTaken(name) && !name.startsWith('.'))
        .map((name) => passedOver(displayPath(cwd, join(folder, name)), why)),
      ...within.flatMap(({ problems }) => problems),
    ],
  };
}

/** Reports everything in the folders of the user's own layers that is not a component. */
export function ignoredFilesIn(library: Library, cwd: string): Problem[] {
  return library
    .filter(({ name, folder }) => name !== 'built-in' && entryKind(folder) === 'folder')
    .flatMap(({ folder }) => contentsOf(folder, cwd, { isLayer: true }).problems);
}

/** Finds leftovers of interrupted writes in the folders of the user's own layers. */
export function leftoverFilesIn(library: Library, cwd: string): Problem[] {
  const folders = writableLayers(library).map(({ folder }) => folder);
  return leftOverWrites(
    cwd,
    folders.flatMap((folder) => [folder, ...KINDS.map((kind) => join(folder, FOLDERS[kind]))]),
  );
}

/** Reported because somebody may believe that their components are found there. */
function noComponents(file: string): Problem<'no-components'> {
  return {
    severity: 'note',
    code: 'no-components',
    message: 'There is no component in this folder, so it adds nothing to the library.',
    file,
    hint: 'Put some there (orchestrator components new KIND NAME), or remove it.',
  };
}

const NAMES = 'the file name of a component has letters, digits, _ and -, and ends in .txt or .md';

function passedOver(file: string, why: string): Problem<'component-passed-over'> {
  return {
    severity: 'warning',
    code: 'component-passed-over',
    message: `This is ignored: ${why}.`,
    file,
    hint: 'Rename or move it if it is meant as a component; otherwise remove it from the library.',
  };
}
