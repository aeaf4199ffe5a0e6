import { failure, type Problem, type Result } from '../../../../diagnostics/index.ts';
import { nearest, printableLine } from '../../../../lib/index.ts';
import {
  PLAN_FORMS,
  type PlanForm,
  reportPlan,
  saveDrawing,
  showPlan,
} from '../../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../../terminal/index.ts';
import type { CommandSetting } from '../../declare.ts';
import { readAsking } from '../ask_section.ts';
import { planDocument, wrongText } from '../document.ts';
import type { PlanShowFlags } from '../flags.ts';
import { readingOptions } from '../reading_flags.ts';

const SCHEMA = 'orchestrator.plan-show/1' as const;

/** Columns of the text form where there is no terminal. */
const COLUMNS_OF_A_FILE = 80;

/** What a command can print: the text, and what is wrong with the plan. */
type Printed = { readonly text: string; readonly problems: readonly Problem[] };

/** Carries the command out. */
export async function showAction(file: string, flags: PlanShowFlags, setting: CommandSetting): Promise<void> {
  const { context, terminal, finish } = setting;
  const as = flags.as ?? (flags.json ? 'json' : 'text');
  const json = as === 'json';
  const report = { terminal, json: json || (flags.json ?? false), schema: SCHEMA };
  const read = (reading: PlanShowFlags) => printedAs(as, file, reading, setting);
  const printed = await readAsking(read, flags, { file, json: report.json }, setting);
  if (typeof printed === 'number') return finish(printed);
  if (!printed.ok) return finish(reportFailure(printed, report));
  const { text, problems } = printed.value;
  const isToFile = flags.out !== undefined && flags.out !== '-';
  if (isToFile) {
    const saved = await saveDrawing(context, flags.out as string, text);
    if (!saved.ok) return finish(reportFailure(saved, report));
    terminal.say(`Wrote ${printableLine(saved.value)}.\n`);
  } else terminal.out(text);
  if (!json) terminal.say(wrongText(problems, file));
  finish(0);
}

async function printedAs(
  as: string,
  file: string,
  flags: PlanShowFlags,
  { context, terminal }: CommandSetting,
): Promise<Result<Printed>> {
  if (as === 'json') {
    const report = reportPlan(context, file, readingOptions(flags));
    if (!report.ok) return report;
    const { problems } = report.value;
    const text = jsonDocument(SCHEMA, {
      ok: true,
      ...planDocument(report.value),
      reading: report.value.reading,
      problems,
    });
    return { ok: true, value: { text, problems } };
  }
  if (!isForm(as) || flags.json) return unknownForm(as, flags.json ?? false);
  const width = flags.out === undefined || flags.out === '-' ? await terminal.dataColumns() : Infinity;
  return showPlan(context, {
    file,
    form: as,
    reading: readingOptions(flags),
    columns: Number.isFinite(width) ? width : COLUMNS_OF_A_FILE,
  });
}

function isForm(as: string): as is PlanForm {
  return (PLAN_FORMS as readonly string[]).includes(as);
}

function unknownForm(as: string, json: boolean): Result<Printed> {
  const forms = ['json', ...PLAN_FORMS];
  const likely = nearest(as, forms);
  return failure('usage', {
    severity: 'error',
    code: 'usage',
    message: json
      ? `--json and --as ${printableLine(as)} ask for two different things.`
      : `There is no form "${printableLine(as)}".`,
    hint: json
      ? 'Leave one of them out.'
      : `${likely === undefined ? '' : `Did you mean ${likely}? `}The forms are ${forms.join(', ')}.`,
  });
}
