import { join, resolve } from 'node:path';
import { NO_USER_FOLDER, type SettingProblemCode } from '../../config/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type CatalogEntry,
  type CatalogHit,
  type CatalogHits,
  type CatalogProblemCode,
  findEntry,
  indexSource,
  isPlainName,
  readCatalog,
  readCatalogSource,
  removeSource,
  type SearchIndex,
  searchCatalog,
  writeSource,
} from '../../patterns/index.ts';
import {
  createLookingGit,
  displayPath,
  isFolder,
  isWithin,
  readText,
  realPath,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { MADE_VISIBLE, unseenText } from '../filling/unseen_text.ts';
import type { Port } from '../port.ts';

/** A source as it is told. */
export type ToldSource = DocumentOf<'orchestrator.catalog-list/1'>['sources'][number];
/** An entry as it is told. */
export type ToldEntry = DocumentOf<'orchestrator.catalog-search/1'>['entries'][number];

/** What is told of the catalogue. */
export type CatalogEvent =
  | {
      readonly kind: 'sources';
      readonly sources: readonly ToldSource[];
      readonly done: 'listed' | 'added' | 'updated' | 'removed';
    }
  | { readonly kind: 'found'; readonly entries: readonly ToldEntry[]; readonly nearest: ToldEntry | null }
  | {
      readonly kind: 'entry';
      readonly entry: ToldEntry;
      readonly text: string | null;
      readonly parts: readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

type CatalogPort = Port<CatalogEvent>;

type AddToCatalogCode =
  | CatalogProblemCode
  | SettingProblemCode
  | 'catalog-bad-name'
  | 'catalog-name-taken'
  | 'catalog-no-folder';

/** Adds a folder, or reads one again that was added. Nothing in it is run, and nothing is fetched. */
export async function addToCatalog(
  context: OperationContext,
  { folder, name }: { readonly folder: string; readonly name?: string },
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-add/1', AddToCatalogCode>> {
  const opened = open(context);
  if (!opened.ok) return opened;
  const wanted = resolve(context.cwd, folder);
  if (!isFolder(wanted)) return failure('usage', noFolder(folder));
  if (name !== undefined && !isPlainName(name)) return failure('usage', badName(name));
  const path = realPath(wanted) ?? wanted;
  const read = await readOne(context, path, name);
  if (!read.ok) return read;
  const { index, problems } = read.value;
  const other = opened.value.indexes.find(
    ({ source }) => source.name.toLowerCase() === index.source.name.toLowerCase(),
  );
  if (other && other.source.folder !== path)
    return failure('usage', taken(index.source.name, other.source.folder));
  const written = await writeSource(opened.value.userFolder, index);
  if (!written.ok) return written;
  const sources = [toldSource(index)];
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'sources', sources, done: 'added' });
  return success(makeDocument('orchestrator.catalog-add/1', { ok: true, sources, problems: [...problems] }));
}

/** Lists what was added. */
export async function listCatalog(
  context: OperationContext,
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-list/1', SettingProblemCode>> {
  const opened = open(context);
  if (!opened.ok) return opened;
  const problems = [...opened.value.problems];
  const sources = opened.value.indexes.map(toldSource);
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'sources', sources, done: 'listed' });
  return success(
    makeDocument('orchestrator.catalog-list/1', { ok: problems.length === 0, sources, problems }),
  );
}

/** What is looked for. */
export type SearchCatalogRequest = {
  readonly query: string;
  readonly kind?: CatalogEntry['kind'];
  readonly most?: number;
};

type SearchInCatalogCode = CatalogProblemCode | SettingProblemCode | 'catalog-empty' | 'catalog-no-words';

/** Finds entries by words, the best first; or says that nothing fits, and what comes nearest. */
export async function searchInCatalog(
  context: OperationContext,
  { query, kind, most = 10 }: SearchCatalogRequest,
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-search/1', SearchInCatalogCode>> {
  const opened = open(context);
  if (!opened.ok) return opened;
  const { indexes, problems } = opened.value;
  if (query.trim() === '') return failure('usage', NO_WORDS);
  if (indexes.length === 0) return failure('problems', ...problems, EMPTY);
  const { hits, nearest }: CatalogHits = searchCatalog(indexes, query, { kind, most });
  const told = (hit: CatalogHit) => toldEntry(hit.entry, indexes, hit);
  const entries = hits.map(told);
  const close = nearest ? told(nearest) : null;
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'found', entries, nearest: close });
  return success(
    makeDocument('orchestrator.catalog-search/1', {
      ok: problems.length === 0,
      entries,
      nearest: close,
      problems: [...problems],
    }),
  );
}

/** Shows one entry whole: its text as it is in its file now, what it brings, what it would start, and how it is got. */
export async function showInCatalog(
  context: OperationContext,
  { id }: { readonly id: string },
  port: CatalogPort,
): Promise<
  VerbResult<'orchestrator.catalog-show/1', SettingProblemCode | 'catalog-several' | 'catalog-unknown'>
