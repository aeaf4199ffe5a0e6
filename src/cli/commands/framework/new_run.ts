import { basename } from 'node:path';
import { type Failure, failure, type Problem } from '../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../lib/index.ts';
import {
  checkName,
  checkTitle,
  chooseGoal,
  type FrameworkRequest,
  type GivenValues,
  inspectFramework,
  isProposable,
  type OnConflict,
  openWorkspace,
  type PreparedFramework,
  type Proposal,
  prepareFramework,
  readInputValues,
  suggestName,
  type Workspace,
  writeFramework,
} from '../../../operations/index.ts';
import { EXIT_CODES, reportFailure } from '../../terminal/index.ts';
import { missingText } from '../../terminal/missing.ts';
import type { Answers, Conversation, SignalWatch, Unmet } from '../../wizard/index.ts';
import { type CommandSetting, workspaceOptions } from '../declare.ts';
import { standardInputClash, takesStandardInput } from '../standard_input.ts';
import type { NewFlags } from './new_flags.ts';
import {
  chosenText,
  dryRunText,
  frameworkDocument,
  generatingText,
  mendedText,
  outcomeText,
  SCHEMA,
} from './new_report.ts';

/** One run of `new`: what was given, and the conversation once there is one. */
export class NewRun {
  readonly #name: string | undefined;
  /** What the work is, in a sentence, where that is given in place of answers. */
  readonly #sentence: string | undefined;
  #proposal: Proposal | null = null;
  readonly #flags: NewFlags;
  readonly #setting: CommandSetting;
  #conversation: Conversation | undefined;
  /** Listens for signals once something waits; the conversation, where there is one. */
  #watch: SignalWatch | undefined;
  /** Whether the wizard has asked anything. */
  #asked = false;
  /** Whether a generated component has been saved. */
  #saved = false;
  /** Why components are still missing after it was tried to have them. */
  #unmet: readonly Unmet[] = [];

