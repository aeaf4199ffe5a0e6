/** A path that differs from machine to machine, and the word that stands for it on a tape. */
export type Place = { readonly path: string; readonly word: string };

/** Takes out of a text what differs from run to run. */
export type Normalise = (text: string) => string;

/**
 * Makes the function that takes out of a request what another run of the same command has otherwise: paths of the machine,
 * moments, random names. What is asked is left as it is, so that a request that asks for something else is another one.
 */
export function normaliser(places: readonly Place[]): Normalise {
  const known = places
    .filter(({ path }) => path.split('/').filter(Boolean).length > 0)
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ path, word }) => ({ pattern: new RegExp(`(?<![\\w.-])${literal(path)}(?![\\w-])`, 'gu'), word }));
  return (text) => {
    let kept = text.replaceAll('\r\n', '\n');
    for (const { pattern, word } of known) kept = kept.replace(pattern, () => word);
    for (const [pattern, word] of RUN_SPECIFIC) kept = kept.replace(pattern, word);
    return kept;
  };
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** What the program and tools put into texts that another run has otherwise. */
const RUN_SPECIFIC: readonly (readonly [RegExp, string])[] = [
  // What stands in a temporary folder is called by chance.
  [/\{temporary\}\/[^\s/'"`()[\]{}<>,;:]+/gu, '{temporary}/{name}'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/gu, '{moment}'],
  [/\b(?:19|20)\d\d-\d\d-\d\d\b/gu, '{day}'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, '{id}'],
  [/\b[0-9a-f]{40}\b/gu, '{commit}'],
  // A port that nobody chose.
  [/\b(localhost|127[.]0[.]0[.]1):(?:3[2-9]\d{3}|[4-6]\d{4})\b/gu, '$1:{port}'],
  // The number of a batch, and what is derived from it.
  [/\bPRP-\d+[.]/gu, 'PRP-{batch}.'],
  [/\b(of batch|in batch) \d+\b/gu, '$1 {batch}'],
  [/(<\/?[a-z_]+ id=")[a-z]{1,3}-[0-9a-f]{6,}(")/gu, '$1{id}$2'],
];
