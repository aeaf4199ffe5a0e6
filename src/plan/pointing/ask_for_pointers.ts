import { failure, type Result, success } from '../../diagnostics/index.ts';
import type { AskOptions, Model, ModelFailure, Usage } from '../../llm/index.ts';
import type { PlanPointersAnswer } from '../generated/plan-pointers.ts';
import { validatePlanPointers } from '../generated/validators.js';
import { chooseImporter } from '../tasks/choose_importer.ts';
import { type ImportedTasks, importAs } from '../tasks/import_tasks.ts';
import type { ImportOptions, TaskCode, TaskSource } from '../tasks/importer.ts';
import { type VisibleText, visibleText } from '../tasks/visible_text.ts';
import { pointedList, pointedOrder } from './pointed_list.ts';
import { checkPointers, type Pointers } from './pointers.ts';
import { type PointingRequest, pointingRequest } from './pointing_request.ts';

/** The number of times that a model may repair its answer. */
const REPAIRS = 1;

/** In tokens. A longer document is not sent, since nobody wants to pay for it by accident. */
const MAX_TOKENS = 100_000;

/** A document in which a model is to point out the work. */
export type PointingTask = {
  readonly seen: VisibleText;
  /** The lines of the source, without text that is hidden from readers of its page. */
  readonly lines: readonly string[];
  readonly request: PointingRequest;
};

/** Makes the request; refuses a document that is read without a model, or is too long. */
export function preparePointing(document: TaskSource): Result<PointingTask, TaskCode> {
  const seen = visibleText(document);
  const { source } = seen;
  const chosen = chooseImporter(source, 'auto');
  const isPlan = !chosen.ok && chosen.problems.some(({ code }) => code === 'task-list-is-plan');
  if (isPlan) return chosen;
  if (chosen.ok && chosen.value.importer.format !== 'phases' && chosen.value.importer.format !== 'tasks')
    return failure('usage', {
      severity: 'error',
      code: 'option-unused',
      message: `It was read as ${chosen.value.importer.format}, a format that marks its tasks itself.`,
      file: source.file,
      hint: 'Leave out --with-model.',
    });
  const lines = source.text.replace(/\n$/u, '').split('\n');
  const request = pointingRequest(lines);
  if (request.tokens > MAX_TOKENS)
    return failure('usage', {
      severity: 'error',
      code: 'document-too-large',
      message: `It takes about ${request.tokens} tokens; at most ${MAX_TOKENS} are sent to a model.`,
      file: source.file,
      hint: 'Put the part with the work into a separate file, or leave out --with-model.',
    });
  return success({ seen, lines, request });
}

/** The outcome of asking. */
export type PointingOutcome =
  | {
      readonly kind: 'pointed';
      readonly pointers: Pointers;
      /** The model as the endpoint names it; `undefined` where its last round failed. */
      readonly model: string | undefined;
      readonly usage: Usage | null;
    }
  /** There was an answer, and nothing in it points to a phase. */
  | { readonly kind: 'nothing'; readonly why: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: ModelFailure };

/**
 * Has a model point out the work. Pointers to nothing go back to it once; the better of its answers is taken, without the invalid
 * ones.
 */
export async function askForPointers(
  model: Model,
  { lines, request }: PointingTask,
  options: AskOptions,
): Promise<PointingOutcome> {
  let best: Pointers | undefined;
  let why: readonly string[] = [];
  const outcome = await model.askStructured(
    { messages: request.messages },
    {
      ...options,
      schema: request.schema,
      repairs: REPAIRS,
      validate: (data) => {
        if (!validatePlanPointers(data)) {
          why = (validatePlanPointers.errors ?? []).map(
            ({ instancePath, message = 'is not valid' }) => `${instancePath || '(root)'}: ${message}`,
          );
          return { valid: false, problems: why };
        }
        const pointers = checkPointers(data as PlanPointersAnswer, lines);
        if (best === undefined || isBetter(pointers, best)) best = pointers;
        const problems = pointers.bad.map((bad) => `${bad.pointer}: ${bad.why}`);
        why = problems;
        return { valid: problems.length === 0, problems };
      },
    },
  );
  if (!outcome.ok && (best === undefined || outcome.failure.reason === 'interrupted'))
    return { kind: 'failed', failure: outcome.failure };
  if (best === undefined || best.phases.length === 0) return { kind: 'nothing', why };
  const { model: name, usage } = outcome.ok ? outcome.value : { model: undefined, usage: null };
  return { kind: 'pointed', pointers: best, model: name, usage };
}

/** More phases first, then less that is dropped; of equals the later one. */
function isBetter(pointers: Pointers, best: Pointers): boolean {
  const more = pointers.phases.length - best.phases.length;
  return more > 0 || (more === 0 && pointers.bad.length <= best.bad.length);
}

/** Makes a plan of the lines that were pointed to. */
export function importPointed(
  { seen, lines }: PointingTask,
  pointers: Pointers,
  options: Pick<ImportOptions, 'keepDone'>,
): Result<ImportedTasks, TaskCode> {
  const { length: count } = pointers.phases;
  const list = pointedList(pointers, { lines, text: seen.source.text, file: seen.source.file });
  return importAs(
    seen,
    {
      reason: `a model points to ${count === 1 ? 'one part' : `${count} parts`} of it`,
      importer: {
        format: 'phases',
        recognise: () => undefined,
        read: () => success(list),
        order: ({ tasks }) => pointedOrder(pointers, tasks),
      },
    },
    options,
  );
}
