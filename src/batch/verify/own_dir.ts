import { join, resolve } from 'node:path';
import { entryKind, readText, realPath } from '../../platform/index.ts';

/** Where a checkout's `.git` leads to; empty where that can't be told. */
export function ownDirOf(top: string): string {
  const path = join(top, '.git');
  if (entryKind(path) !== 'file') return realPath(path);
  const [, told] = /^gitdir: ([^\n]+)\n?$/u.exec(textOf(path)) ?? [];
  return told === undefined ? '' : realPath(resolve(top, told));
}

/** The text of a file of git's that holds one line; empty for what is no such file. */
export function textOf(path: string): string {
  const read = entryKind(path) === 'file' ? readText(path, MOST_LINE) : undefined;
  return read?.kind === 'text' ? read.text : '';
}

const MOST_LINE = 16 * 1024;
