import { join, resolve } from 'node:path';
import type { SettingProblemCode } from '../../config/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { shellWord } from '../../lib/index.ts';
import {
  type CatalogProblemCode,
  type CatalogSource,
  indexSource,
  isPlainName,
  readCatalogSource,
  removeSource,
  type SearchIndex,
  writeSource,
} from '../../patterns/index.ts';
import { createReadOnlyGit, isFolder, realPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import {
  type CatalogPort,
  EMPTY,
  type OpenCatalog,
  openCatalog,
  outdatedSourceReport,
  type SourceReport,
  sourceReport,
} from './open_catalog.ts';

type AddToCatalogCode =
  | CatalogProblemCode
  | SettingProblemCode
  | 'catalog-bad-name'
  | 'catalog-name-taken'
  | 'catalog-no-folder';

/** Adds a folder, or reads again one that was added before. Runs nothing in it, and fetches nothing. */
export async function addToCatalog(
  context: OperationContext,
  { folder, name }: { readonly folder: string; readonly name?: string },
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-add/1', AddToCatalogCode>> {
  const opened = openCatalog(context);
  if (!opened.ok) return opened;
  const wanted = resolve(context.cwd, folder);
  if (!isFolder(wanted)) return failure('usage', noFolder(folder));
  if (name !== undefined && !isPlainName(name)) return failure('usage', badName(name));
  const path = realPath(wanted) ?? wanted;
  const read = await readOne(context, path, name);
  if (!read.ok) return read;
  const { index, problems } = read.value;
  const other = knownIn(opened.value).find(
    ({ name }) => name.toLowerCase() === index.source.name.toLowerCase(),
  );
  if (other && other.folder !== path) return failure('usage', taken(index.source.name, other.folder));
  const written = await writeSource(opened.value.userFolder, index);
  if (!written.ok) return written;
  const sources = [sourceReport(index)];
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'sources', sources, done: 'added' });
  return success(makeDocument('orchestrator.catalog-add/1', { ok: true, sources, problems: [...problems] }));
}

/** Lists the added sources. */
export async function listCatalog(
  context: OperationContext,
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-list/1', SettingProblemCode>> {
  const opened = openCatalog(context);
  if (!opened.ok) return opened;
  const problems = [...opened.value.problems];
  const { indexes, outdated } = opened.value;
  const sources = [...indexes.map(sourceReport), ...outdated.map(outdatedSourceReport)];
  await port.show({ kind: 'problems', problems });
  await port.show({ kind: 'sources', sources, done: 'listed' });
  return success(
    makeDocument('orchestrator.catalog-list/1', { ok: problems.length === 0, sources, problems }),
  );
}

/** Reads sources again: the named ones, or all. A missing source is reported, and its last index is kept as far as usable. */
export async function updateCatalog(
  context: OperationContext,
  { names = [] }: { readonly names?: readonly string[] },
  port: CatalogPort,
): Promise<VerbResult<'orchestrator.catalog-update/1', SettingProblemCode | 'catalog-no-source'>> {
  const opened = openCatalog(context);
  if (!opened.ok) return opened;
  const { userFolder, outdated } = opened.value;
  const known = knownIn(opened.value);
  const unknown = names.filter((name) => !known.some((source) => source.name === name));
  if (unknown.length > 0) return failure('usage', ...unknown.map((name) => noSource(name, known)));
  const problems: Problem[] = [];
  const updated = new Set<string>();
  const sources: SourceReport[] = [];
  for (const source of known) {
    if (names.length > 0 && !names.includes(source.name)) continue;
    const read = isFolder(source.folder)
      ? await readOne(context, source.folder, source.name)
      : failure('problems', folderGone(source, { isUsable: !outdated.some((other) => other === source) }));
    const written = read.ok ? await writeSource(userFolder, read.value.index) : read;
    problems.push(...(read.ok ? read.value.problems : []), ...(written.ok ? [] : written.problems));
    if (!read.ok || !written.ok) continue;
    sources.push(sourceReport(read.value.index));
    updated.add(written.value);
  }
  problems.unshift(...opened.value.problems.filter(({ file }) => file === undefined || !updated.has(file)));
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
  const opened = openCatalog(context);
  if (!opened.ok) return opened;
  const { userFolder, indexes, outdated } = opened.value;
  const index = indexes.find(({ source }) => source.name === name);
  const old = index === undefined ? outdated.find((source) => source.name === name) : undefined;
  const report = index === undefined ? old && outdatedSourceReport(old) : sourceReport(index);
  if (report === undefined) return failure('usage', noSource(name, knownIn(opened.value)));
  const removed = removeSource(userFolder, name, old?.file);
  if (!removed.ok) return removed;
  const sources = [report];
  await port.show({ kind: 'sources', sources, done: 'removed' });
  return success(makeDocument('orchestrator.catalog-remove/1', { ok: true, sources, problems: [] }));
}

/** All added sources, including those whose index cannot be used. */
function knownIn({ indexes, outdated }: OpenCatalog): readonly CatalogSource[] {
  return [...indexes.map(({ source }) => source), ...outdated];
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

/** The commit that is checked out; null without a repository, or where git cannot read it. */
async function commitOf(folder: string, env: OperationContext['env']): Promise<string | null> {
  const head = await createReadOnlyGit(env).run(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    'HEAD^{commit}',
  ]);
  return head.kind === 'ended' && head.code === 0 ? head.stdout.toString('utf8').trim() : null;
}

function noFolder(folder: string): Problem<'catalog-no-folder'> {
  return {
    severity: 'error',
    code: 'catalog-no-folder',
    message: `There is no folder ${JSON.stringify(folder)}.`,
    hint: 'Clone the repository first, and give its folder: this command fetches nothing.',
  };
}

function badName(name: string): Problem<'catalog-bad-name'> {
  return {
    severity: 'error',
    code: 'catalog-bad-name',
    message: `${JSON.stringify(name)} is not a name for a source.`,
    hint: 'Use letters, digits, dots and dashes.',
  };
}

function taken(name: string, folder: string): Problem<'catalog-name-taken'> {
  return {
    severity: 'error',
    code: 'catalog-name-taken',
    message: `${name} is already in the catalogue, from ${folder}.`,
    hint: 'Give this one another name with --name, or remove the other with `orchestrator catalog remove`.',
  };
}

function folderGone(
  { name, folder }: CatalogSource,
  { isUsable }: { readonly isUsable: boolean },
): Problem<'catalog-no-folder'> {
  return {
    severity: 'error',
    code: 'catalog-no-folder',
    message: `The folder of ${name}, ${folder}, is gone; ${isUsable ? 'its entries stay' : 'none of its entries can be used'}.`,
    hint: `Add it again from its new location with \`orchestrator catalog add\`, after removing it with \`orchestrator catalog remove ${shellWord(name)}\`.`,
  };
}

function noSource(name: string, sources: readonly CatalogSource[]): Problem<'catalog-no-source'> {
  const known = sources.map((source) => source.name);
  return {
    severity: 'error',
    code: 'catalog-no-source',
    message: `The catalogue has no source called ${JSON.stringify(name)}.`,
    hint: known.length === 0 ? EMPTY.hint : `There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`,
  };
}
