import type { Problem } from '../../../../diagnostics/index.ts';
import { countOf, printable, printableLine } from '../../../../lib/index.ts';
import type { ImportEvent, ImportedPlan } from '../../../../operations/index.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import { mergedProblemsText } from '../merged_problems_text.ts';
import { inferredText, shortenedList } from '../reading_text.ts';

/** The source file of an import, and the advice for its problems. */
type Source = { readonly file: string; readonly advice: (problems: readonly Problem[]) => string };

/** Shows the events while a document becomes a plan. */
export async function showImport(
  event: ImportEvent,
  screen: Screen,
  { file, advice }: Source,
): Promise<void> {
  if (event.kind === 'problems') screen.say(problemsText(event.problems, screen.terminal.colours));
  else if (event.kind !== 'imported') await screen.wait(event);
  else {
    await showPlan(event.plan, file, screen);
    screen.inform(advice(event.plan.problems));
  }
}

/** A hint that a model may help, if the rules cannot tell which part is the work. */
export function modelAdvice(problems: readonly Problem[], file: string): string {
  const isUnsure = problems.some(({ code }) => code === 'work-unclear' || code === 'format-unknown');
  if (!isUnsure) return '';
  return `A model can point out the work, without rewriting it: orchestrator plan import ${printableLine(file)} --with-model\n`;
}

/** The plan on standard output if it is not written to a file, and beside it the reading of the source. */
async function showPlan(
  imported: ImportedPlan,
  source: string,
  { inform, print, terminal }: Screen,
): Promise<void> {
  const { text, file, written, problems, report } = imported;
  if (!written) print((await terminal.showsData()) ? printable(text) : text);
  inform(
    `Read ${source === '-' ? 'standard input' : printableLine(source)} as ${imported.format}: ${imported.reason}.\n`,
  );
  inform(inferredText(imported.inferred, problems));
  inform(leftOutText(imported));
  const listed =
    imported.leftOut.length === 0 ? problems : problems.filter(({ code }) => code !== 'done-left-out');
  inform(
    mergedProblemsText([...listed, ...report.problems], report.plan.phases, terminal.colours, {
      isForeign: true,
      hours: report.assumed.hours,
    }),
  );
  const { phases, stages } = report.plan;
  const size = `${countOf(phases.length, 'phase')}, ${countOf(stages.length, 'stage')}`;
  if (written)
    inform(
      `Wrote ${printableLine(file ?? '')}: ${size}. Next: orchestrator plan check ${printableLine(file ?? '')}\n`,
    );
  else
    inform(
      `${size}; nothing was written${file === null ? '' : `. It would go to ${printableLine(file)}`}.\n`,
    );
}

function leftOutText({ leftOut }: ImportedPlan): string {
  if (leftOut.length === 0) return '';
  const lines = leftOut.map(
    ({ id, title, state }) =>
      `  ${id === null ? '' : `${printableLine(id)} `}${printableLine(title)} (${state})\n`,
  );
  const hint = leftOut.some(({ state }) => state === 'done') ? '; --keep-done includes what is done' : '';
  return `Left out, since nothing is left to do in them${hint}:\n${shortenedList(lines)}`;
}
