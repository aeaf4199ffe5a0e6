import { type WatchEvent, watchReport } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `batch watch`. */
export type WatchFlags = CommonOptions & {
  readonly html?: string;
  readonly yes?: boolean;
  readonly wait?: boolean;
};

/** Carries the command out. */
export function watchAction(
  batch: string | undefined,
  { json, html, yes = false, wait = false }: WatchFlags,
  setting: CommandSetting,
): Promise<void> {
  let isTold = false;
  return runVerb<'orchestrator.batch-report/1', WatchEvent>(setting, {
    schema: 'orchestrator.batch-report/1',
    json,
    call: (port) => watchReport(setting.context, { batch, html, yes, wait }, port),
    show(event, { say, inform, terminal }) {
      if (event.kind === 'note') return inform(problemsText([event.problem], terminal.colours));
      const { file, report, isLast } = event;
      if (!isTold) say(`The page is at ${file}; it is updated whenever something happens.\n`);
      isTold = true;
      if (isLast)
        say(
          `Batch ${report.batch}: ${report.counts.done} of ${report.counts.total} phases done; the page is final.\n`,
        );
    },
    exitCode: ({ ok }, port) => port.endedBy() ?? (ok ? 0 : 1),
  });
}
