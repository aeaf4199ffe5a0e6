import { type RunOptions, runWholeBatch } from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { type AsTyped, figuresOf } from '../../run_options.ts';
import { runWithDisplay } from './run_with_display.ts';

/** Flags of `batch run`. */
export type BatchRunFlags = CommonOptions & AsTyped<Omit<RunOptions, 'batch'>>;

/** Carries the command out. */
export function runAction(batch: string, flags: BatchRunFlags, setting: CommandSetting): Promise<void> {
  return runWithDisplay<'orchestrator.batch-status/1'>(setting, {
    schema: 'orchestrator.batch-status/1',
    json: flags.json,
    call: (port) => runWholeBatch(setting.context, { ...figuresOf(flags), batch }, port),
    exitCode: (_, run, port) => run.exitCode(port),
  });
}
