/** AWS's documentation uses example keys that all end like this. */
const DOCUMENTED =
  /\bA[KS]IA[A-Z0-9]{9}EXAMPLE\b|\bwJalrXUtnFEMI\/K7MDENG\/bPxRfiCY(?:EXAMPLE|zEXAMPLE)KEY\b/gu;

/** More equal characters at the end of a word than a key has. */
const LONGEST_RUN = 12;

/** A line without placeholders for keys: documented examples, and words such as `ghp_xxxxxxxxxxxx`. */
export function withoutPlaceholders(text: string): string {
  return text
    .replace(DOCUMENTED, '')
    .replace(/[\w-]{12,}/gu, (word) => (endsInOneCharacter(word) ? '' : word));
}

function endsInOneCharacter(word: string): boolean {
  const last = word.at(-1) ?? '';
  return word.endsWith(last.repeat(LONGEST_RUN));
}
