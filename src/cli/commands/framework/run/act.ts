import type { Problem } from '../../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type Chat,
  type EarlierRun,
  type GatherEvent,
  isSwitchedOn,
  type OpenRun,
  openRun,
  takesStandardInput,
} from '../../../../operations/index.ts';
import {
  chat,
  exitCodeOf,
  headingProblems,
  type ShownTurn,
  showTurn,
  type TurnView,
} from '../../../chat/index.ts';
import { EXIT_CODES, jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { watchSignals } from '../../../terminal/signals.ts';
import { tokensText } from '../../../terminal/tokens_text.ts';
import { terminalPort } from '../../../terminal_port.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { RunFlags } from './flags.ts';

const SCHEMA = 'orchestrator.run-result/1' as const;

/** One call of `run`. */
export class RunCommand {
  readonly #wanted: string;
  readonly #flags: RunFlags;
  readonly #setting: CommandSetting;

  constructor(wanted: string, flags: RunFlags, setting: CommandSetting) {
    this.#wanted = wanted;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const opened = await this.#open();
    if (typeof opened === 'number') return opened;
    const { prompt, earlier, isAsked, problems } = opened;
    const view = this.#view(opened);
    if (earlier) this.#say(`Going on from ${printableLine(earlier.shown)}\n`);
    const tokens = prompt === undefined ? '' : tokensText(prompt.tokens.both, prompt.leftOut);
    if (isAsked || !earlier) return this.#converse(problems, tokens, view);
    return this.#resume(earlier, problems, view);
  }

  /** The conversation, with the questions to the person answered; or the exit code. */
  async #open(): Promise<OpenRun | number> {
    const { context, terminal } = this.#setting;
    const { chat: chats, json = false, ...flags } = this.#flags;
    const asks = terminal.interactive && !takesStandardInput(this.#flags);
    const show = ({ why }: GatherEvent) => terminal.say(`INFO: ${why}\n`);
    const port = terminalPort<GatherEvent>({ terminal, context }, { asks, show });
    const hasReader = async () => terminal.interactive || !(await terminal.readsPerson());
    try {
      const workspace = workspaceOptions(this.#flags);
      const chat = chats ? { isDocument: json, hasReader } : undefined;
      const request = { ...flags, framework: this.#wanted, workspace, ...(chat && { chat }) };
      const opened = await openRun(context, request, port);
      if (opened.ok) return opened.value;
      const code = reportFailure(opened, { terminal, json, schema: SCHEMA });
      return (opened.cause === 'interrupted' ? port.endedBy() : undefined) ?? code;
    } finally {
      port.end();
    }
  }

  #view({ conversation, model }: OpenRun): TurnView {
    const { context, terminal } = this.#setting;
    return {
      conversation,
      terminal,
      model,
      spinner: isSwitchedOn(context, 'spinner'),
      streams: !this.#flags.json,
      say: (text) => this.#say(text),
    };
  }

  /** Shows the last answer, and has the person write the next message. */
  async #resume(
    { run: { messages, outcome } }: EarlierRun,
    problems: readonly Problem[],
    view: TurnView,
  ): Promise<number> {
    const { context, terminal } = this.#setting;
    this.#say(problemsText(problems, terminal.colours));
    const answer = messages.findLast(({ role, replaced }) => role === 'assistant' && !replaced);
    if (answer) this.#say(`${printable(answer.content)}\n`);
    const text = answer?.content ?? '';
    const first = { text, outcome, failure: null, usage: null, seconds: 0, problems: [], unseen: [] };
    return chat({ view, context }, first);
  }

  async #converse(found: readonly Problem[], tokens: string, view: TurnView): Promise<number> {
    const { terminal, context } = this.#setting;
    const { conversation } = view;
    this.#say(problemsText(found, terminal.colours) + tokens);
    const interruption = watchSignals();
    const turn = await showTurn(view, interruption.signal);
    interruption.end();
    const stopped = interruption.endedBy();
    // A person who stops the first answer of a chat may continue it.
    const goesOn = this.#flags.chat && (stopped === undefined || (stopped === 130 && terminal.interactive));
    const code = goesOn ? await chat({ view, context }, turn) : (stopped ?? exitCodeOf(turn));
    // An incomplete answer lacks more than headings, and that has been reported.
    const ended = conversation.run();
    const missing = headingProblems(ended.outcome === 'done' ? ended.missingHeadings : []);
    this.#say(problemsText(missing, terminal.colours));
    const isTold = !goesOn && turn.outcome !== 'done' && turn.text !== '';
    if (conversation.transcript !== null && !isTold)
      this.#say(`Transcript: ${printableLine(conversation.transcript)}\n`);
    const isLacking = this.#flags.strict && missing.length > 0;
    const exitCode = code === 0 && isLacking ? EXIT_CODES.problems : code;
    if (this.#flags.json) {
      const { failure, problems: unkept, unseen } = turn;
      const problems = [...found, ...(failure?.problems ?? []), ...unkept, ...unseen, ...missing];
      terminal.out(runDocument(conversation, turn, { ok: exitCode === 0, problems }));
    }
    return exitCode;
  }

  /** Messages are for a person; a script that reads JSON finds everything in the document. */
  #say(text: string): void {
    const { terminal } = this.#setting;
    if (text !== '' && (terminal.interactive || !this.#flags.json)) terminal.say(text);
  }
}

function runDocument(
  conversation: Chat,
  { text }: ShownTurn,
  { ok, problems }: { readonly ok: boolean; readonly problems: readonly Problem[] },
): string {
  const { framework, model, outcome, missingHeadings, tokens, seconds } = conversation.run();
  const { transcript } = conversation;
  const fields = { framework, model, outcome, answer: text, missingHeadings, tokens, seconds, transcript };
  return jsonDocument(SCHEMA, { ok, ...fields, problems });
}
