import { basename } from 'node:path';
import { type AnyCode, type Failure, failure, type Problem, success } from '../../diagnostics/index.ts';
import {
  checkName,
  checkTitle,
  chooseGoal,
  type GoalChoiceCode,
  type NameProblemCode,
  suggestName,
} from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import type { VerbResult } from '../document.ts';
import { type GivenValues, readInputValues } from '../filling/input_values.ts';
import { standardInputClash } from '../filling/standard_input.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import type { Answers } from './ask_answers.ts';
import type { UnmetComponent } from './missing_component.ts';
import { newDocument } from './new_document.ts';
import type { NewEvent } from './new_event.ts';
import type { NewRequest } from './new_request.ts';
import {
  type FrameworkRequest,
  type IncompleteFramework,
  incompletePart,
  type PreparedFramework,
  type PrepareFrameworkCode,
  prepareFramework,
} from './prepare_framework.ts';
import type { Proposal } from './proposal.ts';
import { isProposable } from './propose_framework.ts';
import { inspectFramework, type OnConflict, writeFramework } from './write_framework.ts';

type NewResult = VerbResult<'orchestrator.new/1', AnyCode>;

/**
 * Makes a framework: asks for missing answers, has missing components written, writes all files or none. If everything is
 * given, nothing is asked.
 */
export async function newFramework(
  context: OperationContext,
  request: NewRequest,
  port: Port<NewEvent>,
): Promise<NewResult> {
  const made = await new NewFramework(context, request, port).make();
  return made.ok ? made : { ...made, known: { dryRun: request.dryRun ?? false } };
}

type NewFrameworkCompleteCode = ModelRequestCode | PrepareFrameworkCode | 'bad-description' | 'interrupted';

type NewFrameworkProposeCode =
  | GoalChoiceCode
  | ModelRequestCode
  | 'empty-sentence'
  | 'long-sentence'
  | 'interrupted'
  | 'no-goal-fits';

type NewFrameworkAnswersCode =
  | GoalChoiceCode
  | NameProblemCode
  | 'interrupted'
  | 'missing-goal'
  | 'missing-name';

/** A framework in the making: the request, and its state so far. */
class NewFramework {
  readonly #context: OperationContext;
  readonly #request: NewRequest;
  readonly #port: Port<NewEvent>;
  readonly #name: string | undefined;
  /** The sentence about the work, if it is given instead of answers. */
  readonly #sentence: string | undefined;
  #proposal: Proposal | null = null;
  /** Whether anything was asked before the framework was prepared. */
  #asked = false;
  /** Whether it has waited for a model, and so has started listening to the signal. */
  #waited = false;
  /** Whether a generated component has been saved. */
  #saved = false;
  /** Why components are still missing after the attempt to generate them. */
  #unmet: readonly UnmetComponent[] = [];

  constructor(context: OperationContext, request: NewRequest, port: Port<NewEvent>) {
    const { name, from, output } = request;
    const isSentence = from === undefined && name !== undefined && isProposable(context, name, output);
    this.#context = context;
    this.#request = request;
    this.#port = port;
    this.#name = isSentence ? undefined : name;
    this.#sentence = isSentence ? name : from;
  }

