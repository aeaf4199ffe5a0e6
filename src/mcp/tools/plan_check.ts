import { flag, oneOf, path, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines } from '../text_lines.ts';
import { defineTool } from '../tool.ts';
import { planText } from './plan_text.ts';

const DOCUMENTS = { check: 'orchestrator.plan-check/1', show: 'orchestrator.plan-show/1' } as const;

/** `plan check` and `plan show`. */
export const planCheckTool = defineTool({
  name: 'plan_check',
  title: 'Check or show a plan',
  description:
    'Checks a plan, or another document read as one: order, cycles, files that two phases change at once, gates that prove nothing; and shows its phases, stages and critical path. Fix what is wrong and check again. With part show it only shows the plan. Next: batch_generate.',
  effect: 'reads',
  asks: true,
  command: 'plan check',
  input: {
    file: required(path('The plan')),
    part: oneOf(['check', 'show'], 'Default check'),
    section: text('In a document that is not a plan, the heading of the work'),
    strict: flag('In a check, treat warnings as errors'),
  },
  document: ({ part = 'check' }) => DOCUMENTS[part],
  async call(context, { part = 'check', ...input }, port) {
    const { checkPlan, showPlan } = await operations();
    return part === 'check'
      ? checkPlan(context, input, port)
      : showPlan(context, { ...input, json: true }, port);
  },
  text: (document, { part = 'check' }) =>
    lines([
      part === 'check' && (document.ok ? 'The plan is sound.' : 'The plan is not sound.'),
      planText(document),
    ]),
});
