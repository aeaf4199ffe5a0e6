import { printable, printableLine } from '../../../lib/index.ts';
import { type EarlierRun, readEarlierRun } from '../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../terminal/index.ts';
import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.answer/1' as const;

type Flags = CommonOptions & { readonly run?: string; readonly all?: true };

/** `answer`: what a model answered in an earlier run. */
export const declare: Declare = (command, { context, terminal, finish }) => {
  withCommonOptions(command, [
    'orchestrator answer My_Framework',
    'orchestrator answer My_Framework --all',
    'orchestrator answer My_Framework --run 20261121T063639Z-01 > answer.md',
  ])
    .argument('<framework>', 'its name, or its folder')
    .option('--run <run>', 'of this run (default: the last one)')
    .option('--all', 'all that was said, not only the last answer')
    .action(async (wanted: string, flags: Flags) => {
      const { json = false, run: which } = flags;
      const all = flags.all ?? false;
      const read = await readEarlierRun(context, wanted, which);
      if (!read.ok) return finish(reportFailure(read, { terminal, json, schema: SCHEMA }));
      const { run, shown } = read.value;
      const said = run.messages.filter(({ replaced }) => !replaced);
      const answer = said.findLast(({ role }) => role === 'assistant')?.content ?? null;
      if (json) {
        const { framework, model, outcome } = run;
        const document = { framework, run: shown, model, outcome, answer, messages: all ? said : [] };
        terminal.out(jsonDocument(SCHEMA, { ok: true, ...document, problems: [] }));
        return finish(0);
      }
      const text = all ? wholeText(said) : withLineEnd(answer ?? '');
      // To a file the answer goes as it is; a person's terminal obeys none of it.
      if (await terminal.showsData()) terminal.outText(printable(text));
      else terminal.out(text);
      terminal.say(aboutText(read.value));
      finish(0);
    });
};

function aboutText({ run, shown }: EarlierRun): string {
  const { started, model, outcome, framework } = run;
  const how = outcome === 'done' ? '' : ` The answer is not whole: it was ${outcome}.`;
  const next = outcome === 'done' ? ' "what comes next"' : '';
  return `Of ${printableLine(started)}, by ${printableLine(model)}: ${printableLine(shown)}.${how}\nNext: \`orchestrator run ${printableLine(framework)} --continue${next}\` or \`--chat --resume\` go on from it.\n`;
}

function wholeText(said: EarlierRun['run']['messages']): string {
  return said.map(({ role, content }) => `--- ${WHO[role]} ---\n${withLineEnd(content)}\n`).join('');
}

const WHO = { system: 'persona', user: 'sent', assistant: 'answer' } as const;

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
