import { printableLine } from '../../../lib/index.ts';
import { type ComponentListEvent, type ComponentReport, summaryOf } from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';

/** Shows components as a table, one in each line. */
export async function showList(
  { list: { components, problems } }: ComponentListEvent,
  { print, inform, terminal }: Screen,
): Promise<void> {
  print(columns(components.map(row), { width: await terminal.dataColumns() }));
  if (components.length === 0) inform('No component matches.\n');
  inform(problemsText(problems, terminal.colours));
}

function row({ component, goals }: ComponentReport): string[] {
  const { kind, file, layer, origin } = component;
  const summary = printableLine(summaryOf(component));
  return [kind, file, layer, origin, goals.length === 0 ? 'no goal uses it' : goals.join(', '), summary];
}
