import { plainText } from '../document/plain_text.ts';

/** A key of a document's front matter with its value, or with the entries of the list below it. */
export type FrontKey = { readonly key: string; readonly line: number; readonly values: readonly string[] };

/** Reads the outermost keys of a document's front matter, in their order; values are taken as written. */
export function frontKeys(text: string): FrontKey[] {
  const front = text.split('\n', plainText(text).from);
  return front.flatMap((line, index): FrontKey[] => {
    const { key = '', value = '' } = KEY.exec(line)?.groups ?? {};
    if (key === '') return [];
    const values = value.trim() === '' ? itemsBelow(front, index) : [value.trim()];
    return [{ key, line: index + 1, values }];
  });
}

const KEY = /^(?<key>[A-Za-z][\w-]*):(?<value>.*)$/u;

/** The entries of the list below a key. */
function itemsBelow(front: readonly string[], at: number): string[] {
  const items: string[] = [];
  for (const line of front.slice(at + 1)) {
    const item = /^\s*-\s+(?<text>\S.*)$/u.exec(line)?.groups?.text;
    if (item === undefined && !/^\s+\S/u.test(line)) break;
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** A value without the quotes around it, and a list in brackets as its entries. */
export function entriesIn({ values }: Pick<FrontKey, 'values'>): string[] {
  return values
    .flatMap((value) => /^\[(?<inner>.*)\]$/u.exec(value)?.groups?.inner?.split(',') ?? [value])
    .map((value) => value.trim().replace(/^(?<quote>["'])(?<inner>.*)\k<quote>$/u, '$<inner>'))
    .filter((value) => value !== '' && !/^(?:none|null|n\/a|~|>-?|\|-?)$/iu.test(value));
}
