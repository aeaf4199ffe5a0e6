import {
  type DraftEvent,
  type DraftRequest,
  draftInputs,
  draftNewPlan,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { EXIT_CODES } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { showDraft } from './text.ts';

/** Flags of `plan draft`. */
export type PlanDraftFlags = CommonOptions &
  Omit<DraftRequest, 'words' | 'budget' | 'input'> & {
    readonly budget: string;
    readonly inputs?: readonly string[];
  };

/** Carries the command out. */
export function draftAction(
  words: readonly string[],
  { inputs = [], ...flags }: PlanDraftFlags,
  setting: CommandSetting,
): Promise<void> {
  const budget = /^\d+$/u.test(flags.budget) ? Number(flags.budget) : Number.NaN;
  // `--no-input` has the name under which a request holds the values of inputs.
  const request = { ...flags, words, budget, input: inputs };
  // A skeleton is the expected result without a model, and no failure then, however incomplete.
  let isFineSkeleton = false;
  return runVerb<'orchestrator.plan-draft/1', DraftEvent>(setting, {
    schema: 'orchestrator.plan-draft/1',
    json: flags.json,
    asks: !flags.json && draftInputs(request) === 0,
    call: (port) => draftNewPlan(setting.context, request, port),
    show(event, screen) {
      if (event.kind === 'drafted')
        isFineSkeleton = event.plan.origin === 'skeleton' && !event.plan.hasFailed;
      return showDraft(event, screen);
    },
    exitCode: ({ ok }) => (ok || isFineSkeleton ? 0 : EXIT_CODES.problems),
  });
}
