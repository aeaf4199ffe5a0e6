import { type Failure, failure, type Result, success } from '../../../diagnostics/index.ts';
import {
  type AnswerChanges,
  diffUpdate,
  type FrameworkPlace,
  findFrameworks,
  locateFramework,
  openWorkspace,
  type PlannedUpdate,
  type PreparedFramework,
  planUpdate,
  readFramework,
  readInputValues,
  type UpdateLeave,
  type Workspace,
} from '../../../operations/index.ts';
import { EXIT_CODES, reportFailure } from '../../terminal/index.ts';
import type { Conversation, SignalWatch, Unmet } from '../../wizard/index.ts';
import { type CommandSetting, workspaceOptions } from '../declare.ts';
import { takesStandardInput } from '../standard_input.ts';
import { carryOutUpdate } from './carry_out_update.ts';
import type { UpdateFlags } from './update_flags.ts';
import { outcomeOf, reportText, SCHEMA, type UpdateReport, updateDocument } from './update_report.ts';
import { answerChanges, flagFaults } from './update_usage.ts';

/** One run of `update`: the frameworks one after the other; what goes wrong with one does not stop the next. */
export class UpdateRun {
  readonly #wanted: readonly string[];
  readonly #flags: UpdateFlags;
  readonly #setting: CommandSetting;
  #conversation: Conversation | undefined;
  /** Heard from the first generation on; before that, a signal ends the program as ever. */
  #watch: SignalWatch | undefined;

