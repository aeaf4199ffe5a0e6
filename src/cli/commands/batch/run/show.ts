import { timeOfDay } from '../../../../lib/index.ts';
import {
  type BatchState,
  type BatchView,
  closingReport,
  isSwitchedOn,
  type PreparedRun,
  type RunNews,
} from '../../../../operations/index.ts';
import {
  type ClosingOptions,
  closingText,
  eventLine,
  liveLines,
  summaryText,
} from '../../../batch_text/index.ts';
import { type LiveBlock, showLive } from '../../../terminal/live_block.ts';
import type { CommandSetting } from '../../declare.ts';

/** The output for a person while a run goes on. */
export type RunShow = {
  readonly news: Pick<RunNews, 'event' | 'activity' | 'doing'>;
  /** Says something that stays, above the live block. */
  readonly say: (text: string) => void;
  /** Removes the live block while a question is asked. */
  readonly aside: <Value>(ask: () => Promise<Value>) => Promise<Value>;
  /** The closing text. */
  readonly report: (state: BatchState) => string;
  readonly end: () => void;
};

/**
 * Shows a run: a block redrawn in place, if possible, or a line for each event of interest to a person.
 *
 * @param state - the batch's state before
 */
export async function showRun(
  { context, terminal }: CommandSetting,
  { batch, shown, hasLog, state: before }: PreparedRun,
  { json, next }: { readonly json: boolean; readonly next?: ClosingOptions['next'] },
): Promise<RunShow> {
  const { manifest } = batch;
  const activity = new Map<string, number>();
  const doing = new Map<string, Parameters<NonNullable<RunNews['doing']>>[1]>();
  const prps = new Map(manifest.phases.map(({ id, prp }) => [id, prp]));
  let state = before;
  const view = (isHeld: boolean): BatchView => ({
    manifest,
    state,
    isHeld,
    folder: shown,
    hasLog,
    doing: (prp) => doing.get(prp),
    lastActivity: (prp, attempt) => activity.get(`${prp} ${attempt}`) ?? activity.get(prp),
  });
  const draw = (): LiveBlock | undefined =>
    json
      ? undefined
      : showLive(
          terminal,
          {
            lines: (frame) => liveLines(view(true), { ...frame, now: Date.now(), paint: terminal.colours }),
            summary: () => summaryText(view(true), Date.now()),
          },
          { spinner: isSwitchedOn(context, 'spinner') },
        );
  let block = draw();
  let isOver = false;
  const width = await terminal.dataColumns();
  return {
    say: (text) => block?.printLine(text.trimEnd(), 'always'),
    async aside(ask) {
      block?.end();
      block = undefined;
      try {
        return await ask();
      } finally {
        // Nothing is drawn any more over questions after the end.
        if (!isOver) block = draw();
      }
    },
    news: {
      event(event, next) {
        state = next;
        if (event.event === 'attempt-ended') doing.delete(prps.get(event.phase) ?? event.phase);
        const line = eventLine(event, manifest);
        if (line !== undefined) block?.printLine(line, STAYS.has(event.event) ? 'always' : 'without-block');
      },
      doing(phase, now) {
        const prp = prps.get(phase) ?? phase;
        const isNew = now.waits !== undefined && doing.get(prp)?.waits === undefined;
        doing.set(prp, now);
        // Once for every wait: if nothing is drawn in place, the lines are all that is shown.
        if (isNew)
          block?.printLine(
            `${timeOfDay(new Date().toISOString())}  ${prp}  waits: ${now.waits}`,
            'without-block',
          );
      },
      activity: (phase) => void activity.set(prps.get(phase) ?? phase, Date.now()),
    },
    report(last) {
      state = last;
      return closingText(closingReport(view(false), Date.now()), {
        width,
        paint: terminal.colours,
        ...(next && { next }),
      });
    },
    end: () => {
      isOver = true;
      block?.end();
      block = undefined;
    },
  };
}

/** Kinds of events that stay in sight above the block. */
const STAYS: ReadonlySet<string> = new Set(['attempt-failed', 'phase-failed']);
