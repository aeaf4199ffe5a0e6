import type { Answer, ChoiceQuestion, TextQuestion } from '../../operations/index.ts';
import { matchChoices } from './choose.ts';
import { type Asker, untilEither } from './questions.ts';
import type { TypedInput } from './typed_input.ts';

/** Asks in static text, for screen readers and terminals that cannot redraw: written text never changes. */
export function staticAsker(
  say: (text: string) => void,
  input: TypedInput,
  signal: AbortSignal,
): Omit<Asker, 'secret'> {
  return {
    text: (question) => askText(question, say, input, signal),
    line: (question) => askText(question, say, input, signal),
    choice: (question) => askChoice(question, say, input, untilEither(signal, question)),
    confirm: async ({ message }) => {
      const answer = await askChoice({ message, choices: NO_OR_YES }, say, input, signal);
      return answer.kind === 'answer' ? { kind: 'answer', value: answer.value === 'yes' } : answer;
    },
  };
}

const NO_OR_YES = [
  { value: 'no', label: 'no', description: 'Leave everything as it is.' },
  { value: 'yes', label: 'yes', description: 'Do that.' },
];

async function askText(
  { message, default: offered, check }: TextQuestion,
  say: (text: string) => void,
  input: TypedInput,
  signal: AbortSignal,
): Promise<Answer<string>> {
  for (;;) {
    const enter = offered === '' ? 'Type it' : `Press Enter for "${offered}"`;
    say(`${message}\n${enter}, or type < to go back.\n`);
    const line = await readLine(say, input, signal);
    if (typeof line !== 'string') return line;
    const answer = line.trim() === '' ? offered : line.trim();
    const fault = check(answer);
    if (fault === undefined) return { kind: 'answer', value: answer };
    say(`Not accepted: ${fault}${await leftOut(input)}\n`);
  }
}

async function askChoice(
  { message, choices, default: chosen }: ChoiceQuestion,
  say: (text: string) => void,
  input: TypedInput,
  signal: AbortSignal,
): Promise<Answer<string>> {
  const first = Math.max(
    0,
    choices.findIndex((choice) => choice.value === chosen),
  );
  let group: string | undefined;
  say(`${message}\n`);
  choices.forEach((choice, index) => {
    if (choice.group !== undefined && choice.group !== group) say(`${choice.group}:\n`);
    group = choice.group;
    say(`${index + 1}. ${choice.label}: ${choice.description}\n`);
  });
  for (;;) {
    say(
      `Type a number from 1 to ${choices.length}, or some text. Press Enter for ${first + 1}, or type < to go back.\n`,
    );
    const line = await readLine(say, input, signal);
    if (typeof line !== 'string') return line;
    const { shown, named, fault } = matchChoices(choices, line);
    const index = line.trim() === '' ? first : (named ?? (shown.length === 1 ? shown[0] : undefined));
    const choice = fault === undefined && index !== undefined ? choices[index] : undefined;
    if (choice) {
      say(`Chosen: ${choice.label}\n`);
      return { kind: 'answer', value: choice.value };
    }
    say(
      fault
        ? `Not accepted: ${fault}${await leftOut(input)}\n`
        : `Several match: ${shown.map((place) => place + 1).join(', ')}.${await leftOut(input)}\n`,
    );
  }
}

/** Discards input typed ahead for later questions when an answer is refused: it would answer this one again. */
async function leftOut(input: TypedInput): Promise<string> {
  return (await input.leaveOutAll()) ? ' What was typed after it was ignored.' : '';
}

/** One line from the terminal; `<` steps back, the end of input and Ctrl-C close. */
async function readLine(
  say: (text: string) => void,
  input: TypedInput,
  signal: AbortSignal,
): Promise<string | Answer<never>> {
  say('> ');
  const line = await input.line(signal);
  if (line === undefined) return { kind: 'closed' };
  return line.trim() === '<' ? { kind: 'back' } : line;
}
