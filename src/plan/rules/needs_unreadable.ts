import { machineNeeds } from '../document/machine_needs.ts';
import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const needsUnreadable: PlanRule = {
  id: 'needs-unreadable',
  title: 'what a phase needs of its machine can be read',
  severity: 'error',
  reason:
    'A need that is not understood is not asked of the queue, and the phase gets a machine where it cannot work.',
  bad: examplePlan({ needs: 'a big machine' }),
  good: examplePlan({ needs: 'gpu:1, mem:16G' }, { needs: 'cpus:4, time:2h, partition:long' }),
  check: ({ plan }) =>
    plan.phases.flatMap((phase) =>
      machineNeeds(phase).unreadable.map((text) => ({
        line: phase.needs?.line ?? phase.line,
        column: phase.needs?.column ?? phase.column,
        message: `"${messageText(text)}" is nothing that a machine can be asked for, or is asked for twice.`,
        hint: 'Write gpu:1 (or gpu:a100:2), mem:16G, cpus:4, time:2h or partition:NAME, with commas between them.',
      })),
    ),
};
