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

/** A prepared request for a draft: nothing has been sent yet. */
export type PreparedDraft = {
  readonly setting: DraftSetting;
  readonly requirement: Requirement;
  readonly request: DraftRequest;
  /** In tokens. */
  readonly budget: number;
};

/** A plan drafted by a model or, without one, from keywords. Not yet written. */
export type DraftedPlan = {
  readonly origin: 'model' | 'skeleton' | 'pattern';
  /** The pattern it was made from, with the confidence in it and its basis. */
  readonly pattern?: {
    readonly id: string;
    readonly confidence: string;
    /** Preconditions of the plan. */
    readonly requirements: readonly string[];
  };
  readonly title: string;
  readonly text: string;
  readonly report: PlanReport;
  /** The phases that serve each line of the requirement. */
  readonly requirement: readonly {
    readonly line: number;
    readonly text: string;
    readonly asks: boolean;
    readonly phases: readonly string[];
  }[];
  /** The model as the endpoint names it; `null` for a skeleton, or if no answer was ever usable. */
  readonly model: string | null;
  readonly repairs: number;
  readonly usage: Usage | null;
  /** The reason why it is a skeleton, or a draft with faults. */
  readonly shortfall: Shortfall | undefined;
  /** Whether a model was configured and gave no plan: then the skeleton is a fallback, and not a success. */
  readonly hasFailed: boolean;
};

/** The reason for an inferior result, and its remedy. */
export type Shortfall = { readonly reason: string; readonly remedy: string };

export type DraftProblemCode = 'requirement-vague' | 'requirement-too-large';

/**
 * Parses the requirement and builds the request.
 *
 * @param text - as it was given
 * @param budget - the most tokens in the request
 */
export function prepareDraft(
  setting: DraftSetting,
  text: string,
  budget: number,
): Result<PreparedDraft, DraftProblemCode> {
  const requirement = splitRequirement(text, setting.firstLine);
  const vague = vagueness(text);
  if (vague !== undefined) return vague;
  const request = draftRequest({ ...setting.brief, requirement }, budget);
  if (request === undefined) return failure('usage', tooLarge(budget, setting));
  return success({ setting, requirement, request, budget });
}

/** The outcome of asking a model: a draft, questions, or nothing. */
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
 * Drafts as much as is possible without a model.
 *
 * @param shortfall.hasFailed - whether a model was supposed to draft the plan
 */
export function draftSkeleton(
  prepared: PreparedDraft,
  { reason, remedy, hasFailed }: Shortfall & { readonly hasFailed: boolean },
): DraftedPlan {
  const { setting, requirement } = prepared;
  const { goals, revised } = setting.brief;
  const phases = skeletonPhases(requirement, goals, revised?.phases.map(({ id }) => id) ?? []);
  const draft = composeDraft({ title: titleFrom(requirement), phases }, taskOf(prepared));
  if (draft === undefined) throw new Error('a skeleton that is not a plan');
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

/** The reason why a model gave nothing, in the words of a report. */
export function shortfallOf({ message, remedy }: ModelFailure): Shortfall {
  return { reason: message, remedy };
}

/** Writes a drafted plan to a new file; its problems then name it. */
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

/** Adds the file's name to the problems of a plan. */
export function withFile(plan: DraftedPlan, file: string): DraftedPlan {
  const problems = plan.report.problems.map((problem) => ({ ...problem, file }));
  return { ...plan, report: { ...plan.report, problems } };
}

function taskOf({ setting, requirement }: PreparedDraft) {
  return { facts: { ...setting.facts, requirement }, revised: setting.brief.revised };
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

/** Reports a requirement from which nothing can be planned. */
export function vagueness(text: string): Failure<DraftProblemCode> | undefined {
  return saysTooLittle(splitRequirement(text)) ? failure('usage', tooVague(text)) : undefined;
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
    hint: 'Say what should change, in which part of the project, and how to tell that it is done.',
  };
}

/** Presents the model's questions as information that a person has to add. */
export function openQuestions(questions: readonly string[]): Failure<DraftProblemCode> {
  const [first, ...rest] = questions.map(
    (question): Problem<DraftProblemCode> => ({
      severity: 'error',
      code: 'requirement-vague',
      message: `The requirement leaves a question open: ${question}`,
      hint: 'Add the answer to it.',
    }),
  );
  return failure('usage', first ?? tooVague(''), ...rest);
}

function tooLarge(budget: number, { brief }: DraftSetting): Problem<DraftProblemCode> {
  const what =
    brief.revised === undefined ? 'The requirement does' : 'The requirement and the plan it builds on do';
  return {
    severity: 'error',
    code: 'requirement-too-large',
    message: `${what} not fit into ${budget} tokens with the rules, and cannot be cut.`,
    hint: 'Allow more with --budget, or draft one part at a time.',
  };
}
