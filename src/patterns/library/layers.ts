import { basename, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import { displayPath, isWithin, namesIn, readText } from '../../platform/index.ts';
import { type Pattern, type PatternLayer, type PatternProblemCode, qualifiedId } from './pattern.ts';
import { LARGEST_PATTERN, type ReadPattern, readPattern } from './read_pattern.ts';

/** A folder of patterns. The project's come first, then the user's, then the built-in ones. */
export type PatternFolder = {
  readonly layer: PatternLayer;
  readonly folder: string;
  readonly within: string;
};

/** The place of a project's patterns, from its root. */
export const PROJECT_PATTERNS = '.orchestrator/patterns';

/** The folders to search, in this order. */
export function patternFolders(places: {
  readonly root: string;
  readonly userFolder: string | null;
  readonly installation: string;
}): PatternFolder[] {
  const { root, userFolder, installation } = places;
  return [
    { layer: 'project', folder: join(root, PROJECT_PATTERNS), within: root },
    ...(userFolder === null
      ? []
      : [{ layer: 'user', folder: join(userFolder, 'patterns'), within: userFolder } as const]),
    { layer: 'built-in', folder: join(installation, 'patterns'), within: installation },
  ];
}

/** Patterns that could be read, in the order of their layers and by id, with the problems of the others. */
export type PatternLibrary = {
  readonly patterns: readonly Pattern[];
  /** Errors are about patterns that are left out; warnings about patterns that are kept. */
  readonly problems: readonly Problem<PatternProblemCode>[];
};

/** A folder with more patterns is no library that a person has put together. */
const MAX_PATTERNS = 500;

/** Reads all patterns. Nothing in them is run. */
export function readPatterns(folders: readonly PatternFolder[], cwd: string): PatternLibrary {
  const patterns: Pattern[] = [];
  const problems: Problem<PatternProblemCode>[] = [];
  for (const { layer, folder, within } of folders) {
    const shown = layer === 'built-in' ? 'patterns' : displayPath(cwd, folder);
    if (!isWithin(within, folder)) {
      problems.push({
        severity: 'error',
        code: 'pattern-outside',
        message: 'A link leads out of the folder of patterns; nothing was read there.',
        file: shown,
        hint: 'Remove the link.',
      });
      continue;
    }
    const names = namesIn(folder).filter((name) => /\.ya?ml$/u.test(name) && !name.startsWith('.'));
    if (names.length > MAX_PATTERNS)
      problems.push({
        severity: 'warning',
        code: 'pattern-too-many',
        message: `There are ${names.length} patterns; the first ${MAX_PATTERNS} by name were read.`,
        file: shown,
        hint: 'Move unused ones away.',
      });
    for (const name of names.slice(0, MAX_PATTERNS)) {
      const twin = earlierDuplicate(name, names);
      if (twin !== undefined) {
        problems.push(duplicateProblem(twin, `${shown}/${name}`));
        continue;
      }
      const read = readPatternFile(join(folder, name), { layer, file: `${shown}/${name}` });
      if (read.ok) {
        patterns.push(read.value.pattern);
        problems.push(...read.value.warnings);
      } else problems.push(...read.problems);
    }
  }
  return { patterns, problems };
}

/** The earlier file with the same name except for its ending: an id names one pattern of a layer. */
export function earlierDuplicate(name: string, names: readonly string[]): string | undefined {
  const stem = stemOf(name);
  return names.slice(0, names.indexOf(name)).find((other) => stemOf(other) === stem);
}

/** The problem that a file has the name, and so the id, of another one. */
export function duplicateProblem(twin: string, file: string): Problem<'pattern-id'> {
  return {
    severity: 'error',
    code: 'pattern-id',
    message: `${twin} already has this id; this one was left out.`,
    file,
    hint: 'Give one of them another id and name, or remove it.',
  };
}

function stemOf(name: string): string {
  return name.replace(/\.ya?ml$/u, '');
}

/**
 * Reads the file of a pattern, whose name has to be its id. A text that this process has already read there is not parsed again:
 * a server reads all patterns with each call.
 */
export function readPatternFile(
  path: string,
  from: { readonly layer: PatternLayer; readonly file: string },
): Result<ReadPattern, PatternProblemCode> {
  const read = readText(path, 4 * LARGEST_PATTERN);
  if (read.kind === 'text') {
    const { layer, file } = from;
    const known = readings.get(path);
    if (known?.text === read.text && known.layer === layer && known.file === file) return known.result;
    const result = readPattern(read.text, { ...from, stem: stemOf(basename(path)) });
    readings.set(path, { text: read.text, layer, file, result });
    return result;
  }
  const why =
    read.kind === 'too-large'
      ? `it has more than ${read.limit} bytes`
      : read.kind === 'absent'
        ? 'it is not there'
        : read.kind === 'not-a-file'
          ? 'it is not a file'
          : read.why;
  return failure<PatternProblemCode>('problems', {
    severity: 'error',
    code: 'pattern-unreadable',
    message: `The pattern cannot be read: ${why}.`,
    file: from.file,
    hint: 'Fix or move it.',
  });
}

/** The latest reading of each file. */
const readings = new Map<
  string,
  {
    readonly text: string;
    readonly layer: PatternLayer;
    readonly file: string;
    readonly result: Result<ReadPattern, PatternProblemCode>;
  }
>();

/** Problems of asking for a pattern by name. */
export type FindPatternCode = 'pattern-unknown';

/** The pattern of an id, with or without its layer: `etl-pipeline` is the first of that id, the project's before others. */
export function findPattern(patterns: readonly Pattern[], name: string): Result<Pattern, FindPatternCode> {
  const found =
    patterns.find((pattern) => qualifiedId(pattern) === name) ?? patterns.find(({ id }) => id === name);
  if (found !== undefined) return success(found);
  const meant = nearest(name, [...new Set(patterns.flatMap((one) => [one.id, qualifiedId(one)]))]);
  return failure('usage', {
    severity: 'error',
    code: 'pattern-unknown',
    message: `There is no pattern "${name}".`,
    hint:
      meant === undefined ? 'List all patterns with: orchestrator patterns list' : `Did you mean ${meant}?`,
  });
}
