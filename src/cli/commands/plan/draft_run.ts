import { type Failure, failure, type Problem } from '../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../lib/index.ts';
import {
  choosePlanFile,
  type DraftedPlan,
  draftSkeleton,
  draftWithModel,
  openDraftSetting,
  openQuestions,
  openWorkspace,
  type PreparedDraft,
  prepareDraft,
  readRequirement,
  saveDraft,
  shortfallOf,
  withFile,
} from '../../../operations/index.ts';
import {
  type DocumentOf,
  EXIT_CODES,
  problemsText,
  reportFailure,
  showProgress,
} from '../../terminal/index.ts';
import type { Conversation, SignalWatch } from '../../wizard/index.ts';
import { type CommandSetting, workspaceOptions } from '../declare.ts';
import { counted, isSound } from '../judgement.ts';
import { assumedText, summaryText } from './document.ts';
import { DRAFT_SCHEMA, draftDocument, originText, readText, servedText } from './draft_report.ts';
import type { PlanDraftFlags } from './flags.ts';

/** One run of `plan draft`. */
export class DraftRun {
  readonly #words: readonly string[];
  readonly #flags: PlanDraftFlags;
  readonly #setting: CommandSetting;
  #conversation: Conversation | undefined;
  #watch: SignalWatch | undefined;

