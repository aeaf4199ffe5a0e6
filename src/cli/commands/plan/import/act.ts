import { type ImportEvent, type ImportRequest, importNewPlan } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { modelAdvice, showImport } from './text.ts';

/** Flags of `plan import`. */
export type PlanImportFlags = CommonOptions & Omit<ImportRequest, 'file'>;

/** Carries the command out. */
export function importAction(file: string, flags: PlanImportFlags, setting: CommandSetting): Promise<void> {
  const advice = (problems: Parameters<typeof modelAdvice>[0]) =>
    flags.withModel ? '' : modelAdvice(problems, file);
  return runVerb<'orchestrator.plan-import/1', ImportEvent>(setting, {
    schema: 'orchestrator.plan-import/1',
    json: flags.json,
    asks: !flags.json,
    call: (port) => importNewPlan(setting.context, { ...flags, file }, port),
    show: (event, screen) => showImport(event, screen, { file, advice }),
    afterFailure: ({ problems }, { inform }) => inform(advice(problems)),
  });
}
