import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type ExplainEvent,
  type ExplainedRange,
  type ExplainedSource,
  reportExplanation,
  sourceText,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, WorkspaceFlags } from '../../declare.ts';

/** Carries the command out. */
export function explainAction(file: string, flags: WorkspaceFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.explain/1', ExplainEvent>(setting, {
    schema: 'orchestrator.explain/1',
    json: flags.json,
    asks: false,
    call: (port) => reportExplanation(setting.context, { ...flags, file }, port),
    async show({ explained: { ranges, linesAsked, changes } }, { print, inform, terminal }) {
      const width = await terminal.dataColumns();
      print(linesAsked ? ranges.map(rangeText).join('') : columns(ranges.map(rowOf), { width }));
      inform(problemsText(changes, terminal.colours));
    },
  });
}

/** The lines themselves, with their sources below. */
function rangeText(range: ExplainedRange): string {
  const lines = printable(range.text).replace(/\n$/u, '').split('\n');
  const width = String(range.to).length;
  const numbered = lines.map((line, place) => `${String(range.from + place).padStart(width)} | ${line}\n`);
  return `${numbered.join('')}${' '.repeat(width)} = ${describe(range)}\n`;
}

function rowOf(range: ExplainedRange): string[] {
  const { from, to } = range;
  return [from === to ? String(from) : `${from}-${to}`, describe(range)];
}

function describe({ state, sources }: ExplainedRange): string {
  const origins = sources.map(sourceAndPlace).join(', ');
  switch (state) {
    case 'as-written':
      return origins;
    case 'changed-since':
      return `changed since; from the same component as before: ${origins || 'unknown'}`;
    case 'by-hand':
      return origins === '' ? 'edited by hand' : `edited by hand; before: ${origins}`;
  }
}

function sourceAndPlace({ source, file, lines }: ExplainedSource): string {
  const text = sourceText(source);
  const place = lines === null ? '' : lines.from === lines.to ? `${lines.from}` : `${lines.from}-${lines.to}`;
  if (file !== null) return printableLine(`${text} (${place === '' ? file : `${file}:${place}`})`);
  return place === '' ? text : `${text} (line${place.includes('-') ? 's' : ''} ${place})`;
}