  constructor(words: readonly string[], flags: PlanDraftFlags, setting: CommandSetting) {
    this.#words = words;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { context } = this.#setting;
    const { out, revise, dryRun } = this.#flags;
    const budget = Number(this.#flags.budget);
    if (!/^\d+$/u.test(this.#flags.budget) || budget < LEAST_BUDGET || budget > MOST_BUDGET)
      return this.#fail(failure('usage', BAD_BUDGET));
    if (this.#standardInputs() > 1) return this.#fail(failure('usage', INPUT_TWICE));
    const read = readRequirement(context, { words: this.#words, file: this.#flags.file });
    if (!read.ok) return this.#fail(read);
    // A file that cannot be written to is told before a model is paid.
    const chosen = out === '-' ? undefined : choosePlanFile(context, { title: '', out });
    if (chosen?.ok === false) return this.#fail(chosen);
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return this.#fail(workspace);
    const opened = await openDraftSetting(context, workspace.value, revise);
    if (!opened.ok) return this.#fail(opened);
    let prepared = prepareDraft(opened.value, read.value, budget);
    if (isVague(prepared) && (await this.#asks())) {
      const said = await this.#ask('What is to change, where, and how can one tell that it is done?');
      if (said === undefined) return this.#interrupted();
      prepared = prepareDraft(opened.value, `${read.value}\n\n${said}`, budget);
    }
    if (!prepared.ok) return this.#fail(prepared);
    if (!dryRun) return this.#draft(prepared.value, read.value);
    const { terminal } = this.#setting;
    terminal.out(
      this.#flags.json
        ? draftDocument(prepared.value, undefined, null)
        : readText(prepared.value, terminal.columns),
    );
    return 0;
  }

  /** Gives the terminal back. */
  end(): void {
    this.#conversation?.end();
    this.#watch?.end();
  }

  async #draft(first: PreparedDraft, text: string): Promise<number> {
    const { context, terminal } = this.#setting;
    const { model: named, ...others } = this.#flags;
    if (named === false)
      return this.#write(
        first,
        draftSkeleton(first, { reason: '--no-model was given', remedy: FILL_IN, hasFailed: false }),
      );
    const { openFlaggedModel, isSwitchedOn, watchSignals } = await import('../../wizard/index.ts');
    const open = await openFlaggedModel(context, named === undefined ? others : { ...others, model: named });
    if ('cause' in open) return this.#fail(open);
    this.#say(problemsText(open.problems, terminal.colours) + readText(first, terminal.columns));
    if (open.kind === 'none')
      return this.#write(first, draftSkeleton(first, { ...open, hasFailed: open.isConfigured }));
    let prepared = first;
    for (let mayAskBack = true; ; mayAskBack = false) {
      this.#watch ??= this.#conversation ?? watchSignals();
      const spinner = isSwitchedOn(context, 'spinner');
      const title = `Asking ${printableLine(open.settings.model)} for a plan ...`;
      const progress = await showProgress({ ...terminal, say: (line) => this.#say(line) }, title, {
        spinner,
      });
      const drafted = await draftWithModel(prepared, open, {
        signal: this.#watch.signal,
        mayAskBack,
      }).finally(() => progress.stop());
      if (this.#watch.signal.aborted) return this.#interrupted();
      if (drafted.kind === 'failed')
        return this.#write(
          prepared,
          draftSkeleton(prepared, { ...shortfallOf(drafted.failure), hasFailed: true }),
        );
      if (drafted.kind === 'drafted') return this.#write(prepared, drafted.plan);
      const { questions } = drafted;
      if (!(await this.#asks())) return this.#fail(openQuestions(questions), { questions });
      const answers = await this.#askAll(questions);
      if (answers === undefined) return this.#interrupted();
      const more = prepareDraft(prepared.setting, `${text}\n\n${answers}`, prepared.budget);
      if (!more.ok) return this.#fail(more);
      prepared = more.value;
    }
  }

  async #write(prepared: PreparedDraft, drafted: DraftedPlan): Promise<number> {
    const { context, terminal } = this.#setting;
    const { out, revise, json } = this.#flags;
    const saved =
      out === '-'
        ? ({ ok: true, value: { file: undefined, plan: withFile(drafted, '<stdout>') } } as const)
        : await saveDraft(context, drafted, { out, revise });
    if (!saved.ok) return this.#fail(saved);
    const { file, plan } = saved.value;
    const { problems } = plan.report;
    const shown = file === undefined ? '-' : printableLine(file.shown);
    if (json) terminal.out(draftDocument(prepared, plan, file?.shown ?? null));
    else if (file !== undefined) terminal.out(`${shown}\n`);
    else terminal.out((await terminal.showsData()) ? printable(plan.text) : plan.text);
    this.#say(originText(plan));
    // Of a skeleton everything is missing, which one line says better than one for each phase and field.
    if (plan.origin === 'model') this.#say(problemsText(problems, terminal.colours));
    else this.#say(`It has ${counted(problems)}.\n`);
    this.#say(servedText(plan) + summaryText(plan.report) + assumedText(plan.report.assumed));
    if (file !== undefined) this.#say(`Wrote ${shown}\nNext: orchestrator plan check ${inShell(shown)}\n`);
    // A skeleton is what one gets without a model, and no failure then.
    if (plan.origin === 'skeleton') return plan.hasFailed ? EXIT_CODES.problems : 0;
    return isSound(problems, false) ? 0 : EXIT_CODES.problems;
  }

  /** How many things are to come from standard input. */
  #standardInputs(): number {
    const { file, revise, apiKeyFile } = this.#flags;
    const words = this.#words.length === 1 ? this.#words[0] : undefined;
    return [words, file, revise, apiKeyFile].filter((source) => source === '-').length;
  }

  /** Whether a person can be asked, and has not switched that off for good. */
  async #asks(): Promise<boolean> {
    const { terminal, context } = this.#setting;
    if (!terminal.interactive || this.#flags.json || this.#standardInputs() > 0) return false;
    const { isSwitchedOn } = await import('../../wizard/index.ts');
    return isSwitchedOn(context, 'prompts');
  }

  /** @returns `undefined` when the person ended it */
  async #ask(message: string): Promise<string | undefined> {
    const { startConversation } = await import('../../wizard/index.ts');
    this.#conversation ??= await startConversation(this.#setting.terminal);
    this.#watch?.end();
    this.#watch = this.#conversation;
    const check = (text: string) =>
      text.trim() === '' ? 'Say something, or end it with Ctrl-C.' : undefined;
    const answer = await this.#conversation.ask.text({ message: printableLine(message), default: '', check });
    return answer.kind === 'answer' ? answer.value : undefined;
  }

  /** The answers as lines of a requirement, each with its question. */
  async #askAll(questions: readonly string[]): Promise<string | undefined> {
    this.#say('The requirement leaves something open.\n');
    const lines: string[] = [];
    for (const question of questions) {
      const answer = await this.#ask(question);
      if (answer === undefined) return undefined;
      lines.push(`- ${printableLine(question).replace(/[\s?.:？]+$/u, '')}: ${printableLine(answer)}`);
    }
    return lines.join('\n');
  }

  /** Messages go out for a person; a script that reads JSON is told everything in the document. */
  #say(text: string): void {
    const { terminal } = this.#setting;
    if (terminal.interactive || !this.#flags.json) terminal.say(text);
  }

  #fail(failed: Failure, more: Partial<DocumentOf<typeof DRAFT_SCHEMA>> = {}): number {
    const { terminal } = this.#setting;
    const json = this.#flags.json ?? false;
    return reportFailure(failed, {
      terminal,
      json,
      schema: DRAFT_SCHEMA,
      empty: { dryRun: this.#flags.dryRun ?? false, ...more },
    });
  }

  #interrupted(): number {
    if (this.#conversation) this.#setting.terminal.say('\n');
    const message = 'Stopped; no plan was written.';
    this.#fail(failure('interrupted', { severity: 'note', code: 'interrupted', message }));
    return this.#watch?.endedBy() ?? EXIT_CODES.interrupted;
  }
}

const LEAST_BUDGET = 1000;
const MOST_BUDGET = 10_000_000;
const FILL_IN = 'Fill it in by hand, or leave that out.';

function isVague(prepared: { readonly ok: true } | Failure): boolean {
  return !prepared.ok && prepared.problems.some(({ code }) => code === 'requirement-vague');
}

/** A path as a shell takes it. */
function inShell(path: string): string {
  return /^[\w./@%+-]+$/u.test(path) ? path : `'${path.replace(/'/gu, `'\\''`)}'`;
}

const BAD_BUDGET: Problem = {
  severity: 'error',
  code: 'bad-budget',
  message: '--budget is a number of tokens.',
  hint: `Give a whole number from ${LEAST_BUDGET} on, as in --budget 16000.`,
};

const INPUT_TWICE: Problem = {
  severity: 'error',
  code: 'standard-input-twice',
  message: 'Standard input is asked for twice.',
  hint: 'Take one of the two from a file.',
};
