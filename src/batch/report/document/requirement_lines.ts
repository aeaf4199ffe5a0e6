import { requirementNumbers } from '../../../plan/index.ts';
import type { PlanFacts, ReportPhase, ReportRequirement } from './facts.ts';
import { isProven } from './statements.ts';

/** A plan names only few in words; more than this are no requirement. */
const MAX_WORDED = 200;

/** The numbers of the existing lines that a phase says it serves; none where it says so in words. */
export function servedLines(id: string, { serves, requirement }: PlanFacts): number[] {
  const known = new Set(requirement.map(({ number }) => number));
  return requirementNumbers(serves.get(id) ?? '').filter((number) => known.has(number));
}

/**
 * The requirement, line by line, with the phases that serve each and how far that is proven. Where the plan keeps no numbered
 * lines, the words that phases use become lines without a number.
 */
export function requirementLines(plan: PlanFacts, phases: readonly ReportPhase[]): ReportRequirement[] {
  const serving = new Map<number, ReportPhase[]>();
  for (const phase of phases)
    for (const number of phase.requirement) serving.set(number, [...(serving.get(number) ?? []), phase]);
  const numbered = plan.requirement.map(({ number, text }) => {
    const by = serving.get(number) ?? [];
    return { number, text, phases: by.map(({ id }) => id), standing: standingOf(text, by) };
  });
  const worded = new Map<string, ReportPhase[]>();
  for (const phase of phases) {
    const said = plan.serves.get(phase.id)?.trim() ?? '';
    if (said !== '' && phase.requirement.length === 0) worded.set(said, [...(worded.get(said) ?? []), phase]);
  }
  const others = [...worded].slice(0, MAX_WORDED).map(([text, by]) => {
    return { number: null, text, phases: by.map(({ id }) => id), standing: standingOf(text, by) };
  });
  return [...numbered, ...others];
}

function standingOf(text: string, phases: readonly ReportPhase[]): ReportRequirement['standing'] {
  if (phases.length === 0) return /[:：]$/u.test(text.trim()) ? 'context' : 'uncovered';
  if (phases.some(({ state }) => state !== 'done')) return 'open';
  return phases.every(({ statements }) => isProven(statements)) ? 'verified' : 'unproven';
}
