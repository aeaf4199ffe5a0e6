import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { LocatedValue, ParseFault } from './located_value.ts';

/** A YAML file that can be asked for values and their lines: its first document. */
export type YamlSource = {
  readonly root: YamlNode;
};

/** A place in a YAML file. */
export type YamlNode = {
  readonly line: number;
  /** As text, if it is a scalar. */
  readonly scalar: string | undefined;
  readonly key: (name: string) => YamlNode | undefined;
  /** The node at a path of keys. */
  readonly at: (...way: readonly string[]) => YamlNode | undefined;
  readonly entries: () => readonly (LocatedValue<YamlNode> & { readonly key: string })[];
  readonly items: () => readonly YamlNode[];
};

/** Parses a YAML file. Aliases are not followed: their targets are read in their own place. */
export function openYaml(text: string): YamlSource | ParseFault {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const first = Array.isArray(documents) ? documents[0] : undefined;
  const error = first?.errors[0];
  if (error !== undefined) {
    const { line, col } = counter.linePos(error.pos[0]);
    return { fault: `${error.message}.`, line: Math.max(1, line), column: Math.max(1, col) };
  }
  return { root: nodeOf(first?.contents ?? null, 1, counter) };
}

function nodeOf(node: Node | null, line: number, counter: LineCounter): YamlNode {
  const placeOf = (part: Node | null | undefined): number => {
    const start = part?.range?.[0];
    return start === undefined ? line : Math.max(1, counter.linePos(start).line);
  };
  const entries = () => {
    if (!isMap<Node, Node | null>(node)) return [];
    return node.items.flatMap(({ key, value }) => {
      const at = placeOf(key);
      return isScalar(key) ? [{ key: String(key.value), value: nodeOf(value, at, counter), line: at }] : [];
    });
  };
  const key = (name: string) => entries().find((entry) => entry.key === name)?.value;
  return {
    line,
    scalar: isScalar(node) && node.value !== null ? scalarText(node.value, node.source) : undefined,
    key,
    at: (...way) => {
      let found: YamlNode | undefined = nodeOf(node, line, counter);
      for (const name of way) found = found?.key(name);
      return found;
    },
    entries,
    items: () =>
      isSeq<Node | null>(node) ? node.items.map((item) => nodeOf(item, placeOf(item), counter)) : [],
  };
}

/** `3.10` is a number in YAML, but its author means a version. */
function scalarText(value: unknown, source: string | undefined): string {
  return typeof value === 'number' && source !== undefined ? source : String(value);
}
