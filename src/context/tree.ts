import type { Problem } from '../diagnostics/index.ts';
import { printableLine } from '../lib/index.ts';
import { askGitFiles, listFiles } from '../platform/index.ts';

/** The files of a project, by their paths from its root, sorted. */
export type ProjectTree = {
  readonly files: readonly string[];
  /** `git`: the files that git knows and does not ignore; `folder`: the files found by searching, if git cannot list them. */
  readonly source: 'git' | 'folder';
  /** Why git refused to list them, if it did: a search may find files that git ignores. */
  readonly refused?: string;
};

/** Lists the files of a project. */
export async function readTree(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ProjectTree> {
  const asked = await askGitFiles(root, env);
  if (asked.kind === 'listed')
    return { files: asked.files.filter(isTheirs).slice(0, MAX_LISTED), source: 'git' };
  const files = listFiles(root, isNoise, MAX_LOOKED_AT).filter(isTheirs);
  return { files, source: 'folder', ...(asked.kind === 'refused' ? { refused: asked.why } : {}) };
}

/** The note that git refused to list a project's files, so that they were searched instead. */
export function filesNotListed(why: string): Problem<'files-not-listed'> {
  return {
    severity: 'warning',
    code: 'files-not-listed',
    message: `Git cannot list the project's files, so its folders were searched, and the result may include files that git ignores: ${printableLine(why)}`,
    hint: 'Fix that, and run the same command again.',
  };
}

/** Nobody can examine more. */
const MAX_LISTED = 200_000;
const MAX_LOOKED_AT = 20_000;

/** Whether a file is the user's: the program's own state says nothing about the project. */
function isTheirs(file: string): boolean {
  return !file.startsWith('.orchestrator/');
}

function isNoise(name: string): boolean {
  return (name.startsWith('.') && !VISIBLE_DOT_NAMES.has(name)) || NOISE.has(name);
}

/** Hidden folders that show how a project is worked on. */
const VISIBLE_DOT_NAMES: ReadonlySet<string> = new Set([
  '.agents',
  '.azure-pipelines',
  '.buildkite',
  '.cargo',
  '.changeset',
  '.circleci',
  '.claude-plugin',
  '.codex-plugin',
  '.config',
  '.cursor',
  '.cursor-plugin',
  '.devcontainer',
  '.github',
  '.gitlab',
  '.husky',
  '.junie',
  '.kiro',
  '.semaphore',
  '.storybook',
  '.template.config',
  '.tx',
  '.vite-hooks',
  '.vitepress',
  '.vscode',
  '.windsurf',
]);

const NOISE: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'target',
  'dist',
  'build',
  'out',
  'coverage',
  'venv',
  '__pycache__',
]);

/**
 * A list of files within a number of characters: every file if they fit, else folders at some depth as one line with a summary of
 * their content; the depth is the greatest that fits.
 */
export function shortenTree(files: readonly string[], limit: number): string {
  const whole = files.map(inOneLine).join('\n');
  if (whole.length <= limit) return whole;
  const deepest = files.reduce((most, file) => Math.max(most, file.split('/').length - 1), 0);
  for (let depth = Math.min(deepest, DEEPEST); depth > 0; depth--) {
    const text = foldedAt(files, depth).join('\n');
    if (text.length <= limit) return text;
  }
  return cutList(foldedAt(files, 1), limit);
}

const DEEPEST = 8;

/** Escapes line breaks, which would make one name look like two. */
function inOneLine(file: string): string {
  return /[\r\n]/u.test(file) ? JSON.stringify(file) : file;
}

/** Files down to a depth; folders at that depth as one line. */
function foldedAt(files: readonly string[], depth: number): string[] {
  const lines: string[] = [];
  let folder: { readonly path: string; readonly files: string[] } | undefined;
  const close = () => {
    if (folder !== undefined) lines.push(`${inOneLine(folder.path)}/ (${contentsOf(folder.files)})`);
    folder = undefined;
  };
  for (const file of files) {
    const names = file.split('/');
    const path = names.length > depth ? names.slice(0, depth).join('/') : undefined;
    if (folder !== undefined && folder.path !== path) close();
    if (path === undefined) lines.push(inOneLine(file));
    else {
      folder ??= { path, files: [] };
      folder.files.push(file);
    }
  }
  close();
  return lines;
}

/** `14 files: .ts 12, .md 2` */
function contentsOf(files: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const ending = /\.\w{1,8}$/u.exec(file)?.[0] ?? 'other';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const kinds = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MAX_KINDS);
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return `${count}: ${kinds.map(([ending, number]) => `${ending} ${number}`).join(', ')}`;
}

const MAX_KINDS = 4;

function cutList(lines: readonly string[], limit: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > limit - ROOM_FOR_REST) break;
    kept.push(line);
  }
  return [...kept, `(${lines.length - kept.length} more)`].join('\n');
}

const ROOM_FOR_REST = 20;
