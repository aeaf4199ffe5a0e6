import {
  loweredHeadings,
  lowerHeadings,
  placeholderText,
  type RenderedFile,
  splitProtocol,
} from '../composition/index.ts';
import type { Composition, CompositionHit, Part } from './lint_rule.ts';
import { inRanges, type Range } from './ranges.ts';
import { searchOnward } from './search_onward.ts';

/** The position of a piece of a component's text in a generated file. */
export type Span = {
  readonly part: Part;
  readonly file: RenderedFile['file'];
  /** Offset in the file. */
  readonly start: number;
  /** Offset in the component's text. */
  readonly from: number;
  readonly length: number;
};

/**
 * The positions of all components' texts in the generated files. A protocol has two pieces, steps and output, which are split
 * further at each lowered heading.
 */
export function spansOf(composition: Composition): Span[] {
  return composition.components.flatMap((part) =>
    piecesOf(part).flatMap(({ text, runs }): Span[] => {
      for (const { file, text: whole } of composition.files) {
        const start = whole.indexOf(text);
        if (text !== '' && start >= 0)
          return runs.map(({ at, from, length }) => ({ part, file, start: start + at, from, length }));
      }
      return [];
    }),
  );
}

/** Whether an offset in a file is in a placeholder: its text is the program's, so nobody can fix it. */
export function isInPlaceholder({ missing, files }: Composition, file: RenderedFile['file']): IsAt {
  const { text = '' } = files.find((candidate) => candidate.file === file) ?? {};
  const find = searchOnward(text);
  return inRanges(
    missing.flatMap((name): Range[] => {
      const placeholder = placeholderText(name);
      const start = find(placeholder);
      return start < 0 ? [] : [{ start, end: start + placeholder.length }];
    }),
  );
}

/** Tests an offset. */
type IsAt = (offset: number) => boolean;

/** A text as written in a file, and the parts of it that match the component's text exactly. */
type Piece = { readonly text: string; readonly runs: readonly Run[] };

/** A range that is the same in both: its offsets in the piece and in the component's text. */
type Run = { readonly at: number; readonly from: number; readonly length: number };

function piecesOf({ kind, text }: Part): Piece[] {
  if (kind !== 'protocol') return [{ text, runs: [{ at: 0, from: 0, length: text.length }] }];
  const { protocol, output } = splitProtocol(text);
  const lowered = splitProtocol(lowerHeadings(text));
  return [
    { text: lowered.protocol, runs: runsOf(text, 0, protocol.length) },
    { text: lowered.output, runs: runsOf(text, text.length - output.length, text.length) },
  ];
}

/** The ranges between the marks added to lowered headings. */
function runsOf(text: string, start: number, end: number): Run[] {
  const runs: Run[] = [];
  let [from, more] = [start, 0];
  for (const heading of loweredHeadings(text)) {
    if (heading.end <= start || heading.end > end) continue;
    runs.push({ at: from - start + more, from, length: heading.end - from });
    from = heading.end;
    more += heading.added;
  }
  return [...runs, { at: from - start + more, from, length: end - from }];
}

/** The hit for an offset in a component's text; at the top of the first file if the text is in none. */
export function hitInPart(
  composition: Composition,
  part: Part,
  offset: number,
  message: string,
): CompositionHit {
  const component = { kind: part.kind, file: part.file };
  const spans = spansOf(composition).filter((span) => span.part === part);
  const span =
    spans.find(({ from, length }) => offset >= from && offset < from + length) ?? spans.find(() => true);
  if (span === undefined) return { file: composition.files[0]?.file ?? '', at: 0, message, component };
  const at = span.start + Math.min(Math.max(0, offset - span.from), span.length);
  return { file: span.file, at, message, component };
}
