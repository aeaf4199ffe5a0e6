import type { BatchState } from '../../../../operations/index.ts';

/** What a rehearsal says at its end. */
export function rehearsalText({ batch, phases }: BatchState): string {
  const done = phases.filter(({ progress }) => progress.state === 'done').length;
  return `Rehearsed batch ${batch}: ${done} of ${phases.length} phases. Nothing was started and nothing was written.\n`;
}
