import { failure, type Problem } from '../../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../../lib/index.ts';
import { newCase, openWorkspace } from '../../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { NewCaseFlags } from './flags.ts';

const SCHEMA = 'orchestrator.goals-eval-new/1' as const;

/** Makes the scaffold of a case. @returns the exit code */
export async function newCaseAction(
  wanted: { readonly goal: string; readonly name: string },
  given: NewCaseFlags,
  { context, terminal }: CommandSetting,
): Promise<number> {
  const { json = false, dryRun = false, cases } = given;
  const report = { terminal, json, schema: SCHEMA, empty: { dryRun } };
  if (cases === undefined) return reportFailure(failure('usage', NO_CASES), report);
  const workspace = await openWorkspace(context, workspaceOptions(given));
  const made = workspace.ok
    ? await newCase(context, workspace.value, { ...wanted, cases, dryRun })
    : workspace;
  if (!made.ok) return reportFailure(made, report);
  const { goal, folder, files } = made.value;
  if (json) {
    const paths = files.map(({ path }) => path);
    terminal.out(
      jsonDocument(SCHEMA, { ok: true, dryRun, case: { goal, folder, files: paths }, problems: [] }),
    );
    return 0;
  }
  if (dryRun)
    for (const { path, text } of files)
      terminal.out(`--- ${printableLine(folder + path)}\n${printable(text)}`);
  else terminal.out(`${printableLine(folder)}\n`);
  terminal.say(
    `${dryRun ? 'Would create' : 'Created'} ${files.length} files.\nNext: replace every TODO(orchestrator) in them.\n`,
  );
  return 0;
}

/** What is missing where a command needs to know the cases. */
export const NO_CASES: Problem = {
  severity: 'error',
  code: 'cases-not-given',
  message: 'Say where the cases are.',
  hint: 'For example: --cases cases',
};
