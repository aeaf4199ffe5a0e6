import { printableLine } from '../../lib/index.ts';
import { parseHours } from '../document/hours.ts';
import {
  CONSTRAINT_KEYS,
  type GivenConstraint,
  NO_CONSTRAINTS,
  type PlanConstraints,
} from './plan_constraints.ts';
import { partsOf } from './split_terms.ts';

/** The hours of a `max-time`; `undefined` where they are missing or not understood. */
export function hoursOf(value: string): number | undefined {
  const hours = parseHours(value, { needsUnit: true });
  return hours !== undefined && hours > 0 && Number.isFinite(hours) ? hours : undefined;
}

/** Merges several constraints: each is kept once, in order; of several times, the shortest counts. */
export function mergeConstraints(given: readonly GivenConstraint[]): PlanConstraints {
  let { maxTime } = NO_CONSTRAINTS;
  const lists = { prefer: [], avoid: [], quality: [], domain: [], note: [] } as Record<
    Exclude<GivenConstraint['key'], 'max-time'>,
    string[]
  >;
  const known = new Set<string>();
  for (const { key, value } of given) {
    const text = printableLine(value);
    if (key === 'max-time') {
      const hours = hoursOf(text);
      if (hours !== undefined && (maxTime === undefined || hours < maxTime.hours)) maxTime = { text, hours };
      continue;
    }
    for (const one of key === 'prefer' || key === 'avoid' ? partsOf(text) : [text]) {
      const sameness = `${key} ${one.toLowerCase()}`;
      if (!known.has(sameness)) lists[key].push(one);
      known.add(sameness);
    }
  }
  return { ...lists, maxTime };
}

/** Constraints one by one, in the order in which a plan lists them. */
export function listConstraints(constraints: PlanConstraints): GivenConstraint[] {
  return CONSTRAINT_KEYS.flatMap((key): GivenConstraint[] => {
    if (key !== 'max-time') return constraints[key].map((value) => ({ key, value }));
    return constraints.maxTime === undefined ? [] : [{ key, value: constraints.maxTime.text }];
  });
}

/** Each is looked for in every phase of a plan; a person gives a handful. */
export const MAX_CONSTRAINTS = 500;

/** Both sets as one. */
export function joinConstraints(...sets: readonly PlanConstraints[]): PlanConstraints {
  return mergeConstraints(sets.flatMap(listConstraints));
}
