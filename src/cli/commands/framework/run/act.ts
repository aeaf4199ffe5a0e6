import { type Failure, failure, type Problem } from '../../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type Chat,
  type GatherEvent,
  type GatheredPrompt,
  gatherPrompt,
  messagesOf,
  type OpenFramework,
  openChat,
  openFramework,
  outputHeadings,
  standardInputClash,
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
import { tokensText } from '../../../terminal/tokens.ts';
import { terminalPort } from '../../../terminal_port.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import { goesOnFromEarlier, readGoingOn } from '../going_on.ts';
import type { RunFlags } from './flags.ts';

const SCHEMA = 'orchestrator.run-result/1' as const;

/** One run of `run`. */
export class RunRun {
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
    const clash = await this.#clash();
    if (clash) return this.#fail(failure('usage', clash));
    if (goesOnFromEarlier(this.#flags)) return this.#goOn();
    if (this.#flags.run !== undefined) return this.#fail(failure('usage', RUN_ALONE));
    const gathered = await this.#gather();
    if (typeof gathered === 'number') return gathered;
    const { fillable, prompt } = gathered;
    const view = await this.#openView(fillable.framework, { messages: messagesOf(prompt, 'both') });
    if (typeof view === 'number') return view;
    const tokens = tokensText(prompt.tokens.both, prompt.leftOut);
    return this.#converse([...prompt.problems, ...view.problems], tokens, view);
  }

  /** The prompt, with what a person is asked for; else the exit code. */
  async #gather(): Promise<GatheredPrompt | number> {
    const { context, terminal } = this.#setting;
    const asks = terminal.interactive && !takesStandardInput(this.#flags);
    const show = ({ why }: GatherEvent) => terminal.say(`INFO: ${why}\n`);
    const port = terminalPort<GatherEvent>({ terminal, context }, { asks, show });
    try {
      const request = { ...this.#flags, framework: this.#wanted, part: 'both' } as const;
      const gathered = await gatherPrompt(context, request, port);
      if (gathered.ok) return gathered.value;
      const code = this.#fail(gathered);
      return (gathered.cause === 'interrupted' ? port.endedBy() : undefined) ?? code;
    } finally {
      port.end();
    }
  }

  /** Goes on from an earlier run, whose prompt is sent as it was. */
  async #goOn(): Promise<number> {
    const { context } = this.#setting;
    const going = await readGoingOn(this.#wanted, this.#flags, this.#setting);
    if (!going.ok) return this.#fail(going);
    const opened = await openFramework(context, this.#wanted);
    if (!opened.ok) return this.#fail(opened);
    const { earlier, next } = going.value;
    const messages = next === undefined ? [] : [{ role: 'user' as const, content: next }];
    const view = await this.#openView(opened.value, { messages, earlier: earlier.run });
    if (typeof view === 'number') return view;
    this.#say(`Going on from ${printableLine(earlier.shown)}\n`);
    if (next !== undefined) return this.#converse(view.problems, '', view);
    this.#say(problemsText(view.problems, this.#setting.terminal.colours));
    const answer = earlier.run.messages.findLast(({ role, replaced }) => role === 'assistant' && !replaced);
    if (answer) this.#say(`${printable(answer.content)}\n`);
    const { outcome } = earlier.run;
    const first = {
      text: answer?.content ?? '',
      outcome,
      failure: null,
      usage: null,
      seconds: 0,
      problems: [],
    };
    return chat({ view, context }, first);
  }

  /** A talk with the model that is configured, and how it is shown; else the exit code. */
  async #openView(
    framework: OpenFramework,
    { messages, earlier }: Pick<Parameters<typeof openChat>[1], 'messages' | 'earlier'>,
  ): Promise<(TurnView & { readonly problems: readonly Problem[] }) | number> {
    const { context, terminal } = this.#setting;
    const { isSwitchedOn, openFlaggedModel } = await import('../../../wizard/index.ts');
    const model = await openFlaggedModel(context, this.#flags);
    if ('cause' in model) return this.#fail(model);
    if (model.kind === 'none') return this.#fail(noModel(model.reason, model.remedy));
    const talk = await openChat(context, {
      framework,
      model,
      messages,
      ...(earlier && { earlier }),
      headings: await outputHeadings(context, framework, workspaceOptions(this.#flags)),
      keep: this.#flags.transcript,
    });
    if (!talk.ok) return this.#fail(talk);
    return {
      talk: talk.value,
      terminal,
      model: model.settings.model,
      spinner: isSwitchedOn(context, 'spinner'),
      streams: !this.#flags.json,
      say: (text) => this.#say(text),
      problems: model.problems,
    };
  }

  async #converse(found: readonly Problem[], tokens: string, view: TurnView): Promise<number> {
    const { terminal, context } = this.#setting;
    const { talk } = view;
    this.#say(problemsText(found, terminal.colours) + tokens);
    const interruption = watchSignals();
    const turn = await showTurn(view, interruption.signal);
    interruption.end();
    const stopped = interruption.endedBy();
    // A person who stops the first answer of a chat may go on with it.
    const goesOn = this.#flags.chat && (stopped === undefined || (stopped === 130 && terminal.interactive));
    const code = goesOn ? await chat({ view, context }, turn) : (stopped ?? exitCodeOf(turn));
    // An answer that is not whole lacks more than headings, and that has been said.
    const ended = talk.run();
    const missing = headingProblems(ended.outcome === 'done' ? ended.missingHeadings : []);
    this.#say(problemsText(missing, terminal.colours));
    const isTold = !goesOn && turn.outcome !== 'done' && turn.text !== '';
    if (talk.transcript !== null && !isTold) this.#say(`Transcript: ${printableLine(talk.transcript)}\n`);
    const isLacking = this.#flags.strict && missing.length > 0;
    const exitCode = code === 0 && isLacking ? EXIT_CODES.problems : code;
    if (this.#flags.json) {
      const problems = [...found, ...(turn.failure?.problems ?? []), ...turn.problems, ...missing];
      terminal.out(runDocument(talk, turn, { ok: exitCode === 0, problems }));
    }
    return exitCode;
  }

  /** Flags that cannot hold together. */
  async #clash(): Promise<Problem | undefined> {
    const { chat: chats, json } = this.#flags;
    const { terminal } = this.#setting;
    const usage = (code: string, message: string, hint: string): Problem => ({
      severity: 'error',
      code,
      message,
      hint,
    });
    const [clash] = standardInputClash(this.#flags);
    if (clash) return clash;
    if (!chats) return undefined;
    if (json)
      return usage('chat-json', '--chat has no --json document.', 'The transcript is one: see runs/.');
    if (takesStandardInput(this.#flags)) {
      return usage(
        'chat-input-taken',
        '--chat reads its turns from standard input, and a value takes that.',
        'Give the value as @FILE.',
      );
    }
    const isMute = !terminal.interactive && (await terminal.readsPerson());
    if (isMute)
      return usage('chat-no-input', 'Nobody can be asked here, so there is no chat.', 'Leave out --chat.');
    return undefined;
  }

  /** Messages go out for a person; a script that reads JSON is told everything in the document. */
  #say(text: string): void {
    const { terminal } = this.#setting;
    if (text !== '' && (terminal.interactive || !this.#flags.json)) terminal.say(text);
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    const json = this.#flags.json ?? false;
    return reportFailure(failed, { terminal, json, schema: SCHEMA });
  }
}

const RUN_ALONE: Problem = {
  severity: 'error',
  code: 'run-alone',
  message: '--run names the run to go on from, and nothing says to go on.',
  hint: 'Add --continue or --chat --resume; `orchestrator answer` shows what was answered.',
};

function noModel(reason: string, hint: string): Failure {
  const message = `Nothing was sent: ${reason}.`;
  return failure('environment', { severity: 'error', code: 'no-model', message, hint });
}

function runDocument(
  talk: Chat,
  { text }: ShownTurn,
  { ok, problems }: { readonly ok: boolean; readonly problems: readonly Problem[] },
): string {
  const { framework, model, outcome, missingHeadings, tokens, seconds } = talk.run();
  const { transcript } = talk;
  const told = { framework, model, outcome, answer: text, missingHeadings, tokens, seconds, transcript };
  return jsonDocument(SCHEMA, { ok, ...told, problems });
}
