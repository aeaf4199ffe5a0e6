import { join } from 'node:path';
import { readEnd } from '../../platform/index.ts';

/** A line of git's log of a ref: where it went, and who moved it. */
export type RefLogEntry = { readonly to: string; readonly address: string; readonly message: string };

/**
 * The last lines of git's log of a ref, the newest last; none where git keeps none.
 *
 * @param folder - where git keeps the ref: the common folder, or a working tree's own for HEAD
 */
export function refLog(folder: string, ref: string): RefLogEntry[] {
  const text = readEnd(join(folder, 'logs', ref), MOST_BYTES).toString('utf8');
  return text.split('\n').flatMap((line) => {
    const [, to, address, message = ''] =
      /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) .*<([^<>]*)> \d+ [+-]\d{4}(?:\t(.*))?$/u.exec(line) ?? [];
    return to === undefined || address === undefined ? [] : [{ to, address, message }];
  });
}

/** Of a stash, which is a log, that is some ten thousand entries. */
const MOST_BYTES = 2 * 1024 * 1024;
