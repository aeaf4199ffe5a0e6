import { type ModelReadings, type ReadPart, readWithModel } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { toFailure } from '../../llm/index.ts';
import type { OperationContext } from '../context.ts';
import { type ModelRequest, type ModelRequestCode, openFlaggedModel } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import { type Port, type WaitEvent, whileWaiting } from '../port.ts';

/** Whether a model reads the change as well, and which. */
export type ModelReadingOptions = ModelRequest & { readonly withModel?: boolean | undefined };

/** The model's readings, and the reason why it could not read everything. */
export type AskedModel = { readonly readings: ModelReadings; readonly problems: readonly Problem[] };

/** The codes with which {@link askModel} can fail. */
export type AskModelCode = ModelRequestCode | 'flag-without-effect' | 'interrupted' | 'no-model';

/** Asks a model to read parts of a change, on request. @param wanted - no model is asked without `withModel` */
export async function askModel(
  context: OperationContext,
  { withModel = false, model, baseUrl, apiKeyFile }: ModelReadingOptions,
  parts: readonly ReadPart[],
  isGenerated: (path: string) => boolean,
  port: Port<WaitEvent>,
): Promise<Result<AskedModel | undefined, AskModelCode>> {
  const wanted = {
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKeyFile === undefined ? {} : { apiKeyFile }),
  };
  if (!withModel) {
    return Object.keys(wanted).length > 0 ? failure('usage', NOT_ASKED) : success(undefined);
  }
  const open = await openFlaggedModel(context, wanted);
  if ('cause' in open) return open;
  if (open.kind === 'none')
    return failure('problems', {
      severity: 'error',
      code: 'no-model',
      message: `No model can review it: ${open.reason}.`,
      hint: open.remedy,
    });
  const wait = { model: open.settings.model, work: { of: 'answer' } } as const;
  const { signal } = port;
  const readings = await whileWaiting(port, wait, () =>
    readWithModel(open.model, parts, isGenerated, { signal }),
  );
  if (signal.aborted) return interrupted('Stopped; nothing was saved.');
  return success({ readings, problems: [...open.problems, ...faultOf(readings)] });
}

/** A review does not pass if a model was asked and has not read everything. */
function faultOf({ failure: failed }: ModelReadings): Problem[] {
  if (failed === undefined) return [];
  return toFailure(failed).problems.map((problem) => ({
    ...problem,
    severity: 'error',
    message: `The model has not reviewed the whole change. ${problem.message}`,
  }));
}

const NOT_ASKED: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message: '--model, --base-url and --api-key-file would have no effect: no model is asked.',
  hint: 'To have a model review the change as well: --with-model',
};
