/** A path that differs from machine to machine, and the word that replaces it on a tape. */
export type Place = { readonly path: string; readonly word: string };

/** Removes everything from a text that differs from run to run. */
export type Normalise = (text: string) => string;

/**
 * Makes a function that removes from a request everything that differs in another run of the same command: paths of the machine,
 * times, random names. The question itself is unchanged, so that a request for something else is a different one.
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

/** Parts of texts by the program and tools that differ in another run. */
const RUN_SPECIFIC: readonly (readonly [RegExp, string])[] = [
  // Names in a temporary folder are random.
  [/\{temporary\}\/[^\s/'"`()[\]{}<>,;:]+/gu, '{temporary}/{name}'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/gu, '{moment}'],
  [/\b(?:19|20)\d\d-\d\d-\d\d\b/gu, '{day}'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, '{id}'],
  [/\b[0-9a-f]{40}\b/gu, '{commit}'],
  // An automatically chosen port.
  [/\b(localhost|127[.]0[.]0[.]1):(?:3[2-9]\d{3}|[4-6]\d{4})\b/gu, '$1:{port}'],
  // The number of a batch, and names derived from it.
  [/\bPRP-\d+[.]/gu, 'PRP-{batch}.'],
  [/\b(of batch|in batch) \d+\b/gu, '$1 {batch}'],
  [/(<\/?[a-z_]+ id=")[a-z]{1,3}-[0-9a-f]{6,}(")/gu, '$1{id}$2'],
];
