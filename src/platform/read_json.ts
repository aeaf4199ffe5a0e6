import { parseJson } from '../lib/index.ts';
import { entryKind } from './paths.ts';
import { readText } from './read.ts';

/**
 * Returns the JSON value in a file; `undefined` if there is no such file, or it is a link, too large, or not JSON.
 *
 * @param largest - in bytes
 */
export function readJson(path: string, largest: number): unknown {
  const read = entryKind(path) === 'file' ? readText(path, largest) : undefined;
  return read?.kind === 'text' ? parseJson(read.text) : undefined;
}
