import { printable } from '../../../../lib/index.ts';
import { type InitEvent, startProject } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `init`. */
export type InitFlags = CommonOptions & {
  readonly withComponents?: true;
  readonly withTemplates?: true;
  readonly minimal?: true;
  readonly dryRun?: true;
};

/** Carries the command out. */
export function initAction(flags: InitFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.init/1', InitEvent>(setting, {
    schema: 'orchestrator.init/1',
    json: flags.json,
    asks: false,
    call: (port) => startProject(setting.context, flags, port),
    show({ report: { files, problems }, isDryRun }, { inform, terminal }) {
      const created = files.filter(({ status }) => status === 'created');
      const kept = files.filter(({ status }) => status === 'kept');
      for (const { file } of created) inform(`${isDryRun ? 'Would create' : 'Created'} ${printable(file)}\n`);
      for (const { file } of kept) inform(`Kept ${printable(file)} as it is\n`);
      inform(problemsText(problems, terminal.colours));
      if (isDryRun) return;
      if (created.length === 0) inform('Nothing to do: everything already exists.\n');
      else inform('Next: edit goal_map.json, then look at it with `orchestrator goals list`.\n');
    },
  });
}
