import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { missingHeadings, type Run, type RunMessage } from '../../framework/index.ts';
import { answerDocument, type Message } from '../../llm/index.ts';
import { type Clock, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { OpenFramework } from '../frameworks/open_framework.ts';
import type { OpenModel } from '../model.ts';
import { askTurn, type Turn, type TurnOptions } from './ask_turn.ts';
import { startTranscript, type Transcript } from './transcript.ts';
import { unseenInMessage } from './unseen_text.ts';
import { wholeAnswers } from './whole_answers.ts';

/** A conversation with a model that started with a framework, and its transcript. */
export type Chat = {
  /** The transcript's path as the user would write it; `null` if none is kept. */
  readonly transcript: string | null;
  /** Asks for the next answer, and records the result, whatever it is. */
  readonly ask: (options: Omit<TurnOptions, 'clock'>) => Promise<AskedTurn>;
  /** Adds the person's next message, and reports hidden text in it. */
  readonly say: (text: string) => readonly Problem[];
  /** Takes the last answer back, so that it can be asked for again; it stays in the transcript. */
  readonly takeBack: () => void;
  /** The current state of the run. */
  readonly run: () => Run;
};

/** The result of asking, problems writing the transcript, and warnings for hidden text. */
export type AskedTurn = Turn & { readonly problems: readonly Problem[]; readonly unseen: readonly Problem[] };

/** Options for starting a conversation. */
export type ChatOptions = {
  readonly framework: OpenFramework;
  readonly model: Extract<OpenModel, { kind: 'ready' }>;
  readonly messages: readonly Message[];
  /** The run to continue: its messages come first. It stays unchanged; the new transcript is complete. */
  readonly earlier?: Run;
  /** The headings that the answers should have, taken together. */
  readonly headings: readonly string[];
  /** Whether to keep a transcript in the framework's folder. */
  readonly keep: boolean;
  readonly clock?: Clock;
};

/** Starts a conversation. Sends nothing yet. */
export async function openChat(
  context: OperationContext,
  options: ChatOptions,
): Promise<Result<Chat, 'transcript-not-written'>> {
  const { framework, model, headings, keep, clock = systemClock } = options;
  const started = clock.time();
  const { earlier } = options;
  const messages: RunMessage[] = [...(earlier?.messages ?? []), ...options.messages.map(sent)];
  let tokens: Run['tokens'] = earlier?.tokens ?? null;
  let seconds = earlier?.seconds ?? 0;
  const answers = () => messages.filter(({ role, replaced }) => role === 'assistant' && !replaced);
  const run = (): Run => ({
    schema: 'orchestrator.run/1',
    framework: framework.lock.name,
    started: new Date(started).toISOString(),
    model: model.settings.model,
    endpoint: new URL(model.settings.baseUrl).origin,
    outcome: answers().at(-1)?.outcome ?? 'stopped',
    messages,
    missingHeadings: missingInAll(wholeAnswers(messages), headings),
    tokens,
    seconds,
  });
  let transcript: Transcript | null = null;
  if (keep) {
    const kept = await startTranscript(context, framework.place.folder, { run: run(), started });
    if (!kept.ok) return kept;
    transcript = kept.value;
  }
  return success({
    transcript: transcript?.shown ?? null,
    run,
    say: (text) => {
      messages.push(sent({ role: 'user', content: text }));
      return unseenInMessage(text, false);
    },
    takeBack: () => {
      const last = messages.at(-1);
      if (last?.role === 'assistant') messages.splice(-1, 1, { ...last, replaced: true });
    },
    ask: async (how) => {
      const turn = await askTurn(model.model, toSend(messages), { ...how, clock });
      messages.push({ role: 'assistant', content: turn.text, outcome: turn.outcome, replaced: false });
      seconds = Math.round((seconds + turn.seconds) * 1000) / 1000;
      if (turn.usage) tokens = added(tokens, turn.usage);
      const saved = await transcript?.save(run());
      const unseen = unseenInMessage(turn.text, true);
      return { ...turn, problems: saved && !saved.ok ? saved.problems : [], unseen };
    },
  });
}

/** The headings that none of the answers has. A block left open in one answer, such as a fence, ends with it. */
function missingInAll(answers: readonly string[], headings: readonly string[]): string[] {
  const missing = answers.map((answer) => new Set(missingHeadings(answerDocument(answer), headings)));
  return headings.filter((heading) => missing.every((each) => each.has(heading)));
}

function sent({ role, content }: Message): RunMessage {
  return { role, content, outcome: null, replaced: false };
}

/** The messages sent to the model: without answers that were taken back, and without empty ones. */
function toSend(messages: readonly RunMessage[]): Message[] {
  return messages
    .filter(({ role, content, replaced }) => !replaced && (role !== 'assistant' || content !== ''))
    .map(({ role, content }) => ({ role, content }));
}

function added(before: Run['tokens'], { input, output }: NonNullable<Turn['usage']>): Run['tokens'] {
  return { input: (before?.input ?? 0) + input, output: (before?.output ?? 0) + output };
}
