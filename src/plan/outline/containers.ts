/**
 * Containers of Markdown dialects, `:::task-stub{title="Cache"}` over lines and `:::`. What they hold belongs to the item above
 * them, as if it were indented; without one, their title is a task. One that is a remark by its name is a quotation. Every line keeps
 * its number.
 *
 * @param text - with line feeds only
 */
export function withContainers(text: string): string {
  if (!text.includes(':::')) return text;
  const lines = text.split('\n');
  let indent: number | undefined;
  let isInCode = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    if (/^\s*(?:`{3,}|~{3,})/u.test(line)) isInCode = !isInCode;
    if (isInCode) continue;
    const item = /^(?<mark>[-*+]|\d{1,9}[.)])(?<space>\s+)\S/u.exec(line)?.groups;
    if (item !== undefined) indent = `${item.mark}${item.space}`.length;
    else if (/^\S/u.test(line) && !line.startsWith(':')) indent = undefined;
    const opened = openedIn(line);
    if (opened === undefined) continue;
    let end = index + 1;
    while (end < lines.length && !CLOSES.test(lines[end] as string)) end += 1;
    if (end === lines.length) return lines.join('\n');
    const { name, title } = opened;
    const isRemark = REMARKS.test(name);
    const depth = indent ?? (isRemark || title === '' ? undefined : OWN_DEPTH);
    lines[index] = !isRemark && indent === undefined && title !== '' ? `- [ ] ${title}` : '';
    lines[end] = '';
    // Below an item, a quotation is one of that item only where it is indented as the item's own text.
    const before = `${' '.repeat(depth ?? 0)}${isRemark ? '> ' : ''}`;
    for (let inner = index + 1; inner < end; inner++)
      if (lines[inner] !== '') lines[inner] = `${before}${lines[inner]}`;
    index = end;
  }
  return lines.join('\n');
}

/** The name and the title of the container that a line opens. */
function openedIn(line: string): { readonly name: string; readonly title: string } | undefined {
  if (!line.startsWith(':::')) return undefined;
  // Each pattern begins where the one before it has ended, at something else than a space: a long line is read once.
  const rest = line.replace(/^:+/u, '').trim();
  const name = /^\p{L}[\p{L}\d_-]*/u.exec(rest)?.[0] ?? '';
  const behind = rest.slice(name.length).trimStart();
  const settings = /^\{[^}]*\}/u.exec(behind)?.[0] ?? '';
  if (behind.slice(settings.length).includes(':')) return undefined;
  return { name, title: /(?:title|name)="([^"]{1,300})"/u.exec(settings)?.[1] ?? '' };
}

const CLOSES = /^:{3,}\s*$/u;

/** The indentation of the text in a container. */
const OWN_DEPTH = 2;

/** Names of containers that hold a remark on the text around them. */
const REMARKS =
  /^(?:notes?|tips?|hints?|info|warning|danger|caution|important|attention|details|example|quote|success|error|abstract|summary)$/iu;
