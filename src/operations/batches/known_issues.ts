import type { ManifestPhase } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import {
  filledPhases,
  type Pattern,
  patternFolders,
  patternValues,
  qualifiedId,
  readPatterns,
} from '../../patterns/index.ts';
import { type CheckedPhase, patternIn } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';

type Issue = NonNullable<ManifestPhase['issues']>[number];

/**
 * What is known to go wrong in each phase of a plan that came from a pattern. A pattern that says something else by now, or is
 * gone, is told: then nothing of it is taken.
 */
export function knownIssues(
  { cwd, userFolder, installation }: OperationContext,
  source: string,
  phases: readonly CheckedPhase[],
): { readonly issues: readonly (readonly Issue[])[]; readonly notes: readonly Problem[] } {
  const origin = patternIn(source);
  if (origin === undefined) return { issues: [], notes: [] };
  const root = projectRoot(cwd);
  const { patterns } = readPatterns(patternFolders({ root, userFolder, installation }), cwd);
  const pattern = patterns.find((one) => qualifiedId(one) === origin.id);
  if (pattern === undefined || pattern.version !== origin.version) {
    const why = pattern === undefined ? 'is not here' : 'says something else by now';
    const message = `The pattern ${origin.id}, which the plan came from, ${why}: what it knows to go wrong is not used.`;
    return { issues: [], notes: [{ severity: 'note', code: 'pattern-changed', message }] };
  }
  const names = phaseNames(pattern, origin.inputs);
  const issues = phases.map(({ title }) => {
    const id = names.get(title);
    // A phase that somebody added or renamed is none of the pattern's.
    return (pattern.issues ?? [])
      .filter(({ phases: seen }) => id !== undefined && (seen?.includes(id) ?? true))
      .map(({ id: own, what, signs, fix }) => ({ id: own, what, signs, fix }));
  });
  return { issues, notes: [] };
}

/** The ids of a pattern's phases by the titles that they have in the plan. */
function phaseNames(pattern: Pattern, inputs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const { values } = patternValues(pattern, inputs);
  return new Map(filledPhases(pattern, values).map(({ title, id }) => [title, id]));
}
