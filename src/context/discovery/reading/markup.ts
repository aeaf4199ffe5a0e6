/** A tag of an XML file with its text, its attributes as written, and its line. */
export type Tag = {
  readonly name: string;
  readonly text: string;
  readonly attribute: (name: string) => string | undefined;
  readonly line: number;
  /** Its start, and its end including its content. */
  readonly from: number;
  readonly to: number;
};

/** The tags of that name in an XML file; comments are skipped. Nested tags are not parsed: each is returned with its content. */
export function tagsIn(text: string, name: string): Tag[] {
  const seen = withoutComments(text);
  const lineAt = lineCounter(seen);
  // A `>` in quotes does not end a tag.
  const pattern = new RegExp(
    `<${name.replaceAll('.', '\\.')}(\\s(?:"[^"<]*"|'[^'<]*'|[^<>"'])*?)?(/>|>)`,
    'gu',
  );
  // The end of an unclosed tag is not searched again and again.
  let closing = 0;
  const closingFrom = (from: number): number => {
    if (closing >= 0 && closing < from) closing = seen.indexOf(`</${name}>`, from);
    return closing;
  };
  return Array.from(seen.matchAll(pattern), (match) => {
    const from = match.index + match[0].length;
    const end = match[2] === '/>' ? -1 : closingFrom(from);
    const attributes = match[1] ?? '';
    return {
      name,
      text: end < 0 ? '' : seen.slice(from, end).trim(),
      attribute: (wanted) => {
        const found = new RegExp(`\\b${wanted}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'u').exec(attributes);
        return found?.[1] ?? found?.[2];
      },
      line: lineAt(match.index),
      from: match.index,
      to: end < 0 ? from : end,
    };
  });
}

/** The text with comments blanked, line ends kept. */
export function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?(?:-->|$)/gu, (comment) => comment.replace(/[^\n]/gu, ' '));
}

/** A function from offset to line, for ascending offsets. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  let last = 0;
  return (offset) => {
    if (offset < last) {
      line = 1;
      next = text.indexOf('\n');
    }
    last = offset;
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}

/** The text of a tag with the content of those tags blanked, line ends kept. */
export function withoutTags(text: string, names: readonly string[]): string {
  let kept = '';
  let at = 0;
  const tags = names.flatMap((name) => tagsIn(text, name)).sort((a, b) => a.from - b.from);
  for (const { from, to } of tags) {
    if (from < at) continue;
    kept += text.slice(at, from) + text.slice(from, to).replace(/[^\n]/gu, ' ');
    at = to;
  }
  return kept + text.slice(at);
}
