import { resolveSettings } from '../../config/index.ts';
import type { OperationContext } from '../context.ts';
import { configuredModel, configuredOrigin, type ModelFlags } from '../model.ts';

/** Who answers and who judges, as an eval names them: by this their answers are kept apart from those of others. */
export type EvalVoices = { readonly answering: string; readonly judging: string };

/** The names of those who would answer and judge here. Asks nobody for a key. */
export function evalVoices(
  context: OperationContext,
  flags: ModelFlags,
  judgeModel: string | undefined,
): EvalVoices & { readonly judgeModel: string | undefined } {
  const { env, userFolder } = context;
  const { all } = resolveSettings({ flags, env, userFolder });
  const origin = configuredOrigin(context, flags);
  const judge =
    judgeModel ?? (all['judge.model'].value === null ? undefined : String(all['judge.model'].value));
  const nameOf = (model: string | null) => `${model ?? 'no model'} at ${origin}`;
  const answering = nameOf(configuredModel(context, flags));
  return { answering, judging: judge === undefined ? answering : nameOf(judge), judgeModel: judge };
}
