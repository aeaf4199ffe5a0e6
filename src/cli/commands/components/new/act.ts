import { printable } from '../../../../lib/index.ts';
import {
  type NewComponentEvent,
  type NewComponentRequest,
  newComponent,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { EXIT_CODES, problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `components new`. */
export type NewComponentFlags = CommonOptions & Omit<NewComponentRequest, 'kind' | 'name'>;

/** Carries the command out. */
export function newAction(
  request: NewComponentRequest & CommonOptions,
  setting: CommandSetting,
): Promise<void> {
  let code = 0;
  return runVerb<'orchestrator.components-new/1', NewComponentEvent>(setting, {
    schema: 'orchestrator.components-new/1',
    json: request.json,
    // No question is put; an editor is opened, which switching questions off does not forbid.
    isConsent: true,
    call: (port) => newComponent(setting.context, request, port),
    show(event, { print, inform, terminal }) {
      if (event.kind === 'begun') {
        print(event.isDryRun ? printable(event.scaffold.text) : `${printable(event.scaffold.shown)}\n`);
        inform(aboutText(event));
      } else if (event.kind === 'not-opened') inform('Not opened: nobody can be asked to edit it here.\n');
      else {
        code = EXIT_CODES[event.failed.cause];
        terminal.say(problemsText(event.failed.problems, terminal.colours));
      }
    },
    exitCode: () => code,
  });
}

function aboutText({ scaffold, isDryRun }: Extract<NewComponentEvent, { kind: 'begun' }>): string {
  const { shown, layer, file, hides } = scaffold;
  const done = `${isDryRun ? 'Would create' : 'Created'} ${printable(shown)} in the ${layer}'s components.\n`;
  const note = hides ? `It takes precedence over the ${file} of another layer.\n` : '';
  return `${done}${note}Next: replace every TODO(orchestrator) in it.\n`;
}
