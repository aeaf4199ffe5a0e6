import { isRecord } from '../../lib/index.ts';
import { descriptionOf, exportName } from './export_names.ts';
import type { Exportable, ExportableGroup, ExportedFile } from './exportable.ts';

/** The file that lists a folder's plugins: https://code.claude.com/docs/en/plugin-marketplaces */
export const MARKETPLACE = '.claude-plugin/marketplace.json';

/** A plugin of one skill, and its entry in the list of plugins: https://code.claude.com/docs/en/plugins-reference */
export function pluginFiles(given: Exportable, skill: string): ExportedFile[] {
  const name = exportName(given.name);
  const own = { path: `${name}/skills/${name}/SKILL.md`, text: skill, part: 'whole' } as const;
  return [own, ...aboutPlugin({ name, description: descriptionOf(given) })];
}

/**
 * A plugin of several commands, and its entry in the list of plugins; its clients call them `/plugin:command`.
 *
 * @param commands - as they are exported by themselves
 */
export function commandsPlugin(
  { name, description }: ExportableGroup,
  commands: readonly ExportedFile[],
): ExportedFile[] {
  // The description comes first: later commands find the export by this file.
  return [
    ...aboutPlugin({ name: exportName(name), description }),
    ...commands.map((one) => ({ ...one, path: `${exportName(name)}/commands/${one.path}` })),
  ];
}

/** The description of a plugin, in its own file and in the list. */
function aboutPlugin({
  name,
  description,
}: {
  readonly name: string;
  readonly description: string;
}): ExportedFile[] {
  const inJson = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return [
    { path: `${name}/.claude-plugin/plugin.json`, text: inJson({ name, description }), part: 'whole' },
    { path: MARKETPLACE, text: inJson({ name, source: `./${name}`, description }), part: 'entry' },
  ];
}

/**
 * Adds an entry to the list of plugins, or replaces the one of the same name; everything else stays.
 *
 * @returns `undefined` if the file is not such a list
 */
export function withPlugin(before: string | undefined, entry: string): string | undefined {
  const plugin = JSON.parse(entry) as { readonly name: string };
  const list = before === undefined ? NEW_LIST : parsed(before);
  if (list === undefined) return undefined;
  const { plugins } = list;
  const at = plugins.findIndex((one) => isRecord(one) && one.name === plugin.name);
  const changed =
    at === -1 ? [...plugins, plugin] : plugins.with(at, { ...(plugins[at] as object), ...plugin });
  // Keeps the existing layout if the content is the same.
  if (before !== undefined && JSON.stringify(changed) === JSON.stringify(plugins)) return before;
  return `${JSON.stringify({ ...list, plugins: changed }, null, 2)}\n`;
}

const NEW_LIST = {
  name: 'exported-prompts',
  owner: { name: 'exported by orchestrator' },
  plugins: [] as readonly unknown[],
};

function parsed(text: string): { readonly plugins: readonly unknown[] } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && Array.isArray(value.plugins)
      ? (value as { readonly plugins: readonly unknown[] })
      : undefined;
  } catch {
    return undefined;
  }
}
