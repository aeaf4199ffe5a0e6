/**
 * A short hash of a text, for ids that must be the same each time and need not be secret: 8 hexadecimal digits.
 *
 * FNV-1a with 32 bits (Fowler, Noll and Vo; constants after RFC 9923), over UTF-16 code units.
 */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
