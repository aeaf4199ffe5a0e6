import { countOf } from '../../../../lib/index.ts';
import { type LintEvent, reportLint } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting } from '../../declare.ts';
import { counted } from '../../problem_counts.ts';
import type { ComponentsLintFlags } from './flags.ts';

/** Carries the command out. */
export function lintAction(
  files: readonly string[],
  flags: ComponentsLintFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.components-lint/1', LintEvent>(setting, {
    schema: 'orchestrator.components-lint/1',
    json: flags.json,
    asks: false,
    call: (port) => reportLint(setting.context, { ...flags, files }, port),
    show({ report }, { inform, terminal }) {
      inform(problemsText(report.problems, terminal.colours));
      inform(`${countOf(report.files, 'component')}: ${counted(report.problems)}.\n`);
    },
  });
}
