import { ANY_CHARACTER, type CharSet, charSet } from './char_sets.ts';

/** One step of a name with wildcards: any run of characters, or one of a set. */
export type GlobToken = '*' | CharSet;

/** A name between two slashes: as it is, or with wildcards. */
export type GlobSegment = string | readonly GlobToken[];

/** Reads one name of a glob. A bracket that is never closed is literal, and so is the character after a backslash. */
export function parseSegment(text: string): GlobSegment {
  const characters = Array.from(text);
  const tokens: GlobToken[] = [];
  let plain: string | undefined = '';
  for (let place = 0; place < characters.length; ) {
    const character = characters[place] as string;
    const bracket = character === '[' ? parseBracket(characters, place) : undefined;
    if (bracket !== undefined) {
      tokens.push(bracket.set);
      place = bracket.end;
      plain = undefined;
    } else if (character === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
      place += 1;
      plain = undefined;
    } else if (character === '?') {
      tokens.push(ANY_CHARACTER);
      place += 1;
      plain = undefined;
    } else {
      if (character === '\\' && place + 1 < characters.length) place += 1;
      const literal = characters[place] as string;
      tokens.push(only(literal));
      place += 1;
      if (plain !== undefined) plain += literal;
    }
  }
  return plain ?? tokens;
}

/** The steps of a name without wildcards. */
export function literalTokens(name: string): GlobToken[] {
  return Array.from(name, only);
}

function only(character: string): CharSet {
  const code = codeOf(character);
  return [code, code];
}

/** `[abc]`, `[a-z]`, `[!a]` or `[^a]`; a closing bracket that comes first is literal. */
function parseBracket(
  characters: readonly string[],
  start: number,
): { set: CharSet; end: number } | undefined {
  let place = start + 1;
  const negated = characters[place] === '!' || characters[place] === '^';
  if (negated) place += 1;
  const ranges: [number, number][] = [];
  for (let first = true; place < characters.length; first = false) {
    if (characters[place] === ']' && !first) return { set: charSet(ranges, negated), end: place + 1 };
    const low = memberAt(characters, place);
    if (characters[low.end] === '-' && low.end + 1 < characters.length && characters[low.end + 1] !== ']') {
      const high = memberAt(characters, low.end + 1);
      ranges.push([low.code, high.code]);
      place = high.end;
    } else {
      ranges.push([low.code, low.code]);
      place = low.end;
    }
  }
  return undefined;
}

function memberAt(characters: readonly string[], place: number): { code: number; end: number } {
  const escaped = characters[place] === '\\' && place + 1 < characters.length;
  const at = escaped ? place + 1 : place;
  return { code: codeOf(characters[at] as string), end: at + 1 };
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}
