import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type CheckedPlanFile,
  type CheckPlanEvent,
  type CheckPlanRequest,
  checkPlan,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import type { CommandSetting } from '../../declare.ts';
import { counted } from '../../problem_counts.ts';
import { assumedText, summaryText } from '../document.ts';
import type { PlanCheckFlags } from '../flags.ts';
import { mergedProblems, mergedProblemsText } from '../merged_problems_text.ts';
import { isOpenPoint } from '../open_points.ts';
import { readingText } from '../reading_text.ts';

/** Carries the command out. */
export function checkAction(file: string, flags: PlanCheckFlags, setting: CommandSetting): Promise<void> {
  const { json, ...others } = flags;
  const request = { ...others, file };
  return runVerb<'orchestrator.plan-check/1', CheckPlanEvent>(setting, {
    schema: 'orchestrator.plan-check/1',
    json,
    asks: !json,
    call: (port) => checkPlan(setting.context, request, port),
    show: (event, screen) => (json ? undefined : showChecked(event, request, screen)),
  });
}

async function showChecked(
  { checked, ok }: CheckPlanEvent,
  { file, fix = false, dryRun = false }: CheckPlanRequest,
  { terminal, say, print, printText }: Screen,
): Promise<void> {
  const { problems, fixes } = checked;
  const fixesToOutput = fix && (file === '-' || dryRun);
  if (fixesToOutput) {
    const text = dryRun ? fixes?.diff : fixes?.text;
    print(dryRun || (await terminal.showsData()) ? printable(text ?? '') : (text ?? ''));
  }
  say(readingText(file, checked));
  const manner = { isForeign: checked.reading !== null, hours: checked.assumed.hours };
  say(mergedProblemsText(problems, checked.plan.phases, terminal.colours, manner));
  say(fixesText(checked, dryRun));
  (fixesToOutput ? say : printText)(summaryText(checked));
  // Where the document leaves hours open, the line on that has told what is assumed.
  if (!problems.some(isOpenPoint)) say(assumedText(checked.assumed));
  const shown = mergedProblems(problems, checked.plan.phases, manner);
  if (problems.length > 0) say(`${ok ? 'OK' : 'Not OK'}: ${counted(shown)}.\n`);
}

function fixesText({ fixes }: CheckedPlanFile, dryRun: boolean): string {
  if (fixes === undefined) return '';
  if (fixes.added.length === 0) return 'No file conflict can be fixed without extra time.\n';
  const lines = fixes.added.map(
    ({ phase, on, files }) =>
      `  Phase ${printableLine(phase)} on Phase ${printableLine(on)}, for ${files.map(printableLine).join(', ')}\n`,
  );
  return `${dryRun ? 'Would let' : 'Let'} depend:\n${lines.join('')}`;
}
