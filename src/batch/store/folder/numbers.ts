import { join } from 'node:path';
import { namesIn, readText, replaceFile } from '../../../platform/index.ts';
import type { Project } from './project.ts';

/** The largest number that a batch can have; more digits would be somebody's prank. */
const LARGEST = 999_999_999;

/** The number of a batch as its folder's name has it; `undefined` for any other name. */
export function batchNumber(name: string): number | undefined {
  return /^[1-9]\d{0,8}$/u.test(name) ? Number(name) : undefined;
}

/**
 * The number for the next batch: the first that nobody has above the highest there ever was here. The highest is remembered in a
 * file as well, since a batch's folder can be removed; a file that says nothing sensible counts as none. `undefined` where
 * none is left.
 *
 * @param options.above - a number that was found taken, whether or not the folders can be listed
 * @param options.isTaken - whether a number is somebody's in the repository
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
 * Remembers the highest number. Two who do so at once can undo each other's, so each looks again afterwards: a batch's folder
 * is there before its number is written.
 *
 * @throws the system's error when it can't be written
 */
export async function rememberNumber(project: Project, number: number): Promise<void> {
  const highest = () => Math.max(number, highestThere(project));
  while (remembered(project) < highest()) await replaceFile(markIn(project), `${highest()}\n`);
}

function highestThere({ batches, archive }: Project): number {
  const names = [...namesIn(batches), ...namesIn(archive)];
  return names.reduce((highest, name) => Math.max(highest, batchNumber(name) ?? 0), 0);
}

function remembered(project: Project): number {
  const read = readText(markIn(project), 64);
  return read.kind === 'text' ? (batchNumber(read.text.trim()) ?? 0) : 0;
}

function markIn({ state }: Project): string {
  return join(state, 'last_batch');
}
