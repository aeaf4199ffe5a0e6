import { failure, type Problem } from '../../../diagnostics/index.ts';
import { nearest, printable, printableLine } from '../../../lib/index.ts';
import { type ImportedPlan, importPlan, TASK_FORMATS, type TaskFormat } from '../../../operations/index.ts';
import {
  type DocumentOf,
  jsonDocument,
  problemsText,
  reportFailure,
  type Terminal,
} from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';
import { counted, countOf, isSound } from '../judgement.ts';
import { readAsking } from './ask_section.ts';
import { planDocument } from './document.ts';
import type { PlanImportFlags } from './import_flags.ts';
import { readingOptions } from './reading_flags.ts';
import { cut, inferredText } from './reading_text.ts';

/** The form of the JSON document. */
export const SCHEMA = 'orchestrator.plan-import/1' as const;

/** Carries the command out. */
export async function importAction(
  file: string,
  flags: PlanImportFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { from, json = false, dryRun = false, out, tag, inOrder, keepDone } = flags;
  const report = { terminal, json, schema: SCHEMA };
  const lone = Object.entries(MODEL_OPTIONS).find(
    ([name]) => flags[name as keyof typeof MODEL_OPTIONS] !== undefined,
  );
  if (lone !== undefined) return finish(reportFailure(withoutModel(lone[1]), report));
  if (!isFormat(from)) return finish(reportFailure(unknownFormat(from), report));
  const read = (reading: PlanImportFlags) =>
    importPlan(context, {
      ...{ file, from, out, dryRun, tag, inOrder, keepDone },
      ...readingOptions(reading),
    });
  const imported = await readAsking(read, flags, { file, json }, { context, terminal });
  if (typeof imported === 'number') return finish(imported);
  if (!imported.ok) {
    const code = reportFailure(imported, report);
    if (!json) terminal.say(modelAdvice(imported.problems, file));
    return finish(code);
  }
  const code = await reportImported(imported.value, { file, json, terminal });
  if (!json) terminal.say(modelAdvice(imported.value.problems, file));
  finish(code);
}

/** What is said of an imported plan. @returns the exit code */
export async function reportImported(
  imported: ImportedPlan,
  {
    file,
    json,
    terminal,
    more = {},
  }: {
    readonly file: string;
    readonly json: boolean;
    readonly terminal: Terminal;
    /** What the JSON document tells besides. */
    readonly more?: Partial<DocumentOf<typeof SCHEMA>>;
  },
): Promise<number> {
  const problems = [...imported.problems, ...imported.report.problems];
  const ok = isSound(problems, false);
  if (json)
    terminal.out(
      jsonDocument(SCHEMA, { ok, ...documentOf(imported), model: null, usage: null, ...more, problems }),
    );
  else await tell(imported, file, terminal);
  return ok ? 0 : 1;
}

/** That a model may know more, where the rules cannot tell what is the work. */
function modelAdvice(problems: readonly Problem[], file: string): string {
  const isUnsure = problems.some(({ code }) => code === 'work-unclear' || code === 'format-unknown');
  if (!isUnsure) return '';
  return `A model can point out the work, without rewriting it: orchestrator plan import ${printableLine(file)} --with-model\n`;
}

const MODEL_OPTIONS = { model: '--model', baseUrl: '--base-url', apiKeyFile: '--api-key-file' } as const;

function withoutModel(option: string) {
  return failure('usage', {
    severity: 'error',
    code: 'option-unused',
    message: `${option} says which model is asked, and none is.`,
    hint: `Leave it out, or let a model point out the work with --with-model.`,
  });
}

function isFormat(from: string): from is TaskFormat | 'auto' {
  return from === 'auto' || (TASK_FORMATS as readonly string[]).includes(from);
}

function unknownFormat(from: string) {
  const formats = ['auto', ...TASK_FORMATS];
  const likely = nearest(from, formats);
  return failure('usage', {
    severity: 'error',
    code: 'usage',
    message: `There is no format "${printableLine(from)}".`,
    hint: `${likely === undefined ? '' : `Did you mean ${likely}? `}The formats are ${formats.join(', ')}.`,
  });
}

function documentOf({
  format,
  reason,
  file,
  written,
  text,
  report,
  inferred,
  leftOut,
  sections,
}: ImportedPlan) {
  return {
    from: { format, reason },
    file,
    written,
    text: written ? null : text,
    ...planDocument(report),
    inferred,
    leftOut,
    sections,
  };
}

/** The plan on standard output where it is not written, and what was made of the source beside it. */
async function tell(imported: ImportedPlan, source: string, terminal: Terminal): Promise<void> {
  const { text, file, written, problems, report } = imported;
  if (!written) terminal.out((await terminal.showsData()) ? printable(text) : text);
  terminal.say(
    `Read ${source === '-' ? 'standard input' : printableLine(source)} as ${imported.format}: ${imported.reason}.\n`,
  );
  terminal.say(inferredText(imported.inferred));
  terminal.say(leftOutText(imported));
  terminal.say(problemsText(problems, terminal.colours));
  terminal.say(groupedText(report.problems, terminal));
  const { phases, stages } = report.plan;
  const size = `${countOf(phases.length, 'phase')}, ${countOf(stages.length, 'stage')}`;
  if (written)
    terminal.say(
      `Wrote ${printableLine(file ?? '')}: ${size}. Next: orchestrator plan check ${printableLine(file ?? '')}\n`,
    );
  else
    terminal.say(
      `${size}; nothing was written${file === null ? '' : `. It would go to ${printableLine(file)}`}.\n`,
    );
}

function leftOutText({ leftOut }: ImportedPlan): string {
  if (leftOut.length === 0) return '';
  const lines = leftOut.map(
    ({ id, title, state }) =>
      `  ${id === null ? '' : `${printableLine(id)} `}${printableLine(title)} (${state})\n`,
  );
  const hint = leftOut.some(({ state }) => state === 'done') ? '; --keep-done takes in what is done' : '';
  return `Left out, since there is nothing to do in them${hint}:\n${cut(lines)}`;
}

/** A list tells next to nothing of hours, files and gates, so that every phase has the same problems: each once. */
function groupedText(problems: readonly Problem[], { colours }: Terminal): string {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const group = groups.get(problem.code);
    if (group === undefined) groups.set(problem.code, [problem]);
    else group.push(problem);
  }
  const single = [...groups.values()].flatMap((group) => (group.length === 1 ? group : []));
  const several = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return [];
    const colour = first.severity === 'error' ? colours.bad : colours.warn;
    const lines = group.slice(0, MOST_NAMED).map(({ line }) => line ?? 0);
    const where = `${lines.join(', ')}${group.length > lines.length ? ', …' : ''}`;
    return [
      `${printableLine(first.file ?? '')}: ${colour(`${counted(group)} such as this:`)} ${printable(first.message)} (lines ${where})\n`,
    ];
  });
  return problemsText(single, colours) + several.join('');
}

const MOST_NAMED = 5;