> {
  const opened = open(context);
  if (!opened.ok) return opened;
  const { indexes } = opened.value;
  const found = findEntry(indexes, id);
  if (found.kind === 'several')
    return failure('usage', {
      severity: 'error',
      code: 'catalog-several',
      message: `${JSON.stringify(id)} may be ${found.ids.slice(0, 8).join(', ')}${found.ids.length > 8 ? ', …' : ''}.`,
      hint: 'Name one of them whole.',
    });
  if (found.kind === 'none')
    return failure('usage', {
      severity: 'error',
      code: 'catalog-unknown',
      message: `The catalogue has no ${JSON.stringify(id)}.${found.nearest === undefined ? '' : ` Was ${found.nearest} meant?`}`,
      hint: indexes.length === 0 ? EMPTY.hint : '`orchestrator catalog search` finds it by words.',
    });
  const { entry, index, renamedFrom } = found;
  const problems: Problem<CatalogProblemCode | 'catalog-renamed' | 'catalog-file-gone' | 'hidden-text'>[] = [
    ...opened.value.problems,
  ];
  if (renamedFrom !== undefined)
    problems.push({
      severity: 'note',
      code: 'catalog-renamed',
      message: `${renamedFrom} is called ${entry.name} now.`,
    });
  const text = textOf(context.cwd, index, entry, problems);
  const parts =
    entry.kind === 'plugin'
      ? index.entries
          .filter((one) => one.kind !== 'plugin' && one.plugin === entry.name)
          .map(({ kind, id: part }) => `${kind} ${part}`)
      : [];
  const told = toldEntry(entry, indexes);
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'entry', entry: told, text, parts });
  return success(
    makeDocument('orchestrator.catalog-show/1', {
      ok: true,
      entry: told,
      text,
      parts,
      problems: sortProblems(problems),
    }),
  );
}

/** Reads sources again: those that are named, or all. One that is gone is told, and what is known of it stays. */
export async function updateCatalog(
  context: OperationContext,
  { names = [] }: { readonly names?: readonly string[] },
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-update/1', SettingProblemCode | 'catalog-no-source'>> {
  const opened = open(context);
  if (!opened.ok) return opened;
  const { userFolder, indexes } = opened.value;
  const unknown = names.filter((name) => !indexes.some(({ source }) => source.name === name));
  if (unknown.length > 0) return failure('usage', ...unknown.map((name) => noSource(name, indexes)));
  const problems: Problem[] = [...opened.value.problems];
  const sources: ToldSource[] = [];
  for (const { source } of indexes) {
    if (names.length > 0 && !names.includes(source.name)) continue;
    const read = isFolder(source.folder)
      ? await readOne(context, source.folder, source.name)
      : failure('problems', {
          ...noFolder(source.folder),
          message: `${source.name} is where it was no more; what is known of it stays.`,
        });
    const written = read.ok ? await writeSource(userFolder, read.value.index) : read;
    problems.push(...(read.ok ? read.value.problems : []), ...(written.ok ? [] : written.problems));
    if (read.ok && written.ok) sources.push(toldSource(read.value.index));
  }
  const ok = problems.every(({ severity }) => severity !== 'error');
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'sources', sources, done: 'updated' });
  return success(
    makeDocument('orchestrator.catalog-update/1', { ok, sources, problems: sortProblems(problems) }),
  );
}

type RemoveFromCatalogCode = CatalogProblemCode | SettingProblemCode | 'catalog-no-source';

/** Forgets a source. Its folder stays as it is. */
export async function removeFromCatalog(
  context: OperationContext,
  { name }: { readonly name: string },
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-remove/1', RemoveFromCatalogCode>> {
  const opened = open(context);
  if (!opened.ok) return opened;
  const { userFolder, indexes } = opened.value;
  const index = indexes.find(({ source }) => source.name === name);
  if (!index) return failure('usage', noSource(name, indexes));
  const removed = removeSource(userFolder, name);
  if (!removed.ok) return removed;
  const sources = [toldSource(index)];
  await port.show({ kind: 'sources', sources, done: 'removed' });
  return success(makeDocument('orchestrator.catalog-remove/1', { ok: true, sources, problems: [] }));
}

type Opened = {
  readonly userFolder: string;
  readonly indexes: readonly SearchIndex[];
  readonly problems: readonly Problem<CatalogProblemCode>[];
};

function open({ userFolder }: OperationContext): Result<Opened, SettingProblemCode> {
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  return success({ userFolder, ...readCatalog(userFolder) });
}

type ReadOne = { readonly index: SearchIndex; readonly problems: readonly Problem[] };

