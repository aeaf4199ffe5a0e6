import type { Problem } from '../../../../diagnostics/index.ts';
import { lintComponents, openWorkspace } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import { counted, countOf, isSound } from '../../judgement.ts';
import type { ComponentsLintFlags } from './flags.ts';

/** Carries the command out. */
export async function lintAction(
  files: readonly string[],
  flags: ComponentsLintFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const schema = 'orchestrator.components-lint/1' as const;
  const { json = false, strict = false } = flags;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const report = workspace.ok ? await lintComponents(context, workspace.value, files) : workspace;
  if (!report.ok) return finish(reportFailure(report, { terminal, json, schema }));
  const { problems } = report.value;
  const ok = isSound(problems, strict);
  if (json) terminal.out(jsonDocument(schema, { ok, files: report.value.files, problems }));
  else {
    terminal.say(problemsText(problems, terminal.colours));
    terminal.say(summary(report.value.files, problems));
  }
  finish(ok ? 0 : 1);
}

function summary(files: number, problems: readonly Problem[]): string {
  return `${countOf(files, 'component')}: ${counted(problems)}.\n`;
}
