import type { WholeDocument } from '../../operations/index.ts';
import { text } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

type Goals = WholeDocument<'orchestrator.goals-list/1'>;
type OneGoal = WholeDocument<'orchestrator.goals-show/1'>;

/** `goals list` and `goals show`. */
export const goalsTool = defineTool({
  name: 'goals',
  title: 'Goals',
  description:
    'Lists the goals that new takes, each a kind of task. With goal: its components, variants and inputs. Next: new.',
  effect: 'reads',
  command: 'goals list',
  input: { goal: text('Show this one in full, by name or number') },
  document: ({ goal }) => (goal === undefined ? 'orchestrator.goals-list/1' : 'orchestrator.goals-show/1'),
  async call(context, { goal }, port) {
    const { reportGoal, reportGoalList } = await operations();
    return goal === undefined ? reportGoalList(context, {}, port) : reportGoal(context, { goal }, port);
  },
  text: (document) => ('goals' in document ? listText(document) : goalText(document)),
});

function listText({ goals }: Goals): string {
  return goals
    .map(
      ({ number, name, category, description }) =>
        `${number} ${name} (${category}): ${onOneLine(description)}`,
    )
    .join('\n');
}

function goalText({ goal }: OneGoal): string {
  if (goal === null) return '';
  const { number, name, description, persona, protocol, constraints, variants, inputs } = goal;
  return lines([
    `${number} ${name}: ${onOneLine(description)}`,
    `persona ${persona}, protocol ${protocol}, constraints ${constraints.map(({ file }) => file).join(', ')}`,
    ...variants.map((variant) => `variant ${variant.name}: ${onOneLine(variant.description)}`),
    ...inputs.map(
      (input) =>
        `input ${input.name} (${input.kind}${input.required ? ', required' : ''}): ${onOneLine(input.describe)}`,
    ),
  ]);
}
