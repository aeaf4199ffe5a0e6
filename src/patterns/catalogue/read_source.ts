import { basename, join, posix } from 'node:path';
import { failure, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { cutFrontMatter, fieldText } from '../../exchange/index.ts';
import { isRecord, plainValue, readJsonText } from '../../lib/index.ts';
import { isWithin, listFiles, readText } from '../../platform/index.ts';
import type { CatalogProblem, CatalogProblemCode, ReadEntry, ReadSource } from './catalog_entry.ts';
import {
  isPlainName,
  LIST_FILES,
  type ListedPlugin,
  type PartFields,
  type PluginList,
  readPluginList,
  textOf,
  textsOf,
} from './list.ts';
import { type PartFile, type PluginFolder, partFiles, programsOf } from './parts.ts';

/** The most files of a source that are looked at, and the most entries that are kept. */
export const MAX_FILES = 50_000;
export const MAX_ENTRIES = 10_000;
const LARGEST_LIST = 4 * 1024 * 1024;
const LARGEST_TEXT = 256 * 1024;

/** Manifests of a plugin; the first that exists counts. */
const MANIFESTS = [
  '.claude-plugin/plugin.json',
  '.codex-plugin/plugin.json',
  '.cursor-plugin/plugin.json',
  'plugin.json',
];

/**
 * Reads a folder with plugins: one with a list of them, a plugin by itself, a folder `plugins`, or loose agents, skills and
 * commands. Nothing is run or fetched, and no link is followed.
 *
 * @param folder - absolute
 */
export function readCatalogSource(folder: string): Result<ReadSource, CatalogProblemCode> {
  const files = listFiles(folder, (name) => name === '.git' || name === 'node_modules', MAX_FILES);
  const source = new Reading(folder, files);
  const there = LIST_FILES.filter((file) => files.includes(file)).map((file) => ({
    file,
    list: source.list(file),
  }));
  const others = there.filter(({ list }) => list.isOther);
  source.problems.push(...others.flatMap(({ list }) => list.problems));
  const own = there.filter(({ list }) => !list.isOther);
  const lists = own.map(({ list }) => list);
  const [first] = lists;
  if (first && first.plugins.length === 0 && first.problems.some(({ severity }) => severity === 'error'))
    return failure('problems', ...first.problems);
  if (first)
    source.addLists(
      lists,
      own.map(({ file }) => file),
    );
  else source.addFolders();
  const { entries, problems } = source;
  if (entries.length === 0)
    return failure('problems', ...problems, {
      severity: 'error',
      code: 'catalog-nothing-here',
      message: 'There is no list of plugins here, no plugin, and no agent, skill or command.',
      file: folder,
      hint: `Give a folder that has ${LIST_FILES[0]}, ${MANIFESTS[0]}, or agents/, skills/ or commands/.`,
    });
  if (files.length === MAX_FILES)
    problems.push(tooMany(folder, `only the first ${MAX_FILES} files were read`));
  if (entries.length > MAX_ENTRIES)
    problems.push(tooMany(folder, `only the first ${MAX_ENTRIES} entries were kept`));
  return success({
    name: first?.name && isPlainName(first.name) ? first.name : basename(folder),
    description: first?.description ?? '',
    entries: entries.slice(0, MAX_ENTRIES),
    renames: first?.renames ?? {},
    problems: sortProblems(problems),
  });
}

class Reading {
  readonly entries: ReadEntry[] = [];
  readonly problems: CatalogProblem[] = [];
  readonly #taken = new Set<string>();
  readonly #folder: string;
  readonly #files: readonly string[];
  readonly #there: ReadonlySet<string>;

  constructor(folder: string, files: readonly string[]) {
    this.#folder = folder;
    this.#files = files;
    this.#there = new Set(files);
  }

  list(file: string): PluginList {
    const read = readText(join(this.#folder, file), LARGEST_LIST);
    if (read.kind === 'text') return readPluginList(read.text, file);
    const message = `The list cannot be read: ${read.kind === 'too-large' ? `it has more than ${LARGEST_LIST} bytes` : 'why' in read ? read.why : 'it is not a file'}.`;
    const problem: CatalogProblem = { severity: 'error', code: 'catalog-list-broken', message, file };
    return { name: '', description: '', plugins: [], renames: {}, problems: [problem] };
  }

  /** Lists for several tools mostly name the same plugins: the first that names one counts. */
  addLists(lists: readonly PluginList[], names: readonly string[]): void {
    const known = new Set<string>();
    for (const [place, { plugins, problems }] of lists.entries()) {
      this.problems.push(...problems);
      const file = names[place] ?? '';
      const here = new Set<string>();
      for (const plugin of plugins) {
        if (here.has(plugin.name)) this.#twice(plugin.name, file, plugin.line);
        else if (!known.has(plugin.name)) this.#addListed(plugin, file);
        here.add(plugin.name);
      }
      for (const name of here) known.add(name);
    }
  }

  /** Without a list: the folder is a plugin, or has plugins in a folder of that name. */
  addFolders(): void {
    const below = [
      ...new Set(
        this.#files.flatMap((file) => /^(?:plugins|external_plugins)\/[^/]+(?=\/)/u.exec(file)?.[0] ?? []),
      ),
    ];
    const single = this.#manifestFile('') !== undefined || below.length === 0;
    for (const path of single ? [''] : below) this.#addFolder(path, basename(join(this.#folder, path)));
    // The folders for agents, skills and commands in people's projects.
    for (const path of ['.claude', '.agents', '.github'])
      if (this.#files.some((file) => new RegExp(`^\\${path}/(?:agents|skills|commands)/`, 'u').test(file)))
        this.#addFolder(path, `${basename(this.#folder)}${path}`);
  }

  #addFolder(path: string, called: string): void {
    const manifest = this.#manifest(path);
    const named = textOf(manifest.name);
    const plugin = { path, manifest, listed: {}, isWhole: false };
    if (partFiles(this.#filesBelow(path), plugin).length === 0 && named === '') return;
    this.#addPlugin(plugin, {
      name: isPlainName(named) ? named : called,
      description: textOf(manifest.description),
      category: textOf(manifest.category),
      keywords: textsOf(manifest.keywords),
    });
  }

  #addListed(
    { name, description, category, keywords, place, fields, isWhole, line }: ListedPlugin,
    file: string,
  ): void {
    const about = { name, description, category, keywords };
    if (place.kind === 'elsewhere') {
      const programs = programsOf(
        [],
        { path: '', manifest: {}, listed: fields, isWhole: true },
        () => undefined,
      );
      this.#keep({
        ...about,
        kind: 'plugin',
        plugin: name,
        path: null,
        origin: place.origin,
        programs,
        text: '',
      });
      return;
    }
    const { path } = place;
    const isThere = path === '' || this.#files.some((file) => file.startsWith(`${path}/`));
    if (!isThere || !isWithin(this.#folder, join(this.#folder, path))) {
      this.problems.push({
        severity: 'warning',
        code: isThere ? 'catalog-entry-outside' : 'catalog-entry-broken',
        message: `${name} was left out: ${isThere ? 'its folder leads out of the source' : `there is nothing in ${path}`}.`,
        file,
        line,
      });
      return;
    }
    const manifest = this.#manifest(path);
    this.#addPlugin(
      { path, manifest, listed: fields, isWhole },
      {
        ...about,
        description: description || textOf(manifest.description),
        keywords: [...new Set([...keywords, ...textsOf(manifest.keywords)])],
      },
    );
  }

  #addPlugin(
    plugin: PluginFolder,
    about: Pick<ReadEntry, 'name' | 'description' | 'category' | 'keywords'>,
  ): void {
    const files = this.#filesBelow(plugin.path);
    const programs = programsOf(files, plugin, (file) => this.#json(file));
    const readme = posix.join(plugin.path, 'README.md');
    // The README of a whole source is about all of its plugins.
    const text = plugin.path !== '' && this.#there.has(readme) ? (this.#text(readme) ?? '') : '';
    this.#keep({
      ...about,
      kind: 'plugin',
      plugin: about.name,
      path: plugin.path || '.',
      origin: null,
      programs,
      text,
    });
    for (const part of partFiles(files, plugin)) this.#addPart(part, about);
  }

  #addPart({ kind, path }: PartFile, { name: plugin, category }: Pick<ReadEntry, 'name' | 'category'>): void {
    const text = this.#text(path);
    if (text === undefined) return;
    const file = { file: path, path, text };
    const { fields, body, bodyLine, problems } = cutFrontMatter(text, path);
    if (fields.size === 0 && /(?:^|\/)readme\.md$/iu.test(path)) return;
    for (const { message, line } of problems)
      this.problems.push({
        severity: 'warning',
        code: 'catalog-front-matter',
        message,
        file: path,
        ...(line === undefined ? {} : { line }),
      });
    const prompt = { ...file, fields, body, bodyLine };
    const called = kind === 'skill' ? path.split('/').at(-2) : path.split('/').at(-1)?.replace(/\.md$/iu, '');
    const named = fieldText(prompt, 'name').text;
    const name = isPlainName(named) ? named : (called ?? plugin);
    const description = fieldText(prompt, 'description').text || firstLine(body);
    const keywords = fieldText(prompt, 'keywords', 'tags')
      .text.split(/\s*,\s*/u)
      .filter((one) => one !== '');
    this.#keep({
      kind,
      plugin,
      name,
      description,
      category,
      keywords,
      path,
      origin: null,
      programs: [],
      text: body,
    });
  }

  #keep(entry: ReadEntry): void {
    const id = `${entry.kind} ${entry.plugin}:${entry.name}`;
    if (this.#taken.has(id)) {
      this.#twice(entry.name, entry.path ?? '');
      return;
    }
    this.#taken.add(id);
    this.entries.push(entry);
  }

  #twice(name: string, file: string, line?: number): void {
    this.problems.push({
      severity: 'warning',
      code: 'catalog-entry-twice',
      message: `${name} is listed twice; the second was left out.`,
      file,
      ...(line === undefined ? {} : { line }),
    });
  }

  #filesBelow(path: string): readonly string[] {
    return path === '' ? this.#files : this.#files.filter((file) => file.startsWith(`${path}/`));
  }

  #manifestFile(path: string): string | undefined {
    return MANIFESTS.map((file) => posix.join(path, file)).find((file) => this.#there.has(file));
  }

  #manifest(path: string): PartFields {
    const file = this.#manifestFile(path);
    const value = file === undefined ? undefined : this.#json(file);
    return isRecord(value) ? value : {};
  }

  #json(file: string): unknown {
    const text = this.#text(file);
    if (text === undefined) return undefined;
    const json = readJsonText(text);
    if ('root' in json) return plainValue(json.root);
    const [{ message, line, column } = { message: 'This is not JSON.', line: 1, column: 1 }] = json;
    this.problems.push({ severity: 'warning', code: 'catalog-file-unreadable', message, file, line, column });
    return undefined;
  }

  #text(file: string): string | undefined {
    const read = readText(join(this.#folder, file), LARGEST_TEXT);
    if (read.kind === 'text') return read.text;
    const why =
      read.kind === 'too-large'
        ? `it has more than ${LARGEST_TEXT} bytes`
        : 'why' in read
          ? read.why
          : 'it is not a file';
    this.problems.push({
      severity: 'warning',
      code: 'catalog-file-unreadable',
      message: `This was left out: ${why}.`,
      file,
    });
    return undefined;
  }
}

function firstLine(body: string): string {
  return (
    body
      .split('\n')
      .map((line) => line.replace(/^#+\s*/u, '').trim())
      .find((line) => line !== '')
      ?.slice(0, 200) ?? ''
  );
}

function tooMany(file: string, what: string): CatalogProblem {
  return {
    severity: 'warning',
    code: 'catalog-too-many',
    message: `This is larger than a catalogue allows: ${what}.`,
    file,
  };
}
