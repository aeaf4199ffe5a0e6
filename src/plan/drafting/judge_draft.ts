import { type Problem, type Severity, sortProblems } from '../../diagnostics/index.ts';
import { assessPlan, type PlanAssessment } from '../assessment.ts';
import { avoidedPlaces, avoidedProblem, timeOverrun } from '../constraint_checks/index.ts';
import type { PlanConstraints } from '../constraints/index.ts';
import type { Phase, PlanProblemCode, UncheckedPlan } from '../plan.ts';
import { messageText, nameOf } from '../rules/phase_names.ts';
import { missingPrerequisites } from './gate_commands.ts';
import { absentFiles, type KnownFiles, touchedBy } from './known_files.ts';
import { numberRanges, numbersIn, type Requirement } from './requirement.ts';

/** Problems of a draft beyond those of any plan. */
export type DraftProblemCode =
  | PlanProblemCode
  | 'draft-avoided'
  | 'draft-beyond-limit'
  | 'draft-over-time'
  | 'draft-phase-done'
  | 'draft-command-absent'
  | 'draft-command-later'
  | 'draft-file-absent'
  | 'draft-line-unknown'
  | 'draft-line-unserved'
  | 'draft-no-lines'
  | 'draft-phase-lost';

/** A located problem of a draft. */
export type DraftProblem = Problem<DraftProblemCode>;

/** The facts by which a draft is judged. */
export type DraftFacts = KnownFiles & {
  readonly requirement: Requirement;
  /** The names of the goal map's goals. */
  readonly goals: readonly string[];
  /** The ids of exactly the phases that must be there; `undefined` where any may. */
  readonly expected?: readonly string[];
  /** The person's other wishes, and the number of phases that can be worked on at a time. */
  readonly constraints?: PlanConstraints | undefined;
  readonly workers?: number | undefined;
  /** Phases that are done, which a draft cannot change; and those of them that it answered anyway. */
  readonly finished?: readonly string[] | undefined;
  readonly answeredDone?: readonly string[];
  /** Where the answer is larger than what was asked for. */
  readonly beyond?: readonly string[];
  /** The ids of earlier phases: they may serve lines of another requirement, and their files are their own. */
  readonly earlier?: ReadonlySet<string>;
};

/** The result of judging a draft. */
export type JudgedDraft = {
  readonly assessment: PlanAssessment;
  /** In document order. */
  readonly problems: readonly DraftProblem[];
  /** For each line of the requirement, the ids of the phases that serve it. */
  readonly servedBy: readonly (readonly string[])[];
};

/** Judges a drafted plan by the rules of every plan, and by the requirement and the project. */
export function judgeDraft(plan: UncheckedPlan, facts: DraftFacts): JudgedDraft {
  const assessment = assessPlan(plan, { goals: facts.goals });
  const problems = sortProblems<DraftProblemCode>([
    ...assessment.problems,
    ...lostPhases(plan, facts),
    ...lineProblems(plan, facts),
    ...fileProblems(plan, facts),
    ...commandProblems(plan, facts),
    ...avoidedProblems(plan, facts),
    ...timeProblems(assessment, facts),
    ...doneProblems(plan, facts),
    ...beyondProblems(plan, facts),
  ]);
  return { assessment, problems, servedBy: servedBy(plan, facts) };
}

function isEarlierPhase({ id }: Phase, { earlier }: DraftFacts): boolean {
  return earlier?.has(id) ?? false;
}

/** Checks that the printed document reads as the same phases: text that looks like structure could make a phase of itself. */
function lostPhases({ phases, file }: UncheckedPlan, { expected }: DraftFacts): DraftProblem[] {
  const read = phases.map(({ id }) => id);
  if (expected === undefined || expected.join() === read.join()) return [];
  const message = `The document does not say what the answer says: its phases are ${read.join(', ') || 'none'}, but should be ${expected.join(', ')}.`;
  const hint = 'Give every phase its own number and a title in plain words.';
  return [{ severity: 'error', code: 'draft-phase-lost', message, file, hint }];
}

function lineProblems(plan: UncheckedPlan, facts: DraftFacts): DraftProblem[] {
  const { lines } = facts.requirement;
  const last = lines.at(-1)?.number ?? 0;
  const own = plan.phases.filter((phase) => !isEarlierPhase(phase, facts));
  const ofPhases = own.flatMap((phase) => {
    const at = { file: plan.file, line: phase.line, column: phase.column };
    const numbers = phase.requirement ? numbersIn(phase.requirement.value) : [];
    if (numbers.length === 0)
      return [
        warn('draft-no-lines', `${nameOf(phase)} does not say which lines of the requirement it serves.`, at),
      ];
    const unknown = numbers.filter((number) => number > last);
    if (unknown.length === 0) return [];
    const message = `${nameOf(phase)} serves line ${numberRanges(unknown)} of the requirement, which ends at line ${last}.`;
    const { line, column } = phase.requirement ?? phase;
    return [warn('draft-line-unknown', message, { file: plan.file, line, column })];
  });
  const served = servedBy(plan, facts);
  const unserved = lines.flatMap(({ number, text, asks }, index) =>
    asks && served[index]?.length === 0
      ? [
          warn(
            'draft-line-unserved',
            `No phase serves line ${number} of the requirement: ${messageText(text)}`,
            {
              file: plan.file,
            },
          ),
        ]
      : [],
  );
  return [...ofPhases, ...unserved];
}

