import { join, resolve } from 'node:path';
import { entryKind, readText, realPath } from '../../platform/index.ts';

/** Returns the target of a checkout's `.git`; empty if unknown. */
export function ownDirOf(top: string): string {
  const path = join(top, '.git');
  if (entryKind(path) !== 'file') return realPath(path);
  const [, gitFolder] = /^gitdir: ([^\n]+)\n?$/u.exec(textOf(path)) ?? [];
  return gitFolder === undefined ? '' : realPath(resolve(top, gitFolder));
}

/** Reads a one-line file of git; empty if it is no such file. */
export function textOf(path: string): string {
  const read = entryKind(path) === 'file' ? readText(path, MAX_LINE) : undefined;
  return read?.kind === 'text' ? read.text : '';
}

const MAX_LINE = 16 * 1024;