  constructor(wanted: readonly string[], flags: UpdateFlags, setting: CommandSetting) {
    this.#wanted = wanted;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { context, terminal } = this.#setting;
    const { json = false } = this.#flags;
    const faults = flagFaults(this.#wanted, this.#flags);
    if (faults.length > 0) return this.#fail(failure('usage', ...faults));
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return this.#fail(workspace);
    const values = readInputValues(context.cwd, this.#flags.set ?? []);
    if (!values.ok) return this.#fail(values);
    const changes = answerChanges(this.#flags, values.value);
    const places = this.#places();
    if (!places.ok) return this.#fail(places);
    const reports: UpdateReport[] = [];
    for (const { name, place } of places.value) {
      if (this.#watch?.signal.aborted) return this.#interrupted(reports);
      const report = place.ok ? await this.#one(workspace.value, place.value, changes) : failed(name, place);
      if (report === 'closed') return this.#interrupted(reports);
      reports.push(report);
      if (!json) this.#tell(report);
    }
    if (json) terminal.out(updateDocument(reports, this.#flags));
    else if (reports.length === 0)
      terminal.say('There are no frameworks here; make one with `orchestrator new`.\n');
    return Math.max(0, ...reports.map(({ exitCode }) => exitCode));
  }

  /** Gives the terminal back. */
  end(): void {
    this.#watch?.end();
  }

  #places(): Result<readonly { readonly name: string; readonly place: Result<FrameworkPlace> }[]> {
    const { context } = this.#setting;
    const { all, output } = this.#flags;
    const root = output === undefined ? {} : { output };
    if (!all)
      return success(
        [...new Set(this.#wanted)].map((name) => ({ name, place: locateFramework(context, name, root) })),
      );
    const found = findFrameworks(context, root);
    if (!found.ok) return found;
    return success(found.value.map((place) => ({ name: place.name, place: success(place) })));
  }

  async #one(
    workspace: Workspace,
    place: FrameworkPlace,
    changes: AnswerChanges,
  ): Promise<UpdateReport | 'closed'> {
    if (this.#flags.adopt) {
      const { adoptReport } = await import('./update_adopt.ts');
      return adoptReport(workspace, place, changes, { ...this.#setting, flags: this.#flags });
    }
    const { context } = this.#setting;
    const { check, dryRun, shippedTemplates = false, describe = [] } = this.#flags;
    const leave: UpdateLeave = {
      described: describe.map((text) => text.split('=')[0] ?? ''),
      shippedTemplates,
    };
    if (check || dryRun) {
      const stored = await readFramework(context, place);
      if (!stored.ok) return failed(place.name, stored, place);
      const plan = await planUpdate(context, workspace, stored.value, { changes, leave });
      return plan.ok ? this.#look(plan.value) : failed(place.name, plan, place);
    }
    const generate = (framework: PreparedFramework) => this.#generate(workspace, framework);
    const done = await carryOutUpdate({ context, workspace, place, changes, leave, generate });
    if (done === 'closed') return 'closed';
    if ('problems' in done) return failed(place.name, done, place);
    return outcomeOf(done.plan, this.#flags, { unmet: done.unmet, diffs: [] });
  }

  /** What would be done, without doing it. */
  #look(plan: PlannedUpdate): UpdateReport {
    const changed = plan.files.filter(({ before, text }) => before !== text);
    const diffs = diffUpdate(plan.framework.composed, this.#flags.dryRun ? changed : []);
    if (!diffs.ok) return failed(plan.stored.place.name, diffs, plan.stored.place);
    return outcomeOf(plan, this.#flags, { unmet: [], diffs: diffs.value });
  }

  /** Has the missing components written, where there is a model to do it. */
  async #generate(
    workspace: Workspace,
    framework: PreparedFramework,
  ): Promise<readonly Unmet[] | Failure | 'closed'> {
    const { context, terminal } = this.#setting;
    const { haveGenerated, isSwitchedOn, startConversation, watchSignals } = await import(
      '../../wizard/index.ts'
    );
    if (terminal.interactive && !takesStandardInput(this.#flags) && isSwitchedOn(context, 'prompts'))
      this.#conversation ??= await startConversation(terminal);
    this.#watch ??= this.#conversation ?? watchSignals();
    const files = framework.components.map(({ file }) => file);
    // With several frameworks, each is given what was described of its own components.
    const describe =
      this.#flags.all || this.#wanted.length > 1
        ? this.#flags.describe?.filter((text) => files.includes(text.split('=')[0] ?? ''))
        : this.#flags.describe;
    return haveGenerated({
      context,
      workspace,
      framework,
      terminal,
      flags: { ...this.#flags, ...(describe === undefined ? {} : { describe }) },
      ask: this.#conversation?.ask,
      signal: this.#watch.signal,
      say: (text) => this.#say(text),
      onSaved: () => {},
    });
  }

  #tell(report: UpdateReport): void {
    const { terminal } = this.#setting;
    const { data, messages } = reportText(report, terminal.colours);
    if (data !== '') terminal.out(data);
    terminal.say(messages);
  }

  /** Messages go out for a person; a script that reads JSON is told everything in the document. */
  #say(text: string): void {
    const { terminal } = this.#setting;
    if (terminal.interactive || !this.#flags.json) terminal.say(text);
  }

  #fail(wrong: Failure): number {
    const { terminal } = this.#setting;
    const { json = false, check = false, dryRun = false } = this.#flags;
    return reportFailure(wrong, { terminal, json, schema: SCHEMA, empty: { check, dryRun } });
  }

  #interrupted(done: readonly UpdateReport[]): number {
    const message =
      done.length === 0
        ? 'Stopped; no framework was written.'
        : `Stopped after ${done.length}; the framework that it was at was not written.`;
    this.#setting.terminal.say('\n');
    this.#fail(failure('interrupted', { severity: 'note', code: 'interrupted', message }));
    return this.#watch?.endedBy() ?? EXIT_CODES.interrupted;
  }
}

function failed(name: string, { cause, problems }: Failure, place?: FrameworkPlace): UpdateReport {
  const directory = place?.shown ?? null;
  const nothing = { files: [], diffs: [], todos: [] };
  return { name, directory, outcome: 'failed', exitCode: EXIT_CODES[cause], problems, ...nothing };
}
