import { nearest } from '../../lib/index.ts';
import { workflowName } from '../workflow_name.ts';
import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const unknownWorkflow: PlanRule = {
  id: 'unknown-workflow',
  title: 'a workflow is a goal of the goal map',
  severity: 'error',
  reason: "The phase's prompt is made from the components of that goal.",
  bad: examplePlan({ more: '**Workflow**: REVIEW_AGAINST_STANDARD' }),
  good: examplePlan({ more: '**Workflow**: REVIEW_AGAINST_STANDARDS' }, {}),
  check: ({ plan, goals }) => {
    if (goals === undefined) return [];
    const known = new Set(goals);
    const valid = `The goals are: ${goals.join(', ')}.`;
    return plan.phases.flatMap(({ workflow }) => {
      if (workflow === undefined) return [];
      const { goal } = workflowName(workflow.value);
      if (known.has(workflow.value) || known.has(goal)) return [];
      const meant = nearest(goal, goals);
      const suggestion = meant === undefined ? '' : `; the closest is ${meant}`;
      return [
        {
          line: workflow.line,
          column: workflow.column,
          message: `The goal map has no goal "${messageText(goal)}"${suggestion}.`,
          hint: valid,
        },
      ];
    });
  },
};
