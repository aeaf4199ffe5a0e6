import { printable, printableLine } from '../../../../lib/index.ts';
import { type BeginCaseEvent, beginCase } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { NewCaseFlags } from './flags.ts';

/** Carries `goals eval new` out. */
export function newCaseAction(
  wanted: { readonly goal: string; readonly name: string },
  { json, cases, dryRun, ...given }: NewCaseFlags,
  setting: CommandSetting,
): Promise<void> {
  const workspace = workspaceOptions(given);
  const request = {
    ...{ ...wanted, workspace },
    ...(cases === undefined ? {} : { cases }),
    ...(dryRun && { dryRun }),
  };
  return runVerb<'orchestrator.goals-eval-new/1', BeginCaseEvent>(setting, {
    schema: 'orchestrator.goals-eval-new/1',
    json,
    call: (port) => beginCase(setting.context, request, port),
    show: showScaffold,
  });
}

function showScaffold({ made: { folder, files }, dryRun }: BeginCaseEvent, { print, inform }: Screen): void {
  if (dryRun)
    for (const { path, text } of files) print(`--- ${printableLine(folder + path)}\n${printable(text)}`);
  else print(`${printableLine(folder)}\n`);
  const done = dryRun ? 'Would create' : 'Created';
  inform(`${done} ${files.length} files.\nNext: replace every TODO(orchestrator) in them.\n`);
}
