import { join } from 'node:path';
import type { SettingProblemCode } from '../../config/index.ts';
import { failure, type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type CatalogEntry,
  type CatalogHit,
  type CatalogHits,
  type CatalogProblemCode,
  findEntry,
  type SearchIndex,
  searchCatalog,
} from '../../patterns/index.ts';
import { displayPath, isWithin, readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { MADE_VISIBLE, unseenText } from '../filling/unseen_text.ts';
import { type CatalogPort, entryReport, nothingToSearch, openCatalog } from './open_catalog.ts';

/** A search request. */
export type SearchCatalogRequest = {
  readonly query: string;
  readonly kind?: CatalogEntry['kind'];
  readonly most?: number;
};

type SearchInCatalogCode = CatalogProblemCode | SettingProblemCode | 'catalog-empty' | 'catalog-no-words';

/** Finds entries by words, best first; reports when nothing matches, with the nearest entries. */
export async function searchInCatalog(
  context: OperationContext,
  { query, kind, most = 10 }: SearchCatalogRequest,
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-search/1', SearchInCatalogCode>> {
  const opened = openCatalog(context);
  if (!opened.ok) return opened;
  const { indexes, problems } = opened.value;
  if (query.trim() === '') return failure('usage', NO_WORDS);
  if (indexes.length === 0) return failure('problems', ...problems, nothingToSearch(opened.value));
  const { hits, nearest }: CatalogHits = searchCatalog(indexes, query, { kind, most });
  const reportOf = (hit: CatalogHit) => entryReport(hit.entry, indexes, hit);
  const entries = hits.map(reportOf);
  const close = nearest ? reportOf(nearest) : null;
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

/** Shows one complete entry: its current text, its contents, the programs it would start, and how to get it. */
export async function showInCatalog(
  context: OperationContext,
  { id }: { readonly id: string },
  port: CatalogPort,
): Promise<
  VerbResult<
    'orchestrator.catalog-show/1',
    CatalogProblemCode | SettingProblemCode | 'catalog-several' | 'catalog-unknown'
  >
> {
  const opened = openCatalog(context);
  if (!opened.ok) return opened;
  const { indexes } = opened.value;
  const found = findEntry(indexes, id);
  if (found.kind === 'several')
    return failure('usage', {
      severity: 'error',
      code: 'catalog-several',
      message: `${JSON.stringify(id)} may be ${found.ids.slice(0, 8).join(', ')}${found.ids.length > 8 ? ', …' : ''}.`,
      hint: 'Give the full id of one.',
    });
  if (found.kind === 'none')
    return failure(
      'usage',
      {
        severity: 'error',
        code: 'catalog-unknown',
        message: `The catalogue has no ${JSON.stringify(id)}.${found.nearest === undefined ? '' : ` Did you mean ${found.nearest}?`}`,
        hint:
          indexes.length === 0
            ? nothingToSearch(opened.value).hint
            : 'Search for it with `orchestrator catalog search`.',
      },
      // It may be in a source that cannot be used.
      ...opened.value.problems,
    );
  const { entry, index, renamedFrom } = found;
  const problems: Problem<CatalogProblemCode | 'catalog-renamed' | 'catalog-file-gone' | 'hidden-text'>[] = [
    ...opened.value.problems,
  ];
  if (renamedFrom !== undefined)
    problems.push({
      severity: 'note',
      code: 'catalog-renamed',
      message: `${renamedFrom} is now called ${entry.name}.`,
    });
  const text = textOf(context.cwd, index, entry, problems);
  const parts =
    entry.kind === 'plugin'
      ? index.entries
          .filter((one) => one.kind !== 'plugin' && one.plugin === entry.name)
          .map(({ kind, id: part }) => `${kind} ${part}`)
      : [];
  const report = entryReport(entry, indexes);
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'entry', entry: report, text, parts });
  return success(
    makeDocument('orchestrator.catalog-show/1', {
      ok: true,
      entry: report,
      text,
      parts,
      problems: sortProblems(problems),
    }),
  );
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
    message: 'The file no longer exists, or cannot be read.',
    file: shown,
    hint: 'Run `orchestrator catalog update`.',
  });
  return null;
}

const LARGEST_TEXT = 256 * 1024;

const NO_WORDS: Problem<'catalog-no-words'> = {
  severity: 'error',
  code: 'catalog-no-words',
  message: 'There are no words to search for.',
};
