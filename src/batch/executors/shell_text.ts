/** Words as one text that a shell, or this program, splits into exactly these. */
export function shellText(words: readonly string[]): string {
  return words.map((word, index) => (isPlain(word, index) ? word : quoted(word))).join(' ');
}

/** Whether a word needs no quotes; a first word with an equal sign would set a variable. */
function isPlain(word: string, index: number): boolean {
  return PLAIN.test(word) && (index > 0 || !word.includes('='));
}

/** Words that need no quotes anywhere else in a command, such as braces around a single word. */
const PLAIN = /^(?:[\w%+,./:@-]|\{\w+\})(?:[\w%+,./:=@-]|\{\w+\})*$/u;

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
