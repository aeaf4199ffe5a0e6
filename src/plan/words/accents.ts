/** A text without the accents of Latin letters: "criterio de saída" as people write it who leave them out. */
export function withoutAccents(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC');
}
