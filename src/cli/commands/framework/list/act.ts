import { printableLine } from '../../../../lib/index.ts';
import {
  type FrameworkListEvent,
  type ListedFramework,
  reportFrameworks,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, WorkspaceFlags } from '../../declare.ts';

/** Flags of `list`. */
export type ListFlags = WorkspaceFlags & { readonly output?: string };

/** Carries the command out. */
export function listAction(flags: ListFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.list/1', FrameworkListEvent>(setting, {
    schema: 'orchestrator.list/1',
    json: flags.json,
    asks: false,
    call: (port) => reportFrameworks(setting.context, flags, port),
    async show({ frameworks, problems }, { print, inform, terminal }) {
      if (frameworks.length === 0)
        inform('There are no frameworks here; create one with `orchestrator new`.\n');
      else print(columns(frameworks.map(row), { width: await terminal.dataColumns() }));
      inform(problemsText(problems, terminal.colours));
      const stale = frameworks.filter(({ status }) => status.includes('stale')).length;
      if (stale > 0)
        inform(`${stale} stale; \`orchestrator update --all --dry-run\` shows what would change.\n`);
    },
  });
}

function row({ place, goal, status, lastRun }: ListedFramework): string[] {
  const run =
    lastRun === null ? 'never run' : `run ${lastRun.at}${lastRun.outcome ? `, ${lastRun.outcome}` : ''}`;
  return [printableLine(place.name), printableLine(goal ?? '-'), status.join(', '), printableLine(run)];
}
