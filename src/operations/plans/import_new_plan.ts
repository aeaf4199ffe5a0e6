import { failure, success } from '../../diagnostics/index.ts';
import { nearest, printableLine } from '../../lib/index.ts';
import type { ModelProblemCode } from '../../llm/index.ts';
import { TASK_FORMATS, type TaskFormat } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult, type WholeDocument } from '../document.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { type ImportedPlan, type ImportPlanCode, importPlan } from './import_plan.ts';
import type { ImportEvent, ImportRequest } from './import_request.ts';
import { planPart } from './plan_report.ts';
import type { PointedPlan } from './point_at_plan.ts';
import { readOrAsk } from './read_or_ask.ts';

type ImportNewPlanCode =
  | ImportPlanCode
  | ModelProblemCode
  | ModelRequestCode
  | 'interrupted'
  | 'no-model'
  | 'standard-input-twice'
  | 'usage';

/** Turns a task list, or any document, into a plan, and writes it to a new file. */
export async function importNewPlan(
  context: OperationContext,
  request: ImportRequest,
  port: Port<ImportEvent>,
): Promise<VerbResult<'orchestrator.plan-import/1', ImportNewPlanCode>> {
  const { file, from, out, dryRun = false, tag, inOrder, keepDone, section } = request;
  if (request.withModel) {
    const { importPointed } = await import('./import_pointed.ts');
    const pointed = await importPointed(context, request, port);
    return pointed.ok ? report(pointed.value, port) : pointed;
  }
  const lone = Object.entries(MODEL_OPTIONS).find(
    ([name]) => request[name as keyof typeof MODEL_OPTIONS] !== undefined,
  );
  if (lone !== undefined) return withoutModel(lone[1]);
  if (!isFormat(from)) return unknownFormat(from);
  const imported = await readOrAsk(context, { file, section }, port, (chosen) =>
    importPlan(context, {
      ...{ file, from, out, dryRun, tag, inOrder, keepDone },
      ...(chosen === undefined ? {} : { section: chosen }),
    }),
  );
  return imported.ok ? report(imported.value, port) : imported;
}

async function report(
  plan: ImportedPlan & Partial<Pick<PointedPlan, 'model' | 'usage'>>,
  { show }: Port<ImportEvent>,
): Promise<VerbResult<'orchestrator.plan-import/1', never>> {
  await show({ kind: 'imported', plan });
  return success(importedDocument(plan));
}

function importedDocument({
  format,
  reason,
  file,
  written,
  text,
  report: judged,
  inferred,
  leftOut,
  sections,
  problems,
  model = null,
  usage = null,
}: ImportedPlan &
  Partial<Pick<PointedPlan, 'model' | 'usage'>>): WholeDocument<'orchestrator.plan-import/1'> {
  const all = [...problems, ...judged.problems];
  return makeDocument('orchestrator.plan-import/1', {
    ok: isSound(all, false),
    from: { format, reason },
    file,
    written,
    text: written ? null : text,
    ...planPart(judged),
    inferred,
    leftOut,
    sections,
    model,
    usage,
    problems: all,
  });
}

const MODEL_OPTIONS = { model: '--model', baseUrl: '--base-url', apiKeyFile: '--api-key-file' } as const;

function withoutModel(option: string) {
  return failure('usage', {
    severity: 'error',
    code: 'option-unused',
    message: `${option} chooses a model, but no model is asked.`,
    hint: `Remove it, or let a model point out the work with --with-model.`,
  });
}

function isFormat(from: string): from is TaskFormat | 'auto' {
  return from === 'auto' || (TASK_FORMATS as readonly string[]).includes(from);
}

function unknownFormat(from: string) {
  const formats = ['auto', ...TASK_FORMATS];
  const likely = nearest(from, formats);
  return failure('usage', {
    severity: 'error',
    code: 'usage',
    message: `There is no format "${printableLine(from)}".`,
    hint: `${likely === undefined ? '' : `Did you mean ${likely}? `}The formats are ${formats.join(', ')}.`,
  });
}
