import { plain } from './inline.ts';

/**
 * Whether an item below "Files" can name one. A longer one whose first words have no path describes work, or the purpose of the
 * files.
 */
export function canNameFile(text: string): boolean {
  const words = text
    .replace(/`([^`]*)`/gu, (_, code: string) => code.trim().replace(/\s+/gu, '\u00A0'))
    .split(/[^\S\u00A0]+/u);
  return (
    words.length <= FEWEST_OF_A_SENTENCE ||
    words.slice(0, FIRST_WORDS).some((word) => !word.includes('\u00A0') && looksLikePath(pathIn(word)))
  );
}

/** With fewer words, an item may be a description of a file. */
const FEWEST_OF_A_SENTENCE = 3;

/** A path further on is mentioned in a sentence. */
const FIRST_WORDS = 4;

/** The path in a word that may be emphasised, quoted, a link, or end in punctuation. */
export function pathIn(word: string): string {
  if (BARE_PATH.test(word)) return word;
  const link = /^\[([^\]]+)\]\(([^)]*)\)[.,:]?$/u.exec(word);
  const [, shown, target = ''] = link ?? [];
  const written = link === null ? word : /^(?:#|$|[a-z]+:)/u.test(target) ? (shown ?? word) : target;
  // `**/**` is a glob, and no emphasis.
  return (/\*\/|\/\*/u.test(written) ? written : plain(written)).replace(
    /^["'“‘(]+|["'”’,:)]+$|(?<=[\w*])\.$/gu,
    '',
  );
}

/** A path without marks to remove, as most are. */
const BARE_PATH = /^[A-Za-z\d./-](?:[\w./-]*[\w/-])?$/u;

/** Whether a word has the marks of a path. */
export function looksLikePath(word: string): boolean {
  return /[^/]\/|\/[^/]|\.\w{1,10}$|\*|^\.\w/u.test(word) && !/^(?:and\/or|n\/a|e\.g|i\.e)\.?$/iu.test(word);
}
