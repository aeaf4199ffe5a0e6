import type { Project } from '../../context/index.ts';
import { type PathPattern, parsePathPattern, patternsOverlap } from '../graph/index.ts';
import type { PlanFile, UncheckedPlan } from '../types.ts';

/** What a plan's files are compared with. */
export type KnownFiles = {
  readonly project: Project;
  /** Every file of the project that git would list. */
  readonly files: readonly string[];
};

/** A file of a phase that is neither there nor made by the plan, or that is marked as new although it is there. */
export type FileFault = { readonly entry: PlanFile; readonly fault: 'absent' | 'not-new' };

/** Whether an entry is marked as one that the phase makes. */
export function isNew({ note }: Pick<PlanFile, 'note'>): boolean {
  return /\b(?:new|created?|added?)\b/iu.test(note ?? '');
}

/**
 * For each phase, the files that are not what it says: neither there nor made by any phase, or marked as new and there.
 */
export function fileFaults({ phases }: UncheckedPlan, known: KnownFiles): FileFault[][] {
  const made = phases.flatMap(({ files }) => (files?.entries ?? []).filter(isNew).flatMap(patternOf));
  const tree = treeLookup(known);
  return phases.map(({ files }) =>
    (files?.entries ?? []).flatMap((entry): FileFault[] => {
      const [pattern] = patternOf(entry);
      if (pattern === undefined) return [];
      if (isNew(entry))
        return pattern.kind === 'path' && known.project.has(pattern.text) === 'file'
          ? [{ entry, fault: 'not-new' }]
          : [];
      if (
        known.project.has(entry.path) !== undefined ||
        tree(pattern) ||
        made.some((other) => patternsOverlap(pattern, other))
      )
        return [];
      return [{ entry, fault: 'absent' }];
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

/** A glob is there when a file matches it. */
function treeLookup({ project, files }: KnownFiles): (pattern: PathPattern) => boolean {
  return (pattern) => {
    if (pattern.kind === 'path') return project.has(pattern.text) !== undefined;
    return files.some((text) => patternsOverlap(pattern, { kind: 'path', text }));
  };
}
