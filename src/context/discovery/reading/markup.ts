/** A tag of an XML file with its text, its attributes as written, and its line. */
export type Tag = {
  readonly name: string;
  readonly text: string;
  readonly attribute: (name: string) => string | undefined;
  readonly line: number;
  /** Where it begins, and where it ends with all that is in it. */
  readonly from: number;
  readonly to: number;
};

/** The tags of that name in an XML file; comments are passed over. Nested tags are not understood: each is told with what is in it. */
export function tagsIn(text: string, name: string): Tag[] {
  const seen = withoutComments(text);
  const lineAt = lineCounter(seen);
  // In quotes, `>` ends no tag.
  const pattern = new RegExp(
    `<${name.replaceAll('.', '\\.')}(\\s(?:"[^"<]*"|'[^'<]*'|[^<>"'])*?)?(/>|>)`,
    'gu',
  );
  return Array.from(seen.matchAll(pattern), (match) => {
    const from = match.index + match[0].length;
    const end = match[2] === '/>' ? -1 : seen.indexOf(`</${name}>`, from);
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

/** The text with what is in comments blanked, line ends kept. */
export function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?(?:-->|$)/gu, (comment) => comment.replace(/[^\n]/gu, ' '));
}

/** A function from offset to line, for offsets that grow. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let from = 0;
  return (offset) => {
    if (offset < from) {
      line = 1;
      from = 0;
    }
    for (let next = text.indexOf('\n', from); next >= 0 && next < offset; next = text.indexOf('\n', from)) {
      line++;
      from = next + 1;
    }
    return line;
  };
}
