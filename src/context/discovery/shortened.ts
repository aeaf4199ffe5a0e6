import { sha256 } from '../../platform/index.ts';

/** A hash of a text that is enough to see that it has changed. */
export function shortened(text: string): string {
  return sha256(text).slice(0, 16);
}
