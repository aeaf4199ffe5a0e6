import { printable, printableLine } from '../../../../lib/index.ts';
import { type NormalisedPlan, normalisePlan } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure, type Terminal } from '../../../terminal/index.ts';
import type { CommandSetting } from '../../declare.ts';
import { countOf, isSound } from '../../judgement.ts';
import { readAsking } from '../ask_section.ts';
import { planDocument } from '../document.ts';
import type { PlanNormaliseFlags } from '../flags.ts';
import { readingOptions } from '../reading_flags.ts';
import { explanation, READING_CODES, readingText } from '../reading_text.ts';

const SCHEMA = 'orchestrator.plan-normalise/1' as const;

/** Carries the command out. */
export async function normaliseAction(
  file: string,
  flags: PlanNormaliseFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false, dryRun = false, explain = false, keepDone } = flags;
  const report = { terminal, json, schema: SCHEMA };
  const out = dryRun ? '-' : flags.out;
  const read = (reading: PlanNormaliseFlags) =>
    normalisePlan(context, {
      file,
      out,
      reading: { ...readingOptions(reading), ...(keepDone && { keepDone }) },
    });
  const normalised = await readAsking(read, flags, { file, json }, { context, terminal });
  if (typeof normalised === 'number') return finish(normalised);
  if (!normalised.ok) return finish(reportFailure(normalised, report));
  const { text, file: written, report: plan } = normalised.value;
  const ok = isSound(plan.problems, false);
  if (json)
    terminal.out(
      jsonDocument(SCHEMA, {
        ok,
        file: written,
        written: written !== null,
        text: written === null ? text : null,
        ...planDocument(plan),
        reading: plan.reading,
        problems: plan.problems,
      }),
    );
  else await tell(normalised.value, { file, explain, terminal });
  finish(ok ? 0 : 1);
}

async function tell(
  { text, file: written, report }: NormalisedPlan,
  {
    file,
    explain,
    terminal,
  }: { readonly file: string; readonly explain: boolean; readonly terminal: Terminal },
): Promise<void> {
  if (written === null) terminal.out((await terminal.showsData()) ? printable(text) : text);
  terminal.say(readingText(file, report));
  if (explain) terminal.say(explanation(report));
  terminal.say(
    problemsText(
      report.problems.filter(({ severity, code }) => severity === 'error' || READING_CODES.has(code)),
      terminal.colours,
    ),
  );
  const { phases, stages } = report.plan;
  const size = `${countOf(phases.length, 'phase')}, ${countOf(stages.length, 'stage')}`;
  terminal.say(
    written === null
      ? `${size}; nothing was written.\n`
      : `Wrote ${printableLine(written)}: ${size}. Next: orchestrator plan check ${printableLine(written)}\n`,
  );
}
