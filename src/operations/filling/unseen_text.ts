import type { Problem } from '../../diagnostics/index.ts';
import type { RenderedFile, RunMessage, Values } from '../../framework/index.ts';
import { hiddenText, htmlComments, positionsIn } from '../../lib/index.ts';

/** Text that is sent unchanged, although the sender may not have seen it. */
export type UnseenTextCode = 'hidden-text';

/** Consequences of hidden text, as endings of messages. */
type Fate = { readonly characters: string; readonly comments: string };

const AS_IT_IS: Fate = { characters: 'It is sent as it is.', comments: ', and the model reads it.' };

/** The consequences for hidden text in a batch's prompt. */
export const MADE_VISIBLE: Fate = {
  characters: 'In prompts it is written out as an escape.',
  comments: ', which prompts leave out.',
};

/**
 * Finds hidden text in a prompt: invisible characters in the framework's files and in its values, and HTML comments in the
 * files. In values, a comment is data like everything else.
 *
 * @param shown - returns a file's name as the user would write it
 * @param fate - the consequences of hidden text, if it is not sent unchanged
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
        message: `There is hidden text here: ${first.what}${others(more)}. ${fate.characters}`,
        ...{ file: at, line: first.line, column: first.column },
      })),
      ...grouped(comments, (first, more) => ({
        message: `There is an HTML comment here${others(more)}${fate.comments}`,
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
    hint: 'Remove it unless it is intended.',
  }));
}

/**
 * Finds hidden text in an earlier conversation: all of it is sent again, including the model's messages.
 *
 * @param file - the run's file, as the user would write it
 * @param next - the next message
 */
export function unseenInChat(
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
      hint: 'Look at it with `orchestrator answer --all`; run the framework again unless it is intended.',
    }),
  );
  return [...warned, ...unseenText([], next === undefined ? {} : { '--continue': next }, String)];
}

/**
 * Finds hidden text in a message of a conversation: each is sent again with all later ones.
 *
 * @param isAnswer - whether the model wrote it, not the person
 */
export function unseenInMessage(text: string, isAnswer: boolean): Problem<UnseenTextCode>[] {
  const [whose, fate, hint] = isAnswer
    ? [
        'The answer',
        'Continuing from it sends it as it is.',
        'Look at it with `orchestrator answer`, or ask again',
      ]
    : ['This message', AS_IT_IS.characters, 'Remove it'];
  return grouped(hiddenText(text), ({ what, line, column }, more) => ({
    message: `${whose} has hidden text in its line ${line}, column ${column}: ${what}${others(more)}. ${fate}`,
  })).map((found) => ({
    severity: 'warning',
    code: 'hidden-text',
    ...found,
    hint: `${hint}, unless it is intended.`,
  }));
}

type Found = Pick<Problem<UnseenTextCode>, 'message' | 'file' | 'line' | 'column'>;

/** Reports all places as one problem: a text may have one for each letter. */
function grouped<Place>(places: readonly Place[], describe: (first: Place, more: number) => Found): Found[] {
  const [first] = places;
  return first === undefined ? [] : [describe(first, places.length - 1)];
}

function others(more: number): string {
  return more === 0 ? '' : `, and ${more} more`;
}
