import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { entryKind, isBelow, isWithin, readText, realPath } from '../../platform/index.ts';
import { isMarkerFile, mayBeMarkerFile } from './marker_files.ts';
import type { PathIndex } from './path_index.ts';
import { depthOf, folderOf, LONGEST_LINE } from './plain_text.ts';
import { type JsonSource, openJson } from './reading/json.ts';
import type { ParseFault } from './reading/located_value.ts';
import { openToml, type TomlSource } from './reading/toml.ts';
import { openYaml, type YamlSource } from './reading/yaml.ts';
import { textHash } from './text_hash.ts';

/** Codes of the problems that reading a project can have. */
export type ContextProblemCode =
  | 'context-contradiction'
  | 'context-file-broken'
  | 'context-file-too-large'
  | 'context-file-unreadable'
  | 'context-hidden-characters'
  | 'context-html-comment'
  | 'context-instruction-like'
  | 'context-too-many-files'
  | 'context-withheld';

/** A problem that discovery found. */
export type ContextProblem = Problem<ContextProblemCode>;

/** A text file of the project. */
export type SourceText = {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** The first line, from the given one on, that the pattern matches; 1-based. */
  readonly lineOf: (pattern: RegExp | string, from?: number) => number | undefined;
};

/** The paths and files that a detector may read. It has access to nothing else. */
export type Sources = {
  /** From the root, sorted. */
  readonly paths: readonly string[];
  readonly has: (path: string) => boolean;
  /** The files of that name, ordered by depth. */
  readonly named: (name: string) => readonly string[];
  /** The files whose names match, ordered by depth. */
  readonly matching: (pattern: RegExp) => readonly string[];
  /** The files of a choice by name and folder, in the order of {@link paths}: much faster than a test of each path. */
  readonly where: PathIndex['where'];
  readonly folders: PathIndex['folders'];
  readonly hasFolder: PathIndex['hasFolder'];
  readonly read: (path: string) => SourceText | undefined;
  readonly json: (path: string) => JsonSource | undefined;
  readonly toml: (path: string) => TomlSource | undefined;
  readonly yaml: (path: string) => YamlSource | undefined;
  readonly report: (problem: ContextProblem) => void;
};

/** The files that were read while detectors ran. */
export type Read = {
  readonly hashes: ReadonlyMap<string, string>;
  readonly texts: readonly SourceText[];
  readonly problems: readonly ContextProblem[];
  readonly unread: readonly string[];
};

