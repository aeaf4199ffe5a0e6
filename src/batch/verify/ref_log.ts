import { join } from 'node:path';
import { readEnd } from '../../platform/index.ts';

/** A line of git's reflog: where the ref went, and who moved it. */
export type RefLogEntry = { readonly to: string; readonly address: string; readonly message: string };

/**
 * Returns the last lines of git's reflog, the newest last; empty if git keeps none.
 *
 * @param folder - where git keeps the ref: the common folder, or a working tree's own for HEAD
 */
export function refLog(folder: string, ref: string): RefLogEntry[] {
  const text = readEnd(join(folder, 'logs', ref), MAX_BYTES).toString('utf8');
  return text.split('\n').flatMap((line) => {
    const [, to, address, message = ''] =
      /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) .*<([^<>]*)> \d+ [+-]\d{4}(?:\t(.*))?$/u.exec(line) ?? [];
    return to === undefined || address === undefined ? [] : [{ to, address, message }];
  });
}

/** Some ten thousand entries of a stash, which is a reflog. */
const MAX_BYTES = 2 * 1024 * 1024;
