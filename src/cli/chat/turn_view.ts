import type { Problem } from '../../diagnostics/index.ts';
import { printableLine, printableStream, wholeStream, withThousands } from '../../lib/index.ts';
import type { Chat } from '../../operations/index.ts';
import { problemsText, showProgress, type Terminal } from '../terminal/index.ts';

/** The settings for showing an answer. */
export type TurnView = {
  readonly conversation: Chat;
  readonly terminal: Terminal;
  /** The model's name. */
  readonly model: string;
  readonly spinner: boolean;
  /** Whether the answer is written as it arrives; otherwise the caller handles it. */
  readonly streams: boolean;
  /** Shows messages other than data; silent if a document contains everything. */
  readonly say: (text: string) => void;
};

/** The result of a question. */
export type ShownTurn = Awaited<ReturnType<Chat['ask']>>;

/**
 * Asks for the next answer and writes it to standard output as it comes, as it is; where a person watches, without
 * control sequences. The wait, the time and the tokens go to standard error.
 */
export async function showTurn(view: TurnView, signal: AbortSignal): Promise<ShownTurn> {
  const { conversation, terminal, model, spinner, streams, say } = view;
  const stream = (await terminal.showsData()) ? printableStream() : wholeStream();
  const progress = await showProgress({ ...terminal, say }, `Asking ${printableLine(model)} ...`, {
    spinner,
  });
  let last = '';
  const write = (text: string) => {
    if (!streams || text === '') return;
    terminal.out(text);
    last = text;
  };
  let isWaiting = true;
  const stopWaiting = () => {
    if (isWaiting) progress.stop();
    isWaiting = false;
  };
  try {
    const turn = await conversation.ask({
      signal,
      onEvent: (event) => {
        if (event.type === 'text') {
          stopWaiting();
          write(stream.push(event.text));
        } else if (event.type === 'void') {
          write(stream.end());
          if (last !== '' && !last.endsWith('\n')) write('\n');
          if (last !== '') say(VOID);
        } else say(`INFO: ${printableLine(event.why)} Trying again in ${Math.ceil(event.seconds)} s.\n`);
      },
    });
    stopWaiting();
    write(stream.end());
    if (last !== '' && !last.endsWith('\n')) write('\n');
    // The terminal has shown ^C there.
    if (turn.outcome === 'stopped' && terminal.interactive) say('\n');
    say(endingText(turn, view));
    return turn;
  } finally {
    stopWaiting();
  }
}

const VOID =
  'NOTE: What was printed up to here was the model thinking aloud; the answer begins now, and it alone is kept.\n';

/** The way an answer ended. Only a finished one is called done. */
function endingText(turn: ShownTurn, { conversation, terminal }: TurnView): string {
  const { failure, problems, unseen } = turn;
  const wrong = problemsText([...(failure?.problems ?? []), ...problems, ...unseen], terminal.colours);
  if (turn.outcome !== 'done') {
    const isKept = turn.text !== '' && conversation.transcript !== null && problems.length === 0;
    return `${wrong}${isKept ? `The text so far is saved in ${printableLine(conversation.transcript)}\n` : ''}`;
  }
  const tokens = turn.usage
    ? `: ${withThousands(turn.usage.input)} tokens in, ${withThousands(turn.usage.output)} out`
    : '';
  return `${wrong}Done in ${turn.seconds.toFixed(1)} s${tokens}.\n`;
}

/** A problem if answers lack headings that the protocol asks for. */
export function headingProblems(missing: readonly string[]): Problem<'headings-missing'>[] {
  if (missing.length === 0) return [];
  const names = missing.map((heading) => `"${heading}"`).join(', ');
  return [
    {
      severity: 'warning',
      code: 'headings-missing',
      message: `The protocol asks for headings that are not in the answer: ${names}.`,
      hint: 'Ask for them, or run it again.',
    },
  ];
}
