import { countOf, printable, printableLine } from '../../../../lib/index.ts';
import { type NormalisedPlan, type NormaliseEvent, normalisePlan } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting } from '../../declare.ts';
import type { PlanNormaliseFlags } from '../flags.ts';
import { isOpenPoint } from '../open_points.ts';
import { byImportance } from '../problem_order.ts';
import { explanation, READING_CODES, readingText } from '../reading_text.ts';

/** Carries the command out. */
export function normaliseAction(
  file: string,
  { json, explain = false, ...flags }: PlanNormaliseFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.plan-normalise/1', NormaliseEvent>(setting, {
    schema: 'orchestrator.plan-normalise/1',
    json,
    asks: !json,
    call: (port) => normalisePlan(setting.context, { ...flags, file }, port),
    show: ({ normalised }, screen) => showNormalised(normalised, { file, explain }, screen),
  });
}

async function showNormalised(
  { text, file: written, report }: NormalisedPlan,
  { file, explain }: { readonly file: string; readonly explain: boolean },
  { terminal, inform, print }: Screen,
): Promise<void> {
  if (written === null) print((await terminal.showsData()) ? printable(text) : text);
  inform(readingText(file, report));
  if (explain) inform(explanation(report));
  inform(
    problemsText(
      byImportance(
        report.problems.filter(
          (each) => !isOpenPoint(each) && (each.severity === 'error' || READING_CODES.has(each.code)),
        ),
      ),
      terminal.colours,
    ),
  );
  const { phases, stages } = report.plan;
  const size = `${countOf(phases.length, 'phase')}, ${countOf(stages.length, 'stage')}`;
  inform(
    written === null
      ? `${size}; nothing was written.\n`
      : `Wrote ${printableLine(written)}: ${size}. Next: orchestrator plan check ${printableLine(written)}\n`,
  );
}
