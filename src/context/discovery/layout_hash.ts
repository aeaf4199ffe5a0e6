import type { PathIndex } from './path_index.ts';
import { textHash } from './text_hash.ts';

/**
 * A hash of the names of the folders near the root, except for the program's own, and of those anywhere that hold migrations or
 * translations, with the languages in them.
 */
export function foldersHash(index: Pick<PathIndex, 'folders'>): string {
  const names = new Set<string>();
  for (const { folder, paths } of index.folders()) {
    if (isOwnFile(folder)) continue;
    const found = INDICATIVE.exec(folder);
    if (found !== null) {
      names.add(folder.slice(0, found.index + found[0].length));
      for (const path of paths) if (LANGUAGE.test(path)) names.add(path);
    }
    let slash = folder.indexOf('/');
    for (let depth = 1; slash >= 0 && depth <= DEEPEST; depth++) {
      names.add(folder.slice(0, slash));
      slash = folder.indexOf('/', slash + 1);
    }
  }
  return textHash([...names].sort().join('\0'));
}

const DEEPEST = 2;
/** The path to a folder whose content is reported wherever it is. */
const INDICATIVE =
  /(?:^|\/)(?:migrations?|migrate|versions|locales?|langs?|languages|i18n|translations|messages)\//iu;
/** The file of one language. */
const LANGUAGE =
  /(?:^|\/)(?:(?:locales?|langs?|languages|i18n|translations|messages)\/[a-z]{2}(?:[_-][A-Z]{2})?\.\w+|[a-z]{2,3}(?:[_-]\w{2,4})?\/LC_MESSAGES\/[^/]+\.po)$/u;

/** Whether a path, from the root, belongs to the program's own files in the project. */
export function isOwnFile(path: string): boolean {
  return path.startsWith('.orchestrator/');
}
