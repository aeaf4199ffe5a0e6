import type { Project } from '../../context/index.ts';
import { pathsOverlap } from '../graph/glob_overlap.ts';
import { patternsOverlap } from '../graph/index.ts';
import { ANY_FOLDERS, type PathPattern, parsePathPattern } from '../graph/path_pattern.ts';
import type { PlanFile, UncheckedPlan } from '../plan.ts';

/** The files that a plan's files are compared with. */
export type KnownFiles = {
  readonly project: Project;
  /** Every file of the project that git would list. */
  readonly files: readonly string[];
};

/** Whether an entry is marked as one that the phase makes. */
function isNew({ note }: Pick<PlanFile, 'note'>): boolean {
  return /\b(?:new|created?|add(?:ed)?)\b/iu.test(note ?? '');
}

/** For each phase, the files that neither exist nor are made by any phase of the plan. */
export function absentFiles({ phases }: UncheckedPlan, known: KnownFiles): PlanFile[][] {
  const made = phases.flatMap(({ files }) => (files?.entries ?? []).filter(isNew).flatMap(patternOf));
  const isThere = treeLookup(known);
  return phases.map(({ files }) =>
    (files?.entries ?? []).filter((entry) => {
      const [pattern] = patternOf(entry);
      if (pattern === undefined || isNew(entry) || known.project.has(entry.path) !== undefined) return false;
      return !isThere(pattern) && !made.some((other) => patternsOverlap(pattern, other));
    }),
  );
}

/** Whether some phase of a plan says that it touches a path. */
export function touchedBy({ phases }: UncheckedPlan): (path: string) => boolean {
  const touched = phases.flatMap(({ files }) => (files?.entries ?? []).flatMap(patternOf));
  return (path) => {
    const pattern = parsePathPattern(path);
    return pattern !== undefined && touched.some((other) => patternsOverlap(pattern, other));
  };
}

function patternOf({ path, isPath }: PlanFile): PathPattern[] {
  const pattern = isPath ? parsePathPattern(path) : undefined;
  return pattern === undefined ? [] : [pattern];
}

/** A glob exists when a file matches it, or is below a folder that matches it. */
function treeLookup({ project, files }: KnownFiles): (pattern: PathPattern) => boolean {
  return (pattern) => {
    if (pattern.kind === 'path') return leadsOut(pattern.text) || project.has(pattern.text) !== undefined;
    const globs = pattern.alternatives.map((glob) => [...glob, ANY_FOLDERS]);
    return files.some((file) => {
      const names = file.split('/');
      return globs.some((glob) => pathsOverlap(glob, names));
    });
  };
}

/** Another rule reports files outside of the project. */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || path === '..' || path.startsWith('../');
}