async function readOne(
  { env, today }: OperationContext,
  folder: string,
  name?: string,
): Promise<Result<ReadOne, CatalogProblemCode>> {
  const read = readCatalogSource(folder);
  if (!read.ok) return failure(read.cause, ...read.problems.map((problem) => placed(problem, folder)));
  const commit = await commitOf(folder, env);
  const source = {
    name: name ?? read.value.name,
    description: read.value.description,
    folder,
    commit,
    read: today(),
  };
  const problems = read.value.problems.map((problem) => placed(problem, folder));
  return success({ index: indexSource(source, read.value), problems });
}

function placed<Code extends string>(problem: Problem<Code>, folder: string): Problem<Code> {
  return problem.file === undefined || problem.file === folder
    ? problem
    : { ...problem, file: join(folder, problem.file) };
}

/** The commit that is checked out; null where there is no repository, or none that can be asked. */
async function commitOf(folder: string, env: OperationContext['env']): Promise<string | null> {
  const head = await createLookingGit(env).run(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return head.kind === 'ended' && head.code === 0 ? head.stdout.toString('utf8').trim() : null;
}

function textOf(
  cwd: string,
  { source }: SearchIndex,
  { kind, path }: CatalogEntry,
  problems: Problem<CatalogProblemCode | 'catalog-renamed' | 'catalog-file-gone' | 'hidden-text'>[],
): string | null {
  if (kind === 'plugin' || path === null) return null;
  const file = join(source.folder, path);
  const read = isWithin(source.folder, file) ? readText(file, LARGEST_TEXT) : { kind: 'absent' as const };
  const shown = displayPath(cwd, file);
  if (read.kind === 'text') {
    problems.push(...unseenText([{ file: shown, text: read.text }], {}, String, MADE_VISIBLE));
    return read.text;
  }
  problems.push({
    severity: 'warning',
    code: 'catalog-file-gone',
    message: 'The file is not there any more, or cannot be read.',
    file: shown,
    hint: 'Run `orchestrator catalog update`.',
  });
  return null;
}

const LARGEST_TEXT = 256 * 1024;

function toldSource({ source, entries }: SearchIndex): ToldSource {
  const count = (kind: CatalogEntry['kind']) => entries.filter((entry) => entry.kind === kind).length;
  return {
    ...source,
    isThere: isFolder(source.folder),
    plugins: count('plugin'),
    agents: count('agent'),
    skills: count('skill'),
    commands: count('command'),
  };
}

function toldEntry(entry: CatalogEntry, indexes: readonly SearchIndex[], hit?: CatalogHit): ToldEntry {
  const { id, kind, plugin, name, description, category, keywords, path, origin, programs, names } = entry;
  const source = indexes.find(({ entries }) => entries.includes(entry))?.source;
  return {
    id,
    kind,
    plugin,
    name,
    description,
    category,
    keywords: [...keywords],
    source: source?.name ?? '',
    file: path === null || source === undefined ? null : join(source.folder, path),
    origin: origin && { ...origin, commands: [...origin.commands] },
    programs: [...programs],
    goesWith: [...names],
    matched: hit ? [...hit.matched] : [],
    share: hit ? Math.round(hit.share * 100) / 100 : null,
  };
}

function noFolder(folder: string): Problem<'catalog-no-folder'> {
  return {
    severity: 'error',
    code: 'catalog-no-folder',
    message: `There is no folder ${JSON.stringify(folder)}.`,
    hint: 'Clone the repository first, and give its folder: nothing is fetched.',
  };
}

function badName(name: string): Problem<'catalog-bad-name'> {
  return {
    severity: 'error',
    code: 'catalog-bad-name',
    message: `${JSON.stringify(name)} is no name for a source.`,
    hint: 'Use letters, digits, dots and dashes.',
  };
}

function taken(name: string, folder: string): Problem<'catalog-name-taken'> {
  return {
    severity: 'error',
    code: 'catalog-name-taken',
    message: `${name} is in the catalogue already, from ${folder}.`,
    hint: 'Give this one another name with --name, or remove the other with `orchestrator catalog remove`.',
  };
}

function noSource(name: string, indexes: readonly SearchIndex[]): Problem<'catalog-no-source'> {
  const known = indexes.map(({ source }) => source.name);
  return {
    severity: 'error',
    code: 'catalog-no-source',
    message: `Nothing called ${JSON.stringify(name)} was added.`,
    hint: known.length === 0 ? EMPTY.hint : `There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`,
  };
}

const NO_WORDS: Problem<'catalog-no-words'> = {
  severity: 'error',
  code: 'catalog-no-words',
  message: 'There are no words to look for.',
};

const EMPTY = {
  severity: 'error',
  code: 'catalog-empty',
  message: 'The catalogue is empty.',
  hint: 'Add a folder with plugins, agents or skills with `orchestrator catalog add`.',
} as const satisfies Problem;
