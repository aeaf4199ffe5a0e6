import { posix } from 'node:path';
import { isRecord } from '../../lib/index.ts';
import type { EntryKind } from './catalog_entry.ts';
import { type PartFields, textsOf } from './list.ts';

/** A file that holds a part of a plugin. Paths are from the source's folder. */
export type PartFile = { readonly kind: Exclude<EntryKind, 'plugin'>; readonly path: string };

/** A plugin's folder, with the fields that describe it. */
export type PluginFolder = {
  /** From the source's folder; empty for the folder itself. */
  readonly path: string;
  /** The fields of its manifest; empty where it has none. */
  readonly manifest: PartFields;
  /** The fields in the list. */
  readonly listed: PartFields;
  /** Whether only the fields in the list count. */
  readonly isWhole: boolean;
};

/** Default places of the parts of a plugin. */
const FOLDERS = { agent: 'agents', command: 'commands', skill: 'skills' } as const;
const KINDS = ['agent', 'skill', 'command'] as const;

/**
 * The files that a plugin brings: those in its folders `agents`, `commands` and `skills`, and those that its manifest or its
 * list names. A list that is whole and names parts has no others. After https://code.claude.com/docs/en/plugins-reference.
 *
 * @param files - every file of the source, sorted, from its folder
 */
export function partFiles(
  files: readonly string[],
  { path, manifest, listed, isWhole }: PluginFolder,
): PartFile[] {
  const namesParts = KINDS.some((kind) => listed[FOLDERS[kind]] !== undefined);
  const found = new Map<string, PartFile>();
  for (const kind of KINDS) {
    const field = FOLDERS[kind];
    const named = [...textsOf(isWhole ? undefined : manifest[field]), ...textsOf(listed[field])];
    // A field adds to the folder; only a list that is the whole of a plugin replaces it.
    const places = isWhole && namesParts ? named : [field, ...named];
    for (const place of places)
      for (const file of filesAt(files, below(path, place), kind))
        found.set(`${kind} ${file}`, { kind, path: file });
  }
  const single = posix.join(path, 'SKILL.md');
  if (found.size === 0 && files.includes(single)) found.set(single, { kind: 'skill', path: single });
  return [...found.values()];
}

function filesAt(files: readonly string[], place: string | undefined, kind: PartFile['kind']): string[] {
  if (place === undefined) return [];
  const prefix = place === '' ? '' : `${place}/`;
  if (kind === 'skill') {
    if (files.includes(`${prefix}SKILL.md`)) return [`${prefix}SKILL.md`];
    return files.filter(
      (file) =>
        file === place || (file.startsWith(prefix) && /^[^/]+\/SKILL\.md$/u.test(file.slice(prefix.length))),
    );
  }
  return files.filter((file) => (file === place || file.startsWith(prefix)) && /\.md$/iu.test(file));
}

/** A path that a plugin names, from the source's folder; `undefined` where it leads out of the plugin's own. */
function below(folder: string, place: string): string | undefined {
  const parts: string[] = [];
  for (const part of place.split(/[/\\]/u)) {
    if (part === '' || part === '.') continue;
    if (part === '..') return undefined;
    parts.push(part);
  }
  return [...(folder === '' ? [] : [folder]), ...parts].join('/');
}

/** Places where a plugin names its programs, in its fields and in files of its own. */
const PROGRAM_FIELDS = [
  ['hooks', 'hooks/hooks.json', 'hook'],
  ['mcpServers', '.mcp.json', 'MCP server'],
  ['lspServers', '.lsp.json', 'language server'],
  ['monitors', 'monitors/monitors.json', 'monitor'],
] as const;

/**
 * The programs that a plugin would start once it is installed, in words. Commands are shown as written; nothing follows them.
 *
 * @param readFile - the value of a JSON file, from the source's folder; `undefined` where it is missing or cannot be read
 */
export function programsOf(
  files: readonly string[],
  { path, manifest, listed, isWhole }: PluginFolder,
  readFile: (file: string) => unknown,
): string[] {
  const starts: string[] = [];
  for (const [field, file, called] of PROGRAM_FIELDS) {
    const own = posix.join(path, file);
    const values: unknown[] = [isWhole ? undefined : manifest[field], listed[field]];
    if (files.includes(own)) values.push(readFile(own));
    const commands = [...new Set(values.flatMap((value) => commandsIn(value)))];
    const isThere = values.some((value) => value !== undefined);
    if (commands.length > 0) starts.push(...commands.map((command) => `${called}: ${command}`));
    else if (isThere) starts.push(`${called}: see ${files.includes(own) ? own : 'its manifest'}`);
  }
  const bin = posix.join(path, 'bin');
  const programs = files.filter((file) => file.startsWith(`${bin}/`));
  return [...starts, ...programs.map((file) => `program: ${file}`)].slice(0, MAX_PROGRAMS);
}

const MAX_PROGRAMS = 20;

/** Commands and addresses anywhere in a value. */
function commandsIn(value: unknown, depth = 0): string[] {
  if (depth > 8) return [];
  if (Array.isArray(value)) return (value as unknown[]).flatMap((one) => commandsIn(one, depth + 1));
  if (!isRecord(value)) return [];
  const { command, args, url } = value;
  const own =
    typeof command === 'string'
      ? [[command, ...(Array.isArray(args) ? args.filter((one) => typeof one === 'string') : [])].join(' ')]
      : typeof url === 'string'
        ? [url]
        : [];
  const cut = own.map((text) => (text.length > 200 ? `${text.slice(0, 199)}…` : text));
  return [...cut, ...Object.values(value).flatMap((one) => commandsIn(one, depth + 1))];
}
