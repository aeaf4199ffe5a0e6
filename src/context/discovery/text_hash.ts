import { sha256 } from '../../platform/index.ts';

/** A hash of a text, long enough to detect changes. */
export function textHash(text: string): string {
  return sha256(text).slice(0, 16);
}
