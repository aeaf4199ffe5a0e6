/** A line at least this long ended because it was full, not because its statement was complete. */
const FULL = 60;

/** Joins each paragraph of a text into one line, so that a line begins where a sentence does. Every offset is preserved. */
export function unwrapped(text: string): string {
  return text.replace(/(?<![^\n])([^\n]*)\n(?=([^\n]*))/gu, (whole, ended: string, next: string) => {
    const line = ended.replace(/\r$/u, '');
    const goesOn = /^[ \t]*[a-z]/u.test(next) || (line.length >= FULL && /^[ \t]*[A-Z("“'‘]/u.test(next));
    const isJoined = goesOn && line.trim() !== '' && !/^[ \t]*#/u.test(line);
    return isJoined ? `${whole.slice(0, -1)} `.replace('\r', ' ') : whole;
  });
}