  constructor(name: string | undefined, flags: NewFlags, setting: CommandSetting) {
    const { context } = setting;
    const isSentence =
      flags.from === undefined && name !== undefined && isProposable(context, name, flags.output);
    this.#name = isSentence ? undefined : name;
    this.#sentence = isSentence ? name : flags.from;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { context } = this.#setting;
    const clash = standardInputClash(this.#flags);
    if (clash.length > 0) return this.#fail(failure('usage', ...clash));
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return this.#fail(workspace);
    const proposed = await this.#propose(workspace.value);
    if (typeof proposed === 'number') return proposed;
    let answers = await this.#answers(workspace.value);
    if (typeof answers === 'number') return answers;
    const values = readInputValues(context.cwd, this.#flags.set ?? []);
    if (!values.ok) return this.#fail(values);
    let request = this.#request(answers, values.value);
    for (;;) {
      const prepared = await prepareFramework(context, workspace.value, request);
      if (!prepared.ok) return this.#fail(prepared);
      if (this.#flags.dryRun) return this.#dryRun(prepared.value);
      const found = inspectFramework(prepared.value);
      if (!found.ok) return this.#fail(found);
      this.#say(mendedText(found.value.mended));
      const isDifferent = found.value.state === 'different';
      const decided = isDifferent ? await this.#onConflict(prepared.value) : 'refuse';
      if (typeof decided === 'number') return decided;
      if (typeof decided === 'object') {
        request = { ...request, name: decided.name };
        continue;
      }
      if (decided === 'back') {
        answers = await this.#answers(workspace.value, answers);
        if (typeof answers === 'number') return answers;
        request = this.#request(answers, values.value);
        continue;
      }
      if (isDifferent && decided !== 'overwrite') return this.#write(prepared.value, decided);
      const framework = await this.#complete(workspace.value, request, prepared.value);
      if (typeof framework === 'number') return framework;
      return this.#write(framework, decided);
    }
  }

  /** Has answers proposed for the sentence, where there is one, and shows them; the exit code where none fits. */
  async #propose(workspace: Workspace): Promise<number | undefined> {
    if (this.#sentence === undefined) return undefined;
    const { proposeFor } = await import('./new_proposal.ts');
    const proposed = await proposeFor(this.#sentence, {
      workspace,
      flags: this.#flags,
      setting: this.#setting,
      mayGoOn: (await this.#asks()) && !this.#flags.yes,
      say: (text) => this.#say(text),
      onWatch: (watch) => {
        this.#watch = watch;
      },
    });
    if (proposed === 'stopped') return this.#interrupted();
    if (proposed && 'cause' in proposed) return this.#fail(proposed);
    this.#proposal = proposed;
    return undefined;
  }

  /** Gives the terminal back. */
  end(): void {
    (this.#watch ?? this.#conversation)?.end();
  }

  /** The framework with the components that were missing, as far as they can be had, or the exit code. */
  async #complete(
    workspace: Workspace,
    request: FrameworkRequest,
    framework: PreparedFramework,
  ): Promise<PreparedFramework | number> {
    const { context } = this.#setting;
    this.#say(chosenText(framework, this.#flags.persona !== undefined));
    if (framework.todos.length === 0) return framework;
    const unmet = await this.#generate(workspace, framework);
    if (typeof unmet === 'number') return unmet;
    this.#unmet = unmet;
    if (unmet.length === framework.todos.length) return framework;
    const completed = await prepareFramework(context, workspace, request);
    return completed.ok ? completed.value : this.#fail(completed);
  }

  /** Has the missing components written, where there is a model to do it. */
  async #generate(workspace: Workspace, framework: PreparedFramework): Promise<readonly Unmet[] | number> {
    const { context, terminal } = this.#setting;
    const { haveGenerated, watchSignals } = await import('../../wizard/index.ts');
    const conversation = (await this.#asks()) ? await this.#converse() : undefined;
    this.#watch = conversation ?? watchSignals();
    const unmet = await haveGenerated({
      context,
      workspace,
      framework,
      terminal,
      flags: this.#flags,
      ask: conversation?.ask,
      signal: this.#watch.signal,
      say: (text) => this.#say(text),
      onSaved: () => {
        this.#saved = true;
      },
    });
    if (unmet === 'closed') return this.#interrupted();
    return 'problems' in unmet ? this.#fail(unmet) : unmet;
  }

  /** What is given and what is asked, or the exit code when that came to nothing. */
  async #answers(workspace: Workspace, earlier?: Answers): Promise<Required<Answers> | number> {
    const { terminal, context } = this.#setting;
    const goal = this.#flags.goal === undefined ? undefined : chooseGoal(workspace.goalMap, this.#flags.goal);
    let given: Answers = {
      name:
        this.#name ?? (this.#flags.yes && !this.#proposal ? suggestName(basename(context.cwd)) : undefined),
      goal: goal?.ok ? goal.value.name : this.#flags.goal,
      title: this.#flags.title,
    };
    const ask = await this.#asks();
    const isTaken = this.#proposal !== null && (!ask || this.#flags.yes === true);
    if (isTaken) given = { ...given, ...this.#offered(given) };
    const problems = [
      ...(given.name === undefined ? (ask ? [] : [MISSING_NAME]) : problemsOf(checkName(given.name))),
      ...(goal === undefined ? (ask || isTaken ? [] : [MISSING_GOAL]) : problemsOf(goal)),
      ...(given.title === undefined ? [] : problemsOf(checkTitle(given.title))),
    ];
    if (problems.length > 0) return this.#fail(failure('usage', ...problems));
    const isOpen =
      given.name === undefined || given.goal === undefined || (given.title === undefined && !this.#flags.yes);
    if (!ask || !isOpen) return { name: given.name, goal: given.goal, title: given.title };
    this.#asked = true;
    const { askAnswers } = await import('../../wizard/index.ts');
    const conversation = await this.#converse();
    if (!earlier)
      terminal.say("Welcome to the LLM Orchestration Engine. Let's configure a new collaboration.\n");
    const title = given.title === undefined && this.#flags.yes ? '' : given.title;
    const { persona } = this.#flags;
    const suggestedName = suggestName(basename(context.cwd));
    const answers = await askAnswers({
      ask: conversation.ask,
      workspace,
      given: { ...given, title },
      earlier,
      offered: this.#offered({}),
      suggestedName,
      persona,
    });
    return answers ? { ...answers, title: answers.title || undefined } : this.#interrupted();
  }

  /** What the proposal answers of what is not given. */
  #offered(given: Answers): Answers {
    if (this.#proposal === null) return {};
    const { name, goal } = this.#proposal;
    return { name: given.name ?? name, goal: given.goal ?? goal.name };
  }

  #request(answers: Required<Answers>, { values, several }: GivenValues): FrameworkRequest {
    const { persona, protocol, constraint, addConstraint, output } = this.#flags;
    // What was proposed for one goal says nothing of another.
    const proposal = this.#proposal?.goal.name === answers.goal ? this.#proposal : null;
    const variant = this.#flags.variant ?? proposal?.variant ?? undefined;
    // Settings of one variant need not be settings of another.
    const settings = variant === (proposal?.variant ?? undefined) ? (proposal?.settings ?? {}) : {};
    const request = this.#sentence === undefined ? {} : { request: this.#sentence };
    return {
      name: answers.name ?? '',
      goal: answers.goal ?? '',
      ...(answers.title === undefined ? {} : { title: answers.title }),
      ...(variant === undefined ? {} : { variant }),
      ...(output === undefined ? {} : { output }),
      choice: {
        ...(persona === undefined ? {} : { persona }),
        ...(protocol === undefined ? {} : { protocol }),
        ...(constraint === undefined ? {} : { constraints: constraint }),
        ...(addConstraint === undefined ? {} : { addConstraints: addConstraint }),
      },
      values: { ...settings, ...request, ...values },
      several,
    };
  }

  /** What to do with a framework that is there and differs, another name, or the exit code. */
  async #onConflict(
    framework: PreparedFramework,
  ): Promise<OnConflict | 'back' | { readonly name: string } | number> {
    const { onConflict } = this.#flags;
    if (onConflict !== 'ask') return onConflict;
    if (!(await this.#asks())) return 'refuse';
    const { ask } = await this.#converse();
    const answer = await ask.choice({
      fresh: true,
      harmlessFirst: true,
      message: `${printableLine(framework.target.shown)} is there already, and would change.`,
      choices: [
        { value: 'keep', label: 'keep', description: 'Leave it as it is.' },
        {
          value: 'overwrite',
          label: 'overwrite',
          description: 'Replace its files; edits made by hand in them are lost.',
        },
        { value: 'rename', label: 'rename', description: 'Write the new one under another name.' },
      ],
    });
    if (answer.kind === 'closed') return this.#interrupted();
    // Where every answer came from flags there is no question to go back to.
    if (answer.kind === 'back') return this.#asked ? 'back' : 'keep';
    if (answer.value !== 'rename') return answer.value === 'overwrite' ? 'overwrite' : 'keep';
    const name = await ask.text({
      message: 'Enter another name:',
      default: suggestName(`${framework.name}_2`),
      check: (text) => problemsOf(checkName(text))[0]?.message,
    });
    if (name.kind === 'closed') return this.#interrupted();
    return name.kind === 'back' ? this.#onConflict(framework) : { name: name.value };
  }

  async #write(framework: PreparedFramework, onConflict: OnConflict): Promise<number> {
    const { terminal, context } = this.#setting;
    const { json, strict } = this.#flags;
    const written = await writeFramework(framework, onConflict);
    if (!written.ok) return this.#fail(written);
    const { outcome } = written.value;
    context.log(`${framework.target.folder}: ${outcome}`);
    this.#say(generatingText(framework) + outcomeText(framework, outcome, terminal.colours));
    const unmet = this.#unmet;
    if (json)
      terminal.out(
        frameworkDocument(framework, {
          outcome,
          dryRun: false,
          strict: strict ?? false,
          unmet,
          proposal: this.#proposal,
        }),
      );
    return strict && framework.todos.length > 0 ? EXIT_CODES.problems : 0;
  }

  async #dryRun(framework: PreparedFramework): Promise<number> {
    const { terminal } = this.#setting;
    const { json, strict } = this.#flags;
    this.#say(chosenText(framework, this.#flags.persona !== undefined));
    this.#say(missingText(framework) + generatingText(framework));
    const options = {
      outcome: null,
      dryRun: true,
      strict: strict ?? false,
      unmet: [],
      proposal: this.#proposal,
    };
    // To a file or a program the bytes go as they would be written; a person's terminal obeys none of them.
    const text = dryRunText(framework);
    if (json) terminal.out(frameworkDocument(framework, options));
    else terminal.out((await terminal.showsData()) ? printable(text) : text);
    return strict && framework.todos.length > 0 ? EXIT_CODES.problems : 0;
  }

  /** Whether a person can be asked, and has not switched that off for good. */
  async #asks(): Promise<boolean> {
    // Standard input can't carry both a value and answers.
    if (!this.#setting.terminal.interactive || takesStandardInput(this.#flags)) return false;
    const { isSwitchedOn } = await import('../../wizard/index.ts');
    return isSwitchedOn(this.#setting.context, 'prompts');
  }

  async #converse(): Promise<Conversation> {
    const { startConversation } = await import('../../wizard/index.ts');
    this.#conversation ??= await startConversation(this.#setting.terminal);
    return this.#conversation;
  }

  /** Messages go out for a person; a script that reads JSON is told everything in the document. */
  #say(text: string): void {
    const { terminal } = this.#setting;
    if (terminal.interactive || !this.#flags.json) terminal.say(text);
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    return reportFailure(failed, {
      terminal,
      json: this.#flags.json ?? false,
      schema: SCHEMA,
      empty: { dryRun: this.#flags.dryRun ?? false },
    });
  }

  #interrupted(): number {
    const message = this.#saved
      ? 'Stopped; no framework was written. What was saved stays.'
      : 'Stopped; nothing was written.';
    if (this.#conversation) this.#setting.terminal.say('\n');
    this.#fail(failure('interrupted', { severity: 'note', code: 'interrupted', message }));
    return (this.#watch ?? this.#conversation)?.endedBy() ?? EXIT_CODES.interrupted;
  }
}

const MISSING_NAME: Problem = {
  severity: 'error',
  code: 'missing-name',
  message: 'The framework needs a name, and nobody can be asked here.',
  hint: 'Give it as an argument: orchestrator new My_Framework',
};

const MISSING_GOAL: Problem = {
  severity: 'error',
  code: 'missing-goal',
  message: 'The framework needs a goal, and nobody can be asked here.',
  hint: 'Add --goal with a name or number; `orchestrator goals list` shows them.',
};

function problemsOf(result: { readonly ok: true } | Failure): readonly Problem[] {
  return result.ok ? [] : result.problems;
}
