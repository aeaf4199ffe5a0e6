import { type AnyCode, type Failure, failure, type Problem, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { qualifiedId } from '../../patterns/index.ts';
import { NO_CONSTRAINTS, saysTooLittle, splitRequirement } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult, type WholeDocument } from '../document.ts';
import type { ModelRequest } from '../flagged_model.ts';
import { emptyDocuments } from '../generated/empty_documents.js';
import { interrupted } from '../interrupted.ts';
import { isSound } from '../is_sound.ts';
import {
  type ChoosePatternCode,
  choosePattern,
  type PatternChoice,
  type PatternOptions,
  patternRemedy,
} from '../patterns/choose_pattern.ts';
import type { MatchedEvent } from '../patterns/pattern_operations.ts';
import { planFromPattern } from '../patterns/plan_from_pattern.ts';
import { type Port, type WaitEvent, whileWaiting } from '../port.ts';
import { openWorkspace, type WorkspaceOptions } from '../workspace.ts';
import { type ConstrainedRequirement, readConstrainedRequirement } from './constrained_requirement.ts';
import { openDraftSetting } from './draft_context.ts';
import {
  type DraftedPlan,
  draftSkeleton,
  draftWithModel,
  openQuestions,
  type PreparedDraft,
  prepareDraft,
  type Shortfall,
  saveDraft,
  shortfallOf,
  withFile,
} from './draft_plan.ts';
import { choosePlanFile, type PlanFile } from './plan_file.ts';
import { planPart, planReport } from './plan_report.ts';
import { readRequirement } from './read_requirement.ts';

/** The request for a new plan. */
export type DraftRequest = WorkspaceOptions &
  PatternOptions &
  Omit<ModelRequest, 'model'> & {
    /** The requirement: text, `@file`, or `-` for standard input. */
    readonly words: readonly string[];
    /** A file that holds it. */
    readonly file?: string;
    /** A plan to revise. */
    readonly revise?: string;
    /** The batch of that plan whose finished phases are fixed. */
    readonly batch?: string;
    /** Constraints on the plan, as `key: value`. */
    readonly constraint?: readonly string[];
    /** The destination of the plan: a new file, or `-` for none. */
    readonly out?: string;
    /** The most tokens in a prompt to the model. */
    readonly budget: number;
    /** `false` for a skeleton without a model. */
    readonly model?: string | false;
    readonly dryRun?: boolean;
  };

/** Events while a plan is drafted. */
export type DraftEvent =
  | WaitEvent
  | MatchedEvent
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** The content of the prompt that is about to be sent, or would be. */
  | { readonly kind: 'read'; readonly prepared: PreparedDraft; readonly dryRun: boolean }
  /** The model has questions, which follow. */
  | { readonly kind: 'requirement-open' }
  /** A plan, and the file that it was written to, if any. */
  | { readonly kind: 'drafted'; readonly plan: DraftedPlan; readonly file: PlanFile | undefined };

type DraftResult = VerbResult<'orchestrator.plan-draft/1', AnyCode>;

/** Drafts a plan for a requirement; asks about points that the requirement leaves open, if somebody can be asked. */
export async function draftNewPlan(
  context: OperationContext,
  request: DraftRequest,
  port: Port<DraftEvent>,
): Promise<DraftResult> {
  const { dryRun = false } = request;
  const drafted = await new PlanDrafting(context, request, port).draft();
  return drafted.ok ? drafted : { ...drafted, known: { dryRun, ...drafted.known } };
}

/** Number of inputs of a request that come from standard input. */
export function draftInputs({ words, file, revise, apiKeyFile }: DraftRequest): number {
  const word = words.length === 1 ? words[0] : undefined;
  return [word, file, revise, apiKeyFile].filter((source) => source === '-').length;
}

/** A plan being drafted. */
class PlanDrafting {
  readonly #context: OperationContext;
  readonly #request: DraftRequest;
  readonly #port: Port<DraftEvent>;

  constructor(context: OperationContext, request: DraftRequest, port: Port<DraftEvent>) {
    this.#context = context;
    this.#request = request;
    this.#port = port;
  }

