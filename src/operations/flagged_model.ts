import type { SettingProblemCode } from '../config/index.ts';
import { type Failure, failure } from '../diagnostics/index.ts';
import type { OperationContext } from './context.ts';
import { type InputValueProblemCode, readSecretFile } from './filling/input_values.ts';
import { type OpenModel, openModel } from './model.ts';

/** The model to ask, and its endpoint. */
export type ModelRequest = {
  readonly model?: string;
  readonly baseUrl?: string;
  /** A file that holds the key for that endpoint; `-` is standard input. */
  readonly apiKeyFile?: string;
};

/** The reason why the model of a request cannot be opened. */
export type ModelRequestCode = SettingProblemCode | InputValueProblemCode;

/** Opens the model named by a request, the environment and the settings, or returns the faults in them. */
export async function openFlaggedModel(
  context: OperationContext,
  { model, baseUrl, apiKeyFile }: ModelRequest,
): Promise<OpenModel | Failure<ModelRequestCode>> {
  const apiKey = apiKeyFile === undefined ? undefined : readSecretFile(context.cwd, apiKeyFile);
  if (typeof apiKey === 'object') return apiKey;
  const open = await openModel(context, {
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const wrong = open.problems.filter(({ severity }) => severity === 'error');
  return wrong.length > 0 ? failure('usage', ...wrong) : open;
}
