import { path, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { defineTool } from '../tool.ts';
import { planText } from './plan_text.ts';

/** `plan show`. */
export const planShowTool = defineTool({
  name: 'plan_show',
  title: 'Show a plan',
  description: 'The phases of a plan with goals, files, gates, stages and the critical path, sound or not.',
  effect: 'reads',
  asks: true,
  command: 'plan show',
  input: {
    file: required(path('The plan')),
    section: text('In a document that is no plan, the heading of the work'),
  },
  document: 'orchestrator.plan-show/1',
  call: async (context, input, port) =>
    (await operations()).showPlan(context, { ...input, json: true }, port),
  text: planText,
});
