import type { AskOptions, Model, ModelFailure, Usage } from '../../llm/index.ts';
import { withConstraints } from '../constraints/index.ts';
import { foldedId, type PhaseDraft, readPlan } from '../document/index.ts';
import type { UncheckedPlan } from '../plan.ts';
import { type DraftFacts, type DraftProblem, type JudgedDraft, judgeDraft } from './judge_draft.ts';
import { phaseDrafts, printDraft } from './print_draft.ts';
import { readAnswer } from './read_answer.ts';
import type { DraftRequest } from './request.ts';
import { markedDone, revisedSource } from './revision.ts';
import { titleFrom } from './skeleton.ts';

/** The number of times that a model may repair its draft. */
const REPAIRS = 2;

/** The draft that a model is asked for. */
export type DraftTask = {
  readonly request: DraftRequest;
  readonly facts: DraftFacts;
  /** The plan that is built on. */
  readonly revised: UncheckedPlan | undefined;
  /** Whether the model may ask back instead. */
  readonly mayAskBack: boolean;
};

/** A draft as it would be written, with everything that is wrong with it. */
export type WholeDraft = { readonly title: string; readonly source: string; readonly judged: JudgedDraft };

/** The outcome of asking. */
export type DraftOutcome =
  | {
      readonly kind: 'draft';
      readonly draft: WholeDraft;
      readonly model: string | undefined;
      /** Rounds after the first. */
      readonly repairs: number;
      readonly usage: Usage | null;
      /** The reason that it is not better: the model did not manage, or the last round failed. */
      readonly failure: ModelFailure | undefined;
    }
  | { readonly kind: 'questions'; readonly questions: readonly string[] }
  | { readonly kind: 'none'; readonly failure: ModelFailure };

/**
 * Asks a model for a draft. Every answer is printed, read and judged, and goes back with its located problems at most twice;
 * where it is still not good, the best of them is given.
 */
export async function askForDraft(model: Model, task: DraftTask, options: AskOptions): Promise<DraftOutcome> {
  let best: WholeDraft | undefined;
  let questions: readonly string[] | undefined;
  let rounds = 0;
  const outcome = await model.askStructured(
    { messages: task.request.messages },
    {
      ...options,
      schema: task.request.schema,
      repairs: REPAIRS,
      validate: (data) => {
        rounds += 1;
        const read = readAnswer(data);
        if (read.kind === 'unusable') return { valid: false, problems: read.faults };
        const { answer } = read;
        if (answer.phases.length === 0) {
          if (task.mayAskBack && answer.questions.length > 0) {
            questions = answer.questions;
            return { valid: true, problems: [] };
          }
          const why =
            answer.questions.length > 0
              ? ': nobody can answer questions; say in a step what you took for granted'
              : '';
          return { valid: false, problems: [`/phases: there must be one at least${why}`] };
        }
        const title = answer.title === '' ? titleFrom(task.facts.requirement) : answer.title;
        const phases = phaseDrafts(answer, task.facts.project);
        const facts = { ...task.facts, beyond: read.beyond };
        const draft = composeDraft({ title, phases }, { ...task, facts });
        if (draft === undefined)
          return { valid: false, problems: ['/phases: they cannot be printed as a plan'] };
        best = better(draft, best);
        const evidence = [
          ...read.faults,
          ...evidenceOf(
            draft,
            answer.phases.map(({ id }) => id),
          ),
        ];
        return { valid: evidence.length === 0, problems: evidence };
      },
    },
  );
  if (questions !== undefined) return { kind: 'questions', questions };
  const interrupted = !outcome.ok && outcome.failure.reason === 'interrupted';
  if (best === undefined || interrupted)
    return { kind: 'none', failure: outcome.ok ? NO_DRAFT : outcome.failure };
  return {
    kind: 'draft',
    draft: best,
    model: outcome.ok ? outcome.value.model : undefined,
    repairs: rounds - 1,
    usage: outcome.ok ? outcome.value.usage : null,
    failure: outcome.ok ? undefined : outcome.failure,
  };
}

/** Unreachable: a valid answer without questions has left a draft behind. */
const NO_DRAFT: ModelFailure = {
  reason: 'empty',
  retryable: false,
  tries: 1,
  message: 'The model returned no plan.',
  remedy: 'Try again.',
};

/** Makes a document of phases, on its own or within the plan that they revise, and judges it. */
export function composeDraft(
  { title, phases: drafts }: { readonly title: string; readonly phases: readonly PhaseDraft[] },
  { facts, revised }: Pick<DraftTask, 'facts' | 'revised'>,
): WholeDraft | undefined {
  const { requirement } = facts;
  const before = revised?.phases.map(({ id }) => id) ?? [];
  // A model writes 2a for a phase that the plan calls 2A.
  const named = drafts.map((draft) => {
    const id = before.find((standing) => foldedId(standing) === foldedId(draft.id));
    return id === undefined ? draft : { ...draft, id };
  });
  const { finished = [] } = facts;
  const phases = named.filter(({ id }) => !finished.includes(id));
  const answeredDone = named.flatMap(({ id }) => (finished.includes(id) ? [id] : []));
  const drafted =
    revised === undefined
      ? printDraft({ title, phases }, requirement)
      : markedDone(revisedSource(revised, phases, requirement), finished);
  const source = facts.constraints === undefined ? drafted : withConstraints(drafted, facts.constraints);
  const read = readPlan(source, revised?.file ?? '');
  if (!read.ok) return undefined;
  const own = phases.map(({ id }) => id);
  const judged = judgeDraft(read.value, {
    ...facts,
    answeredDone,
    expected: [...before, ...own.filter((id) => !before.includes(id))],
    earlier: new Set(before.filter((id) => !own.includes(id))),
  });
  // The heading of the added phases is not the plan's title.
  return { title: (revised ?? read.value).title?.value ?? title, source, judged };
}

/** The one with fewer errors, then with fewer problems, then the later one. */
function better(draft: WholeDraft, best: WholeDraft | undefined): WholeDraft {
  const score = ({ judged }: WholeDraft) =>
    judged.problems.reduce((sum, { severity }) => sum + (severity === 'error' ? 1000 : 1), 0);
  return best === undefined || score(draft) <= score(best) ? draft : best;
}

/** The problems as sent to a model: the phase, the fault, and the line of the document. */
function evidenceOf({ source, judged }: WholeDraft, ids: readonly string[]): string[] {
  const lines = source.split(/\r\n|\r|\n/u);
  const { phases } = judged.assessment.plan;
  return judged.problems.filter(isForModel).map(({ line = 0, message, hint }) => {
    const owner = phases.find((phase) => phase.line <= line && line < phase.end);
    const place = ids.findIndex((id) => owner !== undefined && foldedId(id) === foldedId(owner.id));
    const text = lines[line - 1]?.trim().slice(0, MAX_QUOTED);
    const parts = [message, hint, text === undefined ? undefined : `[line ${line}: ${text}]`];
    return `/phases${place < 0 ? '' : `/${place}`}: ${parts.filter((part) => part !== undefined).join(' ')}`;
  });
}

const MAX_QUOTED = 80;

/**
 * Whether a problem has to be reported to the model: a command that an earlier phase of the draft provides is fine, and the words
 * of the schema report limits.
 */
function isForModel({ code }: DraftProblem): boolean {
  return code !== 'draft-command-later' && code !== 'draft-beyond-limit';
}
