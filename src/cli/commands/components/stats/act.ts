import { type ComponentStatsEvent, reportComponentStats } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, WorkspaceFlags } from '../../declare.ts';
import { showStats } from './text.ts';

/** Carries the command out. */
export function statsAction(flags: WorkspaceFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.components-stats/1', ComponentStatsEvent>(setting, {
    schema: 'orchestrator.components-stats/1',
    json: flags.json,
    asks: false,
    call: (port) => reportComponentStats(setting.context, flags, port),
    show: showStats,
  });
}
