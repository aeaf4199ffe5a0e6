import { join } from 'node:path';
import { isWithin, readText } from '../../platform/index.ts';
import type { ProjectContext } from '../generated/context.ts';
import { validateContext } from '../generated/validators.js';
import { readTree } from '../tree.ts';
import { contextFiles } from './context_paths.ts';
import { foldersHash, isOwnFile } from './layout_hash.ts';
import { isMarkerFile } from './marker_files.ts';
import { indexPaths } from './path_index.ts';
import { REVISION } from './revision.ts';
import { textHash } from './text_hash.ts';

/** The context from an earlier discovery, and whether it is still current. */
export type KnownContext =
  /** Nothing was discovered yet. */
  | { readonly kind: 'absent' }
  /** A file that discovery did not write in this form. */
  | { readonly kind: 'broken'; readonly file: string; readonly why: string }
  | { readonly kind: 'fresh'; readonly context: ProjectContext }
  | { readonly kind: 'stale'; readonly context: ProjectContext; readonly changes: ContextChanges };

/** The changes since the project was discovered. */
export type ContextChanges = {
  /** Files that were read and have changed. */
  readonly changed: readonly string[];
  /** Files that were read, or found to exist, and are gone. */
  readonly gone: readonly string[];
  /** Files that would be read now and did not exist then. */
  readonly added: readonly string[];
  /** Whether folders near the root have been added or removed. */
  readonly folders: boolean;
  /** Whether the program's detectors have changed since. */
  readonly program: boolean;
};

/**
 * Reads a project's discovered context, and compares its sources with the current files: the hashes of the files that were read,
 * the names of those that would be, and the folders near the root. Discovers nothing again.
 */
export async function readContext(
  root: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<KnownContext> {
  const file = contextFiles(root).json;
  if (!isWithin(root, file))
    return { kind: 'broken', file, why: 'it is a link that leads out of the project' };
  const read = readText(file, LARGEST);
  if (read.kind === 'absent') return { kind: 'absent' };
  if (read.kind !== 'text') return { kind: 'broken', file, why: 'it is not a text file that can be read' };
  const context = contextIn(read.text);
  if (typeof context === 'string') return { kind: 'broken', file, why: context };
  const { files } = await readTree(root, env);
  const there = new Set(files);
  // The program's own files there change with every plan; `status` and `memory` report their current state.
  const hashes = Object.entries(context.read).filter(([path]) => !isOwnFile(path));
  // Some files are only reported to exist.
  const gone = [...hashes.map(([path]) => path), ...context.unread.filter(isMarkerFile)].filter(
    (path) => !there.has(path) && !isOwnFile(path),
  );
  const changed = hashes
    .filter(([path, hash]) => there.has(path) && hashNow(root, path) !== hash)
    .map(([path]) => path);
  const unread = new Set(context.unread);
  const added = files.filter(
    (path) => isMarkerFile(path) && !isOwnFile(path) && context.read[path] === undefined && !unread.has(path),
  );
  const changes = {
    changed,
    gone,
    added,
    folders: foldersHash(indexPaths(files)) !== context.folders,
    program: context.revision !== REVISION,
  };
  const isFresh = changed.length + gone.length + added.length === 0 && !changes.folders && !changes.program;
  return isFresh ? { kind: 'fresh', context } : { kind: 'stale', context, changes };
}

const LARGEST = 16 * 1024 * 1024;

/** Parses a text as a context, or returns the reason why it is not one. */
function contextIn(text: string): ProjectContext | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (isContext(value)) return value;
  const [first] = validateContext.errors ?? [];
  return `it does not have the form that discovery writes: ${first?.instancePath || 'the whole'} ${first?.message ?? 'is wrong'}`;
}

function isContext(value: unknown): value is ProjectContext {
  return validateContext(value);
}

function hashNow(root: string, path: string): string | undefined {
  const whole = join(root, path);
  if (!isWithin(root, whole)) return undefined;
  const read = readText(whole, LARGEST);
  return read.kind === 'text' ? textHash(read.text) : undefined;
}
