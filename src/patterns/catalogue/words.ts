/**
 * The words by which a text is found, in lower case, without those that every text has. Endings are removed only as far as
 * nothing else changes: a stemmer that makes one word of `predict` and `prediction` finds less (docs/evals/catalogue.md).
 */
export function wordsOf(text: string): string[] {
  return writtenWords(text).map(bare);
}

/** A word of a query. */
export type QueryWord = {
  /** As an index has it. */
  readonly stem: string;
  /** As it was written first, in lower case. */
  readonly written: string;
  readonly times: number;
  /**
   * Whether it can be a subject of the query: `between`, `two` and `much` rank the entries found, and are no sign that one fits.
   */
  readonly isSubject: boolean;
};

/** The words of a query, each once, in their order. */
export function queryWords(query: string): QueryWord[] {
  const words = new Map<string, QueryWord>();
  for (const written of writtenWords(query)) {
    const stem = bare(written);
    const known = words.get(stem);
    const times = (known?.times ?? 0) + 1;
    words.set(stem, { stem, written: known?.written ?? written, times, isSubject: !OF_GRAMMAR.has(written) });
  }
  return [...words.values()];
}

function writtenWords(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? []).filter((word) => !EVERYWHERE.has(word));
}

/**
 * `writes`, `writing` and `write` as `writ`; `plans` and `planning` as `plan`. The result need not be a word, only the same for
 * related forms.
 */
function bare(word: string): string {
  const singular = word
    .replace(/ies$/u, 'y')
    .replace(/sses$/u, 'ss')
    .replace(/([^s])s$/u, '$1');
  const base = singular.length > 5 ? singular.replace(/(?:ing|ed)$/u, '') : singular;
  const stem = base.length > 4 ? base.replace(/e$/u, '') : base;
  // `planning` without its ending has a doubled letter that `plan` does not have; `install` and `pass` always have it.
  return stem !== singular && stem.length > 3 ? stem.replace(/([b-df-hj-kmnp-rtv-z])\1$/u, '$1') : stem;
}

const EVERYWHERE = new Set(
  'a an and any all across are as at be been by can do does etc for from has have how i if in into is it its me my need needs no not of on or our over proactively so than that the their them then these they this those to us use used user using via want was we were what when where which while who will with would you your'.split(
    ' ',
  ),
);

/** Words without a subject of their own, which only relate other words. */
const OF_GRAMMAR = new Set(
  'about above after again against along also among around because before behind being below beside between both but could did during each either else even ever every few he her here hers him his im just least less let like many may me might more most much must never off often once one only onto other otherwise out own per quite rather same shall she should since some such there though through together too toward towards two under until up upon very whether whose why within without yet'.split(
    ' ',
  ),
);
