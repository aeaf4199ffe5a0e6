import { machineNeeds } from '../document/machine_needs.ts';
import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const needsUnreadable: PlanRule = {
  id: 'needs-unreadable',
  title: 'the machine that a phase needs can be read',
  severity: 'error',
  reason:
    'A need that is not understood is not passed to the queue, so the phase may get a machine on which it cannot run.',
  bad: examplePlan({ needs: 'a big machine' }),
  good: examplePlan({ needs: 'gpu:1, mem:16G' }, { needs: 'cpus:4, time:2h, partition:long' }),
  check: ({ plan }) =>
    plan.phases.flatMap((phase) =>
      machineNeeds(phase).unreadable.map((text) => ({
        line: phase.needs?.line ?? phase.line,
        column: phase.needs?.column ?? phase.column,
        message: `"${messageText(text)}" is not a known machine requirement, or it is repeated.`,
        hint: 'Write gpu:1 (or gpu:a100:2), mem:16G, cpus:4, time:2h or partition:NAME, separated by commas.',
      })),
    ),
};
