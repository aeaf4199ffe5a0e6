import { type Failure, failure, type Problem, type Result } from '../../../diagnostics/index.ts';
import {
  type GeneratedBatch,
  type IncompleteFramework,
  openWorkspace,
  type PreparedBatch,
  prepareBatch,
  previewBatch,
  type Workspace,
  writeBatch,
} from '../../../operations/index.ts';
import { EXIT_CODES, problemsText, reportFailure } from '../../terminal/index.ts';
import { missingText } from '../../terminal/missing.ts';
import type { Conversation, SignalWatch, Unmet } from '../../wizard/index.ts';
import { type CommandSetting, workspaceOptions } from '../declare.ts';
import { readAsking } from '../plan/ask_section.ts';
import { readingOptions } from '../plan/reading_flags.ts';
import type { BatchGenerateFlags } from './flags.ts';
import {
  dryRunText,
  generatedDocument,
  generatedText,
  missingProblems,
  previewText,
  SCHEMA,
} from './generate_report.ts';

/** One run of `batch generate`: what was given, and the conversation once there is one. */
export class BatchGeneration {
  readonly #file: string;
  readonly #flags: BatchGenerateFlags;
  readonly #setting: CommandSetting;
  #conversation: Conversation | undefined;
  #watch: SignalWatch | undefined;
  /** Whether a generated component has been saved. */
  #saved = false;
  /** Why components are still missing after it was tried to have them. */
  #unmet: readonly Unmet[] = [];

