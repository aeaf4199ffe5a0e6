import type { TextBlock, TextLine } from '../document/blocks.ts';
import { verbatimIn } from '../document/verbatim.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { Outline, OutlineBlock, Section } from './outline.ts';
import { boxOf } from './survey.ts';

/** Gives the contents of sections as text of a step: lines with a dash, and blocks as they are. */
export class SectionText {
  readonly #lines: readonly string[];
  readonly #verbatim: ReturnType<typeof verbatimIn>;

  constructor({ lines }: Outline) {
    this.#lines = lines;
    this.#verbatim = verbatimIn(lines.join('\n'));
  }

  /** All text in a section and below it, without its own heading. */
  below({ heading, blocks, sections }: Section): string[] {
    // "✅ All green" below "Exit criteria" is a goal, and no tick.
    const isCheck = sectionRole(heading.text)?.role === 'check';
    return [
      ...blocks.flatMap((block) => this.block(block, isCheck) ?? []),
      ...sections.flatMap((section) => [`- ${section.heading.text}`, ...this.below(section)]),
    ];
  }

  /** A block as one line of text; `undefined` for a block that is not shown, such as HTML. */
  block(block: OutlineBlock, isCheck = false): string | undefined {
    if (block.kind === 'text') return `- ${this.item(block, isCheck)}`;
    return block.form === 'html' ? undefined : this.verbatim(block).text;
  }

  verbatim(block: Extract<OutlineBlock, { kind: 'opaque' }>): TextLine {
    return this.#verbatim(block);
  }

  /** The text of a paragraph or item, with the number before it. */
  item({ lines, isItem }: TextBlock, isCheck = false): string {
    const [first] = lines;
    if (first === undefined) return '';
    const { box, text } = withoutBox(first);
    const whole = [text, ...lines.slice(1).map((line) => line.text)].join(' ');
    const isTick = box !== undefined && (isCheck ? /[xX☑]/u : /[xX☑✓✔✅]/u).test(box);
    const done = isTick ? ' (done already)' : '';
    return `${isItem ? this.numberOf(first) : ''}${whole}${done}`;
  }

  /** `2. ` where an item has a number. */
  numberOf({ line, column }: TextLine): string {
    const before = this.#lines[line - 1]?.slice(0, column - 1) ?? '';
    const number = /(\d{1,9})[.)]\s*(?:\[[ xX]?\]\s*)?$/u.exec(before)?.[1];
    return number === undefined ? '' : `${number}. `;
  }
}

/** A line without the tick box at its beginning. */
export function withoutBox(line: TextLine): { readonly box: string | undefined; readonly text: string } {
  const box = boxOf(line);
  if (box === undefined) return { box, text: line.text };
  return {
    box,
    text: line.text.replace(/^(?:[-*+•]\s*)?(?:\\?\[[ xX~/>-]?\\?\]|[☐☑☒✓✔✅⬜🔲🔄⏳🚧]\uFE0F?)\s*/u, ''),
  };
}
