import {
  type BatchState,
  eventLine,
  finalReport,
  type PreparedRun,
  type RunNews,
} from '../../operations/index.ts';
import type { CommandSetting } from './declare.ts';

/** What a person sees of a run while it goes on. */
export type RunShow = {
  readonly news: Pick<RunNews, 'event' | 'activity'>;
  /** Says something between the lines. */
  readonly say: (text: string) => void;
  /** The closing text. */
  readonly report: (state: BatchState, options: { readonly dryRun: boolean }) => string;
  readonly end: () => void;
};

/** Shows a run: a line for each event that a person wants to know of. */
export async function showRun(
  { terminal }: CommandSetting,
  { batch }: PreparedRun,
  { json }: { readonly json: boolean },
): Promise<RunShow> {
  const { manifest } = batch;
  const width = await terminal.dataColumns();
  const say = (text: string) => {
    if (!json) terminal.say(text);
  };
  return {
    say,
    news: {
      event(event) {
        const line = eventLine(event, manifest);
        if (line !== undefined) say(`${line}\n`);
      },
      activity: () => {},
    },
    report: (state) =>
      finalReport(
        { manifest, state, isHeld: false, lastActivity: () => undefined, folder: batch.folder },
        { width, now: Date.now(), paint: terminal.colours },
      ),
    end: () => {},
  };
}
