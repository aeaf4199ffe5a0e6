import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type AnswerEvent,
  type AnswerRequest,
  type EarlierRun,
  reportAnswer,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `answer`. */
export type AnswerFlags = CommonOptions & Omit<AnswerRequest, 'framework'>;

/** Carries the command out. */
export function answerAction(framework: string, flags: AnswerFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.answer/1', AnswerEvent>(setting, {
    schema: 'orchestrator.answer/1',
    json: flags.json,
    asks: false,
    call: (port) => reportAnswer(setting.context, { ...flags, framework }, port),
    async show({ earlier, answer, said }, { print, printText, inform, terminal }) {
      const text = flags.all ? wholeText(said) : withLineEnd(answer ?? '');
      // A file receives the exact answer; a person's terminal obeys none of it.
      if (await terminal.showsData()) printText(printable(text));
      else print(text);
      inform(aboutText(earlier));
    },
  });
}

function aboutText({ run, shown }: EarlierRun): string {
  const { started, model, outcome, framework } = run;
  const how = outcome === 'done' ? '' : ` The answer is not complete: it was ${outcome}.`;
  const next = outcome === 'done' ? ' "what comes next"' : '';
  return `Of ${printableLine(started)}, by ${printableLine(model)}: ${printableLine(shown)}.${how}\nNext: \`orchestrator run ${printableLine(framework)} --continue${next}\` or \`--chat --resume\` continues from it.\n`;
}

function wholeText(said: EarlierRun['run']['messages']): string {
  return said.map(({ role, content }) => `--- ${WHO[role]} ---\n${withLineEnd(content)}\n`).join('');
}

const WHO = { system: 'persona', user: 'sent', assistant: 'answer' } as const;

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
