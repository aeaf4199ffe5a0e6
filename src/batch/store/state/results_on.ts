import type { BatchState } from '../batch_state.ts';

/** Returns the results of a gate's command on a tree, in any attempt and place, except trees before a change. */
export function resultsOn(
  { phases }: Pick<BatchState, 'phases'>,
  tree: string,
  command: string,
): ReadonlySet<'green' | 'red'> {
  const found = new Set<'green' | 'red'>();
  for (const { attempts } of phases)
    for (const { gates } of attempts)
      for (const gate of gates)
        if (gate.tree === tree && gate.command === command && gate.result !== 'not-run')
          found.add(gate.result);
  return found;
}
