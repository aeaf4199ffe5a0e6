import { countOf, printableLine } from '../../../../lib/index.ts';
import {
  type ImportPromptsEvent,
  type ImportPromptsRequest,
  importPrompts,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `import`. */
export type ImportFlags = CommonOptions & Omit<ImportPromptsRequest, 'files'>;

/** Carries the command out. */
export function importAction(
  files: readonly string[],
  flags: ImportFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.import/1', ImportPromptsEvent>(setting, {
    schema: 'orchestrator.import/1',
    json: flags.json,
    isConsent: true,
    asks: !flags.json,
    call: (port) => importPrompts(setting.context, { ...flags, files }, port),
    show(event, { printText, inform, terminal }) {
      if (event.kind === 'problems') inform(problemsText(event.problems, terminal.colours));
      else if (event.kind === 'planned') printText(plannedText(event.components));
      else inform(doneText(event));
    },
  });
}

function plannedText(components: Extract<ImportPromptsEvent, { kind: 'planned' }>['components']): string {
  return components
    .map(
      ({ shown, source, format, kind, reason }) =>
        `${printableLine(shown)}\n  from ${printableLine(source)}: ${format.called}, since ${format.reason}\n  a ${kind}: ${reason}\n`,
    )
    .join('');
}

function doneText({ components, isDryRun }: Extract<ImportPromptsEvent, { kind: 'done' }>): string {
  const count = countOf(components.length, 'component');
  if (isDryRun) return `${count}; nothing was written.\n`;
  const names = [...new Set(components.map(({ file }) => file.replace(/\.txt$/u, '')))];
  const next =
    names.length === 1 ? `orchestrator components lint ${names[0]}` : 'orchestrator components lint';
  return `Wrote ${count}, each a draft. Next: ${next}\n`;
}
