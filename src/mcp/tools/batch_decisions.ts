import { figure } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `batch decisions`. */
export const batchDecisionsTool = defineTool({
  name: 'batch_decisions',
  title: 'What is waiting for a person',
  description:
    'The phases of a batch that failed or are waiting for a decision, why, with evidence and the commands that decide. Default: the newest batch.',
  effect: 'reads',
  usesProject: true,
  command: 'batch decisions',
  input: { batch: figure('Its number', { least: 1, most: 999_999 }) },
  document: 'orchestrator.batch-decisions/1',
  call: async (context, { batch }, port) =>
    (await operations()).reportDecisions(
      context,
      { batch: batch === undefined ? undefined : String(batch) },
      port,
    ),
  text: ({ batch, decisions, questions }) =>
    [
      ...(decisions.length === 0 ? [`Nothing in batch ${batch} is waiting for a person.`] : []),
      ...decisions.map(({ phase, title, reason, evidence, commands }) =>
        lines([
          `${phase} ${onOneLine(title)}: ${onOneLine(reason)}`,
          ...evidence.slice(0, 20).map((line) => `  ${onOneLine(line)}`),
          ...commands.map(({ command, does }) => `  ${command}: ${does}`),
        ]),
      ),
      ...questions.map(
        ({ phase, title, question, default: assumed, command }) =>
          `${phase} ${onOneLine(title)}: left open: ${onOneLine(question)}; assumed: ${onOneLine(assumed)}. ${command}`,
      ),
    ].join('\n'),
});
