import type { Problem } from '../../diagnostics/index.ts';
import {
  indexPatterns,
  type Matched,
  type OutcomeProblemCode,
  type Pattern,
  type PatternProblemCode,
  type PatternRecord,
  patternFolders,
  qualifiedId,
  readOutcomes,
  readPatterns,
  recordOf,
} from '../../patterns/index.ts';
import type { OperationContext } from '../context.ts';
import { patternRoot } from './pattern_root.ts';

/** The patterns available here, with their records. */
export type OpenPatterns = {
  readonly root: string;
  readonly patterns: readonly Pattern[];
  readonly recordOf: (pattern: Pattern) => PatternRecord;
  /** The patterns that fit a task. */
  readonly match: (task: string) => Matched;
  readonly problems: readonly Problem<PatternProblemCode | OutcomeProblemCode>[];
};

/** Reads patterns and outcomes. Nothing is written or run. */
export function openPatterns({ cwd, userFolder, installation, today, log }: OperationContext): OpenPatterns {
  const root = patternRoot(cwd);
  const { patterns, problems } = readPatterns(patternFolders({ root, userFolder, installation }), cwd);
  const kept = readOutcomes(root);
  log(`patterns: ${patterns.length}, outcomes: ${kept.outcomes.length}`);
  const records = new Map(
    patterns.map((pattern) => {
      const id = qualifiedId(pattern);
      return [id, recordOf(kept.outcomes.filter((outcome) => outcome.pattern === id))] as const;
    }),
  );
  const recordFor = (pattern: Pattern) => records.get(qualifiedId(pattern)) ?? recordOf([]);
  return {
    root,
    patterns,
    recordOf: recordFor,
    match(task) {
      const all = patterns.map((pattern) => ({ pattern, record: recordFor(pattern) }));
      return indexPatterns(all).match(task, today());
    },
    problems: [...problems, ...kept.problems],
  };
}
