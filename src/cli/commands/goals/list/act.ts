import { foldLines, printableLine } from '../../../../lib/index.ts';
import { type GoalReport, type GoalsEvent, reportGoalList } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, WorkspaceFlags } from '../../declare.ts';

/** Carries the command out. */
export function listAction(flags: WorkspaceFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.goals-list/1', GoalsEvent>(setting, {
    schema: 'orchestrator.goals-list/1',
    json: flags.json,
    asks: false,
    call: (port) => reportGoalList(setting.context, flags, port),
    async show({ goals, problems }, { print, inform, terminal }) {
      print(listText(goals, await terminal.dataColumns()));
      inform(problemsText(problems, terminal.colours));
    },
  });
}

function listText(reports: readonly GoalReport[], width: number): string {
  const categories = new Map<string, string[][]>();
  const longest = Math.max(0, ...reports.map((report) => labelOf(report).length));
  for (const report of reports) {
    const { category, description } = report.goal;
    const rows = categories.get(category) ?? [];
    const lacks = report.missing.length > 0 ? ` (${report.missing.length} missing)` : '';
    rows.push([labelOf(report).padEnd(longest), printableLine(description) + lacks]);
    categories.set(category, rows);
  }
  return [...categories]
    .map(
      ([category, rows]) =>
        foldLines(`--- ${printableLine(category)} ---\n`, width) + columns(rows, { width }),
    )
    .join('');
}

function labelOf({ goal }: GoalReport): string {
  return `  [${goal.number}] ${goal.name}`;
}
