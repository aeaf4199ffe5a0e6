import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lists the files below a folder, relative to it and sorted, without following links. Skipped folders are not entered.
 *
 * @param most - the number of files listed; the folders near the top come first
 */
export function listFiles(folder: string, skips: (name: string) => boolean, most: number): string[] {
  const files: string[] = [];
  const waiting = [''];
  for (let path = waiting.shift(); path !== undefined && files.length < most; path = waiting.shift()) {
    for (const entry of entriesIn(join(folder, path))) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile()) files.push(below);
      else if (entry.isDirectory() && !skips(entry.name)) waiting.push(below);
    }
  }
  return files.slice(0, most).sort();
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