function servedBy({ phases }: UncheckedPlan, { requirement }: DraftFacts): string[][] {
  const ids = new Map<number, string[]>(requirement.lines.map(({ number }) => [number, []]));
  for (const { id, requirement: field } of phases)
    for (const number of field ? numbersIn(field.value) : []) ids.get(number)?.push(id);
  return [...ids.values()];
}

function fileProblems(plan: UncheckedPlan, facts: DraftFacts): DraftProblem[] {
  const absent = absentFiles(plan, facts);
  return plan.phases.flatMap((phase, place) =>
    isEarlierPhase(phase, facts)
      ? []
      : (absent[place] ?? []).map((entry) =>
          warn(
            'draft-file-absent',
            `${nameOf(phase)} names ${messageText(entry.path)}, which does not exist and is not marked as new.`,
            { file: plan.file, line: entry.line, column: entry.column },
            'Name a file that exists, or mark it as new: (new).',
          ),
        ),
  );
}

function commandProblems(plan: UncheckedPlan, facts: DraftFacts): DraftProblem[] {
  const surroundings = { project: facts.project, touches: touchedBy(plan) };
  return plan.phases.flatMap((phase) =>
    isEarlierPhase(phase, facts)
      ? []
      : phase.gates.flatMap(({ command }) => {
          if (command === undefined) return [];
          const at = { file: plan.file, line: command.line, column: command.column };
          return missingPrerequisites(command.value, surroundings).map(({ what, hint, mayCome }) => {
            return mayCome
              ? warn(
                  'draft-command-later',
                  `A gate of ${nameOf(phase)} needs ${messageText(what)}, which a phase of this plan has to create first.`,
                  at,
                  hint,
                )
              : warn(
                  'draft-command-absent',
                  `A gate of ${nameOf(phase)} needs ${messageText(what)}, which does not exist here.`,
                  at,
                  hint ?? 'Use a script or program that exists here, or let a phase create it.',
                  'error',
                );
          });
        }),
  );
}

/** A phase that names a term to be avoided will be carried out with it. */
function avoidedProblems(plan: UncheckedPlan, facts: DraftFacts): DraftProblem[] {
  const { avoid = [] } = facts.constraints ?? {};
  return plan.phases.flatMap((phase) =>
    isEarlierPhase(phase, facts)
      ? []
      : avoidedPlaces(phase, avoid).map((place) => {
          const { severity, message, hint } = avoidedProblem(nameOf(phase), {
            ...place,
            term: messageText(place.term),
            found: messageText(place.found),
          });
          const at = { file: plan.file, line: place.line, column: place.column };
          return warn('draft-avoided', message, at, hint, severity);
        }),
  );
}

/** Compares the time limit with the plan's schedule. */
function timeProblems(assessment: PlanAssessment, facts: DraftFacts): DraftProblem[] {
  const { constraints, workers = 2, finished = [] } = facts;
  const message = timeOverrun(assessment, { maxTime: constraints?.maxTime, workers, finished });
  if (message === undefined) return [];
  const hint = 'Let more phases run at the same time, or plan less.';
  return [warn('draft-over-time', message, { file: assessment.plan.file }, hint, 'error')];
}

/** A merged phase is a fact, so an answer for it is reported. */
function doneProblems({ file }: UncheckedPlan, { answeredDone = [] }: DraftFacts): DraftProblem[] {
  return answeredDone.map((id) =>
    warn(
      'draft-phase-done',
      `Phase ${id} is done and merged, so it was kept as it is.`,
      { file },
      'Leave it out of the answer; plan changes to its results as a separate phase.',
    ),
  );
}

/** The document does not show the limits, so whatever exceeds one is reported here. */
function beyondProblems({ file }: UncheckedPlan, { beyond = [] }: DraftFacts): DraftProblem[] {
  const hint = 'Plan less at a time: split the requirement, or merge phases.';
  return beyond.map((message) => warn('draft-beyond-limit', message, { file }, hint));
}

function warn(
  code: DraftProblemCode,
  message: string,
  at: Pick<DraftProblem, 'file' | 'line' | 'column'>,
  hint?: string,
  severity: Severity = 'warning',
): DraftProblem {
  return { severity, code, message, ...at, ...(hint === undefined ? {} : { hint }) };
}