  async draft(): Promise<DraftResult> {
    const context = this.#context;
    const { out, revise, batch, constraint, budget, words, file, dryRun = false } = this.#request;
    if (!Number.isInteger(budget) || budget < MIN_BUDGET || budget > MAX_BUDGET)
      return failure('usage', BAD_BUDGET);
    if (draftInputs(this.#request) > 1) return failure('usage', INPUT_TWICE);
    const read = readRequirement(context, { words, file });
    if (!read.ok) return read;
    if (batch !== undefined && revise === undefined) return failure('usage', BATCH_OF_NOTHING);
    const wanted = readConstrainedRequirement(read.value, { file, constraint });
    if (!wanted.ok) return wanted;
    await this.#port.show({ kind: 'problems', problems: wanted.value.problems });
    // Checked here so that an unwritable file is reported before a model is paid for.
    const chosen = out === '-' ? undefined : choosePlanFile(context, { title: '', out });
    if (chosen?.ok === false) return chosen;
    const choice = await this.#choosePattern(wanted.value);
    if ('cause' in choice) return choice;
    if (choice.kind === 'shown')
      return success(
        makeDocument(NAME, { ...emptyDocuments[NAME], ok: true, matches: [...choice.matches], problems: [] }),
      );
    if (choice.kind === 'pattern') return this.#fromPattern(choice, wanted.value);
    const workspace = await openWorkspace(context, this.#request);
    if (!workspace.ok) return workspace;
    const opened = await openDraftSetting(context, workspace.value, {
      revise,
      batch,
      constraints: wanted.value.constraints,
    });
    if (!opened.ok) return opened;
    const shown = new Set(wanted.value.problems.map(({ message }) => message));
    const more = opened.value.problems.filter(({ message }) => !shown.has(message));
    if (more.length > 0) await this.#port.show({ kind: 'problems', problems: more });
    const { text } = wanted.value;
    let prepared = prepareDraft(opened.value, text, budget);
    if (isVague(prepared) && (await this.#port.canAsk())) {
      const said = await this.#ask('What should change, where, and how can you tell that it is done?');
      if (said === undefined) return INTERRUPTED;
      prepared = prepareDraft(opened.value, `${text}\n\n${said}`, budget);
    }
    if (!prepared.ok) return prepared;
    if (!dryRun) return this.#make(prepared.value, text);
    await this.#port.show({ kind: 'read', prepared: prepared.value, dryRun });
    return success(previewDocument(prepared.value));
  }

  async #make(first: PreparedDraft, text: string): Promise<DraftResult> {
    const { model: named, ...others } = this.#request;
    const port = this.#port;
    if (named === false)
      return this.#write(
        first,
        draftSkeleton(first, { reason: '--no-model was given', remedy: FILL_IN, hasFailed: false }),
      );
    const { openFlaggedModel } = await import('../flagged_model.ts');
    const wanted = named === undefined ? others : { ...others, model: named };
    const open = await openFlaggedModel(this.#context, wanted);
    if ('cause' in open) return open;
    await port.show({ kind: 'problems', problems: open.problems });
    await port.show({ kind: 'read', prepared: first, dryRun: false });
    if (open.kind === 'none') {
      const { constraints = NO_CONSTRAINTS } = first.setting.brief;
      const remedy = `${open.remedy}${patternRemedy(this.#context, text, constraints)}`;
      return this.#write(first, draftSkeleton(first, { ...open, remedy, hasFailed: open.isConfigured }));
    }
    let prepared = first;
    for (let mayAskBack = true; ; mayAskBack = false) {
      const { signal } = port;
      const wait = { model: open.settings.model, work: { of: 'plan' } } as const;
      const drafted = await whileWaiting(port, wait, () =>
        draftWithModel(prepared, open, { signal, mayAskBack }),
      );
      if (signal.aborted) return INTERRUPTED;
      if (drafted.kind === 'failed')
        return this.#write(
          prepared,
          draftSkeleton(prepared, { ...shortfallOf(drafted.failure), hasFailed: true }),
        );
      if (drafted.kind === 'drafted') return this.#write(prepared, drafted.plan);
      const { questions } = drafted;
      if (!(await port.canAsk())) return { ...openQuestions(questions), known: { questions } };
      const answers = await this.#askAll(questions);
      if (answers === undefined) return INTERRUPTED;
      const more = prepareDraft(prepared.setting, `${text}\n\n${answers}`, prepared.budget);
      if (!more.ok) return more;
      prepared = more.value;
    }
  }

  async #write(prepared: PreparedDraft, drafted: DraftedPlan): Promise<DraftResult> {
    const { out, revise } = this.#request;
    const saved =
      out === '-'
        ? success({ file: undefined, plan: withFile(drafted, '<stdout>') })
        : await saveDraft(this.#context, drafted, { out, revise });
    if (!saved.ok) return saved;
    const { file, plan } = saved.value;
    await this.#port.show({ kind: 'drafted', plan, file });
    return success(draftDocument(prepared, plan, file?.shown ?? null));
  }

  async #choosePattern({
    text,
    constraints,
  }: ConstrainedRequirement): Promise<PatternChoice | Failure<ChoosePatternCode>> {
    const { revise, pattern, showPatterns, dryRun = false } = this.#request;
    if (revise !== undefined && (pattern !== undefined || showPatterns))
      return failure('usage', REVISED_PATTERN);
    if (dryRun && pattern !== undefined) return failure('usage', DRY_PATTERN);
    return choosePattern(this.#context, this.#request, { text, constraints, port: this.#port });
  }

  /** Makes the plan from a pattern: no model is asked. */
  async #fromPattern(
    { pattern, confidence }: Extract<PatternChoice, { kind: 'pattern' }>,
    { text, constraints }: ConstrainedRequirement,
  ): Promise<DraftResult> {
    const { input = [], goalMap, out } = this.#request;
    const requirement = splitRequirement(text);
    if (saysTooLittle(requirement)) return failure('usage', NOTHING_WANTED);
    const from = { pattern, input, constraints, requirement, goalMap };
    const made = await planFromPattern(this.#context, from, this.#port);
    if ('cause' in made) return made;
    const { plan } = made;
    const id = qualifiedId(pattern);
    const phases = plan.assessment.plan.phases.map((phase) => phase.id);
    const drafted: DraftedPlan = {
      origin: 'pattern',
      pattern: { id, confidence, requirements: pattern.requirements ?? [] },
      title: plan.title,
      text: plan.text,
      report: { ...planReport(plan.assessment), problems: plan.problems },
      requirement: requirement.lines.map(({ number, text: said, asks }) => ({
        ...{ line: number, text: said, asks, phases: asks ? phases : [] },
      })),
      ...{ model: null, repairs: 0, usage: null, shortfall: undefined, hasFailed: false },
    };
    const saved =
      out === '-'
        ? success({ file: undefined, plan: withFile(drafted, '<stdout>') })
        : await saveDraft(this.#context, drafted, { out, revise: undefined });
    if (!saved.ok) return saved;
    const { file, plan: draft } = saved.value;
    await this.#port.show({ kind: 'drafted', plan: draft, file });
    return success(
      makeDocument(NAME, {
        ...emptyDocuments[NAME],
        ok: isSound(draft.report.problems, false),
        file: file?.shown ?? null,
        origin: 'pattern',
        pattern: id,
        requirement: draft.requirement.map((line) => ({ ...line, phases: [...line.phases] })),
        ...planPart(draft.report),
        problems: draft.report.problems,
      }),
    );
  }

  /** @returns `undefined` if the person ended it */
  async #ask(message: string): Promise<string | undefined> {
    const check = (text: string) =>
      text.trim() === '' ? 'Enter something, or stop with Ctrl-C.' : undefined;
    const answer = await this.#port.text({ message: printableLine(message), default: '', check });
    return answer.kind === 'answer' ? answer.value : undefined;
  }

  /** The answers as lines of a requirement, each with its question. */
  async #askAll(questions: readonly string[]): Promise<string | undefined> {
    await this.#port.show({ kind: 'requirement-open' });
    const lines: string[] = [];
    for (const question of questions) {
      const answer = await this.#ask(question);
      if (answer === undefined) return undefined;
      lines.push(`- ${printableLine(question).replace(/[\s?.:？]+$/u, '')}: ${printableLine(answer)}`);
    }
    return lines.join('\n');
  }
}

