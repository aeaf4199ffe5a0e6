import { constraintsThatHold, type Values } from '../composition/index.ts';
import type { GoalParts } from '../goal_map/index.ts';

/** Values of settings under which a goal has constraints that no other case has. */
export type Case = { readonly values: Values; readonly constraints: readonly string[] };

/** More cases add nothing, and would take long. */
const MAX_CASES = 256;

/**
 * The cases in which most of a goal's conditional constraints are on: for every set of constraints that can occur together there
 * is a case that has them all. A goal without conditions has one.
 */
export function largestCases(parts: GoalParts): Case[] {
  let every: Values[] = [{}];
  for (const input of new Set(parts.constraints.flatMap(({ when }) => when.map(({ input }) => input)))) {
    const values = tellingValues(parts, input);
    every = every.flatMap((before) => [before, ...values.map((value) => ({ ...before, [input]: value }))]);
    every = every.slice(0, MAX_CASES);
  }
  const cases = every.map((values) => ({ values, constraints: constraintsThatHold(parts, values) }));
  return cases.filter(
    ({ constraints }, index) =>
      !cases.some((other, place) => place !== index && covers(other.constraints, constraints, place < index)),
  );
}

/** One value of a setting for each set of conditions that its values meet. */
function tellingValues(parts: GoalParts, input: string): string[] {
  const conditions = parts.constraints
    .flatMap(({ when }) => when)
    .filter((condition) => condition.input === input);
  const byMet = new Map<string, string>();
  const metBy = new Map<string, number[]>();
  for (const [place, { values }] of conditions.entries()) {
    for (const value of new Set(values)) {
      const places = metBy.get(value) ?? [];
      places.push(place);
      metBy.set(value, places);
    }
  }
  for (const [value, places] of metBy) {
    const met = places.join();
    if (!byMet.has(met)) byMet.set(met, value);
  }
  return [...byMet.values()];
}

/** Whether one set of constraints has all of another, and more, or the same ones earlier. */
function covers(larger: readonly string[], smaller: readonly string[], isEarlier: boolean): boolean {
  if (larger.length <= smaller.length && !isEarlier) return false;
  const files = new Set(larger);
  return smaller.every((file) => files.has(file));
}
