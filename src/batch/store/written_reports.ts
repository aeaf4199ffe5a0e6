import { isAbsolute, join, relative } from 'node:path';
import { entryKind, readJson, readText, replaceFile, sha256 } from '../../platform/index.ts';

/** The file's name in a batch's folder. */
const RECORD_FILE = 'written.json';
const LARGEST = 1024 * 1024;
/** Beyond this number, the files written longest ago are forgotten; such a file then counts as the user's own. */
const MAX_FILES = 200;
/** The largest report that is read again. */
const LARGEST_REPORT = 128 * 1024 * 1024;

/**
 * The content at the path of a report: nothing; the last report written there, or the one to write; or a file of the user's.
 */
export type ReportPlace = 'free' | 'ours' | 'changed' | 'not-a-file';

/** Checks the path of a report before writing. @param folder - of the batch @param root - of the project */
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

/** Writes a report, whole or not at all, and records its digest. @throws the system's error when it cannot be written */
export async function writeReport(
  { folder, root, path }: { readonly folder: string; readonly root: string; readonly path: string },
  text: string,
): Promise<void> {
  await replaceFile(path, text);
  const { [keyOf(root, path)]: _, ...others } = await readRecord(folder);
  const files = Object.fromEntries(
    [...Object.entries(others), [keyOf(root, path), sha256(text)] as const].slice(-MAX_FILES),
  );
  const record = { schema: 'orchestrator.batch-written/1', files };
  await replaceFile(join(folder, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
}

async function readRecord(folder: string): Promise<Readonly<Record<string, string>>> {
  const value = readJson(join(folder, RECORD_FILE), LARGEST);
  const { validateWrittenReports } = await import('../generated/validators.js');
  return validateWrittenReports(value) ? (value as { files: Readonly<Record<string, string>> }).files : {};
}

function keyOf(root: string, path: string): string {
  const below = relative(root, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}
