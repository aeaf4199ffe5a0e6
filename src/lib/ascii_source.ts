/** What of each class of characters is ASCII, as it is written within brackets. */
const ASCII_OF: Readonly<Record<string, string>> = {
  ...{ L: 'A-Za-z', Ll: 'a-z', Lu: 'A-Z', Lo: '', M: '', N: '0-9', Nd: '0-9', Extended_Pictographic: '' },
  ...{ 'Script=Latin': 'A-Za-z', 'Script=Cyrillic': '', 'Script=Greek': '', 'Script=Han': '' },
  ...{ 'Script=Hangul': '', 'Script=Hiragana': '', 'Script=Katakana': '', 'Script=Thai': '' },
};

/**
 * The source of a pattern (flag `u`) that finds in a text of ASCII characters what the given one finds there: its classes of
 * characters have only those that can be in such a text. A class that is not known here stays as it is.
 */
export function asciiSource(source: string): string {
  let isInBrackets = false;
  return source.replace(/\\p\{([^}]*)\}|\\[\s\S]|[[\]]/g, (piece, name?: string) => {
    if (piece === '[') isInBrackets = true;
    if (piece === ']') isInBrackets = false;
    const members = name === undefined ? undefined : ASCII_OF[name];
    if (members === undefined) return piece;
    return isInBrackets ? members : `[${members}]`;
  });
}
