/** A text quoted so that a shell takes it for exactly this one word. */
export function shellWord(word: string): string {
  return /^[\w./@%+:-]+$/u.test(word) ? word : `'${word.replace(/'/gu, `'\\''`)}'`;
}
