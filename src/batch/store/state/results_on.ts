import type { BatchState } from '../../types.ts';

/** How a gate's command came out on a tree, in whatever attempt and place; trees before a change are not looked at. */
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
