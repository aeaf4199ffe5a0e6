import { printable } from '../../../../lib/index.ts';
import { type FillEvent, type FillRequest, fill, takesStandardInput } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { tokensText } from '../../../terminal/tokens_text.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `fill`. */
export type FillFlags = CommonOptions & Omit<FillRequest, 'framework'>;

/** Carries the command out. */
export function fillAction(framework: string, flags: FillFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.fill/1', FillEvent>(setting, {
    schema: 'orchestrator.fill/1',
    json: flags.json,
    // If a value comes from standard input, nobody can answer there.
    asks: !takesStandardInput(flags),
    call: (port) => fill(setting.context, { ...flags, framework }, port),
    async show(event, { inform, print, terminal }) {
      if (event.kind === 'not-written') return terminal.say(`INFO: ${event.why}\n`);
      const { prompt, part, text } = event;
      // Text printed first is still in sight when the long text has gone by.
      inform(problemsText(prompt.problems, terminal.colours));
      print((await terminal.showsData()) ? printable(text) : text);
      inform(tokensText(prompt.tokens[part], part === 'persona' ? [] : prompt.leftOut));
    },
  });
}
