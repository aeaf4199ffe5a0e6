/**
 * Splits a value of `prefer` or `avoid` into its items: `jwt, oauth and sessions` are three, `a library (small, tested)` is one.
 * A sentence with commas of its own is one too: "changing files in src/api, src/db and their tests". An item that is read again,
 * as a plan's document keeps it, stays one.
 *
 * @param text - on one line, with single spaces
 */
export function partsOf(text: string): string[] {
  return splitAt(text, ';')
    .flatMap(itemsOf)
    .map((part) => part.replace(/^(?:(?:and|or|either)(?:\s+|$))+/iu, '').trim())
    .filter((part) => /[^\s\p{P}]/u.test(part));
}

function itemsOf(text: string): string[] {
  const parts = splitAt(text, ',').map((part) => part.trim());
  const named = parts.filter(Boolean);
  const short = named.filter(isShort);
  const isSentence = named.length > 1 && !isShort(named[0] ?? '') && short.length * 2 <= named.length;
  if (isSentence) return [text];
  const last = named.at(-1) ?? '';
  const isList = named.length > 1 && named.slice(0, -1).every(isShort);
  return [...named.slice(0, -1), ...(isList ? apart(last, /^(?:and|or)$/iu) : [last])].flatMap((part) =>
    apart(part, /^or$/iu),
  );
}

/** Splits a text at words such as "or", if every piece is a short name. */
function apart(text: string, between: RegExp): string[] {
  if (/[()]/u.test(text)) return [text];
  const pieces: string[][] = [[]];
  for (const word of text.split(' ')) {
    if (between.test(word)) pieces.push([]);
    else pieces.at(-1)?.push(word);
  }
  const names = pieces.map((words) => words.join(' ')).filter(Boolean);
  return names.length > 1 && names.every(isShort) ? names : [text];
}

/** Whether it is as short as a name; text in brackets only adds to it. */
function isShort(text: string): boolean {
  const words = (text.split('(')[0] ?? '').trim().split(' ');
  return words.filter((word) => !/^(?:and|or)$/iu.test(word)).length <= LONGEST_NAME;
}

/** In words. */
const LONGEST_NAME = 3;

/** Splits at a sign outside of brackets that are closed again. */
function splitAt(text: string, sign: string): string[] {
  const cuts: number[] = [];
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(') open.push(cuts.length);
    // Cuts found since the bracket was opened are inside it.
    else if (character === ')') cuts.length = open.pop() ?? cuts.length;
    else if (character === sign) cuts.push(at);
  }
  return [-1, ...cuts].map((cut, index) => text.slice(cut + 1, cuts[index] ?? text.length));
}
