import { join } from 'node:path';
import type { PhasePlugin } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { cutFrontMatter } from '../../exchange/index.ts';
import {
  type CatalogEntry,
  type CatalogProblemCode,
  findEntry,
  readCatalog,
  type SearchIndex,
} from '../../patterns/index.ts';
import type { CheckedPhase } from '../../plan/index.ts';
import { displayPath, isWithin, readText, sha256 } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { MADE_VISIBLE, unseenText } from '../filling/unseen_text.ts';

/** The largest text of a plugin, in bytes; more would outweigh the task in a prompt. */
const LARGEST = 64 * 1024;

/** The plugins named in each phase, in order, and warnings for hidden text in them. */
export type NamedPlugins = {
  readonly plugins: readonly (PhasePlugin | undefined)[];
  readonly warnings: readonly Problem[];
};

/**
 * For each phase, in order, the text from the catalogue that its **Plugin** names. A plugin stands for its only agent,
 * or its only skill or command. If something is missing from the catalogue, the problem says how to get it.
 *
 * @param file - the plan's name, for problems
 */
export function namedPlugins(
  { userFolder, cwd }: OperationContext,
  phases: readonly CheckedPhase[],
  file: string,
): Result<NamedPlugins, CatalogProblemCode | 'plugin-missing'> {
  const named = phases.map(({ source }) => source.plugin);
  if (named.every((plugin) => plugin === undefined)) return success({ plugins: [], warnings: [] });
  const { indexes, problems: unread } =
    userFolder === null ? { indexes: [], problems: [] } : readCatalog(userFolder);
  const problems: Problem<'plugin-missing'>[] = [];
  const texts = new Map<string, string>();
  const plugins = named.map((plugin): PhasePlugin | undefined => {
    if (plugin === undefined) return undefined;
    const read = readNamed(indexes, plugin.value);
    if ('plugin' in read) {
      texts.set(displayPath(cwd, read.place), read.source);
      return read.plugin;
    }
    const { message, hint } = read;
    const { line, column } = plugin;
    problems.push({ severity: 'error', code: 'plugin-missing', message, hint, file, line, column });
    return undefined;
  });
  if (problems.length > 0) return failure('problems', ...problems, ...unread);
  const files = [...texts].map(([name, text]) => ({ file: name, text }));
  return success({ plugins, warnings: unseenText(files, {}, String, MADE_VISIBLE) });
}

type Read = { readonly plugin: PhasePlugin; readonly place: string; readonly source: string };

type Missing = { readonly message: string; readonly hint: string };

function readNamed(indexes: readonly SearchIndex[], name: string): Read | Missing {
  const found = findEntry(indexes, name);
  const shown = JSON.stringify(name);
  if (found.kind === 'several')
    return {
      message: `${shown} matches several entries of the catalogue.`,
      hint: `Give the full id of one: ${found.ids.slice(0, 8).join(', ')}.`,
    };
  if (found.kind === 'none')
    return {
      message: `The catalogue has no ${shown}.${found.nearest === undefined ? '' : ` Did you mean ${found.nearest}?`}`,
      hint: 'Find one with `orchestrator catalog search`, or add the folder that contains it with `orchestrator catalog add`.',
    };
  const { entry, index } = found;
  if (entry.origin)
    return {
      message: `${shown} is stored elsewhere: ${entry.origin.place}.`,
      hint:
        entry.origin.commands.length > 0
          ? `Get it first: ${entry.origin.commands.join(' && ')}`
          : 'Get it first, and add its folder with `orchestrator catalog add`.',
    };
  const part = entry.kind === 'plugin' ? onlyPart(index, entry) : entry;
  if (part === undefined) {
    const parts = partsOf(index, entry).map(({ id }) => id);
    return parts.length === 0
      ? {
          message: `The plugin ${shown} has no agent, skill or command.`,
          hint: 'Name another, or remove the field.',
        }
      : {
          message: `The plugin ${shown} has several.`,
          hint: `Name one: ${parts.slice(0, 8).join(', ')}.`,
        };
  }
  const place = join(index.source.folder, part.path ?? '');
  const read = isWithin(index.source.folder, place) ? readText(place, LARGEST) : { kind: 'absent' as const };
  if (read.kind !== 'text')
    return {
      message: `The text of ${shown} cannot be read: ${read.kind === 'too-large' ? `it has more than ${LARGEST} bytes` : 'why' in read ? read.why : 'it no longer exists'}.`,
      hint: `It was at ${place}. Run \`orchestrator catalog update\`, or name another.`,
    };
  const { body } = cutFrontMatter(read.text, place);
  const { id, kind, path } = part;
  const plugin = { id, kind, file: path ?? '', text: body.trim(), sha256: sha256(read.text) };
  return { plugin, place, source: read.text };
}

function partsOf({ entries }: SearchIndex, { name }: CatalogEntry): readonly CatalogEntry[] {
  return entries.filter(({ kind, plugin }) => kind !== 'plugin' && plugin === name);
}

/** The only agent of a plugin, otherwise its only skill, otherwise its only command. */
function onlyPart(index: SearchIndex, plugin: CatalogEntry): CatalogEntry | undefined {
  const parts = partsOf(index, plugin);
  for (const wanted of ['agent', 'skill', 'command'] as const) {
    const some = parts.filter(({ kind }) => kind === wanted);
    if (some.length > 0) return some.length === 1 ? some[0] : undefined;
  }
  return undefined;
}
