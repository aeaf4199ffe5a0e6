import type { Problem } from '../../diagnostics/index.ts';
import type { RenderedFile, Values } from '../../framework/index.ts';
import { hiddenText, htmlComments, positionsIn } from '../../lib/index.ts';

/** Text that is sent byte for byte, and that whoever sends it may not have seen. */
export type UnseenTextCode = 'hidden-text';

/**
 * Finds what is hidden in a prompt that goes out: characters that are not seen, in the framework's files and in what fills
 * them, and comments of HTML in the files. In what fills them a comment is data like all the rest.
 *
 * @param shown - how a person would name each file
 */
export function unseenText(
  files: readonly RenderedFile[],
  values: Values,
  shown: (file: string) => string,
): Problem<UnseenTextCode>[] {
  const inFiles = files.flatMap(({ file, text }) => {
    const positionOf = positionsIn(text);
    const at = shown(file);
    const comments = htmlComments(text).map(({ start }) => positionOf(start));
    return [
      ...grouped(hiddenText(text), (first, more) => ({
        message: `Hidden text stands here: ${first.what}${others(more)}. It is sent as it is.`,
        ...{ file: at, line: first.line, column: first.column },
      })),
      ...grouped(comments, (first, more) => ({
        message: `A comment of HTML stands here${others(more)}, and the model reads it.`,
        ...{ file: at, line: first.line, column: first.column },
      })),
    ];
  });
  const inValues = Object.entries(values).flatMap(([name, text]) =>
    grouped(hiddenText(text), ({ what, line, column }, more) => ({
      message: `What is given for "${name}" has hidden text in its line ${line}, column ${column}: ${what}${others(more)}. It is sent as it is.`,
    })),
  );
  return [...inFiles, ...inValues].map((found) => ({
    severity: 'warning',
    code: 'hidden-text',
    ...found,
    hint: 'Take it out, if nobody meant it.',
  }));
}

type Found = Pick<Problem<UnseenTextCode>, 'message' | 'file' | 'line' | 'column'>;

/** One problem for all of them: a text may have as many as it has letters. */
function grouped<Place>(places: readonly Place[], tell: (first: Place, more: number) => Found): Found[] {
  const [first] = places;
  return first === undefined ? [] : [tell(first, places.length - 1)];
}

function others(more: number): string {
  return more === 0 ? '' : `, and ${more} more`;
}
