import type { Problem } from '../../diagnostics/index.ts';
import type { RenderedFile, RunMessage, Values } from '../../framework/index.ts';
import { hiddenText, htmlComments, positionsIn } from '../../lib/index.ts';

/** Text that is sent byte for byte, and that whoever sends it may not have seen. */
export type UnseenTextCode = 'hidden-text';

/** What becomes of what is hidden, as the ends of sentences. */
type Fate = { readonly characters: string; readonly comments: string };

const AS_IT_IS: Fate = { characters: 'It is sent as it is.', comments: ', and the model reads it.' };

/** The fate of what stands in a prompt of a batch. */
export const MADE_VISIBLE: Fate = {
  characters: 'In prompts it is written out as an escape.',
  comments: ', which prompts leave out.',
};

/**
 * Finds what is hidden in a prompt that goes out: characters that are not seen, in the framework's files and in what fills
 * them, and comments of HTML in the files. In what fills them a comment is data like all the rest.
 *
 * @param shown - how a person would name each file
 * @param fate - what becomes of it, where it does not go out as it is
 */
export function unseenText(
  files: readonly RenderedFile[],
  values: Values,
  shown: (file: string) => string,
  fate: Fate = AS_IT_IS,
): Problem<UnseenTextCode>[] {
  const inFiles = files.flatMap(({ file, text }) => {
    const positionOf = positionsIn(text);
    const at = shown(file);
    const comments = htmlComments(text).map(({ start }) => positionOf(start));
    return [
      ...grouped(hiddenText(text), (first, more) => ({
        message: `Hidden text stands here: ${first.what}${others(more)}. ${fate.characters}`,
        ...{ file: at, line: first.line, column: first.column },
      })),
      ...grouped(comments, (first, more) => ({
        message: `A comment of HTML stands here${others(more)}${fate.comments}`,
        ...{ file: at, line: first.line, column: first.column },
      })),
    ];
  });
  const inValues = Object.entries(values).flatMap(([name, text]) =>
    grouped(hiddenText(text), ({ what, line, column }, more) => ({
      message: `What is given for "${name}" has hidden text in its line ${line}, column ${column}: ${what}${others(more)}. ${fate.characters}`,
    })),
  );
  return [...inFiles, ...inValues].map((found) => ({
    severity: 'warning',
    code: 'hidden-text',
    ...found,
    hint: 'Take it out, if nobody meant it.',
  }));
}

/**
 * Finds what is hidden in a conversation that is gone on from: all of it is sent again, also what a model said.
 *
 * @param file - of the run, as a person would name it
 * @param next - what is said next
 */
export function unseenInTalk(
  messages: readonly RunMessage[],
  file: string,
  next: string | undefined,
): Problem<UnseenTextCode>[] {
  const said = messages.flatMap(({ role, content, replaced }, index) => {
    if (replaced) return [];
    const whose = role === 'assistant' ? 'what the model answered' : 'what was sent';
    return grouped(hiddenText(content), ({ what, line, column }, more) => ({
      message: `Message ${index + 1}, ${whose}, has hidden text in its line ${line}, column ${column}: ${what}${others(more)}. ${AS_IT_IS.characters}`,
      file,
    }));
  });
  const warned = said.map(
    (found): Problem<UnseenTextCode> => ({
      severity: 'warning',
      code: 'hidden-text',
      ...found,
      hint: 'Look at it with `orchestrator answer --all`; run the framework anew if nobody meant it.',
    }),
  );
  return [...warned, ...unseenText([], next === undefined ? {} : { '--continue': next }, String)];
}

/**
 * Finds what is hidden in a message of a conversation that goes on: each is sent again with all that follow.
 *
 * @param isAnswer - whether a model said it, and not the person
 */
export function unseenInMessage(text: string, isAnswer: boolean): Problem<UnseenTextCode>[] {
  const [whose, fate, hint] = isAnswer
    ? [
        'The answer',
        'Going on from it sends it as it is.',
        'Look at it with `orchestrator answer`, or ask again',
      ]
    : ['This message', AS_IT_IS.characters, 'Take it out'];
  return grouped(hiddenText(text), ({ what, line, column }, more) => ({
    message: `${whose} has hidden text in its line ${line}, column ${column}: ${what}${others(more)}. ${fate}`,
  })).map((found) => ({
    severity: 'warning',
    code: 'hidden-text',
    ...found,
    hint: `${hint}, if nobody meant it.`,
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
