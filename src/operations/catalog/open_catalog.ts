import { join } from 'node:path';
import { NO_USER_FOLDER, type SettingProblemCode } from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type CatalogEntry,
  type CatalogHit,
  type CatalogProblemCode,
  type OutdatedSource,
  readCatalog,
  type SearchIndex,
} from '../../patterns/index.ts';
import { isFolder } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import type { Port } from '../port.ts';

/** A source as it is reported. */
export type SourceReport = DocumentOf<'orchestrator.catalog-list/1'>['sources'][number];
/** An entry as it is reported. */
export type EntryReport = DocumentOf<'orchestrator.catalog-search/1'>['entries'][number];

/** Events of the catalogue's verbs. */
export type CatalogEvent =
  | {
      readonly kind: 'sources';
      readonly sources: readonly SourceReport[];
      readonly done: 'listed' | 'added' | 'updated' | 'removed';
    }
  | { readonly kind: 'found'; readonly entries: readonly EntryReport[]; readonly nearest: EntryReport | null }
  | {
      readonly kind: 'entry';
      readonly entry: EntryReport;
      readonly text: string | null;
      readonly parts: readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The port of the catalogue's verbs. */
export type CatalogPort = Port<CatalogEvent>;

/** All added sources, as they were read. */
export type OpenCatalog = {
  readonly userFolder: string;
  readonly indexes: readonly SearchIndex[];
  readonly problems: readonly Problem<CatalogProblemCode>[];
  /** Sources whose index cannot be used. */
  readonly outdated: readonly OutdatedSource[];
};

/** Reads the indexes of all sources. */
export function openCatalog({ userFolder }: OperationContext): Result<OpenCatalog, SettingProblemCode> {
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  return success({ userFolder, ...readCatalog(userFolder) });
}

/** Describes a source: its folder, whether that still exists, and its number of entries. */
export function sourceReport({ source, entries }: SearchIndex): SourceReport {
  const count = (kind: CatalogEntry['kind']) => entries.filter((entry) => entry.kind === kind).length;
  return {
    ...source,
    isThere: isFolder(source.folder),
    isUsable: true,
    plugins: count('plugin'),
    agents: count('agent'),
    skills: count('skill'),
    commands: count('command'),
  };
}

/** Describes a source whose index cannot be used: nothing is found in it until it has been read again. */
export function outdatedSourceReport({ file: _, ...source }: OutdatedSource): SourceReport {
  const nothing = { plugins: 0, agents: 0, skills: 0, commands: 0 };
  return { ...source, isThere: isFolder(source.folder), isUsable: false, ...nothing };
}

/** Describes an entry with its source, and for a search result the reason why it matched. */
export function entryReport(
  entry: CatalogEntry,
  indexes: readonly SearchIndex[],
  hit?: CatalogHit,
): EntryReport {
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
    ...(hit !== undefined && hit.copies.length > 0 && { copies: [...hit.copies] }),
  };
}

/** The problem when nothing in the catalogue can be found: nothing was added yet, or nothing in it is usable. */
export function nothingToSearch({
  outdated,
}: OpenCatalog): Problem<'catalog-empty'> & { readonly hint: string } {
  return outdated.length === 0
    ? EMPTY
    : {
        ...EMPTY,
        message: 'Nothing in the catalogue can be used.',
        hint: '`orchestrator catalog update` reads its folders again; `orchestrator catalog list` shows where they are.',
      };
}

/** Nothing was added yet. */
export const EMPTY = {
  severity: 'error',
  code: 'catalog-empty',
  message: 'The catalogue is empty.',
  hint: 'Add a folder of plugins, agents or skills with `orchestrator catalog add`.',
} as const satisfies Problem;
