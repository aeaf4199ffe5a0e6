import type { WholeDocument } from '../../operations/index.ts';
import { oneOf, path, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, onOneLine } from '../text_lines.ts';
import { defineTool, notTogether } from '../tool.ts';

type Shown = WholeDocument<'orchestrator.components-show/1'>;
type Listed =
  | WholeDocument<'orchestrator.components-list/1'>
  | WholeDocument<'orchestrator.components-search/1'>;

/** `components list`, `components search` and `components show`. */
export const componentsTool = defineTool({
  name: 'components',
  title: 'Find and show components',
  description:
    'Personas, protocols and constraints: those that match words, the best first; all of them without words. With file: the text of one, which goals use it, and what it conflicts with.',
  effect: 'reads',
  command: 'components list',
  input: {
    words: text('As in root cause'),
    file: path('The file name of one, with or without the ending'),
    kind: oneOf(['persona', 'protocol', 'constraint'], 'Only these'),
  },
  document: ({ words = '', file }) => {
    if (file !== undefined) return 'orchestrator.components-show/1';
    return words.trim() === '' ? 'orchestrator.components-list/1' : 'orchestrator.components-search/1';
  },
  async call(context, { words = '', file, ...input }, port) {
    const { findComponents, reportComponent, reportComponents } = await operations();
    const hasWords = words.trim() !== '';
    if (file !== undefined)
      return hasWords ? notTogether('words', 'file') : reportComponent(context, { ...input, file }, port);
    return hasWords
      ? findComponents(context, { ...input, words: [words] }, port)
      : reportComponents(context, input, port);
  },
  text: (document, { file }) =>
    file === undefined ? listText(document as Listed) : shownText(document as Shown),
});

function listText({ components }: Listed): string {
  if (components.length === 0) return 'No component matches.';
  return firstOf(
    components.map(({ kind, file, layer, metadata }) => {
      const summary = 'summary' in metadata ? String(metadata.summary) : '';
      return `${kind} ${file} (${layer}): ${onOneLine(summary)}`;
    }),
    60,
  );
}

function shownText({ components }: Shown): string {
  return components
    .map(
      ({ kind, file, layer, goals, text: whole }) =>
        `${kind} ${file} (${layer}), used by ${goals.join(', ') || 'no goal'}:\n\n${whole}`,
    )
    .join('\n\n');
}
