import { produceReport, type ReportEvent } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `batch report`. */
export type ReportFlags = CommonOptions & {
  readonly markdown?: true;
  readonly html?: true;
  readonly form?: string;
  readonly out?: string;
  readonly yes?: boolean;
};

/** Carries the command out. */
export function reportAction(
  batch: string | undefined,
  { json = false, markdown, html, form, out, yes = false }: ReportFlags,
  setting: CommandSetting,
): Promise<void> {
  const { context, terminal } = setting;
  const flagged = [
    ...(html ? ['html'] : []),
    ...(markdown ? ['markdown'] : []),
    ...(form === undefined ? [] : [form]),
  ];
  const forms = flagged.length === 0 && json ? ['json'] : flagged;
  return runVerb<'orchestrator.batch-report/1', ReportEvent>(setting, {
    schema: 'orchestrator.batch-report/1',
    json,
    isSaved: out !== undefined && out !== '-' && forms[0] === 'json',
    async call(port) {
      // Nobody reads a page in a terminal.
      const isPage = forms.length === 1 && forms[0] === 'html';
      const isKept = isPage && out === undefined && !json && (await terminal.showsData());
      return produceReport(context, { batch, forms, out, isKept, yes }, port);
    },
    show(event, { print, printText, inform, say }) {
      switch (event.kind) {
        case 'report':
          if (event.form === 'text') return printText(event.text);
          return print(event.text);
        case 'written':
          return say(`Written to ${event.file}\n`);
        case 'notes':
          return inform(problemsText(event.problems, terminal.colours));
      }
    },
  });
}
