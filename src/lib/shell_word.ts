/** A word as a shell takes it for just this one. */
export function shellWord(word: string): string {
  return /^[\w./@%+-]+$/u.test(word) ? word : `'${word.replace(/'/gu, `'\\''`)}'`;
}
