import { printable } from '../../../lib/index.ts';
import { type InitReport, initProject } from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure, type Terminal } from '../../terminal/index.ts';
import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.init/1' as const;

type Flags = CommonOptions & {
  readonly withComponents?: true;
  readonly withTemplates?: true;
  readonly minimal?: true;
  readonly dryRun?: true;
};

/** `init`: an editable goal map in this folder. */
export const declare: Declare = (command, { context, terminal, finish }) => {
  withCommonOptions(command, [
    'orchestrator init',
    'orchestrator init --minimal',
    'orchestrator init --with-components --with-templates',
  ])
    .option('--minimal', 'one small goal to begin with, in place of those that ship')
    .option('--with-components', 'copy the shipped components too')
    .option('--with-templates', 'copy the shipped templates too')
    .option('--dry-run', 'say what would be written; write nothing')
    .action(async (flags: Flags) => {
      const { withComponents = false, withTemplates = false, dryRun = false, json = false } = flags;
      const minimal = flags.minimal ?? false;
      const result = await initProject(context, { withComponents, withTemplates, minimal, dryRun });
      if (!result.ok)
        return finish(reportFailure(result, { terminal, json, schema: SCHEMA, empty: { dryRun } }));
      if (json) terminal.out(jsonDocument(SCHEMA, { ok: true, dryRun, ...result.value }));
      else tell(result.value, dryRun, terminal);
      finish(0);
    });
};

function tell({ files, problems }: InitReport, dryRun: boolean, terminal: Terminal): void {
  const created = files.filter(({ status }) => status === 'created');
  const kept = files.filter(({ status }) => status === 'kept');
  for (const { file } of created) terminal.say(`${dryRun ? 'Would create' : 'Created'} ${printable(file)}\n`);
  for (const { file } of kept) terminal.say(`Kept ${printable(file)} as it is\n`);
  terminal.say(problemsText(problems, terminal.colours));
  if (dryRun) return;
  if (created.length === 0) terminal.say('Nothing to do: everything is there already.\n');
  else terminal.say('Next: edit goal_map.json, then look at it with `orchestrator goals list`.\n');
}
