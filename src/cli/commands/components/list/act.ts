import { type ComponentListEvent, reportComponents } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting } from '../../declare.ts';
import type { ComponentsFlags } from '../flags.ts';
import { showList } from '../list_text.ts';

/** Carries the command out. */
export function listAction(flags: ComponentsFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.components-list/1', ComponentListEvent>(setting, {
    schema: 'orchestrator.components-list/1',
    json: flags.json,
    asks: false,
    call: (port) => reportComponents(setting.context, flags, port),
    show: showList,
  });
}