const NAME = 'orchestrator.plan-draft/1';

/** The request that would be sent to a model. */
function previewDocument(prepared: PreparedDraft): WholeDocument<typeof NAME> {
  const { lines } = prepared.requirement;
  const requirement = lines.map(({ number, text, asks }) => ({ line: number, text, asks, phases: [] }));
  const fields = { ...emptyDocuments[NAME], dryRun: true, read: readPart(prepared), requirement };
  return makeDocument(NAME, { ok: true, ...fields, problems: [...prepared.setting.problems] });
}

function draftDocument(
  prepared: PreparedDraft,
  { origin, model, repairs, shortfall, report, requirement, hasFailed }: DraftedPlan,
  file: string | null,
): WholeDocument<typeof NAME> {
  return makeDocument(NAME, {
    ...emptyDocuments[NAME],
    ok: !hasFailed && isSound(report.problems, false),
    file,
    origin,
    model,
    repairs,
    reason: shortfall === undefined ? null : inOneLine(shortfall),
    read: readPart(prepared),
    requirement,
    unserved: requirement.flatMap(({ line, asks, phases }) => (asks && phases.length === 0 ? [line] : [])),
    ...planPart(report),
    problems: [...besides(prepared, report.problems), ...report.problems],
  });
}

/** Problems with the draft's surroundings that are not repeated for the plan. */
function besides({ setting }: PreparedDraft, problems: readonly Problem[]): readonly Problem[] {
  const shown = new Set(problems.map(({ message }) => message));
  return setting.problems.filter(({ message }) => !shown.has(message));
}

