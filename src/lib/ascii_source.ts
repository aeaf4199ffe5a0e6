/** The ASCII part of each class of characters, as it is written within brackets. */
const ASCII_OF: Readonly<Record<string, string>> = {
  ...{ L: 'A-Za-z', Ll: 'a-z', Lu: 'A-Z', Lo: '', M: '', N: '0-9', Nd: '0-9', Extended_Pictographic: '' },
  P: '!-#%-*,-/:;?@[-\\]_{}',
  ...{ 'Script=Latin': 'A-Za-z', 'Script=Cyrillic': '', 'Script=Greek': '', 'Script=Han': '' },
  ...{ 'Script=Hangul': '', 'Script=Hiragana': '', 'Script=Katakana': '', 'Script=Thai': '' },
};

/**
 * The source of a pattern (flag `u`) that finds the same in a text of ASCII characters as the given one, and takes a fraction
 * of the time to compile: its classes have only the characters possible in such a text, and impossible words are left
 * out. An unknown class stays as it is.
 */
export function asciiSource(source: string): string {
  if (HAS_ASCII_CASE.test(source)) return source;
  let isMixed = false;
  const known = source.replace(
    /\\[pP]\{([^}]*)\}|\[(?:[^\\\]]|\\[\s\S])*\]|\\[\s\S]/gu,
    (piece, name?: string) => {
      if (piece.startsWith('[')) {
        const own = asciiMembers(piece);
        isMixed ||= BEYOND.test(own);
        return own;
      }
      const members = name === undefined ? undefined : ASCII_OF[name];
      // Without regard to case, a negated class of small letters matches every letter: only classes without case are negated.
      if (members === undefined || (piece.startsWith('\\P') && name !== 'P')) return piece;
      return `[${piece.startsWith('\\P') ? '^' : ''}${members}]`;
    },
  );
  return isMixed ? known : withoutDead(known);
}

/** The flags for the result of {@link asciiSource}: without `u`, V8 ignores the other cases of letters of all scripts. */
export function asciiFlags(source: string, flags: string): string {
  return /\\[pPu]|[^\0-\x7f]/u.test(source) ? flags : flags.replace('u', '');
}

/** Characters beyond ASCII that match `k` and `s` without regard to case. */
const HAS_ASCII_CASE = /[\u212a\u017f]/u;

const BEYOND = /[^\0-\x7f]/u;

/** A range from a character of ASCII to one beyond: a class with it is left alone, and the words of its pattern with it. */
const MIXED = /[\0-\x7f]-[^\0-\x7f]/u;

function asciiMembers(members: string): string {
  const known = members.replace(/\\p\{([^}]*)\}|\\[\s\S]/gu, (piece, name?: string) =>
    name === undefined ? piece : (ASCII_OF[name] ?? piece),
  );
  // A leading dash is literal.
  if (MIXED.test(known.replace(/^\[\^?-?/u, ''))) return known;
  return known.replace(/(?:[^\0-\x7f]-)?[^\0-\x7f]/gu, '');
}

/**
 * Removes each alternative that needs a character beyond ASCII; the remains of these find nothing. A group of such alternatives
 * alone is equivalent to one such character, so that its surroundings are processed again.
 */
function withoutDead(source: string): string {
  let [left, before] = [source, ''];
  while (left !== before) {
    before = left;
    left = left
      .replace(DEAD, DEAD_MARK)
      .replace(/(?<!\\)(?:\|[^\0-\x7f])+(?=[|)])/gu, '')
      .replace(/(?<=(?<!\\)\((?:\?[:=!])?)[^\0-\x7f]\|/gu, '')
      .replace(/(?<!\\)\(\?:[^\0-\x7f]\)(?![?*{])/gu, DEAD_MARK);
  }
  return left.replace(/[^\0-\x7f]/gu, FINDS_NOTHING);
}

const PIECE = String.raw`(?:\[(?:[^\\\]]|\\[\s\S])*\]|\\[\s\S]|[^|()[\]\\])`;
const DEAD = new RegExp(
  String.raw`(?<=(?<!\\)(?:\||\((?:(?!\?)|\?(?:[:=!]|<[=!]|<\w+>))))${PIECE}*?[^\0-\x7f](?![?*{])${PIECE}*(?=[|)])`,
  'gu',
);
/** Any character beyond ASCII means "cannot be found". */
const DEAD_MARK = '✗';

/** An empty class, `[]`, means the same, but V8 compares it with every letter. */
const FINDS_NOTHING = '(?:(?!))';
