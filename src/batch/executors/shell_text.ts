/** Words as one text that a shell, or the program itself, takes apart into just these. */
export function shellText(words: readonly string[]): string {
  return words.map((word, index) => (isPlain(word, index) ? word : quoted(word))).join(' ');
}

/** Whether a word means itself as it is; a first one with an equal sign would set a variable. */
function isPlain(word: string, index: number): boolean {
  return PLAIN.test(word) && (index > 0 || !word.includes('='));
}

/** What means itself everywhere else in a command, as braces around a single word do. */
const PLAIN = /^(?:[\w%+,./:@-]|\{\w+\})(?:[\w%+,./:=@-]|\{\w+\})*$/u;

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
