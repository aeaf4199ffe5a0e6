import { findOutput } from '../composition/index.ts';
import { type Line, linesOf } from './lines.ts';

/** The headings that a protocol's output contract asks for. */
export function outputHeadingsIn(text: string): string[] {
  return outputOf(text)?.headings.map((heading) => heading.text) ?? [];
}

/** The parts of a protocol's output contract. */
export type OutputContract = {
  readonly offset: number;
  readonly headings: readonly Line[];
  /** The text under the line that begins with `Example`, and the label on that line. */
  readonly example: (Line & { readonly label: string }) | undefined;
};

/** A protocol's output contract; `undefined` without a line `OUTPUT`. */
export function outputOf(text: string): OutputContract | undefined {
  const output = findOutput(text);
  if (output === undefined) return undefined;
  const lines = linesOf(text.slice(output.end)).map((line) => ({
    ...line,
    offset: line.offset + output.end,
  }));
  const headings = lines.flatMap((line) => {
    const heading = /^#{1,6}[ \t]{1,8}(\S.*)/u.exec(line.text)?.[1];
    return heading === undefined ? [] : [{ offset: line.offset, text: firstColumn(heading) }];
  });
  return {
    offset: output.start,
    headings,
    example: exampleIn(lines),
  };
}

/** A heading's own words: the text before two spaces or a tab. */
function firstColumn(heading: string): string {
  return (heading.split(/ {2}|\t/u, 1)[0] ?? '').trim();
}

function exampleIn(lines: readonly Line[]): OutputContract['example'] {
  const start = lines.findIndex((line) => /^(?:#{1,6} )?Examples?\b/u.test(line.text));
  const first = lines[start];
  if (first === undefined) return undefined;
  const after = /:(.*)/u.exec(first.text)?.[1] ?? '';
  const body = lines.slice(start + 1).map(({ text }) => text);
  const text = [after, ...body].join('\n').trim();
  return text === ''
    ? undefined
    : { label: first.text, text, offset: lines[start + 1]?.offset ?? first.offset };
}
