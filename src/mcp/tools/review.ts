import { countOf } from '../../lib/index.ts';
import { figure, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `review` and `batch review`, without the options that start a command or write a file. */
export const reviewTool = defineTool({
  name: 'review',
  title: 'Review a change',
  description:
    'What is in a change before it is merged: stubs, weakened or removed tests, secrets, conflicts, files of no phase, with file and line, and a risk from 0 to 100. For uncommitted changes, commits, or a batch with what its gates prove. Starts nothing.',
  effect: 'reads',
  usesProject: true,
  command: 'review',
  input: {
    batch: figure('The number of a batch', { least: 1, most: 999_999 }),
    commits: text('A commit, or a range as in main...feature; default: uncommitted changes'),
  },
  document: ({ batch }) => (batch === undefined ? 'orchestrator.review/1' : 'orchestrator.batch-review/1'),
  async call(context, { batch, commits }, port) {
    const { reviewBatch, reviewChange } = await operations();
    if (batch !== undefined) return reviewBatch(context, { batch: String(batch), readsOnly: true }, port);
    return reviewChange(context, { change: commits, onlyCommits: true }, port);
  },
  text({ review }) {
    if (review === null) return 'Nothing was reviewed.';
    const { subject, score, band, findings, files, phases, dropped } = review;
    return lines([
      `${onOneLine(subject.name)}: ${countOf(files.length, 'file')}, risk ${score} of 100, ${band}`,
      ...phases.map(
        ({ id, state, gates }) =>
          `${id}: ${state}; ${gates.map(({ text: said, result, proof }) => `${onOneLine(said)}: ${result}, ${proof}`).join('; ')}`,
      ),
      firstOf(
        findings.map(
          ({ severity, kind, file, line, message }) =>
            `${severity} ${kind}${file === null ? '' : ` ${onOneLine(file)}${line === null ? '' : `:${line}`}`}: ${onOneLine(message)}`,
        ),
        40,
      ),
      ...dropped.map(({ why, count }) => `left out: ${count} times ${onOneLine(why)}`),
    ]);
  },
});
