import { type ComponentListEvent, findComponents } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting } from '../../declare.ts';
import type { ComponentsFlags } from '../flags.ts';
import { showList } from '../list_text.ts';

/** Carries the command out. */
export function searchAction(
  words: readonly string[],
  flags: ComponentsFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.components-search/1', ComponentListEvent>(setting, {
    schema: 'orchestrator.components-search/1',
    json: flags.json,
    asks: false,
    call: (port) => findComponents(setting.context, { ...flags, words }, port),
    show: showList,
  });
}
