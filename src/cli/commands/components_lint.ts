import type { Command } from 'commander';
import type { Problem } from '../../diagnostics/index.ts';
import { lintComponents, openWorkspace } from '../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../terminal/index.ts';
import {
  type CommandSetting,
  type CommonOptions,
  type WorkspaceFlags,
  withCommonOptions,
  withWorkspaceOptions,
  workspaceOptions,
} from './declare.ts';
import { counted, isSound } from './judgement.ts';

type Flags = CommonOptions & WorkspaceFlags & { readonly strict?: boolean };

/** Declares `components lint`: judges components by the rules of the library. */
export function declareLint(components: Command, setting: CommandSetting): void {
  const verb = components.command('lint').description('judge components by the rules of the library');
  withWorkspaceOptions(
    withCommonOptions(verb, [
      'orchestrator components lint',
      'orchestrator components lint components/personas/my_persona.txt',
      'orchestrator components lint meticulous_auditor --strict --json',
    ]),
  )
    .argument('[file...]', 'a path, or a component’s name (default: the whole library)')
    .option('--strict', 'take warnings for errors')
    .action((files: readonly string[], flags: Flags) => lintAction(files, flags, setting));
}

async function lintAction(
  files: readonly string[],
  flags: Flags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const schema = 'orchestrator.components-lint/1';
  const { json = false, strict = false } = flags;
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const report = workspace.ok ? await lintComponents(context, workspace.value, files) : workspace;
  if (!report.ok) return finish(reportFailure(report, { terminal, json, schema, empty: { files: 0 } }));
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
  return `${files} ${files === 1 ? 'component' : 'components'}: ${counted(problems)}.\n`;
}
