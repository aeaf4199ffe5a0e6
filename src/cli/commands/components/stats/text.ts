import { countOf, printableLine } from '../../../../lib/index.ts';
import type { ComponentStatsEvent } from '../../../../operations/index.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';

const HEAD = ['rank', 'component', 'frameworks', 'placeholders', 'edits', 'done', 'findings', 'evals'];

/** Shows the statistics of components as a table, and why most have no rank. */
export async function showStats(
  { components, least, problems }: ComponentStatsEvent,
  { print, inform, terminal }: Screen,
): Promise<void> {
  const rows = components.map(row);
  if (rows.length > 0) print(columns(rows, { width: await terminal.dataColumns(), head: HEAD }));
  else inform('No component has been used here yet: there is no framework and no batch.\n');
  const few = components.filter(({ rank }) => rank === null).length;
  if (few > 0)
    inform(
      `${countOf(few, 'component')} without a rank: nothing is ranked on fewer than ${least} reviewed runs.\n`,
    );
  inform(problemsText(problems, terminal.colours));
}

function row(of: ComponentStatsEvent['components'][number]): string[] {
  const effects = of.effects.map(
    ({ goal, effect, current }) => `${effect} in ${printableLine(goal)}${current ? '' : ' (an older text)'}`,
  );
  return [
    of.rank === null ? '-' : `${of.rank}`,
    `${of.kind} ${printableLine(of.file)}`,
    ...[of.frameworks, of.placeholders, of.edits].map(String),
    `${of.done} of ${of.runs}`,
    of.reviewed === 0 ? 'not reviewed' : `${of.findings} in ${of.reviewed}`,
    effects.join(', ') || 'none',
  ];
}
