/** Words as one text that a shell, or the program itself, takes apart into just these. */
export function shellText(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

/** What means itself everywhere in a command, braces around a single word too. */
const PLAIN = /^[\w%+,./:@-][\w%+,./:=@-]*$/u;