function readPart({ request, budget }: PreparedDraft) {
  return {
    tokens: request.tokens,
    budget,
    blocks: request.blocks.map(({ label, detail, tokens, isCut }) => ({
      name: label.toLowerCase(),
      detail,
      tokens,
      cut: isCut,
    })),
  };
}

function inOneLine({ reason, remedy }: Shortfall): string {
  return printableLine(`${reason.replace(/\.$/u, '')}. ${remedy}`);
}

const MIN_BUDGET = 1000;
const MAX_BUDGET = 10_000_000;
const FILL_IN = 'Fill it in by hand, or remove that flag.';

function isVague(prepared: { readonly ok: true } | Failure<AnyCode>): boolean {
  return !prepared.ok && prepared.problems.some(({ code }) => code === 'requirement-vague');
}

const INTERRUPTED = interrupted('Stopped; no plan was written.');

const BAD_BUDGET: Problem<'bad-budget'> = {
  severity: 'error',
  code: 'bad-budget',
  message: '--budget takes a number of tokens.',
  hint: `Give a whole number of at least ${MIN_BUDGET}, as in --budget 16000.`,
};

const BATCH_OF_NOTHING: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--batch says which phases of a plan are done, but no plan is named.',
  hint: 'Name it: --revise PLAN --batch N',
};

const REVISED_PATTERN: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: 'A revised plan cannot come from a pattern.',
  hint: 'Remove --revise or the pattern.',
};

const DRY_PATTERN: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--dry-run shows what a model would be told, but --pattern uses no model.',
  hint: 'To see the plan and write nothing: --out -',
};

const NOTHING_WANTED: Problem<'requirement-vague'> = {
  severity: 'error',
  code: 'requirement-vague',
  message: 'The requirement says too little to keep in a plan.',
  hint: 'Say in a sentence what you want, or fill only the pattern: orchestrator patterns use ID',
};

const INPUT_TWICE: Problem<'standard-input-twice'> = {
  severity: 'error',
  code: 'standard-input-twice',
  message: 'Standard input is used twice.',
  hint: 'Read one of the two from a file.',
};