/** Opens the files of a project for detectors. Each file is read once; links out of the root are not followed. */
export function openSources(
  root: string,
  paths: readonly string[],
  index: PathIndex,
): { readonly sources: Sources; readonly finish: () => Read } {
  const texts = new Map<string, SourceText | undefined>();
  const hashes = new Map<string, string>();
  const unread = new Set<string>();
  const problems: ContextProblem[] = [];
  const report = (problem: ContextProblem): void => void problems.push(problem);

  const folders = new Map<string, boolean>();
  // A path without links is recognized much faster.
  const realRoot = realPath(root);
  const isInside = (path: string): boolean => {
    const folder = folderOf(path);
    const known = folders.get(folder) ?? isBelow(realRoot, realPath(join(root, folder)));
    folders.set(folder, known);
    return known && (entryKind(join(root, path)) !== 'link' || isWithin(root, join(root, path)));
  };

  const load = (path: string): SourceText | undefined => {
    if (!index.has(path)) return undefined;
    const whole = join(root, path);
    if (texts.size >= MAX_READ) {
      unread.add(path);
      return undefined;
    }
    // The target of a link to outside is not the project's to pass on.
    if (!isInside(path)) {
      unread.add(path);
      return undefined;
    }
    const limit = LOCK_FILES.test(path) ? LARGEST_LOCK : LARGEST;
    const read = readText(whole, limit);
    if (read.kind === 'text') {
      hashes.set(path, textHash(read.text));
      return sourceText(path, read.text);
    }
    if (read.kind === 'absent' || read.kind === 'not-a-file') return undefined;
    unread.add(path);
    if (read.kind === 'too-large')
      report({
        severity: 'warning',
        code: 'context-file-too-large',
        message: `The file has ${read.bytes} bytes; files over ${limit} are not read, so its content is unknown.`,
        file: path,
      });
    else
      report({
        severity: 'warning',
        code: 'context-file-unreadable',
        message: `The file was not read: ${read.why}.`,
        file: path,
        ...(read.kind === 'not-text' ? read.at : {}),
      });
    return undefined;
  };
  const read = (path: string): SourceText | undefined => {
    if (!texts.has(path)) texts.set(path, load(path));
    return texts.get(path);
  };
  const opened = new Map<string, unknown>();
  const open = <Opened>(
    path: string,
    format: 'JSON' | 'TOML' | 'YAML',
    opener: (text: SourceText) => Opened | ParseFault,
  ): Opened | undefined => {
    // JSON is YAML too, and detectors may read one file as either.
    const key = `${format} ${path}`;
    if (!opened.has(key)) {
      const text = read(path);
      const result = text === undefined ? undefined : opener(text);
      if (isFault(result)) {
        report({
          severity: 'warning',
          code: 'context-file-broken',
          message: `The file cannot be parsed: ${result.fault}`,
          file: path,
          line: result.line,
          column: result.column,
          hint: 'Fix it; until then, what it declares is unknown.',
        });
        opened.set(key, undefined);
      } else opened.set(key, result);
    }
    return opened.get(key) as Opened | undefined;
  };
  const matched = new Map<string, readonly string[]>();
  const nearest = new Map<string, readonly string[]>();
  const sources: Sources = {
    paths,
    has: index.has,
    named: (name) => {
      const found = nearest.get(name) ?? nearestFirst(index.named(name));
      nearest.set(name, found);
      return found;
    },
    matching: (pattern) => {
      const key = String(pattern);
      const found = matched.get(key) ?? nearestFirst(index.where({ name: pattern }));
      matched.set(key, found);
      return found;
    },
    where: index.where,
    folders: index.folders,
    hasFolder: index.hasFolder,
    read,
    json: (path) => open(path, 'JSON', (text) => openJson(text.text)),
    toml: (path) => open(path, 'TOML', (text) => openToml(text.text, text.lines)),
    yaml: (path) => open(path, 'YAML', (text) => openYaml(text.text)),
    report,
  };
  return {
    sources,
    finish: () => {
      if (texts.size >= MAX_READ)
        report({
          severity: 'warning',
          code: 'context-too-many-files',
          message: `More than ${MAX_READ} files are relevant; ${unread.size} of them were not read.`,
        });
      for (const path of index.where({ name: mayBeMarkerFile }))
        if (isMarkerFile(path) && !hashes.has(path)) unread.add(path);
      return {
        hashes,
        texts: [...texts.values()].filter((text) => text !== undefined),
        problems,
        unread: [...unread].sort(),
      };
    },
  };
}

/** Sorts paths by depth, otherwise keeping their order. */
function nearestFirst(paths: readonly string[]): readonly string[] {
  if (paths.length < 2) return paths;
  return paths
    .map((path) => ({ path, depth: depthOf(path) }))
    .sort((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

function isFault(value: unknown): value is ParseFault {
  return typeof value === 'object' && value !== null && 'fault' in value;
}

function sourceText(path: string, text: string): SourceText {
  let split: readonly string[] | undefined;
  const lines = () => {
    split ??= text.split(/\r\n|\n|\r/u);
    return split;
  };
  return {
    path,
    text,
    get lines() {
      return lines();
    },
    lineOf(pattern, from = 1) {
      const all = lines();
      for (let place = from - 1; place < all.length; place++) {
        const line = all[place] ?? '';
        if (typeof pattern === 'string' ? line.includes(pattern) : pattern.test(line.slice(0, LONGEST_LINE)))
          return place + 1;
      }
      return undefined;
    },
  };
}

const LARGEST = 1024 * 1024;
/** A package manager's lock file grows with the installed packages. */
const LARGEST_LOCK = 16 * 1024 * 1024;
const LOCK_FILES =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|[\w.-]+\.lock|go\.sum)$/u;
const MAX_READ = 1500;
