import { failure } from '../../diagnostics/index.ts';
import { getSetting, type OperationContext, openModel, readSecretFile } from '../../operations/index.ts';

/** Whether the user has left something on that can be switched off for good. */
export function isSwitchedOn(context: OperationContext, name: 'prompts' | 'spinner'): boolean {
  const setting = getSetting(context, name);
  return !setting.ok || setting.value.value !== false;
}

/** What flags say about the model. */
export type ModelFlags = {
  readonly model?: string;
  readonly baseUrl?: string;
  /** `-` is standard input. */
  readonly apiKeyFile?: string;
};

/** The model that flags, environment and settings name, or what is wrong with what they say. */
export async function openFlaggedModel(
  context: OperationContext,
  { model, baseUrl, apiKeyFile }: ModelFlags,
) {
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
