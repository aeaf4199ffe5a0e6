import { type GenerateRequest, generateNewBatch } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { showGenerate } from './text.ts';

/** Flags of `batch generate`. */
export type BatchGenerateFlags = CommonOptions & Omit<GenerateRequest, 'file'>;

/** Carries the command out. */
export function generateAction(
  file: string,
  flags: BatchGenerateFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.batch-generate/1',
    json: flags.json,
    // If the plan or the key comes from standard input, nobody can answer there.
    asks: file !== '-' && flags.apiKeyFile !== '-',
    call: (port) => generateNewBatch(setting.context, { ...flags, file }, port),
    show: showGenerate,
  });
}
