import { join } from 'node:path';
import { entryKind, filesBelow, readBytes } from '../../platform/index.ts';

/** The parts of a case that are no business of a program that checks an answer: a change in them is none of the program. */
const NOT_THE_CHECK: ReadonlySet<string> = new Set([
  'request.md',
  'key.md',
  'person.md',
  'inputs.json',
  'variant',
]);

/** A file that goes with a check; its bytes are those that run. */
export type CheckFile = { readonly path: string; readonly bytes: Buffer; readonly isProgram: boolean };

/** The largest of them, and all together, in bytes. */
const LARGEST_FILE = 16 * 1024 * 1024;
const LARGEST = 64 * 1024 * 1024;

/**
 * The files of a case that a check could use, sorted: all but the texts of the case itself. Links are left out, and what an
 * interpreter keeps beside a source.
 *
 * @returns why they cannot be used, where that is so
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
