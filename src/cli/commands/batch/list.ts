import { printableLine } from '../../../lib/index.ts';
import { type ListedBatch, listBatches } from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import { type CommandSetting, type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';
import { countOf } from '../judgement.ts';

const SCHEMA = 'orchestrator.batch-list/1' as const;

type ListFlags = CommonOptions & { readonly all?: true };

/** Declares `batch list`: the batches of the project. */
export const declareList: Declare = (batch, setting) => {
  const verb = batch.command('list').description('the batches of this project, and how each of them stands');
  withCommonOptions(verb, [
    'orchestrator batch list',
    'orchestrator batch list --all',
    'orchestrator batch list --json',
  ])
    .option('--all', 'list archived batches as well')
    .action((flags: ListFlags) => listAction(flags, setting));
};

async function listAction(
  { json = false, all }: ListFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const listed = await listBatches(context, { all: all === true });
  if (!listed.ok) return finish(reportFailure(listed, { terminal, json, schema: SCHEMA }));
  const { batches, problems } = listed.value;
  const ok = problems.length === 0;
  if (json) terminal.out(jsonDocument(SCHEMA, { ok, batches, problems }));
  else {
    if (batches.length > 0) terminal.out(columns(batches.map(row), { width: await terminal.dataColumns() }));
    else if (ok)
      terminal.say('There are no batches here; make one with `orchestrator batch generate <plan>`.\n');
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(ok ? 0 : 1);
}

function row({ batch, title, stages, phases, state, summary, archived }: ListedBatch): string[] {
  const size = `${countOf(phases, 'phase')}, ${countOf(stages, 'stage')}`;
  const stands = archived ? `archived, ${state}` : state;
  return [`${batch}`, stands, state === 'generated' ? size : summary, printableLine(title) || '-'];
}
