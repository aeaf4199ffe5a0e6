import {
  countOf,
  foldLines,
  printable,
  printableLine,
  revealHidden,
  shellWord,
  withThousands,
} from '../../../../lib/index.ts';
import type { DraftEvent, DraftedPlan, PreparedDraft, Shortfall } from '../../../../operations/index.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import { showMatched } from '../../patterns/text.ts';
import { counted } from '../../problem_counts.ts';
import { assumedText, beforehandText, summaryText } from '../document.ts';
import { mergedProblemsText } from '../merged_problems_text.ts';

/**
 * Shows the events while a plan is drafted.
 *
 * @param isLast - whether nothing comes after it that says how to go on
 */
export function showDraft(event: DraftEvent, screen: Screen, isLast = true): void | Promise<void> {
  const { say, terminal } = screen;
  switch (event.kind) {
    case 'waiting':
    case 'waited':
      return screen.wait(event);
    case 'matched':
      return showMatched(event, screen);
    case 'problems':
      return say(problemsText(event.problems, terminal.colours));
    case 'read':
      say(readText(event.prepared, terminal.columns));
      return event.dryRun ? showMessages(event.prepared, screen) : undefined;
    case 'requirement-open':
      return say('The requirement leaves something open.\n');
    case 'drafted':
      return showPlan(event, screen, isLast);
  }
}

async function showPlan(
  { plan, file }: Extract<DraftEvent, { kind: 'drafted' }>,
  { say, print, terminal }: Screen,
  isLast: boolean,
): Promise<void> {
  const { problems } = plan.report;
  const shown = file === undefined ? '-' : printableLine(file.shown);
  if (file !== undefined) print(`${shown}\n`);
  else print((await terminal.showsData()) ? printable(plan.text) : plan.text);
  say(originText(plan));
  // A skeleton lacks everything, which one line says better than one for each phase and field.
  if (plan.origin !== 'skeleton')
    say(mergedProblemsText(problems, plan.report.plan.phases, terminal.colours));
  else say(`It has ${counted(problems)}.\n`);
  say(servedText(plan) + summaryText(plan.report) + assumedText(plan.report.assumed));
  if (file === undefined) return;
  say(`Wrote ${shown}\n${isLast ? `Next: orchestrator plan check ${shellWord(shown)}\n` : ''}`);
}

/** The sources read for a draft, and their share of the budget. */
function readText({ request, budget }: PreparedDraft, width: number): string {
  const rows = request.blocks.map(({ label, detail, tokens, isCut }) => [
    `  ${label.toLowerCase()}`,
    withThousands(tokens),
    printableLine(`${detail}${isCut ? ', cut' : ''}`),
  ]);
  const head = `Read for the draft, about ${withThousands(request.tokens)} of ${withThousands(budget)} tokens:\n`;
  return foldLines(head, width) + columns(rows, { width });
}

/** Prints the words that the model would be told. */
async function showMessages({ request }: PreparedDraft, { print, terminal }: Screen): Promise<void> {
  const text = request.messages.map(({ content }) => `${content.trimEnd()}\n`).join('\n');
  print((await terminal.showsData()) ? printable(text) : text);
}

/** The author of a plan, and why it is not better. */
function originText({ origin, pattern, model, repairs, usage, shortfall, hasFailed }: DraftedPlan): string {
  const why = shortfall === undefined ? '' : inOneLine(shortfall);
  if (pattern !== undefined)
    return `From ${printableLine(pattern.id)}, without a model; ${printableLine(pattern.confidence)}.\n${beforehandText(pattern.requirements)}`;
  if (hasFailed) return `FAILED: the model gave no plan. What is here is a skeleton, full of TODOs: ${why}\n`;
  if (origin === 'skeleton') return `SKELETON ONLY, full of TODOs: ${why}\n`;
  const corrections = repairs === 0 ? '' : `, corrected ${repairs === 1 ? 'once' : 'twice'}`;
  const tokens =
    usage === null ? '' : ` (${withThousands(usage.input)} tokens in, ${withThousands(usage.output)} out)`;
  const who = model === null ? '' : ` by ${printableLine(model)}`;
  return shortfall === undefined
    ? `Drafted${who}${corrections}${tokens}.\n`
    : `Drafted${corrections}, and NOT GOOD YET: ${why}\n`;
}

function inOneLine({ reason, remedy }: Shortfall): string {
  return revealHidden(printableLine(`${reason.replace(/\.$/u, '')}. ${remedy}`));
}

/** The share of the requirement that the phases serve. */
function servedText({ origin, requirement }: DraftedPlan): string {
  // A skeleton has a phase for each line, without saying how; a pattern's phases serve all of them together.
  if (origin !== 'model') return '';
  const asking = requirement.filter(({ asks }) => asks);
  const served = asking.filter(({ phases }) => phases.length > 0);
  return `Requirement: ${served.length} of ${countOf(asking.length, 'line')} served.\n`;
}
