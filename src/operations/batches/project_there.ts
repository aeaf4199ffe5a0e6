import { basename, join } from 'node:path';
import { JOURNAL_FILE, type Project } from '../../batch/index.ts';
import {
  createFile,
  entryNumber,
  isSameEntry,
  namesIn,
  ownIdentity,
  readBytes,
  readText,
  replaceFile,
  sha256,
} from '../../platform/index.ts';

/**
 * What tells a project from others at a placement that several machines use. It stays what it was when the project's folder is
 * renamed, or its machine is called otherwise (as laptops are in another network, and login nodes that share a home folder), and when
 * it is restored where it was: what is under way there would be looked for in vain. A copy of the project elsewhere is another one, and so is
 * whatever is made later where a project was before it was renamed.
 */
export async function projectThere({ root, state, ...folders }: Project): Promise<string> {
  const file = join(state, FILE);
  const { host } = ownIdentity();
  const folder = entryNumber(state) ?? '';
  const kept = keptIn(file);
  const stands = kept?.host === host && kept.root === root;
  if (kept !== undefined && (stands || (kept.folder === folder && !isOfAnother(kept, state)))) {
    // One that cannot be written down anew is found all the same until the next change.
    if (!stands || kept.folder !== folder)
      await replaceFile(file, written({ ...kept, folder, host, root })).catch(() => undefined);
    return kept.id;
  }
  const before = idOf(host, root);
  const isOlder = kept === undefined && hasBeenAtPlaces(folders);
  const made = { id: isOlder ? before : idOf(host, root, folder), folder, host, root };
  try {
    // Of two runs that are the first, one is first.
    if (kept === undefined && (await createFile(file, written(made))) === 'exists') {
      const other = keptIn(file);
      if (other !== undefined) return other.id;
    }
    await replaceFile(file, written(made));
    return made.id;
  } catch {
    // What cannot be kept is to be the same the next time, too.
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

/** Whether it is still kept where it was written: this is then a snapshot of the whole file system, which keeps the numbers of its folders. */
function isOfAnother({ id, root }: Kept, state: string): boolean {
  const there = join(root, basename(state));
  const other = keptIn(join(there, FILE));
  const isItsOwn = other?.root === root || other?.folder === entryNumber(there);
  return other?.id === id && isItsOwn && !isSameEntry(there, state);
}

/** Whether a version of the program that kept no name may have begun attempts elsewhere. So it is asked for before a journal says such a thing. */
function hasBeenAtPlaces({ batches, archive }: Pick<Project, 'batches' | 'archive'>): boolean {
  return [batches, archive].some((all) =>
    namesIn(all).some((name) => {
      const read = readBytes(join(all, name, JOURNAL_FILE), LONGEST_JOURNAL);
      return read.kind === 'too-large' || (read.kind === 'bytes' && read.bytes.includes('"place":"'));
    }),
  );
}

function idOf(...of: readonly string[]): string {
  return sha256(of.join('\n')).slice(0, 16);
}

const FILE = 'places';

/** Its name at places; the number of the folder that this stands in, which a copy has not; the machine; and where it was. */
const KEPT = /^([0-9a-f]{16}) (\d+) (\S+)\n([\s\S]+)\n$/u;

/** In bytes. */
const LONGEST = 16 * 1024;
const LONGEST_JOURNAL = 64 * 1024 * 1024;
