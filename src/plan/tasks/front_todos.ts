import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Position } from '../../diagnostics/index.ts';

/** An entry of the list `todos` in a document's front matter. */
export type FrontTodo = Position & {
  readonly id: string | undefined;
  readonly content: string;
  readonly status: string;
  readonly dependencies: readonly (Position & { readonly text: string })[];
};

/** The list of todos in front matter. */
export type FrontTodos = {
  readonly name: string | undefined;
  readonly overview: string | undefined;
  readonly todos: readonly FrontTodo[];
  /** Positions of entries without content. */
  readonly malformed: readonly Position[];
};

/** The position and reason of an error in front matter that is not YAML. */
export type FrontFault = Position & { readonly message: string };

/**
 * Reads the `todos` of front matter. No feature of YAML is used that could make a text grow: values are taken as written, and an
 * alias is not followed.
 *
 * @param matter - the text between the two `---` lines
 */
export function readFrontTodos(matter: string): FrontTodos | FrontFault {
  const strict = parse(matter);
  // A colon within a sentence is an error of YAML, but its meaning is plain.
  const read = strict.fault === undefined ? strict : parse(withQuotes(matter));
  const { fault = strict.fault, top, at } = read;
  if (top === undefined)
    return fault ?? { line: 2, column: 1, message: 'It is not a list of names with values' };
  const { todos, malformed } = entriesOf(top.get('todos', true), at);
  return { name: textOf(top, ['name', 'title']), overview: textOf(top, ['overview']), todos, malformed };
}

type At = (node: unknown) => Position;

function parse(matter: string): { fault?: FrontFault; top?: YAMLMap; at: At } {
  const lines = new LineCounter();
  const document = parseDocument(matter, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: line + 1, column: col };
  };
  const at: At = (node) => place((node as Node | null)?.range?.[0] ?? 0);
  const [error] = document.errors;
  if (error !== undefined) return { fault: { ...place(error.pos[0]), message: error.message }, at };
  return isMap(document.contents) ? { top: document.contents, at } : { at };
}

/** Lines such as `content: Repair it: the sum is wrong`, with quotes around their value. */
function withQuotes(matter: string): string {
  return matter.replace(
    /^(?<before>[ \t]*(?:-[ \t]+)?(?:content|title|name|overview|description):[ \t]+)(?<value>[^\s"'|>[{&*!].*)$/gmu,
    (_, before: string, value: string) => `${before}${JSON.stringify(value)}`,
  );
}

function entriesOf(list: unknown, at: At): Pick<FrontTodos, 'todos' | 'malformed'> {
  const todos: FrontTodo[] = [];
  const malformed: Position[] = [];
  for (const item of isSeq(list) ? list.items : []) {
    const position = at(item);
    const content = isMap(item)
      ? textOf(item, ['content', 'title', 'task', 'name', 'description'])
      : textIn(item);
    const id = isMap(item) ? textOf(item, ['id', 'key']) : undefined;
    if (content === undefined && id === undefined) malformed.push(position);
    else
      todos.push({
        ...position,
        id,
        content: content ?? id ?? '',
        status: (isMap(item) ? textOf(item, ['status', 'state']) : undefined) ?? '',
        dependencies: isMap(item) ? needsIn(item, at) : [],
      });
  }
  return { todos, malformed };
}

function needsIn(item: YAMLMap, at: At): FrontTodo['dependencies'] {
  for (const key of ['dependencies', 'depends_on', 'dependsOn', 'blockedBy', 'blocked_by']) {
    const value = item.get(key, true) as unknown;
    const entries = isSeq(value) ? value.items : isScalar(value) ? [value] : [];
    const named = entries.flatMap((each) => {
      const text = textIn(each);
      return text === undefined ? [] : [{ ...at(each), text }];
    });
    if (named.length > 0) return named;
  }
  return [];
}

function textOf(map: YAMLMap, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = textIn(map.get(key, true));
    if (text !== undefined) return text;
  }
  return undefined;
}

function textIn(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  const text = String(node.value).trim();
  return text === '' ? undefined : text;
}
