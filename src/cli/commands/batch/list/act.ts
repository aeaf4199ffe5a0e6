import { countOf, printableLine } from '../../../../lib/index.ts';
import { type BatchListEvent, type ListedBatch, reportBatches } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `batch list`. */
export type ListFlags = CommonOptions & { readonly all?: true };

/** Carries the command out. */
export function listAction(flags: ListFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.batch-list/1', BatchListEvent>(setting, {
    schema: 'orchestrator.batch-list/1',
    json: flags.json,
    asks: false,
    call: (port) => reportBatches(setting.context, flags, port),
    async show({ list: { batches, problems } }, { print, inform, terminal }) {
      if (batches.length > 0) print(columns(batches.map(row), { width: await terminal.dataColumns() }));
      else if (problems.every(({ severity }) => severity === 'note'))
        inform('There are no batches here; create one with `orchestrator batch generate <plan>`.\n');
      inform(problemsText(problems, terminal.colours));
    },
  });
}

function row({ batch, title, stages, phases, state, summary, archived }: ListedBatch): string[] {
  const size = `${countOf(phases, 'phase')}, ${countOf(stages, 'stage')}`;
  const stands = archived ? `archived, ${state}` : state;
  return [`${batch}`, stands, state === 'generated' ? size : summary, printableLine(title) || '-'];
}
