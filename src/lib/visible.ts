/**
 * A text that shows everything it contains in a terminal: control characters, marks that reorder text, and characters that take
 * no room or look like a space become escapes such as `\u{1b}`. For text that a person must agree to, where {@link printable}
 * would remove invisible characters. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/**
 * Characters of the Unicode general categories C and Z, invisible ones (Default_Ignorable_Code_Point), and the symbols that are
 * drawn as a space: the blank of Braille, and the head of a note that has none.
 */
const UNSEEN = /(?![\n\t ])[\p{C}\p{Z}\p{DI}\u2800\u{1d159}]/gu;
