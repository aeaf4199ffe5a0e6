import { basename, join } from 'node:path';
import type { BatchStore, Project } from '../../batch/index.ts';
import {
  createFile,
  entryNumber,
  isSameEntry,
  ownIdentity,
  readText,
  replaceFile,
  sha256,
} from '../../platform/index.ts';

/**
 * Identifies a project at a placement that several machines use. The id stays the same when the project's folder or its machine
 * is renamed (laptops change names between networks, as do login nodes that share a home folder), and when the project is
 * restored in place: otherwise running work would not be found. A copy of the project has another id, and so has
 * a project created where another one was before it was renamed.
 */
export async function remoteProjectId(
  { mayHaveBeenAtPlaces }: Pick<BatchStore, 'mayHaveBeenAtPlaces'>,
  project: Project,
): Promise<string> {
  const { root, state } = project;
  const file = join(state, FILE);
  const { host } = ownIdentity();
  const folder = entryNumber(state) ?? '';
  const kept = keptIn(file);
  const stands = kept?.host === host && kept.root === root;
  if (kept !== undefined && (stands || (kept.folder === folder && !isOfAnother(kept, state)))) {
    // If writing fails, the id is still found until the next change.
    if (!stands || kept.folder !== folder)
      await replaceFile(file, written({ ...kept, folder, host, root })).catch(() => undefined);
    return kept.id;
  }
  const before = idOf(host, root);
  // Asked before the journal names a place.
  const isOlder = kept === undefined && mayHaveBeenAtPlaces(project);
  const made = { id: isOlder ? before : idOf(host, root, folder), folder, host, root };
  try {
    // Only one of two simultaneous first runs creates the file.
    if (kept === undefined && (await createFile(file, written(made))) === 'exists') {
      const other = keptIn(file);
      if (other !== undefined) return other.id;
    }
    await replaceFile(file, written(made));
    return made.id;
  } catch {
    // An id that cannot be stored has to be computed the same way next time.
    return kept === undefined ? before : made.id;
  }
}

type Kept = { readonly id: string; readonly folder: string; readonly host: string; readonly root: string };

function keptIn(file: string): Kept | undefined {
  const read = readText(file, LONGEST);
  const [, id, folder, host, root] = (read.kind === 'text' && KEPT.exec(read.text)) || [];
  if (id === undefined || folder === undefined || host === undefined || root === undefined) return undefined;
  return { id, folder, host, root };
}

function written({ id, folder, host, root }: Kept): string {
  return `${id} ${folder} ${host}\n${root}\n`;
}

/** Whether the id is still stored in its original place: this is then a file-system snapshot, with the same inode numbers. */
function isOfAnother({ id, root }: Kept, state: string): boolean {
  const there = join(root, basename(state));
  const other = keptIn(join(there, FILE));
  const isItsOwn = other?.root === root || other?.folder === entryNumber(there);
  return other?.id === id && isItsOwn && !isSameEntry(there, state);
}

function idOf(...of: readonly string[]): string {
  return sha256(of.join('\n')).slice(0, 16);
}

const FILE = 'places';

/** The id at places; the inode number of the containing folder, which a copy does not share; the machine; and the folder. */
const KEPT = /^([0-9a-f]{16}) (\d+) (\S+)\n([\s\S]+)\n$/u;

/** The limit on the file read, in bytes. */
const LONGEST = 16 * 1024;
