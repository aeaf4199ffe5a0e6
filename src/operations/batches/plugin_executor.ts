import { basename, join } from 'node:path';
import { commandExecutor, type Executor } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  type CatalogEntry,
  type CatalogProblemCode,
  findEntry,
  readCatalog,
  type SearchIndex,
} from '../../patterns/index.ts';
import {
  entryKind,
  filesBelow,
  findProgram,
  isWithin,
  readBytes,
  sha256,
  systemClock,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The prefix of the names of executors that come from a plugin in the catalogue. */
export const PLUGIN = 'plugin:';

export type PluginExecutorCode = 'plugin-executor' | 'plugin-missing';

/** Limits on the files that are hashed, in number and bytes; with more, the executor is not started. */
const MAX_FILES = 500;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The executor of a plugin in the catalogue: a program in its `bin/`, which gets the prompt on its standard input like any other
 * command. It is started only from the folder that a person has added, and is shown for approval like every command. The approval
 * depends on the contents of the program and the files beside it: a new version has to be approved again.
 *
 * @param name - `plugin:NAME`, or `plugin:NAME#PROGRAM` if it has several
 */
export function pluginExecutor(
  { userFolder }: Pick<OperationContext, 'userFolder'>,
  name: string,
): Result<Executor, CatalogProblemCode | PluginExecutorCode> {
  const [wanted = '', program] = name.slice(PLUGIN.length).split('#');
  const { indexes, problems: unread } =
    userFolder === null ? { indexes: [], problems: [] } : readCatalog(userFolder);
  const found = pluginOf(indexes, wanted);
  if ('message' in found) return failure('usage', problem('plugin-missing', name, found), ...unread);
  const { entry, index } = found;
  const { folder } = index.source;
  const bin = join(folder, entry.path ?? '', 'bin');
  const programs = isWithin(folder, bin) ? programsIn(bin) : [];
  const fits = programs.filter((path) => program === undefined || basename(path) === program);
  const [path] = fits;
  if (path === undefined || fits.length > 1)
    return failure('usage', problem('plugin-executor', name, notOne(entry, { programs, program })));
  const contents = hashOf(bin);
  if (contents === undefined)
    return failure(
      'usage',
      problem('plugin-executor', name, {
        message: `its ${bin} has more than the ${MAX_FILES} files that are checked, or a link or file that cannot be read, so it is not started`,
        hint: `If you trust it, name it yourself: --executor-command '${path}'`,
      }),
    );
  return success(
    commandExecutor(
      {
        ...{ name, argv: [path], env: [], promptOn: 'stdin', reads: [join(folder, entry.path ?? '')] },
        note: `a program of the plugin ${printableLine(entry.id)}, as it is now (${contents.slice(0, 12)})`,
        terms: [`files ${contents}`],
      },
      systemClock,
    ),
  );
}

type Why = { readonly message: string; readonly hint: string };

function pluginOf(
  indexes: readonly SearchIndex[],
  wanted: string,
): { readonly entry: CatalogEntry; readonly index: SearchIndex } | Why {
  const found = findEntry(indexes, wanted);
  const shown = JSON.stringify(wanted);
  if (found.kind === 'several')
    return {
      message: `${shown} matches several entries of the catalogue`,
      hint: `Give the full id of one: ${found.ids.slice(0, 8).join(', ')}.`,
    };
  if (found.kind === 'none')
    return {
      message: `the catalogue has no ${shown}${found.nearest === undefined ? '' : `; did you mean ${found.nearest}?`}`,
      hint: 'Find one with `orchestrator catalog search`, or add the folder that contains it with `orchestrator catalog add`.',
    };
  const { entry, index } = found;
  if (entry.origin)
    return {
      message: `${shown} is stored elsewhere: ${entry.origin.place}`,
      hint:
        entry.origin.commands.length > 0
          ? `Get it first: ${entry.origin.commands.join(' && ')}`
          : 'Get it first, and add its folder with `orchestrator catalog add`.',
    };
  if (entry.kind !== 'plugin')
    return {
      message: `${shown} is ${entry.kind === 'agent' ? 'an agent' : `a ${entry.kind}`}, which is text: it gives instructions, and cannot be run`,
      hint: `Name it in **Plugin**, which puts its text into the prompt of the phase's executor.`,
    };
  return { entry, index };
}

/** The programs directly in a folder: executable files, not links. */
function programsIn(bin: string): string[] {
  return filesBelow(bin)
    .filter((path) => !path.includes('/'))
    .map((path) => join(bin, path))
    .filter((path) => entryKind(path) === 'file' && findProgram(basename(path), bin) === path);
}

function notOne(
  { id }: CatalogEntry,
  { programs, program }: { readonly programs: readonly string[]; readonly program: string | undefined },
): Why {
  const names = programs.map((path) => basename(path));
  if (names.length === 0)
    return {
      message: `${id} has no program in its bin/ to start. Its agents, skills and commands are text, and its hooks and servers cannot carry out a phase`,
      hint: 'Name it in **Plugin** for its text, and name what is to follow it in **Executor**.',
    };
  return {
    message:
      program === undefined
        ? `${id} has several programs`
        : `${id} has no program ${JSON.stringify(program)}`,
    hint: `Name one: ${names
      .slice(0, 8)
      .map((name) => `${PLUGIN}${id}#${name}`)
      .join(', ')}.`,
  };
}

/** A hash of all files below a folder, by name and content; `undefined` if there are too many, or some that cannot be hashed. */
function hashOf(bin: string): string | undefined {
  const paths = filesBelow(bin).sort();
  if (paths.length > MAX_FILES) return undefined;
  let left = MAX_BYTES;
  const parts: string[] = [];
  for (const path of paths) {
    const read = entryKind(join(bin, path)) === 'file' ? readBytes(join(bin, path), left) : undefined;
    if (read?.kind !== 'bytes') return undefined;
    left -= read.bytes.length;
    parts.push(`${sha256(read.bytes)} ${path}`);
  }
  return sha256(parts.join('\n'));
}

function problem(
  code: PluginExecutorCode,
  name: string,
  { message, hint }: Why,
): Problem<PluginExecutorCode> {
  return { severity: 'error', code, message: `The executor ${printableLine(name)}: ${message}.`, hint };
}
