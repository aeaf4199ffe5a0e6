import { type AnyCode, failure, type Problem, success } from '../../diagnostics/index.ts';
import { findPattern, qualifiedId } from '../../patterns/index.ts';
import { saysTooLittle, splitRequirement } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import { readConstrainedRequirement } from '../plans/constrained_requirement.ts';
import { choosePlanFile, type PlanFile, writePlan } from '../plans/plan_file.ts';
import { type PlanReport, planPart, planReport } from '../plans/plan_report.ts';
import type { Port } from '../port.ts';
import { openPatterns } from './open_patterns.ts';
import { planFromPattern } from './plan_from_pattern.ts';

/** The pattern to turn into a plan, and its options. */
export type UsePatternRequest = {
  readonly id: string;
  /** Values of inputs: `resource=orders`. */
  readonly input?: readonly string[];
  /** Constraints on the plan, as `key: value`. */
  readonly constraint?: readonly string[];
  /** The purpose of the plan in the user's own words; the plan keeps it. */
  readonly for?: string;
  /** The destination of the plan: a new file, or `-` for standard output. */
  readonly out?: string;
  readonly goalMap?: string;
};

/** Events of {@link applyPattern}. */
export type UsePatternEvent = {
  readonly kind: 'used';
  readonly pattern: string;
  readonly text: string;
  readonly file: PlanFile | undefined;
  readonly report: PlanReport;
  /** Preconditions of the plan. */
  readonly requirements: readonly string[];
  readonly problems: readonly Problem[];
};

/** Writes the plan of a pattern; asks for its inputs, if somebody can be asked. No model is asked. */
export async function applyPattern(
  context: OperationContext,
  request: UsePatternRequest,
  port: Port<UsePatternEvent>,
): Promise<VerbResult<'orchestrator.patterns-use/1', AnyCode>> {
  const { id, input = [], constraint, out, goalMap } = request;
  const open = openPatterns(context);
  const found = findPattern(open.patterns, id);
  if (!found.ok) return { ...found, problems: [...found.problems, ...open.problems] };
  const pattern = found.value;
  const wanted = readConstrainedRequirement(request.for ?? '', { constraint });
  if (!wanted.ok) return wanted;
  const { text, constraints } = wanted.value;
  const chosen = out === '-' ? undefined : choosePlanFile(context, { title: '', out });
  if (chosen?.ok === false) return chosen;
  const requirement = text.trim() === '' ? undefined : splitRequirement(text);
  if (requirement !== undefined && saysTooLittle(requirement))
    return failure('usage', {
      severity: 'error',
      code: 'requirement-vague',
      message: '--for has only one word, which says too little to keep.',
      hint: 'Say in a sentence what the plan is for, or remove the flag.',
    });
  const made = await planFromPattern(context, { pattern, input, constraints, requirement, goalMap }, port);
  if ('cause' in made) return made;
  const { plan, values } = made;
  const written =
    out === '-' ? success(undefined) : await writePlan(context, { title: plan.title, out }, plan.text);
  if (!written.ok) return written;
  const file = written.value;
  const shown = file?.shown ?? '<stdout>';
  const problems = [
    ...wanted.value.problems,
    ...plan.problems.map((problem) => ({ ...problem, file: shown })),
  ];
  const report = planReport(plan.assessment);
  const name = qualifiedId(pattern);
  const { requirements = [], version } = pattern;
  await port.show({ kind: 'used', pattern: name, text: plan.text, file, report, requirements, problems });
  return success(
    makeDocument('orchestrator.patterns-use/1', {
      ok: isSound(problems, false),
      pattern: name,
      version,
      inputs: [...values].map(([key, value]) => ({ name: key, value })),
      file: file?.shown ?? null,
      plan: planPart(report).plan,
      problems,
    }),
  );
}
