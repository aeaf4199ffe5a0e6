import type { BatchState } from '../../../../operations/index.ts';

/** The closing line of a rehearsal. */
export function rehearsalText({ batch, phases }: BatchState): string {
  const done = phases.filter(({ progress }) => progress.state === 'done').length;
  return `Rehearsed batch ${batch}: ${done} of ${phases.length} phases. Nothing was started and nothing was written.\n`;
}
