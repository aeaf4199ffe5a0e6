import { positionsIn } from './positions.ts';

/** Characters in a text that a person does not see but a model reads. */
export type HiddenText = {
  /** Both 1-based, in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  /** Its description, with its code: `a zero-width character, U+200B`. */
  readonly what: string;
};

/**
 * Finds hidden characters in a text: zero-width and tag characters, variation selectors, fillers, marks that reorder text.
 * Those that a script or an emoji needs do not count: a joiner between letters, a selector after a picture, the tags of a flag.
 * A run of them is one.
 */
export function hiddenText(text: string): HiddenText[] {
  const found: HiddenText[] = [];
  const positionOf = positionsIn(text);
  for (const match of text.matchAll(HIDDEN)) {
    if (isNeeded(text, match.index, match[0])) continue;
    const code = match[0].codePointAt(0) ?? 0;
    const shown = code.toString(16).toUpperCase().padStart(4, '0');
    found.push({ ...positionOf(match.index), what: `${kindOf(code)}, U+${shown}` });
  }
  return found;
}

/**
 * The text with its hidden characters written out as escapes, visible to every reader.
 *
 * @param written - writes a character out
 */
export function revealHidden(text: string, written: (character: string) => string = braced): string {
  return text.replace(HIDDEN, (run, ...rest) => {
    const at = rest.find((value): value is number => typeof value === 'number') ?? 0;
    if (isNeeded(text, at, run)) return run;
    return [...run].map((character) => written(character)).join('');
  });
}

function braced(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

const HIDDEN =
  /(?:(?!^\ufeff)[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb]|\u034f|[\u180b-\u180f]|[\ufe00-\ufe0f]|\u{1d159}|[\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e0fff}])+/gu;

/** Whether the text around a run needs it for its display. */
function isNeeded(text: string, at: number, run: string): boolean {
  // A mark at the very beginning only tells the file's encoding.
  if (at === 0 && run === '\ufeff') return true;
  const before = text.slice(Math.max(0, at - 14), at);
  const after = text.slice(at + run.length, at + run.length + 2);
  if (/^[\u200c\u200d]$/u.test(run)) return JOINED.test(before) || (PICTURE.test(before) && run === '\u200d');
  if (/^\ufe0f?\u200d?$|^[\ufe0e\ufe0f]$/u.test(run))
    return PICTURE.test(before) || /[#*\d©®™]$/u.test(before);
  if (/^[\ufe00-\ufe02\u{e0100}-\u{e01ef}]$/u.test(run))
    return /\p{Script=Han}$|[\u2200-\u22ff]$/u.test(before);
  if (/^[\u{e0020}-\u{e007e}]{1,6}\u{e007f}$/u.test(run)) return before.endsWith('\u{1f3f4}');
  return /^\u180e?[\u180b-\u180d]$/u.test(run) && /\p{Script=Mongolian}/u.test(before + after);
}

/** Scripts whose letters are joined or separated by such a mark. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Syriac}]$/u;
const PICTURE = /\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}]?\ufe0f?$/u;

function kindOf(code: number): string {
  if (code >= 0xe0000 && code <= 0xe007f) return 'a tag character';
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef))
    return 'a variation selector';
  if (
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    [0x200e, 0x200f, 0x61c].includes(code)
  )
    return 'a mark that reorders text';
  if ([0x115f, 0x1160, 0x2800, 0x3164, 0xffa0].includes(code)) return 'a filler that looks like a space';
  return 'a character of no width';
}
