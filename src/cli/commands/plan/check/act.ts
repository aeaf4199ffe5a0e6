import { failure } from '../../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../../lib/index.ts';
import { type CheckedPlanFile, checkPlanFile, openWorkspace } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import { counted, isSound } from '../../judgement.ts';
import { readAsking } from '../ask_section.ts';
import { assumedText, planDocument, summaryText } from '../document.ts';
import type { PlanCheckFlags } from '../flags.ts';
import { readingOptions } from '../reading_flags.ts';
import { readingText } from '../reading_text.ts';

const SCHEMA = 'orchestrator.plan-check/1' as const;

/** Carries the command out. */
export async function checkAction(
  file: string,
  flags: PlanCheckFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false, strict = false, fix = false, dryRun = false } = flags;
  const report = { terminal, json, schema: SCHEMA };
  if (dryRun && !fix) return finish(reportFailure(NOTHING_TO_WRITE, report));
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  if (!workspace.ok) return finish(reportFailure(workspace, report));
  const read = (reading: PlanCheckFlags) =>
    checkPlanFile(context, {
      ...{ file, fix, dryRun },
      workspace: workspace.value,
      reading: readingOptions(reading),
    });
  const checked = await readAsking(read, flags, { file, json }, { context, terminal });
  if (typeof checked === 'number') return finish(checked);
  if (!checked.ok) return finish(reportFailure(checked, report));
  const { problems, fixes } = checked.value;
  const ok = isSound(problems, strict);
  if (json) {
    const fixed = fixes === undefined ? {} : { fixes: { added: fixes.added, written: fixes.written } };
    terminal.out(
      jsonDocument(SCHEMA, {
        ok,
        ...planDocument(checked.value),
        reading: checked.value.reading,
        ...fixed,
        problems,
      }),
    );
    return finish(ok ? 0 : 1);
  }
  const fixesToOutput = fix && (file === '-' || dryRun);
  if (fixesToOutput) {
    const text = dryRun ? fixes?.diff : fixes?.text;
    terminal.out(dryRun || (await terminal.showsData()) ? printable(text ?? '') : (text ?? ''));
  }
  terminal.say(readingText(file, checked.value));
  terminal.say(problemsText(problems, terminal.colours));
  terminal.say(fixesText(checked.value, dryRun));
  const summary = summaryText(checked.value);
  if (fixesToOutput) terminal.say(summary);
  else terminal.out(summary);
  terminal.say(assumedText(checked.value.assumed));
  if (problems.length > 0) terminal.say(`${ok ? 'OK' : 'Not OK'}: ${counted(problems)}.\n`);
  finish(ok ? 0 : 1);
}

const NOTHING_TO_WRITE = failure('usage', {
  severity: 'error',
  code: 'usage',
  message: 'Without --fix there is nothing that --dry-run could leave unwritten.',
  hint: 'Leave --dry-run out, or add --fix.',
});

function fixesText({ fixes }: CheckedPlanFile, dryRun: boolean): string {
  if (fixes === undefined) return '';
  if (fixes.added.length === 0) return 'There is no file conflict that can be mended at no cost.\n';
  const lines = fixes.added.map(
    ({ phase, on, files }) =>
      `  Phase ${printableLine(phase)} on Phase ${printableLine(on)}, for ${files.map(printableLine).join(', ')}\n`,
  );
  return `${dryRun ? 'Would let' : 'Let'} depend:\n${lines.join('')}`;
}
