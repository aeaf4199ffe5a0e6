import { basename } from 'node:path';
import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { ModelFailure, Usage } from '../../llm/index.ts';
import {
  askForDraft,
  composeDraft,
  type DraftRequest,
  draftRequest,
  type Requirement,
  saysTooLittle,
  skeletonPhases,
  splitRequirement,
  titleFrom,
  type WholeDraft,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import type { OpenModel } from '../model.ts';
import type { DraftSetting } from './draft_context.ts';
import { type PlanFile, type PlanFileProblemCode, writePlan } from './plan_file.ts';
import { type PlanReport, planReport } from './plan_report.ts';

/** A draft that can be asked for: nothing has been sent yet. */
export type PreparedDraft = {
  readonly setting: DraftSetting;
  readonly requirement: Requirement;
  readonly request: DraftRequest;
  /** In tokens. */
  readonly budget: number;
};

/** A plan that was drafted, by a model or, without one, from keywords. Not written yet. */
export type DraftedPlan = {
  readonly origin: 'model' | 'skeleton' | 'pattern';
  /** The pattern that gave it, and how far that can be trusted, with what it rests on. */
  readonly pattern?: {
    readonly id: string;
    readonly confidence: string;
    /** What has to be so before it begins. */
    readonly requirements: readonly string[];
  };
  readonly title: string;
  readonly text: string;
  readonly report: PlanReport;
  /** Whose phases serve each line. */
  readonly requirement: readonly {
    readonly line: number;
    readonly text: string;
    readonly asks: boolean;
    readonly phases: readonly string[];
  }[];
  /** The model as the endpoint names it; `null` for a skeleton, or where it never managed a good answer. */
  readonly model: string | null;
  readonly repairs: number;
  readonly usage: Usage | null;
  /** Why it is a skeleton, or a draft that is not good yet. */
  readonly shortfall: Shortfall | undefined;
  /** Whether a model was set up and gave no plan: then the skeleton is what is left, and no success. */
  readonly hasFailed: boolean;
};

/** Why something is not better, and what a person can do. */
export type Shortfall = { readonly reason: string; readonly remedy: string };

export type DraftProblemCode = 'requirement-vague' | 'requirement-too-large';

/**
 * Takes the requirement apart and makes the request.
 *
 * @param text - as it was given
 * @param budget - how many tokens the request may have
 */
export function prepareDraft(
  setting: DraftSetting,
  text: string,
  budget: number,
): Result<PreparedDraft, DraftProblemCode> {
  const requirement = splitRequirement(text, setting.firstLine);
  if (saysTooLittle(requirement)) return failure('usage', tooVague(text));
  const request = draftRequest({ ...setting.brief, requirement }, budget);
  if (request === undefined) return failure('usage', tooLarge(budget, setting));
  return success({ setting, requirement, request, budget });
}

/** What came of asking a model: a draft, questions that it has, or nothing. */
export type ModelDraft =
  | { readonly kind: 'drafted'; readonly plan: DraftedPlan }
  | { readonly kind: 'questions'; readonly questions: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: ModelFailure };

/** Asks a model for the plan. */
export async function draftWithModel(
  prepared: PreparedDraft,
  { model }: Extract<OpenModel, { kind: 'ready' }>,
  options: { readonly signal: AbortSignal; readonly mayAskBack: boolean },
): Promise<ModelDraft> {
  const { request } = prepared;
  const { signal, mayAskBack } = options;
  const task = { ...taskOf(prepared), request, mayAskBack };
  const outcome = await askForDraft(model, task, { signal });
  if (outcome.kind === 'none') return { kind: 'failed', failure: outcome.failure };
  if (outcome.kind === 'questions') return outcome;
  const { draft, failure: failed } = outcome;
  const plan: DraftedPlan = {
    ...draftedPlan(prepared, draft),
    origin: 'model',
    model: outcome.model ?? null,
    repairs: outcome.repairs,
    usage: outcome.usage,
    hasFailed: false,
    shortfall: failed === undefined ? undefined : shortfallOf(failed),
  };
  return { kind: 'drafted', plan };
}

/**
 * Drafts what can be drafted without a model.
 *
 * @param shortfall.hasFailed - whether there was to be a model's plan
 */
export function draftSkeleton(
  prepared: PreparedDraft,
  { reason, remedy, hasFailed }: Shortfall & { readonly hasFailed: boolean },
): DraftedPlan {
  const { setting, requirement } = prepared;
  const { goals, revised } = setting.brief;
  const phases = skeletonPhases(requirement, goals, revised?.phases.map(({ id }) => id) ?? []);
  const draft = composeDraft({ title: titleFrom(requirement), phases }, taskOf(prepared));
  if (draft === undefined) throw new Error('a skeleton that is no plan');
  return {
    ...draftedPlan(prepared, draft),
    origin: 'skeleton',
    model: null,
    repairs: 0,
    usage: null,
    shortfall: { reason, remedy },
    hasFailed,
  };
}

/** Why a model gave nothing, in the words of a report. */
export function shortfallOf({ message, remedy }: ModelFailure): Shortfall {
  return { reason: message, remedy };
}

/** Writes a drafted plan as a new file; its problems then name it. */
export async function saveDraft(
  context: OperationContext,
  plan: DraftedPlan,
  place: { readonly out: string | undefined; readonly revise: string | undefined },
): Promise<Result<{ readonly file: PlanFile; readonly plan: DraftedPlan }, PlanFileProblemCode>> {
  const { out, revise } = place;
  const title = revise === undefined || revise === '-' ? plan.title : basename(revise, '.md');
  const written = await writePlan(context, { title, out }, plan.text);
  if (!written.ok) return written;
  return success({ file: written.value, plan: withFile(plan, written.value.shown) });
}

/** The plan, whose problems are located in a file. */
export function withFile(plan: DraftedPlan, file: string): DraftedPlan {
  const problems = plan.report.problems.map((problem) => ({ ...problem, file }));
  return { ...plan, report: { ...plan.report, problems } };
}

function taskOf({ setting, requirement }: PreparedDraft) {
  return { ground: { ...setting.ground, requirement }, revised: setting.brief.revised };
}

function draftedPlan({ requirement }: PreparedDraft, { title, source, judged }: WholeDraft) {
  return {
    title,
    text: source,
    report: { ...planReport(judged.assessment), problems: judged.problems },
    requirement: requirement.lines.map(({ number, text, asks }, index) => ({
      line: number,
      text,
      asks,
      phases: judged.servedBy[index] ?? [],
    })),
  };
}

function tooVague(text: string): Problem<DraftProblemCode> {
  const said =
    text.trim() === ''
      ? 'There is no requirement'
      : 'The requirement is one word, from which nothing can be planned';
  return {
    severity: 'error',
    code: 'requirement-vague',
    message: `${said}.`,
    hint: 'Say what is to change, in which part of the project, and how one can tell that it is done.',
  };
}

/** The model's questions as what a person has to add. */
export function openQuestions(questions: readonly string[]): Failure<DraftProblemCode> {
  const [first, ...rest] = questions.map(
    (question): Problem<DraftProblemCode> => ({
      severity: 'error',
      code: 'requirement-vague',
      message: `The requirement leaves open: ${question}`,
      hint: 'Add the answer to it.',
    }),
  );
  return failure('usage', first ?? tooVague(''), ...rest);
}

function tooLarge(budget: number, { brief }: DraftSetting): Problem<DraftProblemCode> {
  const what =
    brief.revised === undefined
      ? 'The requirement does'
      : 'The requirement and the plan that it builds on do';
  return {
    severity: 'error',
    code: 'requirement-too-large',
    message: `${what} not fit into ${budget} tokens with the rules, and cannot be cut.`,
    hint: 'Allow more with --budget, or draft a part of it at a time.',
  };
}
