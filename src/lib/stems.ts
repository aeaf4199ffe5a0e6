/** The words of a text without their endings, in lower case, in their order. */
export function stemsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

/** `adds`, `adding` and `added` as `add`; `migration` as `migrate`. It need not be a word, only the same for related words. */
function stem(word: string): string {
  const bare = /^(.{3,}?)(?:at(?:ions?|ing|ed|es?)|ions?|ings?|ed|es|s|e)$/u.exec(word)?.[1] ?? word;
  // `debugging` without its ending has a doubled letter that `debug` has once.
  return bare.replace(/([b-df-hj-np-tv-z])\1$/u, '$1');
}
