import { createScanner, findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/**
 * Sets a value at a path in JSON that may have comments, and changes no other byte except commas and line ends around it. Every
 * step of the path must be an object or absent.
 */
export function putJson(text: string, path: readonly string[], value: unknown): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const root = parseTree(text, [], { allowTrailingComma: true });
  const indent = /^([ \t]+)\S/mu.exec(text)?.[1] ?? '  ';
  if (root === undefined) return `${JSON.stringify(nested(path, value), null, 2)}\n`.replaceAll('\n', eol);
  const depth = path.findIndex((_, place) => !findNodeAtLocation(root, path.slice(0, place + 1)));
  if (depth === -1) {
    const old = findNodeAtLocation(root, [...path]) as Node;
    return `${text.slice(0, old.offset)}${JSON.stringify(value)}${text.slice(old.offset + old.length)}`;
  }
  const holder = depth === 0 ? root : (findNodeAtLocation(root, path.slice(0, depth)) as Node);
  const outer = indentAt(text, holder.offset);
  const inner = `${outer}${indent}`;
  const added = JSON.stringify(nested(path.slice(depth + 1), value), null, indent).replaceAll(
    '\n',
    `${eol}${inner}`,
  );
  const end = holder.offset + holder.length - 1;
  const place = text.slice(0, end).trimEnd().length;
  const last = holder.children?.at(-1);
  const comma = last && !hasComma(text.slice(last.offset + last.length, end)) ? ',' : '';
  const lastEnd = last ? last.offset + last.length : place;
  const gap = text.slice(place, end);
  return [
    text.slice(0, lastEnd),
    comma,
    text.slice(lastEnd, place),
    `${eol}${inner}${JSON.stringify(path[depth])}: ${added}`,
    gap.includes('\n') ? gap : `${eol}${outer}`,
    text.slice(end),
  ].join('');
}

/** The first key on a path that stands more than once in its object: which one counts is up to whoever reads the file. */
export function repeatedKey(text: string, path: readonly string[]): string | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return path.find((key, depth) => {
    const holder = root && (depth === 0 ? root : findNodeAtLocation(root, path.slice(0, depth)));
    const named = holder?.children?.filter(({ children: [name] = [] }) => name?.value === key) ?? [];
    return holder?.type === 'object' && named.length > 1;
  });
}

/** Wraps the value in an object for each step of a path. */
function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inside, name) => ({ [name]: inside }), value);
}

/** The indentation of the line at an offset. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether there is a comma outside of comments. */
function hasComma(text: string): boolean {
  const scanner = createScanner(text, true);
  scanner.scan();
  return text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength()) === ',';
}
