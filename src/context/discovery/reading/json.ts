import { type JsonNode, plainValue, propertiesOf, readJsonText } from '../../../lib/index.ts';
import type { LocatedEntry, LocatedValue, ParseFault } from './located_value.ts';

/** A JSON file, comments allowed, that can be asked for values and their lines. */
export type JsonSource = {
  /** The value at a path of keys. */
  readonly at: (...way: readonly string[]) => LocatedValue<unknown> | undefined;
  /** The text at a path of keys. */
  readonly text: (...way: readonly string[]) => LocatedValue<string> | undefined;
  /** The entries of the object at a path of keys. */
  readonly entries: (...way: readonly string[]) => readonly LocatedEntry[];
  /** The items of the list at a path of keys. */
  readonly items: (...way: readonly string[]) => readonly LocatedValue<unknown>[];
};

/** Opens the text of a JSON file. */
export function openJson(text: string): JsonSource | ParseFault {
  const read = readJsonText(text);
  if (!('root' in read)) {
    const [first] = read;
    return {
      fault: first?.message ?? 'This is not JSON.',
      line: first?.line ?? 1,
      column: first?.column ?? 1,
    };
  }
  const lineAt = (node: JsonNode): number => read.positionAt(node.offset).line;
  const find = (way: readonly string[]): { readonly node: JsonNode; readonly line: number } | undefined => {
    let node: JsonNode = read.root;
    let line = 1;
    for (const key of way) {
      const property = propertiesOf(node).findLast((each) => each.key === key);
      if (property === undefined) return undefined;
      node = property.value;
      line = lineAt(property.keyNode);
    }
    return { node, line };
  };
  const at = (...way: readonly string[]): LocatedValue<unknown> | undefined => {
    const found = find(way);
    return found && { value: plainValue(found.node), line: found.line };
  };
  return {
    at,
    text: (...way) => {
      const found = find(way);
      return typeof found?.node.value === 'string'
        ? { value: found.node.value, line: found.line }
        : undefined;
    },
    entries: (...way) =>
      propertiesOf(find(way)?.node).map(({ key, keyNode, value }) => ({
        key,
        value: plainValue(value),
        line: lineAt(keyNode),
      })),
    items: (...way) => {
      const node = find(way)?.node;
      if (node?.type !== 'array') return [];
      return (node.children ?? []).map((child) => ({ value: plainValue(child), line: lineAt(child) }));
    },
  };
}
