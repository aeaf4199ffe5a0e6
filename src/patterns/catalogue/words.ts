/**
 * The words that a text is found by, in lower case, without those that every text has. Endings go only as far as they change
 * nothing else: a stemmer that makes one word of `predict` and `prediction` finds less (docs/evals/catalogue.md).
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? [])
    if (!EVERYWHERE.has(word)) words.push(bare(word));
  return words;
}

function bare(word: string): string {
  const singular = word
    .replace(/ies$/u, 'y')
    .replace(/sses$/u, 'ss')
    .replace(/([^s])s$/u, '$1');
  return singular.length > 5 ? singular.replace(/(?:ing|ed)$/u, '') : singular;
}

const EVERYWHERE = new Set(
  'a an and any all across are as at be been by can do does etc for from has have how i if in into is it its me my need needs no not of on or our over proactively so than that the their them then these they this those to us use used user using via want was we were what when where which while who will with would you your'.split(
    ' ',
  ),
);