  async make(): Promise<NewResult> {
    const clash = standardInputClash(this.#request);
    if (clash.length > 0) return failure('usage', ...clash);
    const opened = await openWorkspace(this.#context, this.#request);
    if (!opened.ok) return opened;
    const workspace = opened.value;
    const stopped = await this.#propose(workspace);
    if (stopped) return stopped;
    let answers = await this.#answers(workspace);
    if ('cause' in answers) return answers;
    const values = readInputValues(this.#context.cwd, this.#request.set ?? []);
    if (!values.ok) return values;
    let wanted = this.#wanted(answers, values.value);
    for (;;) {
      const prepared = await prepareFramework(this.#context, workspace, wanted);
      if (!prepared.ok) return prepared;
      if (this.#request.dryRun) return this.#preview(prepared.value);
      const found = inspectFramework(prepared.value);
      if (!found.ok) return found;
      await this.#port.show({ kind: 'repaired', repaired: found.value.repaired });
      const isDifferent = found.value.state === 'different';
      const decided = isDifferent ? await this.#decide(prepared.value) : 'refuse';
      if (decided === 'closed') return this.#interrupted();
      if (typeof decided === 'object') {
        wanted = { ...wanted, name: decided.name };
        continue;
      }
      if (decided === 'back') {
        answers = await this.#answers(workspace, answers);
        if ('cause' in answers) return answers;
        wanted = this.#wanted(answers, values.value);
        continue;
      }
      if (decided === 'merge') {
        const merged = await this.#merge(workspace, wanted, prepared.value);
        if (merged === undefined) continue;
        return merged;
      }
      if (isDifferent && decided !== 'overwrite') return this.#write(prepared.value, decided);
      const framework = await this.#complete(workspace, wanted, prepared.value);
      return framework.ok ? this.#write(framework.value, decided) : framework;
    }
  }

  /** Has answers proposed for the sentence, if there is one, and shows them; returns a failure if no goal fits. */
  async #propose(workspace: Workspace): Promise<Failure<NewFrameworkProposeCode> | undefined> {
    if (this.#sentence === undefined) return undefined;
    const { proposeAnswers } = await import('./propose_answers.ts');
    this.#waited = true;
    const proposed = await proposeAnswers(this.#sentence, {
      context: this.#context,
      workspace,
      request: this.#request,
      name: this.#name,
      mayGoOn: (await this.#port.canAsk()) && !this.#request.yes,
      port: this.#port,
    });
    if (proposed === 'closed') return this.#interrupted();
    if (proposed && 'cause' in proposed) return proposed;
    this.#proposal = proposed;
    return undefined;
  }

  /** Completes the framework with the components that were missing, as far as they can be generated. */
  async #complete(
    workspace: Workspace,
    wanted: FrameworkRequest,
    framework: PreparedFramework,
  ): Promise<Failure<NewFrameworkCompleteCode> | { readonly ok: true; readonly value: PreparedFramework }> {
    await this.#showChosen(framework);
    const { todos } = framework.lock;
    if (todos.length === 0) return success(framework);
    const unmet = await this.#generate(workspace, incompletePart(framework));
    if (unmet === 'closed') return this.#interrupted();
    if ('cause' in unmet) return unmet;
    this.#unmet = unmet;
    if (unmet.length === todos.length) return success(framework);
    return prepareFramework(this.#context, workspace, wanted);
  }

  /** Has the missing components written, if there is a model to do it. */
  async #generate(
    workspace: Workspace,
    framework: IncompleteFramework,
  ): Promise<readonly UnmetComponent[] | Failure<ModelRequestCode | 'bad-description'> | 'closed'> {
    const { writeMissingComponents } = await import('./write_missing_components.ts');
    this.#waited = true;
    return writeMissingComponents({
      ...{ context: this.#context, workspace, framework, request: this.#request, port: this.#port },
      onSaved: () => {
        this.#saved = true;
      },
    });
  }

  /** Combines the given answers with those to questions; a failure if something is wrong or missing. */
  async #answers(
    workspace: Workspace,
    earlier?: Answers,
  ): Promise<Required<Answers> | Failure<NewFrameworkAnswersCode>> {
    const { goal: wantedGoal, title: givenTitle, yes = false, persona } = this.#request;
    // Deferred: it loads Unicode character classes, which a command with a given name does not need.
    const suggestedName = () => suggestName(basename(this.#context.cwd));
    const goal = wantedGoal === undefined ? undefined : chooseGoal(workspace.goalMap, wantedGoal);
    let given: Answers = {
      name: this.#name ?? (yes && !this.#proposal ? suggestedName() : undefined),
      goal: goal?.ok ? goal.value.name : wantedGoal,
      title: givenTitle,
    };
    const canAsk = await this.#port.canAsk();
    const isTaken = this.#proposal !== null && (!canAsk || yes);
    if (isTaken) given = { ...given, ...this.#offered(given) };
    const problems = [
      ...(given.name === undefined ? (canAsk ? [] : [MISSING_NAME]) : problemsOf(checkName(given.name))),
      ...(goal === undefined ? (canAsk || isTaken ? [] : [MISSING_GOAL]) : problemsOf(goal)),
      ...(given.title === undefined ? [] : problemsOf(checkTitle(given.title))),
    ];
    if (problems.length > 0) return failure('usage', ...problems);
    const isOpen =
      given.name === undefined || given.goal === undefined || (given.title === undefined && !yes);
    if (!canAsk || !isOpen) return { name: given.name, goal: given.goal, title: given.title };
    this.#asked = true;
    const { askAnswers } = await import('./ask_answers.ts');
    if (!earlier) await this.#port.show({ kind: 'questions-begin' });
    const title = given.title === undefined && yes ? '' : given.title;
    const answers = await askAnswers({
      ask: this.#port,
      workspace,
      given: { ...given, title },
      earlier,
      offered: this.#offered({}),
      suggestedName: suggestedName(),
      persona,
    });
    return answers ? { ...answers, title: answers.title || undefined } : this.#interrupted();
  }

  /** The proposal's answers to everything that is not given. */
  #offered(given: Answers): Answers {
    if (this.#proposal === null) return {};
    const { name, goal } = this.#proposal;
    return { name: given.name ?? name, goal: given.goal ?? goal.name };
  }

  #wanted(answers: Required<Answers>, { values, valueFiles, several }: GivenValues): FrameworkRequest {
    const { persona, protocol, constraint, addConstraint, output } = this.#request;
    // A proposal for one goal does not apply to another.
    const proposal = this.#proposal?.goal.name === answers.goal ? this.#proposal : null;
    const variant = this.#request.variant ?? proposal?.variant ?? undefined;
    // Settings of one variant need not exist in another.
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
      valueFiles,
      several,
    };
  }

  /** Decides what to do with an existing framework that differs, or returns another name. */
  async #decide(
    framework: PreparedFramework,
  ): Promise<OnConflict | 'merge' | 'back' | 'closed' | { readonly name: string }> {
    const { onConflict } = this.#request;
    if (onConflict !== 'ask') return onConflict;
    if (!(await this.#port.canAsk())) return 'refuse';
    const { askAboutExisting } = await import('./ask_about_existing.ts');
    const choice = await askAboutExisting(this.#context, framework, this.#port);
    if (choice.kind === 'rename') return { name: choice.name };
    // If every answer was given, there is no question to go back to.
    if (choice.kind === 'back') return this.#asked ? 'back' : 'keep';
    return choice.kind;
  }

  /** Merges the new request into the existing framework; `undefined` if that is impossible and another way has to be chosen. */
  async #merge(
    workspace: Workspace,
    wanted: FrameworkRequest,
    found: PreparedFramework,
  ): Promise<NewResult | undefined> {
    const { mergeRequest } = await import('./merge_request.ts');
    await this.#showChosen(found);
    const merged = await mergeRequest({
      ...{ context: this.#context, workspace, wanted, found, request: this.#request },
      ...{ proposal: this.#proposal, show: this.#port.show },
      generate: (framework) => this.#generate(workspace, framework),
    });
    if (merged === 'closed') return this.#interrupted();
    if (!('cause' in merged)) return success(merged);
    if (this.#request.onConflict === 'merge') return merged;
    await this.#port.show({ kind: 'problems', problems: merged.problems });
    return undefined;
  }

  async #write(framework: PreparedFramework, onConflict: OnConflict): Promise<NewResult> {
    if (this.#waited && this.#port.signal.aborted) return this.#interrupted();
    const written = await writeFramework(framework, onConflict);
    if (!written.ok) return written;
    const { outcome } = written.value;
    this.#context.log(`${framework.target.folder}: ${outcome}`);
    await this.#port.show({ kind: 'written', framework, outcome });
    const { strict = false } = this.#request;
    const fields = { outcome, dryRun: false, strict, unmet: this.#unmet, proposal: this.#proposal };
    return success(newDocument(framework, fields));
  }

  async #preview(framework: PreparedFramework): Promise<NewResult> {
    await this.#showChosen(framework);
    await this.#port.show({ kind: 'previewed', framework });
    const { strict = false } = this.#request;
    const fields = { outcome: null, dryRun: true, strict, unmet: [], proposal: this.#proposal };
    return success(newDocument(framework, fields));
  }

  async #showChosen(framework: PreparedFramework): Promise<void> {
    const isPersonaGiven = this.#request.persona !== undefined;
    await this.#port.show({ kind: 'chosen', framework, isPersonaGiven });
  }

  #interrupted(): Failure<'interrupted'> {
    const message = this.#saved
      ? 'Stopped; no framework was written. Saved components are kept.'
      : 'Stopped; nothing was written.';
    return interrupted(message);
  }
}

const MISSING_NAME: Problem<'missing-name'> = {
  severity: 'error',
  code: 'missing-name',
  message: 'The framework needs a name, and nobody can be asked here.',
  hint: 'Give it as an argument: orchestrator new My_Framework',
};

const MISSING_GOAL: Problem<'missing-goal'> = {
  severity: 'error',
  code: 'missing-goal',
  message: 'The framework needs a goal, and nobody can be asked here.',
  hint: 'Add --goal with a name or number (`orchestrator goals list` shows them), or describe the work: --from "…".',
};

function problemsOf<Code extends string>(
  result: { readonly ok: true } | Failure<Code>,
): readonly Problem<Code>[] {
  return result.ok ? [] : result.problems;
}
