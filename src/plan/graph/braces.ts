/** Most texts that one pattern with braces may expand to. */
const MAX_TEXTS = 64;

/**
 * The texts that a pattern with `{a,b}` expands to, nested braces included, in the order written; `undefined` when there
 * would be more than {@link MAX_TEXTS}. Braces without a comma, or never closed, are literal.
 */
export function expandBraces(pattern: string): string[] | undefined {
  const done: string[] = [];
  const open = [{ text: pattern, from: 0 }];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { text } = item;
    const group = firstGroup(text, item.from);
    if (group === undefined) done.push(text);
    else {
      const before = text.slice(0, group.start);
      const after = text.slice(group.end);
      for (const option of group.options.reverse())
        open.push({ text: before + option + after, from: group.start });
    }
    if (done.length + open.length > MAX_TEXTS) return undefined;
  }
  return done;
}

/** Finds the first pair of braces with a comma of its own, from a place on. One pass, with a stack of the open ones. */
function firstGroup(
  text: string,
  from: number,
): { start: number; end: number; options: string[] } | undefined {
  const open: { start: number; commas: number[] }[] = [];
  let found: { start: number; end: number; commas: number[] } | undefined;
  for (let place = from; place < text.length; place++) {
    const character = text[place];
    if (character === '\\') place += 1;
    else if (character === '{') open.push({ start: place, commas: [] });
    else if (character === ',') open.at(-1)?.commas.push(place);
    else if (character === '}') {
      const closed = open.pop();
      if (closed === undefined || closed.commas.length === 0) continue;
      // An outer pair, closed later, starts before an inner one.
      if (found === undefined || closed.start < found.start) found = { ...closed, end: place + 1 };
      if (open.length === 0) break;
    }
  }
  if (found === undefined) return undefined;
  const { start, end, commas } = found;
  const ends = [...commas, end - 1];
  return { start, end, options: ends.map((at, index) => text.slice((ends[index - 1] ?? start) + 1, at)) };
}
