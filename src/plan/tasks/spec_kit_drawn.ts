import { type OpaqueBlock, readBlocks } from '../document/blocks.ts';
import { drawingIn } from '../sequence/drawings.ts';
import { UNREADABLE } from '../sequence/order_statement.ts';
import { PartNames } from '../sequence/part_names.ts';
import type { StatedLink, TaskSection, TaskSource } from './importer.ts';
import { storiesIn } from './spec_kit_names.ts';

/** The order of phases and stories that the drawings of a document give. */
export type DrawnOrder = {
  readonly links: readonly StatedLink[];
  readonly unread: readonly { readonly line: number; readonly text: string }[];
};

/**
 * Reads the blocks of code that draw an order: "Phase 1 → Phase 2", one below the other with arrows between, or Mermaid.
 *
 * @param owners - for each section, the one whose tasks are one group with its own
 */
export function drawnOrder(
  { text }: TaskSource,
  sections: readonly TaskSection[],
  owners: readonly number[],
): DrawnOrder {
  const groups = sections.flatMap((section, index) => (owners[index] === index ? [{ section, index }] : []));
  const names = new PartNames(
    groups.map(({ section: { number, title } }) => {
      const [story] = storiesIn(title);
      return {
        id: number ?? (story === undefined ? undefined : `US${story}`),
        word: number === undefined ? undefined : 'phase',
        title,
      };
    }),
  );
  const lines = text.split('\n');
  const links: StatedLink[] = [];
  const unread: { line: number; text: string }[] = [];
  const add = ({ line, end }: OpaqueBlock) => {
    const said = drawingIn(lines.slice(line - 1, end - 1), names);
    const first = (lines[line] ?? '').trim();
    if (said === UNREADABLE) unread.push({ line: line + 1, text: first });
    else
      for (const [part, on] of said?.after ?? []) {
        const [of, other] = [groups[part], groups[on]];
        if (of === undefined || other === undefined || of === other) continue;
        links.push({ of: { section: of.index }, on: { section: other.index }, line: line + 1, said: first });
      }
  };
  readBlocks(text, 0, (block) => {
    if (block.kind === 'opaque' && block.form === 'fence' && block.depth === 0) add(block);
  });
  return { links, unread };
}
