import { textHash } from './text_hash.ts';

/**
 * A hash of the names of the folders near the root, except for the program's own, and of those anywhere that hold migrations or
 * translations, with the languages in them.
 */
export function foldersHash(paths: readonly string[]): string {
  const folders = new Set<string>();
  let last = '/';
  let isTelling = false;
  for (const path of paths) {
    // Paths are sorted, so most are in the same folder as the previous one.
    if (path.startsWith(last) && path.indexOf('/', last.length) < 0) {
      if (isTelling && LANGUAGE.test(path)) folders.add(path);
      continue;
    }
    if (isOwnFile(path)) continue;
    last = path.slice(0, path.lastIndexOf('/') + 1) || '/';
    const telling = INDICATIVE.exec(last);
    isTelling = telling !== null;
    if (telling !== null) folders.add(last.slice(0, telling.index + telling[0].length));
    if (isTelling && LANGUAGE.test(path)) folders.add(path);
    let slash = path.indexOf('/');
    for (let depth = 1; slash >= 0 && depth <= DEEPEST; depth++) {
      folders.add(path.slice(0, slash));
      slash = path.indexOf('/', slash + 1);
    }
  }
  return textHash([...folders].sort().join('\0'));
}

const DEEPEST = 2;
/** The path to a folder whose content is told wherever it is. */
const INDICATIVE =
  /(?:^|\/)(?:migrations?|migrate|versions|locales?|langs?|languages|i18n|translations|messages)\//iu;
/** The file of one language. */
const LANGUAGE =
  /(?:^|\/)(?:(?:locales?|langs?|languages|i18n|translations|messages)\/[a-z]{2}(?:[_-][A-Z]{2})?\.\w+|[a-z]{2,3}(?:[_-]\w{2,4})?\/LC_MESSAGES\/[^/]+\.po)$/u;

/** Whether a path, from the root, belongs to the program's own files in the project. */
export function isOwnFile(path: string): boolean {
  return path.startsWith('.orchestrator/');
}
