import { join } from 'node:path';
import { entryKind, filesBelow, readBytes } from '../../platform/index.ts';

/** The parts of a case that the program checking an answer does not use: a change in them does not change the program. */
const NOT_THE_CHECK: ReadonlySet<string> = new Set([
  'request.md',
  'key.md',
  'person.md',
  'inputs.json',
  'variant',
]);

/** A file that belongs to a check; these are the very bytes that run. */
export type CheckFile = { readonly path: string; readonly bytes: Buffer; readonly isProgram: boolean };

/** The largest such file, and all of them together, in bytes. */
const LARGEST_FILE = 16 * 1024 * 1024;
const LARGEST = 64 * 1024 * 1024;

/**
 * The files of a case that a check could use, sorted: all but the texts of the case itself, links, and the caches that an
 * interpreter keeps beside a source.
 *
 * @returns the reason if they cannot be used
 */
export function checkFiles(folder: string): readonly CheckFile[] | string {
  const files: CheckFile[] = [];
  let size = 0;
  for (const path of filesBelow(folder).sort()) {
    if (NOT_THE_CHECK.has(path) || /(?:^|\/)__pycache__\//u.test(path)) continue;
    const place = join(folder, path);
    if (entryKind(place) !== 'file') continue;
    const read = readBytes(place, LARGEST_FILE);
    if (read.kind !== 'bytes') return `${path} is ${read.kind.replaceAll('-', ' ')}`;
    size += read.bytes.length;
    if (size > LARGEST) return `its files have more than ${LARGEST} bytes`;
    files.push({ path, bytes: read.bytes, isProgram: /^check\.[A-Za-z0-9]+$/u.test(path) });
  }
  return files;
}
