import { placeholderText, type RenderedFile, splitProtocol } from '../composition/index.ts';
import type { Composition, CompositionHit, Part } from './types.ts';

/** Where a piece of a component's text stands in a generated file. */
export type Span = {
  readonly part: Part;
  readonly file: RenderedFile['file'];
  /** Into the file. */
  readonly start: number;
  /** Into the component's text. */
  readonly from: number;
  readonly length: number;
};

/** Where each component's text stands in the generated files. A protocol stands in two pieces: steps, and output. */
export function spansOf(composition: Composition): Span[] {
  return composition.components.flatMap((part) =>
    piecesOf(part).flatMap(({ text, from }): Span[] => {
      for (const file of composition.files) {
        const start = file.text.indexOf(text);
        if (text !== '' && start >= 0) return [{ part, file: file.file, start, from, length: text.length }];
      }
      return [];
    }),
  );
}

/** Whether an offset into a file stands in a placeholder: the program's words, and nobody's to mend. */
export function isInPlaceholder({ missing, files }: Composition, file: RenderedFile['file']): IsAt {
  const { text = '' } = files.find((candidate) => candidate.file === file) ?? {};
  const spans = missing.map((name) => {
    const placeholder = placeholderText(name);
    const start = text.indexOf(placeholder);
    return { start, end: start < 0 ? start : start + placeholder.length };
  });
  return (offset) => spans.some(({ start, end }) => offset >= start && offset < end);
}

/** Whether something holds of an offset. */
type IsAt = (offset: number) => boolean;

function piecesOf({ kind, text }: Part): { text: string; from: number }[] {
  if (kind !== 'protocol') return [{ text, from: 0 }];
  const { protocol, output } = splitProtocol(text);
  return [
    { text: protocol, from: 0 },
    { text: output, from: text.length - output.length },
  ];
}

/** The hit for an offset into a component's text; at the top of the first file when the text stands in none. */
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
