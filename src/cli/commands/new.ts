import { basename } from 'node:path';
import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import {
  checkName,
  checkTitle,
  chooseGoal,
  type FrameworkRequest,
  inspectFramework,
  type OnConflict,
  openWorkspace,
  type PreparedFramework,
  prepareFramework,
  readInputValues,
  suggestName,
  type Workspace,
  writeFramework,
} from '../../operations/index.ts';
import { EXIT_CODES, reportFailure } from '../terminal/index.ts';
import type { Answers, Conversation } from '../wizard/index.ts';
import {
  type CommandSetting,
  type CommonOptions,
  collect,
  type Declare,
  type WorkspaceFlags,
  withCommonOptions,
  withWorkspaceOptions,
  workspaceOptions,
} from './declare.ts';
import {
  announce,
  dryRunText,
  EMPTY_DOCUMENT,
  frameworkDocument,
  mendedText,
  outcomeText,
  SCHEMA,
} from './new_report.ts';

type Flags = CommonOptions &
  WorkspaceFlags & {
    readonly goal?: string;
    readonly title?: string;
    readonly persona?: string;
    readonly protocol?: string;
    readonly constraint?: readonly string[];
    readonly addConstraint?: readonly string[];
    readonly variant?: string;
    readonly set?: readonly string[];
    readonly output?: string;
    readonly onConflict: 'ask' | 'keep' | 'overwrite';
    readonly dryRun?: true;
    readonly strict?: true;
    readonly yes?: true;
  };

/** `new`, and `orchestrator` alone: a framework from questions, from flags, or from both. */
export const declare: Declare = (command, setting) => {
  const examples = [
    'orchestrator                                             asks everything',
    'orchestrator new Api_Audit --goal 3                      asks for the title only',
    'orchestrator new Api_Audit --goal REVIEW_AGAINST_STANDARDS --title "The API Auditor" --set artifact=@api.yaml',
    'orchestrator new Api_Audit --goal 3 --json --no-input    for scripts',
  ];
  withWorkspaceOptions(
    withCommonOptions(command.argument('[name]', 'name of the framework and of its folder'), examples),
  )
    .option('--goal <goal>', 'the goal, by name or number')
    .option('--title <text>', 'the persona’s title (default: made from the persona’s name)')
    .option('--variant <name>', 'a variant of the goal')
    .option('--persona <file>', 'use this persona instead of the recommended one')
    .option('--protocol <file>', 'use this protocol instead')
    .option(
      '--constraint <file>',
      'use this constraint instead of the recommended ones (repeatable)',
      collect,
    )
    .option('--add-constraint <file>', 'use this constraint besides them (repeatable)', collect)
    .option(
      '--set <input=value>',
      'fill an input: text, @file, or - for standard input (repeatable)',
      collect,
    )
    .option('--output <folder>', 'where frameworks go (default: ./output)')
    .addOption(
      command
        .createOption('--on-conflict <what>', 'when the framework exists and would change')
        .choices(['ask', 'keep', 'overwrite'])
        .default('ask'),
    )
    .option('--dry-run', 'print what would be written; write nothing')
    .option('--strict', 'exit 1 when a component is missing')
    .option('-y, --yes', 'take the name and title that are offered')
    .action(async (name: string | undefined, flags: Flags) => {
      const run = new NewRun(name, flags, setting);
      try {
        setting.finish(await run.run());
      } finally {
        run.conversation?.end();
      }
    });
};

/** One run of `new`: what was given, and the conversation once there is one. */
class NewRun {
  readonly #name: string | undefined;
  readonly #flags: Flags;
  readonly #setting: CommandSetting;
  conversation: Conversation | undefined;

