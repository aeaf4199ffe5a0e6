import type { ManifestPhase } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import {
  type FilledPhase,
  filledPhases,
  type Pattern,
  patternFolders,
  patternValues,
  qualifiedId,
  readPatterns,
} from '../../patterns/index.ts';
import {
  type CheckedPhase,
  constraintsIn,
  contextOfMention,
  MAX_CONSTRAINTS,
  patternIn,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';

type Issue = NonNullable<ManifestPhase['issues']>[number];

/**
 * The known issues and the alternative of each phase in a plan made from a pattern. An alternative that names something to
 * avoid is left out with a note. If the pattern has changed or is missing, nothing is taken from it, with a note.
 */
export function knownIssues(
  { cwd, userFolder, installation }: OperationContext,
  source: string,
  phases: readonly CheckedPhase[],
): FromPattern {
  const origin = patternIn(source);
  if (origin === undefined) return NOTHING;
  const root = projectRoot(cwd);
  const { patterns } = readPatterns(patternFolders({ root, userFolder, installation }), cwd);
  const pattern = patterns.find((one) => qualifiedId(one) === origin.id);
  if (pattern === undefined || pattern.version !== origin.version) {
    const why = pattern === undefined ? 'does not exist here' : 'has changed since';
    const message = `The pattern ${origin.id}, which the plan came from, ${why}: its known issues are not used.`;
    return { ...NOTHING, notes: [{ severity: 'note', code: 'pattern-changed', message }] };
  }
  const own = filledOf(pattern, origin.inputs);
  const names = new Map([...own].map(([title, { id }]) => [title, id]));
  const { avoid: all } = constraintsIn(source);
  const avoid = all.slice(0, MAX_CONSTRAINTS);
  const notes: Problem[] = [];
  if (all.length > avoid.length)
    notes.push({
      severity: 'warning',
      code: 'too-many-constraints',
      message: `The plan has ${all.length} things to avoid; only the first ${avoid.length} of the alternatives in its pattern are checked against them.`,
      hint: 'Combine several into one.',
    });
  const alternatives = phases.map(({ id, title }) => {
    const text = own.get(title)?.alternative;
    const term =
      text === undefined ? undefined : avoid.find((each) => contextOfMention(text, each) !== undefined);
    if (term === undefined) return text;
    const message = `Phase ${id}: the alternative from the pattern was left out, since it names "${term}", which is to be avoided.`;
    notes.push({ severity: 'note', code: 'constraint-left-out', message });
    return undefined;
  });
  const issues = phases.map(({ title }) => {
    const id = names.get(title);
    // A phase that somebody added or renamed has no counterpart in the pattern.
    return (pattern.issues ?? [])
      .filter(({ phases: seen }) => id !== undefined && (seen?.includes(id) ?? true))
      .map(({ id: issue, what, signs, fix }) => ({ id: issue, what, signs, fix }));
  });
  return { issues, alternatives, notes };
}

/** The pattern's contributions to a plan's phases, in phase order. */
type FromPattern = {
  readonly issues: readonly (readonly Issue[])[];
  readonly alternatives: readonly (string | undefined)[];
  readonly notes: readonly Problem[];
};

const NOTHING: FromPattern = { issues: [], alternatives: [], notes: [] };

/** A pattern's phases by their titles in the plan. */
function filledOf(pattern: Pattern, inputs: ReadonlyMap<string, string>): ReadonlyMap<string, FilledPhase> {
  const { values } = patternValues(pattern, inputs);
  return new Map(filledPhases(pattern, values).map((phase) => [phase.title, phase]));
}
