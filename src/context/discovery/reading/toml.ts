import { parse, TomlError } from 'smol-toml';
import type { LocatedEntry, LocatedValue, ParseFault } from './located_value.ts';

/** A TOML file that can be asked for values and their lines. */
export type TomlSource = {
  readonly at: (...way: readonly string[]) => LocatedValue<unknown> | undefined;
  readonly text: (...way: readonly string[]) => LocatedValue<string> | undefined;
  readonly entries: (...way: readonly string[]) => readonly LocatedEntry[];
  /** The texts of the list at a path of keys, each with its line. */
  readonly texts: (...way: readonly string[]) => readonly LocatedValue<string>[];
};

/** Parses a TOML file. The parser provides the values; their lines are found by searching for the keys. */
export function openToml(text: string, lines: readonly string[]): TomlSource | ParseFault {
  let root: unknown;
  try {
    root = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [said = 'this is not TOML'] = error.message.replace(/^Invalid TOML document: /u, '').split('\n');
    return { fault: `${said}.`, line: error.line, column: error.column };
  }
  const places = keyPlaces(lines);
  const lineOf = (way: readonly string[]): number => {
    // A key within an inline table is on the line of the longest part of its path that is found.
    for (let length = way.length; length > 0; length--) {
      const place = places.get(JSON.stringify(way.slice(0, length)));
      if (place !== undefined) return length === way.length ? place : lineHolding(place, way.at(-1) ?? '');
    }
    return 1;
  };
  /** The line of a text within a list that begins on a line. */
  const lineHolding = (from: number, needle: string): number => {
    for (let place = from - 1; place < lines.length; place++) {
      const line = lines[place] ?? '';
      if (place > from - 1 && HEADER.test(line)) break;
      if (line.replace(/(?<=^\s*)#.*/u, '').includes(needle)) return place + 1;
    }
    return from;
  };
  const valueAt = (way: readonly string[]): unknown => {
    let value: unknown = root;
    for (const key of way) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = Object.getOwnPropertyDescriptor(value, key)?.value;
    }
    return value;
  };
  return {
    at: (...way) => {
      const value = valueAt(way);
      return value === undefined ? undefined : { value, line: lineOf(way) };
    },
    text: (...way) => {
      const value = valueAt(way);
      return typeof value === 'string' ? { value, line: lineOf(way) } : undefined;
    },
    entries: (...way) => {
      const value = valueAt(way);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      return Object.entries(value).map(([key, each]) => ({ key, value: each, line: lineOf([...way, key]) }));
    },
    texts: (...way) => {
      const value = valueAt(way);
      if (!Array.isArray(value)) return [];
      const start = lineOf(way);
      let from = start;
      return value
        .filter((each) => typeof each === 'string')
        .map((each) => {
          from = lineHolding(from, quoted(each, lines, from));
          return { value: each, line: from };
        });
    },
  };
}

/** A text including its quotes, if the file quotes it. */
function quoted(text: string, lines: readonly string[], from: number): string {
  const forms = [`"${text}"`, `'${text}'`];
  return forms.find((form) => lines.slice(from - 1, from + 400).some((line) => line.includes(form))) ?? text;
}

const HEADER = /^\s*\[/u;

/** The line where each key is first set, by its full path. */
function keyPlaces(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const note = (way: readonly string[], line: number): void => {
    for (let length = 1; length <= way.length; length++) {
      const key = JSON.stringify(way.slice(0, length));
      if (!places.has(key)) places.set(key, line);
    }
  };
  let table: readonly string[] = [];
  let closing: string | undefined;
  for (const [place, line] of lines.entries()) {
    if (closing !== undefined) {
      if (line.includes(closing)) closing = undefined;
      continue;
    }
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]/u.exec(line)?.[1];
    // A condition in a table's name contains the same characters.
    if (header !== undefined && !line.replace(/"[^"]*"|'[^']*'/gu, '').includes('=')) {
      table = partsOf(header);
      note(table, place + 1);
      // The table itself is at its header, not where a part of its name first occurred.
      places.set(JSON.stringify(table), Math.min(places.get(JSON.stringify(table)) ?? place + 1, place + 1));
      continue;
    }
    const [, key, value = ''] =
      /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$/u.exec(line) ?? [];
    if (key === undefined) continue;
    note([...table, ...partsOf(key)], place + 1);
    const open = /^\s*("""|''')/u.exec(value)?.[1];
    if (open !== undefined && !value.slice(value.indexOf(open) + 3).includes(open)) closing = open;
  }
  return places;
}

function partsOf(dotted: string): string[] {
  return Array.from(dotted.matchAll(/"([^"]*)"|'([^']*)'|([^.\s"']+)/gu), ([, a, b, c]) => a ?? b ?? c ?? '');
}