  constructor(name: string | undefined, flags: Flags, setting: CommandSetting) {
    this.#name = name;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { context } = this.#setting;
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return this.#fail(workspace);
    const answers = await this.#answers(workspace.value);
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
      const decided = found.value.state === 'different' ? await this.#onConflict(prepared.value) : 'refuse';
      if (typeof decided === 'number') return decided;
      if (typeof decided === 'string') return this.#write(prepared.value, decided);
      request = { ...request, name: decided.name };
    }
  }

  /** What is given and what is asked, or the exit code when that came to nothing. */
  async #answers(workspace: Workspace): Promise<Required<Answers> | number> {
    const { terminal, context } = this.#setting;
    const goal = this.#flags.goal === undefined ? undefined : chooseGoal(workspace.goalMap, this.#flags.goal);
    const given: Answers = {
      name: this.#name ?? (this.#flags.yes ? suggestName(basename(context.cwd)) : undefined),
      goal: goal?.ok ? goal.value.name : this.#flags.goal,
      title: this.#flags.title,
    };
    const ask = terminal.interactive;
    const problems = [
      ...(given.name === undefined ? (ask ? [] : [MISSING_NAME]) : problemsOf(checkName(given.name))),
      ...(goal === undefined ? (ask ? [] : [MISSING_GOAL]) : problemsOf(goal)),
      ...(given.title === undefined ? [] : problemsOf(checkTitle(given.title))),
    ];
    if (problems.length > 0) return this.#fail(failure('usage', ...problems));
    const isOpen =
      given.name === undefined || given.goal === undefined || (given.title === undefined && !this.#flags.yes);
    if (!ask || !isOpen) return { name: given.name, goal: given.goal, title: given.title };
    const { askAnswers } = await import('../wizard/index.ts');
    const conversation = await this.#converse();
    terminal.say("Welcome to the LLM Orchestration Engine. Let's configure a new collaboration.\n");
    const title = given.title === undefined && this.#flags.yes ? '' : given.title;
    const { persona } = this.#flags;
    const suggestedName = suggestName(basename(context.cwd));
    const answers = await askAnswers({
      ask: conversation.ask,
      workspace,
      given: { ...given, title },
      suggestedName,
      persona,
    });
    return answers ? { ...answers, title: answers.title || undefined } : this.#interrupted();
  }

  #request(answers: Required<Answers>, values: FrameworkRequest['values']): FrameworkRequest {
    const { persona, protocol, constraint, addConstraint, variant, output } = this.#flags;
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
      values,
    };
  }

  /** What to do with a framework that is there and differs, another name, or the exit code. */
  async #onConflict(framework: PreparedFramework): Promise<OnConflict | { readonly name: string } | number> {
    const { onConflict } = this.#flags;
    if (onConflict !== 'ask') return onConflict;
    if (!this.#setting.terminal.interactive) return 'refuse';
    const { ask } = await this.#converse();
    const answer = await ask.choice({
      message: `${framework.target.shown} is there already, and would change.`,
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
    if (answer.kind === 'back') return 'keep';
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
    const { terminal } = this.#setting;
    const { json, strict } = this.#flags;
    const announced = announce(framework, this.#flags.persona !== undefined);
    const written = await writeFramework(framework, onConflict);
    if (!written.ok) return this.#fail(written);
    this.#say(announced);
    const { outcome } = written.value;
    this.#say(outcomeText(framework, outcome, terminal.colours));
    if (json) terminal.out(frameworkDocument(framework, { outcome, dryRun: false, strict: strict ?? false }));
    return strict && framework.todos.length > 0 ? EXIT_CODES.problems : 0;
  }

  #dryRun(framework: PreparedFramework): number {
    const { terminal } = this.#setting;
    const { json, strict } = this.#flags;
    this.#say(announce(framework, this.#flags.persona !== undefined));
    if (json)
      terminal.out(frameworkDocument(framework, { outcome: null, dryRun: true, strict: strict ?? false }));
    else terminal.out(dryRunText(framework));
    return strict && framework.todos.length > 0 ? EXIT_CODES.problems : 0;
  }

  async #converse(): Promise<Conversation> {
    const { startConversation } = await import('../wizard/index.ts');
    this.conversation ??= await startConversation(this.#setting.terminal);
    return this.conversation;
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
      empty: EMPTY_DOCUMENT,
    });
  }

  #interrupted(): number {
    const message = 'Stopped; nothing was written.';
    this.#setting.terminal.say('\n');
    this.#fail(failure('interrupted', { severity: 'note', code: 'interrupted', message }));
    return this.conversation?.endedBy() ?? EXIT_CODES.interrupted;
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
