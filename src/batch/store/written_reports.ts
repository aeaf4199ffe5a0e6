import { isAbsolute, join, relative } from 'node:path';
import { entryKind, readText, replaceFile, sha256 } from '../../platform/index.ts';

/** In a batch's folder. */
const RECORD_FILE = 'written.json';
const LARGEST = 1024 * 1024;
/** Of more files, those written longest ago are forgotten; one of them counts as somebody's own then. */
const MOST_FILES = 200;
/** The largest report that is looked at again. */
const LARGEST_REPORT = 128 * 1024 * 1024;

/**
 * What stands at the place of a report: nothing; what was written there last, or the same as is to be written; or something that is
 * somebody's own.
 */
export type ReportPlace = 'free' | 'ours' | 'changed' | 'not-a-file';

/** Looks at the place of a report before it is written. @param folder - of the batch @param root - of the project */
export async function reportPlace(
  { folder, root, path }: { readonly folder: string; readonly root: string; readonly path: string },
  text: string,
): Promise<ReportPlace> {
  const kind = entryKind(path);
  if (kind === 'absent') return 'free';
  if (kind !== 'file') return 'not-a-file';
  const read = readText(path, LARGEST_REPORT, 'keep');
  if (read.kind !== 'text') return 'changed';
  const now = sha256(read.text);
  const known = (await readRecord(folder))[keyOf(root, path)];
  return now === known || now === sha256(text) ? 'ours' : 'changed';
}

/** Writes a report, whole or not at all, and keeps what it was. @throws the system's error when it can't be written */
export async function writeReport(
  { folder, root, path }: { readonly folder: string; readonly root: string; readonly path: string },
  text: string,
): Promise<void> {
  await replaceFile(path, text);
  const { [keyOf(root, path)]: _, ...others } = await readRecord(folder);
  const files = Object.fromEntries(
    [...Object.entries(others), [keyOf(root, path), sha256(text)] as const].slice(-MOST_FILES),
  );
  const record = { schema: 'orchestrator.batch-written/1', files };
  await replaceFile(join(folder, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
}

async function readRecord(folder: string): Promise<Readonly<Record<string, string>>> {
  const path = join(folder, RECORD_FILE);
  const read = entryKind(path) === 'file' ? readText(path, LARGEST) : undefined;
  if (read?.kind !== 'text') return {};
  const { validateWrittenReports } = await import('../generated/validators.js');
  const value = parsed(read.text);
  return validateWrittenReports(value) ? (value as { files: Readonly<Record<string, string>> }).files : {};
}

function keyOf(root: string, path: string): string {
  const below = relative(root, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
