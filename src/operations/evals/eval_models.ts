import { resolveSettings } from '../../config/index.ts';
import type { OperationContext } from '../context.ts';
import { configuredModel, configuredOrigin, type ModelFlags } from '../model.ts';

/** The names of those who answer and judge in an eval: they keep answers of different models apart. */
export type EvalModels = { readonly answering: string; readonly judging: string };

/** The names of those who would answer and judge here. Requests no key. */
export function evalModels(
  context: OperationContext,
  flags: ModelFlags,
  judgeModel: string | undefined,
): EvalModels & { readonly judgeModel: string | undefined } {
  const origin = configuredOrigin(context, flags);
  const judge = judgeModel ?? configuredJudge(context, flags);
  const nameOf = (model: string | null) => `${model ?? 'no model'} at ${origin}`;
  const answering = nameOf(configuredModel(context, flags));
  return { answering, judging: judge === undefined ? answering : nameOf(judge), judgeModel: judge };
}

/** The default judging model; when replaying a tape, the recorded one. */
function configuredJudge({ env, userFolder, tape }: OperationContext, flags: ModelFlags): string | undefined {
  if (tape?.mode === 'replay') return tape.player.model?.judge;
  const { value } = resolveSettings({ flags, env, userFolder }).all['judge.model'];
  return value === null ? undefined : String(value);
}
