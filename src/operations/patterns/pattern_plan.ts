import { type Problem, sortProblems } from '../../diagnostics/index.ts';
import { longestMatch } from '../../lib/index.ts';
import { type FilledPhase, filledPhases, type Pattern, qualifiedId } from '../../patterns/index.ts';
import {
  assessPlan,
  avoidedPlaces,
  avoidedProblem,
  numberRanges,
  type PhaseDraft,
  type PlanAssessment,
  type PlanConstraints,
  printDraft,
  printPlan,
  type Requirement,
  readPlan,
  timeOverrun,
  withConstraints,
  withPattern,
} from '../../plan/index.ts';

/** The inputs of a plan made from a pattern. */
export type PatternPlanSource = {
  readonly pattern: Pattern;
  readonly values: ReadonlyMap<string, string>;
  readonly constraints: PlanConstraints;
  readonly requirement: Requirement | undefined;
  /** The names of the goal map's goals: any other workflow is left out. */
  readonly goals: readonly string[];
  /** Number of phases that can run at a time. */
  readonly workers: number;
};

/** A plan made from a pattern; not yet written. */
export type PatternPlan = {
  readonly title: string;
  readonly text: string;
  readonly assessment: PlanAssessment;
  /** Problems found by the rules of plans, and constraints that are not met, each an error. */
  readonly problems: readonly Problem[];
};

/** Makes a plan from a pattern. Pure: the same pattern and values give the same plan. */
export function patternPlan(source: PatternPlanSource): PatternPlan {
  const { pattern, values, constraints, requirement, goals, workers } = source;
  const notes: Problem[] = [];
  const phases = filledPhases(pattern, values).map((phase) =>
    phaseDraft(withoutAvoided(phase, constraints.avoid, notes), { requirement, goals, notes }),
  );
  const title = titleOf(pattern, requirement);
  const printed =
    requirement === undefined ? printPlan({ title, phases }) : printDraft({ title, phases }, requirement);
  const origin = { id: qualifiedId(pattern), version: pattern.version, inputs: values };
  const text = withConstraints(withPattern(printed, origin), constraints);
  const read = readPlan(text, 'plan.md');
  if (!read.ok) throw new Error('a printed plan that cannot be read');
  const assessment = assessPlan(read.value, { goals });
  return {
    title,
    text,
    assessment,
    problems: sortProblems([...assessment.problems, ...notes, ...unmet(assessment, constraints, workers)]),
  };
}

function titleOf({ name }: Pattern, requirement: Requirement | undefined): string {
  const asked = requirement?.lines.find(({ asks }) => asks)?.text ?? '';
  const words = asked.replace(/[\s.!?]+$/u, '');
  return words === '' || words.length > LONGEST_TITLE ? name : words;
}

const LONGEST_TITLE = 80;

/** Removes the executor, fallback or plugin of a phase if it is to be avoided: all three can be replaced. */
function withoutAvoided(phase: FilledPhase, avoid: readonly string[], notes: Problem[]): FilledPhase {
  const { executor, fallback, plugin, ...others } = phase;
  const isAvoided = (name: string | undefined) =>
    name !== undefined && avoid.some((term) => includesWord(name, term));
  const noteLeftOut = (what: string, name: string) =>
    notes.push({
      severity: 'note',
      code: 'constraint-left-out',
      message: `Phase ${phase.number}: the ${what} "${name}" was left out, since it is to be avoided.`,
      hint: 'Name another one in the plan, or leave it without.',
    });
  if (isAvoided(executor)) noteLeftOut('executor', executor ?? '');
  if (isAvoided(fallback)) noteLeftOut('fallback', fallback ?? '');
  if (isAvoided(plugin)) noteLeftOut('plugin', plugin ?? '');
  return {
    ...others,
    ...(executor === undefined || isAvoided(executor) ? {} : { executor }),
    ...(fallback === undefined || isAvoided(fallback) ? {} : { fallback }),
    ...(plugin === undefined || isAvoided(plugin) ? {} : { plugin }),
  };
}

function includesWord(text: string, term: string): boolean {
  const wordsOf = (said: string) => ` ${(said.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
  return wordsOf(term).trim() !== '' && wordsOf(text).includes(wordsOf(term));
}

function phaseDraft(
  phase: FilledPhase,
  at: {
    readonly requirement: Requirement | undefined;
    readonly goals: readonly string[];
    readonly notes: Problem[];
  },
): PhaseDraft {
  const { requirement, goals, notes } = at;
  const { number, title, goal, hours, complexity, files, filesExpected, dependsOn, steps, gates } = phase;
  const { workflow, executor, fallback, plugin } = phase;
  const isKnown = workflow !== undefined && goals.includes(workflow);
  if (workflow !== undefined && !isKnown)
    notes.push({
      severity: 'note',
      code: 'pattern-workflow',
      message: `Phase ${number}: the goal map has no ${workflow}, and the phase names no workflow.`,
      hint: 'A fitting goal is chosen when a batch is generated; name one in the plan if you prefer another.',
    });
  const asking = requirement?.lines.filter(({ asks }) => asks).map((line) => line.number) ?? [];
  return {
    id: String(number),
    title,
    goal,
    hours,
    ...(complexity === undefined ? {} : { complexity }),
    files: files.map((path) => ({ path })),
    ...(filesExpected && { filesExpected }),
    dependencies: dependsOn.map((on) => ({ id: String(on) })),
    steps,
    gates: gates.map(({ text, command }) => ({ text: `${text}: ${codeSpan(command)}`, checked: false })),
    ...(isKnown ? { workflow } : {}),
    ...(executor === undefined ? {} : { executor }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(plugin === undefined ? {} : { plugin }),
    // A pattern's phases fulfil the requirement together.
    ...(asking.length === 0 ? {} : { requirement: numberRanges(asking) }),
    others:
      phase.question === undefined
        ? []
        : [{ name: 'Question', text: `${phase.question.text} (default: ${phase.question.default})` }],
  };
}

function codeSpan(command: string): string {
  const longest = longestMatch(command, /`+/gu, 0);
  const marks = '`'.repeat(longest + 1);
  return longest > 0 ? `${marks} ${command} ${marks}` : `${marks}${command}${marks}`;
}

/** Constraints that the plan does not meet. */
function unmet(assessment: PlanAssessment, { avoid, maxTime }: PlanConstraints, workers: number): Problem[] {
  const { plan } = assessment;
  const named = plan.phases.flatMap((phase) =>
    avoidedPlaces(phase, avoid).map(
      (place): Problem<'constraint-avoid'> => ({
        ...avoidedProblem(`Phase ${phase.id}`, place),
        ...(place.isSure && {
          hint: 'Give an input another value, use another pattern, or draft without one: --explore.',
        }),
        file: plan.file,
      }),
    ),
  );
  const late = timeOverrun(assessment, { maxTime, workers });
  if (late === undefined) return named;
  return [
    ...named,
    {
      severity: 'error',
      code: 'constraint-time',
      message: late,
      file: plan.file,
      hint: 'Allow more time, run more phases at the same time (orchestrator config set batch.concurrency 4), or use a smaller pattern.',
    },
  ];
}
