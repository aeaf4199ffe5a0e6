import { flag, path, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines } from '../said.ts';
import { defineTool } from '../tool.ts';
import { planText } from './plan_text.ts';

/** `plan check`. */
export const planCheckTool = defineTool({
  name: 'plan_check',
  title: 'Check a plan',
  description:
    'Judges a plan, or another document read as one: order, cycles, files that two phases change at once, gates that prove nothing. Mend what is wrong and check again. Next: batch_generate.',
  effect: 'reads',
  asks: true,
  command: 'plan check',
  input: {
    file: required(path('The plan')),
    section: text('In a document that is no plan, the heading of the work'),
    strict: flag('Take warnings for errors'),
  },
  document: 'orchestrator.plan-check/1',
  call: async (...given) => (await operations()).checkPlan(...given),
  text: (document) =>
    lines([document.ok ? 'The plan is sound.' : 'The plan is not sound.', planText(document)]),
});
