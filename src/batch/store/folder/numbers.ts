import { join } from 'node:path';
import { namesIn, readText, replaceFile } from '../../../platform/index.ts';
import { archiveFolder, batchesFolder, type Project } from './project.ts';

/** The largest number of a batch; more digits would be a prank. */
const LARGEST = 999_999_999;

/** Parses a batch's number from its folder's name; `undefined` for any other name. */
export function batchNumber(name: string): number | undefined {
  return /^[1-9]\d{0,8}$/u.test(name) ? Number(name) : undefined;
}

/**
 * Returns the number for the next batch: the first free one above the highest ever used here. The highest is also kept in a file,
 * since a batch's folder can be removed; a file with invalid content is ignored. `undefined` if none is left.
 *
 * @param options.above - a number found to be taken, whether or not the folders can be listed
 * @param options.isTaken - whether a number is taken in the repository
 */
export function nextNumber(
  project: Project,
  {
    above = 0,
    isTaken = () => false,
  }: { readonly above?: number; readonly isTaken?: (number: number) => boolean } = {},
): number | undefined {
  let next = Math.max(highestThere(project), remembered(project), above) + 1;
  while (next <= LARGEST && isTaken(next)) next += 1;
  return next > LARGEST ? undefined : next;
}

/**
 * Remembers the highest number. Two processes that do so at once can overwrite each other's, so each checks again afterwards: a
 * batch's folder exists before its number is written.
 *
 * @throws the system's error when it cannot be written
 */
export async function rememberNumber(project: Project, number: number): Promise<void> {
  const highest = () => Math.max(number, highestThere(project));
  while (remembered(project) < highest()) await replaceFile(markIn(project), `${highest()}\n`);
}

function highestThere(project: Project): number {
  const names = [batchesFolder(project), archiveFolder(project)].flatMap((folder) => [...namesIn(folder)]);
  return names.reduce((highest, name) => Math.max(highest, batchNumber(name) ?? 0), 0);
}

function remembered(project: Project): number {
  const read = readText(markIn(project), 64);
  return read.kind === 'text' ? (batchNumber(read.text.trim()) ?? 0) : 0;
}

function markIn({ state }: Project): string {
  return join(state, 'last_batch');
}
