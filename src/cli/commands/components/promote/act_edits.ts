import { type PromoteEvent, promoteEdits } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting } from '../../declare.ts';
import { type PromoteFlags, showPromotion } from './act.ts';

/** Carries the command out for what was edited by hand in a framework. @param file - only this component */
export function promoteEditsAction(
  file: string | undefined,
  flags: PromoteFlags & { readonly fromFramework: string },
  setting: CommandSetting,
): Promise<void> {
  const { fromFramework: framework, ...request } = flags;
  return runVerb<'orchestrator.components-promote/1', PromoteEvent>(setting, {
    schema: 'orchestrator.components-promote/1',
    json: flags.json,
    asks: !flags.json,
    isConsent: true,
    call: (port) => promoteEdits(setting.context, { ...request, file, framework }, port),
    show: showPromotion,
  });
}