  constructor(file: string, flags: BatchGenerateFlags, setting: CommandSetting) {
    this.#file = file;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { context } = this.#setting;
    const { dryRun, strict = false } = this.#flags;
    if (this.#file === '-' && this.#flags.apiKeyFile === '-') return this.#fail(TWO_FROM_INPUT);
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return this.#fail(workspace);
    const read = (reading: BatchGenerateFlags) =>
      prepareBatch(context, workspace.value, { file: this.#file, reading: readingOptions(reading) });
    let prepared = await this.#readAsking(read);
    if (typeof prepared === 'number') return prepared;
    if (!prepared.ok) return this.#fail(prepared);
    // What is wrong with the plan is told before a model is asked for anything.
    if (strict && prepared.value.warnings.some(isWarning)) return this.#refuse(prepared.value);
    if (prepared.value.incomplete.length > 0) {
      if (dryRun) for (const framework of prepared.value.incomplete) this.#say(missingText(framework));
      else {
        const completed = await this.#complete(workspace.value, prepared.value);
        if (typeof completed === 'number') return completed;
        prepared = { ok: true, value: completed };
      }
    }
    if (strict && prepared.value.incomplete.length > 0) return this.#refuse(prepared.value);
    const batch = dryRun ? previewBatch(context, prepared.value) : await writeBatch(context, prepared.value);
    return batch.ok ? this.#report(batch.value, prepared.value) : this.#fail(batch);
  }

  async #readAsking<Read>(read: (flags: BatchGenerateFlags) => Promise<Result<Read>>) {
    const { json = false, apiKeyFile } = this.#flags;
    // Where the key comes from standard input, nobody can answer there.
    if (apiKeyFile === '-') return read(this.#flags);
    return readAsking(read, this.#flags, { file: this.#file, json }, this.#setting);
  }

  /** Gives the terminal back. */
  end(): void {
    (this.#watch ?? this.#conversation)?.end();
  }

  /** The batch with the components that were missing, as far as they can be had, or the exit code. */
  async #complete(workspace: Workspace, prepared: PreparedBatch): Promise<PreparedBatch | number> {
    const { context } = this.#setting;
    const unmet: Unmet[] = [];
    const asked = new Set<string>();
    const missing = prepared.incomplete.reduce((sum, { todos }) => sum + todos.length, 0);
    for (const framework of prepared.incomplete) {
      // A component that two workflows lack is asked for once.
      const todos = framework.todos.filter(({ kind, file }) => !asked.has(`${kind}/${file}`));
      for (const { kind, file } of todos) asked.add(`${kind}/${file}`);
      if (todos.length === 0) continue;
      const still = await this.#generate(workspace, prepared, { ...framework, todos });
      if (typeof still === 'number') return still;
      unmet.push(...still);
    }
    this.#unmet = unmet;
    if (unmet.length === missing) return prepared;
    // The plan as it was judged: it may have come from standard input, and what was judged is what is generated.
    const completed = await prepareBatch(context, workspace, {
      file: this.#file,
      known: prepared.known,
    });
    return completed.ok ? completed.value : this.#fail(completed);
  }

  /** Has the missing components of one workflow written, where there is a model to do it. */
  async #generate(
    workspace: Workspace,
    { incomplete }: PreparedBatch,
    framework: IncompleteFramework,
  ): Promise<readonly Unmet[] | number> {
    const { context, terminal } = this.#setting;
    const { haveGenerated, isSwitchedOn, startConversation, watchSignals } = await import(
      '../../wizard/index.ts'
    );
    const asks =
      terminal.interactive &&
      this.#file !== '-' &&
      this.#flags.apiKeyFile !== '-' &&
      isSwitchedOn(context, 'prompts');
    if (asks) this.#conversation ??= await startConversation(terminal);
    this.#watch ??= this.#conversation ?? watchSignals();
    const unmet = await haveGenerated({
      context,
      workspace,
      framework,
      terminal,
      flags: { ...this.#flags, ...descriptionsFor(framework, incomplete, this.#flags.describe ?? []) },
      ask: this.#conversation?.ask,
      signal: this.#watch.signal,
      say: (text) => this.#say(text),
      onSaved: () => {
        this.#saved = true;
      },
    });
    if (unmet === 'closed') return this.#interrupted();
    return 'problems' in unmet ? this.#fail(unmet) : unmet;
  }

  #report(batch: GeneratedBatch, prepared: PreparedBatch): number {
    const { terminal } = this.#setting;
    const { json = false, dryRun = false } = this.#flags;
    const problems = this.#problems(prepared);
    this.#say(problemsText(problems, terminal.colours));
    if (json) terminal.out(generatedDocument(batch, { ok: true, dryRun, problems }));
    else if (dryRun) {
      terminal.out(dryRunText(batch));
      terminal.say(previewText(batch));
    } else terminal.out(generatedText(batch));
    return 0;
  }

  /** With --strict: what would be a warning is an error, and nothing is written. */
  #refuse(prepared: PreparedBatch): number {
    const problems = this.#problems(prepared).map((problem) =>
      isWarning(problem) ? { ...problem, severity: 'error' as const } : problem,
    );
    return this.#fail(failure('problems', ...problems));
  }

  #problems({ warnings, incomplete }: PreparedBatch): Problem[] {
    return [...warnings, ...missingProblems(incomplete, this.#unmet)];
  }

  /** Messages go out for a person; a script that reads JSON is told everything in the document. */
  #say(text: string): void {
    const { terminal } = this.#setting;
    if (terminal.interactive || !this.#flags.json) terminal.say(text);
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    const { json = false, dryRun = false } = this.#flags;
    return reportFailure(failed, { terminal, json, schema: SCHEMA, empty: { dryRun } });
  }

  #interrupted(): number {
    const message = this.#saved
      ? 'Stopped; no batch was written. Components that were saved stay.'
      : 'Stopped; nothing was written.';
    if (this.#conversation) this.#setting.terminal.say('\n');
    this.#fail(failure('interrupted', { severity: 'note', code: 'interrupted', message }));
    return (this.#watch ?? this.#conversation)?.endedBy() ?? EXIT_CODES.interrupted;
  }
}

function isWarning({ severity }: Problem): boolean {
  return severity === 'warning';
}

/** Of the descriptions that flags give, those for this workflow; and for the first, those that are for none. */
function descriptionsFor(
  framework: IncompleteFramework,
  all: readonly IncompleteFramework[],
  given: readonly string[],
): { readonly describe: readonly string[] } {
  const filesOf = ({ components }: IncompleteFramework) => components.map(({ file }) => file);
  const own = new Set(filesOf(framework));
  const known = new Set(all.flatMap(filesOf));
  const isFirst = all[0]?.goal === framework.goal;
  const fileOf = (text: string) => text.split('=')[0] ?? '';
  return { describe: given.filter((text) => own.has(fileOf(text)) || (isFirst && !known.has(fileOf(text)))) };
}

const TWO_FROM_INPUT = failure('usage', {
  severity: 'error',
  code: 'usage',
  message: 'The plan and the key cannot both come from standard input.',
  hint: 'Put one of them into a file.',
});
