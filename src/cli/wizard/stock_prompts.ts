import { confirm, input, password, select } from '@inquirer/prompts';
import { cutToWidth, textWidth } from '../../lib/index.ts';
import type {
  ChoiceQuestion,
  ConfirmQuestion,
  SecretQuestion,
  TextQuestion,
} from '../../operations/index.ts';
import type { Palette } from '../terminal/index.ts';
import type { PromptContext } from './ask_with_prompt.ts';

/** The style of stock prompts and the size of the screen. */
export type StockLook = {
  readonly colours: Palette;
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Discards text typed after a refused answer, and says so; an empty text if there was none. */
  readonly leaveOut: () => string;
};

/** Asks for a yes or no; no unless the person says yes. */
export function confirmStock({ message }: ConfirmQuestion, look: StockLook, context: PromptContext) {
  return confirm({ message, default: false, theme: themeOf(look) }, context);
}

/** Asks for one line. */
export async function inputStock(
  { message, default: offered, check }: TextQuestion,
  look: StockLook,
  context: PromptContext,
): Promise<string> {
  const answerOf = (typed: string) => (typed.trim() === '' ? offered : typed.trim());
  const validate = (typed: string) => {
    const fault = check(answerOf(typed));
    return fault === undefined ? true : `${fault}${look.leaveOut()}`;
  };
  const config = { message, default: offered, validate, theme: themeOf(look) };
  return answerOf(await input(config, context));
}

/** Asks for a secret. Nothing of it is shown, not even its length. */
export async function passwordStock(
  { message }: SecretQuestion,
  look: StockLook,
  context: PromptContext,
): Promise<string> {
  return (await password({ message, toggleMask: false, theme: themeOf(look) }, context)).trim();
}

/** Asks for one of a few choices, by number, by the beginning of its label, or with the arrows. */
export function selectStock(
  { message, choices, default: chosen }: ChoiceQuestion,
  look: StockLook,
  context: PromptContext,
): Promise<string> {
  const { columns, rows } = look.size();
  const width = Math.max(...choices.map(({ label }) => textWidth(label)));
  // Columns beside its number and the cursor.
  const room = columns - 6;
  const named = choices.map(({ value, label, description }) => {
    const line = `${label}${' '.repeat(width - textWidth(label))}   ${description}`;
    const isWhole = textWidth(line) <= room;
    return {
      value,
      name: isWhole ? line : cutToWidth(label, room),
      short: label,
      ...(isWhole ? {} : { description }),
    };
  });
  const theme = {
    ...themeOf(look),
    icon: { cursor: '>' },
    indexMode: 'number',
  } as const;
  return select(
    {
      message,
      choices: named,
      ...(chosen === undefined ? {} : { default: chosen }),
      pageSize: Math.max(3, Math.min(choices.length, rows - 7)),
      loop: false,
      theme,
    },
    context,
  );
}

/** The program's own colours, or none: the package's colours depend on the process, not on the person's settings. */
function themeOf({ colours, size }: StockLook) {
  const { columns } = size();
  const help =
    columns < 60
      ? 'Number or arrows; Enter; Esc'
      : 'Type a number, or use the arrows. Enter chooses, Esc goes back.';
  return {
    prefix: { idle: colours.accent('?'), done: colours.accent('?') },
    spinner: { interval: 1_000, frames: [colours.accent('?')] },
    style: {
      // One argument each: a colour would take the prompt's state, which comes second, for more text.
      answer: (text: string) => colours.accent(text),
      message: (text: string) => colours.bold(text),
      error: (text: string) => colours.bad(`> ${text}`),
      defaultAnswer: (text: string) => colours.dim(`(${text})`),
      help: (text: string) => colours.dim(text),
      highlight: (text: string) => colours.accent(text),
      key: (text: string) => colours.accent(text),
      disabled: (text: string) => colours.dim(text),
      description: (text: string) => colours.dim(text),
      confirmDefault: (text: string) => text.toUpperCase(),
      maskedText: '(not shown)',
      keysHelpTip: () => colours.dim(help),
    },
  };
}
