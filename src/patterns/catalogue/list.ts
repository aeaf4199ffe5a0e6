import { isRecord, plainValue, readJsonText } from '../../lib/index.ts';
import type { CatalogProblem } from './catalog_entry.ts';
import { type PluginPlace, placeOf } from './origin.ts';

/**
 * Places where tools keep the list of plugins in a repository, with the name of their kind. The first that exists names the
 * source.
 */
export const LIST_FILES = [
  '.claude-plugin/marketplace.json',
  '.agents/plugins/marketplace.json',
  '.cursor-plugin/marketplace.json',
  'marketplace.json',
] as const;

/** A list of plugins. */
export type PluginList = {
  readonly name: string;
  readonly description: string;
  readonly plugins: readonly ListedPlugin[];
  readonly renames: Readonly<Record<string, string>>;
  readonly problems: readonly CatalogProblem[];
  /** Whether it names no plugins at all, as a file of that name with another purpose does. */
  readonly isOther?: boolean;
};

/** A plugin as given in a list. */
export type ListedPlugin = {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly keywords: readonly string[];
  readonly place: Exclude<PluginPlace, { readonly kind: 'broken' }>;
  /** The parts that it brings besides, or instead of, those of its folder. */
  readonly fields: PartFields;
  /** Whether the entry is all there is to know of it: its folder's own manifest is not asked. */
  readonly isWhole: boolean;
  readonly line: number;
};

/** The fields of a plugin that list its parts, as written. */
export type PartFields = Readonly<Record<string, unknown>>;

/**
 * Reads a list of plugins. A broken entry is reported and left out; the others are read.
 *
 * @param file - the name that problems carry
 */
export function readPluginList(text: string, file: string): PluginList {
  const problems: CatalogProblem[] = [];
  const json = readJsonText(text);
  const none = { name: '', description: '', plugins: [], renames: {} };
  if (!('root' in json)) {
    const faults = json.map(({ message, line, column }) => ({ ...BROKEN, message, file, line, column }));
    return { ...none, problems: faults };
  }
  const value = plainValue(json.root);
  if (!isRecord(value))
    return { ...none, problems: [{ ...BROKEN, message: 'The list is not an object.', file, line: 1 }] };
  if (value.plugins === undefined)
    return {
      ...none,
      isOther: true,
      problems: [{ ...BROKEN, severity: 'warning', message: OTHER, file, line: 1 }],
    };
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  const root = textOf(metadata.pluginRoot);
  const node = json.root.children?.find((one) => one.children?.[0]?.value === 'plugins')?.children?.[1];
  const lineOf = (place: number) => json.positionAt(node?.children?.[place]?.offset ?? 0).line;
  const plugins: ListedPlugin[] = [];
  if (!Array.isArray(value.plugins))
    problems.push({ ...BROKEN, message: '"plugins" is not a list.', file, line: 1 });
  else
    for (const [place, entry] of (value.plugins as unknown[]).entries()) {
      const read = readEntry(entry, root);
      if (typeof read !== 'string') plugins.push({ ...read, line: lineOf(place) });
      else
        problems.push({
          severity: 'warning',
          code: 'catalog-entry-broken',
          message: `Entry ${place + 1}${isRecord(entry) && textOf(entry.name) !== '' ? ` (${textOf(entry.name)})` : ''} was left out: ${read}.`,
          file,
          line: lineOf(place),
        });
    }
  return {
    name: textOf(value.name),
    description: textOf(value.description) || textOf(metadata.description),
    plugins,
    renames: readRenames(value.renames, file, problems),
    problems,
  };
}

function readEntry(entry: unknown, root: string): Omit<ListedPlugin, 'line'> | string {
  if (!isRecord(entry)) return 'it is not an object';
  const name = textOf(entry.name);
  if (name === '') return 'it has no name';
  if (!isPlainName(name)) return 'its name has characters that are not allowed';
  const place = placeOf(entry.source, root);
  if (place.kind === 'broken') return place.why;
  return {
    name,
    description: textOf(entry.description),
    category: textOf(entry.category),
    keywords: [...textsOf(entry.keywords), ...textsOf(entry.tags)],
    place,
    fields: entry,
    isWhole: entry.strict === false,
  };
}

function readRenames(value: unknown, file: string, problems: CatalogProblem[]): Record<string, string> {
  if (value === undefined) return {};
  const read: [string, string][] = [];
  for (const [from, to] of Object.entries(isRecord(value) ? value : {}))
    if (typeof to === 'string' && isPlainName(to)) read.push([from, to]);
  if (!isRecord(value) || read.length < Object.keys(value).length)
    problems.push({
      severity: 'warning',
      code: 'catalog-rename-broken',
      message: '"renames" contains something that is not a name; it was left out.',
      file,
    });
  return Object.fromEntries(read);
}

/** Whether a name can be part of an id. */
export function isPlainName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,99}$/u.test(name);
}

/** A text on one line; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : '';
}

/** The texts of a list, or a single text in place of a list. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map(textOf).filter((one) => one !== '');
}

const OTHER = 'It has no "plugins", so it lists something else, and was ignored.';
const BROKEN = { severity: 'error', code: 'catalog-list-broken' } as const;
