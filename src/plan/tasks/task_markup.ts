/** A task that is written in tags, with the texts of the elements in it by their names in lower case. */
export type MarkedTask = {
  /** 1-based. */
  readonly line: number;
  /** The line after its last. */
  readonly end: number;
  /** The attributes in its opening tag, such as `type="auto"`. */
  readonly attributes: string;
  readonly elements: ReadonlyMap<string, string>;
};

/**
 * The tasks in a text that are written as `<task><name>…</name><files>…</files><action>…</action></task>`. The contents of an
 * element are literal text, with angle brackets in code, unless all of their special characters are written as entities.
 */
export function markedTasks(text: string): MarkedTask[] {
  const tasks: MarkedTask[] = [];
  const lines = text.split('\n');
  let open: { line: number; attributes: string; from: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const start = /^\s{0,8}<task\b(?<attributes>[^<>]{0,300})>/iu.exec(line);
    if (start !== null) open = { line: index + 1, attributes: start.groups?.attributes ?? '', from: index };
    if (open === undefined || !/<\/task>\s*$/iu.test(line)) continue;
    const inner = lines.slice(open.from, index + 1).join('\n');
    tasks.push({
      ...{ line: open.line, end: index + 2 },
      ...{ attributes: open.attributes, elements: elementsOf(inner) },
    });
    open = undefined;
  }
  return tasks;
}

function elementsOf(task: string): ReadonlyMap<string, string> {
  const elements = new Map<string, string>();
  let at = 0;
  for (;;) {
    OPENING.lastIndex = at;
    const start = OPENING.exec(task);
    if (start === null) return elements;
    const tag = start[1]?.toLowerCase() ?? '';
    // Some writers shorten `<name>` to `<n>`.
    const name = tag === 'n' ? 'name' : tag;
    const from = start.index + start[0].length;
    const end = task.toLowerCase().indexOf(`</${tag}>`, from);
    if (end >= 0 && !elements.has(name)) elements.set(name, decoded(withoutTags(task.slice(from, end))));
    at = end < 0 ? from : end;
  }
}

/** Elements that a task has; other tags are text. */
const OPENING =
  /<(name|n|title|files|action|steps|verify|verification|done|acceptance_criteria|behavior|read_first|depends_on|dependencies|how-to-verify|what-built|implementation|instructions|decision|context|options|resume-signal)>/giu;

/** A text without the tags of elements within it, such as `<automated>`. */
function withoutTags(text: string): string {
  return text.replace(/<\/?(?:automated|manual|step)>/giu, '').trim();
}

/** A text with its entities replaced, if it was escaped as a whole: a command with a bare "&" or "<" means its entities. */
function decoded(text: string): string {
  if (!ENTITY.test(text) || /<|&(?!(?:amp|lt|gt|quot|apos|#39);)/u.test(text)) return text;
  return text.replace(new RegExp(ENTITY, 'gu'), (entity) => CHARACTERS.get(entity) ?? entity);
}

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&#39;', "'"],
]);

const ENTITY = /&(?:amp|lt|gt|quot|apos|#39);/u;

/** An element beside the tasks, with the line on which it begins, and the one after its last. */
export type OuterElement = {
  readonly name: string;
  readonly line: number;
  readonly end: number;
  readonly text: string;
};

/** The elements of the given names on lines of their own, outside of the tasks. */
export function outerElements(text: string, names: readonly string[]): OuterElement[] {
  const lines = text.split('\n');
  return names.flatMap((name) => {
    const start = lines.findIndex((line) => line.trim().toLowerCase() === `<${name}>`);
    const end = lines.findIndex((line, index) => index > start && line.trim().toLowerCase() === `</${name}>`);
    return start < 0 || end < 0
      ? []
      : [{ name, line: start + 1, end: end + 2, text: lines.slice(start + 1, end).join('\n') }];
  });
}
