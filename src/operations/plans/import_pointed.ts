import { type Failure, failure, type Result } from '../../diagnostics/index.ts';
import type { ModelProblemCode } from '../../llm/index.ts';
import type { OperationContext } from '../context.ts';
import { type ModelRequestCode, openFlaggedModel } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import { type Port, whileWaiting } from '../port.ts';
import type { ImportPlanCode } from './import_plan.ts';
import type { ImportEvent, ImportRequest } from './import_request.ts';
import { importWithModel, type PointedPlan, prepareImportWithModel } from './point_at_plan.ts';

type ImportPointedCode =
  | ImportPlanCode
  | ModelProblemCode
  | ModelRequestCode
  | 'interrupted'
  | 'no-model'
  | 'standard-input-twice';

/** Turns a document into a plan after a model has pointed out the work. */
export async function importPointed(
  context: OperationContext,
  request: ImportRequest,
  port: Port<ImportEvent>,
): Promise<Result<PointedPlan, ImportPointedCode>> {
  const { file, out, dryRun = false, keepDone } = request;
  const unused = unusedOption(request);
  if (unused !== undefined) return unused;
  if (file === '-' && request.apiKeyFile === '-') return INPUT_TWICE;
  const prepared = prepareImportWithModel(context, {
    ...{ file, dryRun },
    ...(out === undefined ? {} : { out }),
    ...(keepDone === undefined ? {} : { keepDone }),
  });
  if (!prepared.ok) return prepared;
  const model = await openFlaggedModel(context, request);
  if ('cause' in model) return model;
  if (model.kind === 'none') return noModel(model.reason, model.remedy);
  await port.show({ kind: 'problems', problems: model.problems });
  const { signal } = port;
  const work = { of: 'pointers', tokens: prepared.value.tokens } as const;
  const imported = await whileWaiting(port, { model: model.settings.model, work }, () =>
    importWithModel(context, prepared.value, { model, signal }),
  );
  return !imported.ok && signal.aborted ? INTERRUPTED : imported;
}

/** Rejects options that tell the rules which part is the work: they have no effect if a model decides it. */
function unusedOption({ from, section, tag, inOrder }: ImportRequest): Failure<'option-unused'> | undefined {
  const options = [
    ...(from === 'auto' ? [] : ['--from']),
    ...(section === undefined ? [] : ['--section']),
    ...(tag === undefined ? [] : ['--tag']),
    ...(inOrder ? ['--in-order'] : []),
  ];
  if (options.length === 0) return undefined;
  return failure('usage', {
    severity: 'error',
    code: 'option-unused',
    message: `With --with-model the model says what the work is, so ${options.join(' and ')} cannot be given.`,
    hint: `Leave ${options.length === 1 ? 'that' : 'them'} or --with-model out.`,
  });
}

function noModel(reason: string, hint: string): Failure<'no-model'> {
  const message = `Nothing was sent: ${reason}.`;
  return failure('environment', { severity: 'error', code: 'no-model', message, hint });
}

const INPUT_TWICE = failure('usage', {
  severity: 'error',
  code: 'standard-input-twice',
  message: 'Standard input is used twice.',
  hint: 'Read one of the two from a file.',
});

const INTERRUPTED = interrupted('Stopped; no plan was written.');
