/** A field of a constraint: `RULE: …`, with its continuation lines. */
export type Field = { readonly name: string; readonly text: string; readonly offset: number };

/** The fields of a constraint, in order. */
export function fieldsOf(text: string): Field[] {
  const starts = [...text.matchAll(FIELD)];
  return starts.map((match, index) => {
    const from = match.index + match[0].length;
    const end = starts[index + 1]?.index ?? text.length;
    return { name: match[1] ?? '', text: text.slice(from, end), offset: match.index };
  });
}

const FIELD =
  /^[ \t]{0,8}(?:[-*#>]{1,6}[ \t]{0,4})?(RULE|BECAUSE|APPLIES WHEN|TEST|INSTEAD|GOOD|BAD)(?:\*\*)?:/gmu;

/** The fields of these names; a text without any field counts as one. */
export function fieldsNamed(text: string, names: readonly string[]): Field[] {
  const fields = fieldsOf(text);
  if (fields.length === 0) return [{ name: '', text, offset: 0 }];
  return fields.filter(({ name }) => names.includes(name));
}

/** The offset of a field's own text in the whole text. */
export function startOfText(text: string, field: Field): number {
  return text.indexOf(':', field.name === '' ? text.length : field.offset) + 1;
}
