import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { isRecord, parseJson, printableLine, shellWord } from '../../lib/index.ts';
import {
  describeSystemError,
  isFolder,
  makeFolders,
  namesIn,
  readText,
  removeFile,
  replaceFile,
} from '../../platform/index.ts';
import type { CatalogProblem, CatalogProblemCode, OutdatedSource } from './catalog_entry.ts';
import { INDEX_FORMAT, type SearchIndex } from './search_index.ts';

/** The catalogue as it is kept, with the problems of unreadable parts. */
export type Catalog = {
  readonly indexes: readonly SearchIndex[];
  readonly problems: readonly CatalogProblem[];
  /** Sources whose index cannot be used: they can be read again from their folders. */
  readonly outdated: readonly OutdatedSource[];
};

const LARGEST = 256 * 1024 * 1024;

/** Reads the catalogue: one file for each source, by name. @param userFolder - the user's own folder */
export function readCatalog(userFolder: string): Catalog {
  const folder = folderIn(userFolder);
  const indexes: SearchIndex[] = [];
  const problems: CatalogProblem[] = [];
  const outdated: OutdatedSource[] = [];
  for (const name of namesIn(folder)) {
    if (!name.endsWith('.json') || name.startsWith('.')) continue;
    const file = join(folder, name);
    const read = readText(file, LARGEST);
    const index = read.kind === 'text' ? parseJson(read.text) : undefined;
    if (isIndex(index)) {
      indexes.push(index);
      continue;
    }
    const source = isRecord(index) ? outdatedSource(index.source, file) : undefined;
    if (source !== undefined) outdated.push(source);
    problems.push({
      severity: 'warning',
      code: 'catalog-unreadable',
      message: `This part of the catalogue${source === undefined ? '' : `, ${printableLine(source.name)},`} cannot be used: ${'why' in read ? read.why : 'it is of another version, or damaged'}.`,
      file,
      hint: source === undefined ? ADD_AGAIN : remedyFor(source),
    });
  }
  return { indexes: indexes.sort((a, b) => (a.source.name < b.source.name ? -1 : 1)), problems, outdated };
}

/** Reads the facts about a source from an index that cannot be used; `undefined` where it gives neither name nor folder. */
function outdatedSource(value: unknown, file: string): OutdatedSource | undefined {
  if (!isRecord(value) || typeof value.name !== 'string' || typeof value.folder !== 'string')
    return undefined;
  const { name, folder, description, commit, read } = value;
  return {
    ...{ name, folder, file },
    description: typeof description === 'string' ? description : '',
    commit: typeof commit === 'string' ? commit : null,
    read: typeof read === 'string' ? read : '',
  };
}

const ADD_AGAIN = 'Add its folder again with `orchestrator catalog add`, or remove the file.';

/** The fix for a source whose index cannot be used. */
function remedyFor({ name, folder }: OutdatedSource): string {
  if (isFolder(folder)) return '`orchestrator catalog update` reads its folder again.';
  const named = shellWord(printableLine(name));
  return `Its folder is gone: remove it with \`orchestrator catalog remove ${named}\`, or add it again from its new location.`;
}

/** Writes the index of a source, replacing the earlier one. */
export async function writeSource(
  userFolder: string,
  index: SearchIndex,
): Promise<Result<string, CatalogProblemCode>> {
  const file = join(folderIn(userFolder), `${fileName(index.source.name)}.json`);
  try {
    makeFolders(folderIn(userFolder));
    await replaceFile(file, `${JSON.stringify(index)}\n`);
    return success(file);
  } catch (error) {
    return failure('environment', notWritten(error, file));
  }
}

/** Forgets a source; its folder is not touched. @param file - where its index is, if that is not where it would be written */
export function removeSource(
  userFolder: string,
  name: string,
  file: string = join(folderIn(userFolder), `${fileName(name)}.json`),
): Result<string, CatalogProblemCode> {
  try {
    removeFile(file);
    return success(file);
  } catch (error) {
    return failure('environment', notWritten(error, file));
  }
}

function folderIn(userFolder: string): string {
  return join(userFolder, 'catalog');
}

/** Names are compared by their letters, as some file systems ignore case. */
function fileName(name: string): string {
  return encodeURIComponent(name.toLowerCase()).replace(/^\./u, '%2E');
}

/** The file is the program's own: a quick check tells whether it is whole and of this version. */
function isIndex(value: unknown): value is SearchIndex {
  if (!isRecord(value) || value.format !== INDEX_FORMAT || !isRecord(value.source)) return false;
  const { entries, lengths, postings, renames } = value;
  return (
    Array.isArray(entries) &&
    Array.isArray(lengths) &&
    entries.length === lengths.length &&
    isRecord(postings) &&
    isRecord(renames) &&
    ['name', 'folder', 'read', 'description'].every(
      (field) => typeof (value.source as Record<string, unknown>)[field] === 'string',
    )
  );
}

function notWritten(error: unknown, file: string): CatalogProblem {
  return {
    severity: 'error',
    code: 'catalog-not-written',
    message: `The catalogue could not be written: ${describeSystemError(error)}.`,
    file,
  };
}
