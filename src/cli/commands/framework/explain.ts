import { printable, printableLine } from '../../../lib/index.ts';
import {
  type ExplainedFile,
  type ExplainedRange,
  type ExplainedSource,
  explainFile,
  openWorkspace,
  sourceText,
} from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import {
  type CommandSetting,
  type Declare,
  type WorkspaceFlags,
  withLibraryOptions,
  workspaceOptions,
} from '../declare.ts';

const SCHEMA = 'orchestrator.explain/1' as const;

/** `explain`: which component, frame or input a line of a generated file came from. */
export const declare: Declare = (command, setting) => {
  withLibraryOptions(command, [
    'orchestrator explain output/My_Framework/01_PROMPT_TEMPLATE.md',
    'orchestrator explain output/My_Framework/01_PROMPT_TEMPLATE.md:40',
    'orchestrator explain output/My_Framework/00_PERSONA.md:3-12 --json',
  ])
    .argument('<file[:line]>', 'a generated file; with :LINE or :FROM-TO, only those lines')
    .action((wanted: string, flags: WorkspaceFlags) => explain(wanted, flags, setting));
};

async function explain(
  wanted: string,
  flags: WorkspaceFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const json = flags.json ?? false;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const explained = workspace.ok ? await explainFile(context, workspace.value, wanted) : workspace;
  if (!explained.ok) return finish(reportFailure(explained, { terminal, json, schema: SCHEMA }));
  const { ranges, linesAsked, changes } = explained.value;
  if (json) terminal.out(explainDocument(explained.value));
  else {
    const width = await terminal.dataColumns();
    terminal.out(linesAsked ? ranges.map(rangeText).join('') : columns(ranges.map(rowOf), { width }));
    terminal.say(problemsText(changes, terminal.colours));
  }
  finish(0);
}

function explainDocument({ file, name, goal, variant, ranges, changes }: ExplainedFile): string {
  return jsonDocument(SCHEMA, {
    ok: true,
    file,
    framework: { name, goal, variant },
    ranges: ranges.map(({ from, to, state, sources, text }) => ({
      from,
      to,
      state,
      sources: sources.map(({ source, file: place, lines }) => ({
        ...source,
        line: undefined,
        file: place,
        lines,
      })),
      text,
    })),
    problems: changes,
  });
}

/** The lines themselves, and under them where they came from. */
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
  const told = sources.map(sourceAndPlace).join(', ');
  switch (state) {
    case 'as-written':
      return told;
    case 'changed-since':
      return `changed since; then as now: ${told || 'unknown'}`;
    case 'by-hand':
      return told === '' ? 'edited by hand' : `edited by hand; there stood: ${told}`;
  }
}

function sourceAndPlace({ source, file, lines }: ExplainedSource): string {
  const text = sourceText(source);
  const place = lines === null ? '' : lines.from === lines.to ? `${lines.from}` : `${lines.from}-${lines.to}`;
  if (file !== null) return printableLine(`${text} (${place === '' ? file : `${file}:${place}`})`);
  return place === '' ? text : `${text} (line${place.includes('-') ? 's' : ''} ${place})`;
}
