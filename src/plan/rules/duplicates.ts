import type { Phase } from '../plan.ts';

/** The phases that share a key with an earlier one, each with the first that has it. */
export function duplicates(
  phases: readonly Phase[],
  keyOf: (phase: Phase) => string,
): { readonly phase: Phase; readonly first: Phase }[] {
  const firsts = new Map<string, Phase>();
  const found: { phase: Phase; first: Phase }[] = [];
  for (const phase of phases) {
    const key = keyOf(phase);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, phase);
    else found.push({ phase, first });
  }
  return found;
}
