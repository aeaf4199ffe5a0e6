/**
 * An entry of a list that can be removed on its own: its position among the removed lines of a hunk, among the added ones, or
 * both where it was changed.
 */
export type Entry = { readonly removed?: number; readonly added?: number };

/** A longer hunk is tried as one: each entry costs a gate run or two. */
const MAX = 40;

/**
 * The lines of a hunk that are complete entries of a list or an object, equally indented: added ones, changed ones, which have
 * the same key on both sides, and removed ones where more were removed than added. A removed line without a key may have been
 * rewritten, and does not count. If lines were only added, all have to be entries: a new object is tried as a whole.
 */
export function entriesOf(removed: readonly string[], added: readonly string[]): Entry[] {
  const all = [...removed, ...added].filter((text) => text.trim() !== '');
  if (added.length === 0 || all.length < 2 || all.length > MAX) return [];
  const depth = Math.min(...all.map(depthOf));
  const keyOf = (text: string) => (depthOf(text) === depth && isEntry(text) ? nameOf(text) : undefined);
  if (removed.length === 0 && all.some((text) => keyOf(text) === undefined)) return [];
  const keys = { removed: removed.map(keyOf), added: added.map(keyOf) };
  const named = { removed: removed.map(nameOf), added: added.map(nameOf) };
  const isOnce = (name: string) =>
    [named.removed, named.added].every((names) => names.filter((own) => own === name).length === 1);
  const changed: Entry[] = [];
  const came: Entry[] = [];
  const went: Entry[] = [];
  for (const [at, key] of keys.added.entries()) {
    if (key === undefined) continue;
    if (!named.removed.includes(key)) came.push({ added: at });
    else if (isOnce(key) && keys.removed.includes(key))
      changed.push({ removed: keys.removed.indexOf(key), added: at });
  }
  for (const [at, key] of keys.removed.entries())
    if (key !== undefined && !named.added.includes(key)) went.push({ removed: at });
  const spare = added.length - removed.length;
  const entries = [
    ...changed,
    // Where as many lines were removed as added, each may replace another.
    ...(spare > 0 ? came : []),
    ...(spare < 0 && went.length <= -spare ? went : []),
  ];
  const isAll = entries.length === 1 && all.length === changed.length * 2;
  return isAll ? [] : entries;
}

/** Whether a line ends with a comma and opens no more brackets than it closes, strings aside. */
function isEntry(text: string): boolean {
  if (!/[^\s,],\s*$/u.test(text.slice(-200))) return false;
  let open = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (`"'\``.includes(char)) quote = char;
    else if ('([{'.includes(char)) open += 1;
    else if (')]}'.includes(char)) open -= 1;
    if (open < 0) return false;
  }
  return open === 0 && quote === '';
}

/** The text before the colon, the arrow or the equals sign, or all of it. */
function nameOf(text: string): string {
  const trimmed = text.trim().replace(/,$/u, '');
  const quoted = /^(?:"[^"]*"|'[^']*')/u.exec(trimmed)?.[0];
  const key = quoted ?? /^[^:=]*/u.exec(trimmed)?.[0] ?? '';
  return key.trim().replaceAll(/["']/gu, '') || trimmed;
}

function depthOf(text: string): number {
  return text.length - text.trimStart().length;
}
