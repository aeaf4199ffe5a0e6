import type { Problem } from '../../../../diagnostics/index.ts';
import { countOf, printable, printableLine } from '../../../../lib/index.ts';
import type { ImportEvent, ImportedPlan } from '../../../../operations/index.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText, type Terminal } from '../../../terminal/index.ts';
import { counted } from '../../problem_counts.ts';
import { cut, inferredText } from '../reading_text.ts';

/** Where a plan was imported from, and what is said of its problems. */
type Source = { readonly file: string; readonly advice: (problems: readonly Problem[]) => string };

/** Shows what is told while a document becomes a plan. */
export async function showImport(
  event: ImportEvent,
  screen: Screen,
  { file, advice }: Source,
): Promise<void> {
  if (event.kind === 'problems') screen.say(problemsText(event.problems, screen.terminal.colours));
  else if (event.kind !== 'imported') await screen.wait(event);
  else {
    await showPlan(event.plan, file, screen);
    screen.tell(advice(event.plan.problems));
  }
}

/** That a model may know more, where the rules cannot tell what is the work. */
export function modelAdvice(problems: readonly Problem[], file: string): string {
  const isUnsure = problems.some(({ code }) => code === 'work-unclear' || code === 'format-unknown');
  if (!isUnsure) return '';
  return `A model can point out the work, without rewriting it: orchestrator plan import ${printableLine(file)} --with-model\n`;
}

/** The plan on standard output where it is not written, and what was made of the source beside it. */
async function showPlan(
  imported: ImportedPlan,
  source: string,
  { tell, print, terminal }: Screen,
): Promise<void> {
  const { text, file, written, problems, report } = imported;
  if (!written) print((await terminal.showsData()) ? printable(text) : text);
  tell(
    `Read ${source === '-' ? 'standard input' : printableLine(source)} as ${imported.format}: ${imported.reason}.\n`,
  );
  tell(inferredText(imported.inferred));
  tell(leftOutText(imported));
  tell(problemsText(problems, terminal.colours));
  tell(groupedText(report.problems, terminal));
  const { phases, stages } = report.plan;
  const size = `${countOf(phases.length, 'phase')}, ${countOf(stages.length, 'stage')}`;
  if (written)
    tell(
      `Wrote ${printableLine(file ?? '')}: ${size}. Next: orchestrator plan check ${printableLine(file ?? '')}\n`,
    );
  else
    tell(`${size}; nothing was written${file === null ? '' : `. It would go to ${printableLine(file)}`}.\n`);
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
