import { type PhaseOrder, stagesOf } from '../../plan/index.ts';
import { reportFiles } from '../store/folder/index.ts';
import type { PhaseNames } from './batch_source.ts';

/** Numbers the prompts of a batch, `PRP-{batch}.{stage}.{index}`, and returns each phase's names, in the order of the plan. */
export function namePhases(batch: number, ids: readonly string[], order: PhaseOrder): readonly PhaseNames[] {
  const names: PhaseNames[] = [];
  for (const [stage, phases] of stagesOf(order).entries()) {
    for (const [index, phase] of phases.entries()) {
      const prp = `PRP-${batch}.${stage + 1}.${index + 1}`;
      const id = ids[phase] ?? '';
      names[phase] = {
        prp,
        stage: stage + 1,
        index: index + 1,
        prompt: `${prp}.md`,
        task: `task-${id}.json`,
        result: reportFiles({ id }).result,
      };
    }
  }
  return names;
}
