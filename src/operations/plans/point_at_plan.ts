import { type Failure, failure, type Result, success } from '../../diagnostics/index.ts';
import { type ModelProblemCode, toFailure, type Usage } from '../../llm/index.ts';
import {
  askForPointers,
  importPointed,
  type PointingTask,
  preparePointing,
  type TaskCode,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import type { OpenModel } from '../model.ts';
import {
  type ImportedPlan,
  type ImportPlanCode,
  type ImportPlanOptions,
  writeImported,
} from './import_plan.ts';
import { choosePlanFile, type PlanFileProblemCode } from './plan_file.ts';
import { type NamedTaskSource, readTaskSource, type TaskSourceCode } from './task_source.ts';

/** Options for importing a document in which a model points out the work. */
export type PointedImportOptions = Pick<ImportPlanOptions, 'file' | 'out' | 'dryRun' | 'keepDone'>;

/** A document ready to be sent. Nothing has been sent yet. */
export type PreparedPointing = {
  readonly options: PointedImportOptions;
  readonly source: NamedTaskSource;
  readonly task: PointingTask;
  /** The size of the whole request; an estimate. */
  readonly tokens: number;
};

/** A plan made from the lines a model pointed to. */
export type PointedPlan = ImportedPlan & {
  /** As the endpoint names it; `null` if only an earlier answer could be used. */
  readonly model: string | null;
  readonly usage: Usage | null;
};

/** Reads the document, and checks before any model is paid that it can be sent and the plan be written. */
export function prepareImportWithModel(
  context: OperationContext,
  options: PointedImportOptions,
): Result<PreparedPointing, PlanFileProblemCode | TaskCode | TaskSourceCode> {
  const source = readTaskSource(context, options.file);
  if (!source.ok) return source;
  const task = preparePointing(source.value);
  if (!task.ok) return task;
  const { out } = options;
  const chosen = out === undefined || out === '-' ? undefined : choosePlanFile(context, { title: '', out });
  if (chosen?.ok === false) return chosen;
  return success({ options, source: source.value, task: task.value, tokens: task.value.request.tokens });
}

/** Asks a model to point out the work, and makes a plan from those lines; all text is the document's own. */
export async function importWithModel(
  context: OperationContext,
  { options, source, task }: PreparedPointing,
  {
    model: { model },
    signal,
  }: { readonly model: Extract<OpenModel, { kind: 'ready' }>; readonly signal: AbortSignal },
): Promise<Result<PointedPlan, ImportPlanCode | ModelProblemCode>> {
  const outcome = await askForPointers(model, task, { signal });
  if (outcome.kind === 'failed') {
    const failed = toFailure(outcome.failure);
    return ANSWERED.has(outcome.failure.reason) ? { ...failed, cause: 'problems' } : failed;
  }
  if (outcome.kind === 'nothing') return nothingPointed(outcome.why, source.file);
  const { out, dryRun, keepDone } = options;
  const imported = importPointed(task, outcome.pointers, { keepDone });
  if (!imported.ok) return imported;
  const written = await writeImported(context, { source, imported: imported.value, out, dryRun });
  if (!written.ok) return written;
  return success({ ...written.value, model: outcome.model ?? null, usage: outcome.usage });
}

/** Failures of an endpoint that was reachable but gave no usable answer. */
const ANSWERED: ReadonlySet<string> = new Set(['malformed', 'empty', 'refused', 'truncated', 'too-much']);

function nothingPointed(why: readonly string[], file: string): Failure<'pointers-none'> {
  const [first] = why;
  const more = why.length > 1 ? ` (and ${why.length - 1} more)` : '';
  return failure('problems', {
    severity: 'error',
    code: 'pointers-none',
    message:
      first === undefined
        ? 'The model found no work in it; no plan was written.'
        : `Nothing that the model pointed to is in the document; no plan was written. ${first}${more}`,
    file,
    hint: 'Try again, name the section with the work with --section instead, or use another model.',
  });
}
