import { durationInWords, printableLine } from '../../../lib/index.ts';
import { causeInWords } from '../../scheduling/index.ts';
import type { Hold, PhaseRecord } from '../../types.ts';
import { keptWords, lettingWords } from '../formats/index.ts';
import { checkInWords, checksOf, filesChanged } from '../status/index.ts';
import { attemptsAllowed, type BatchView } from './batch_view.ts';
import { momentInWords, timeOfDay } from './event_line.ts';
import { standing } from './summary.ts';

/** A row for each phase: its PRP, its state, its title, and what there is to say of it. Safe to show. */
export function statusRows(view: BatchView, now: number): string[][] {
  return view.state.phases.map((record) => {
    const { phase, progress } = record;
    const cells = [phase.prp, progress.state, phase.title, detailOf(view, record, now)];
    return cells.map(printableLine);
  });
}

/** Where a batch stands, in a sentence. */
export function standingInWords(view: BatchView): string {
  const { batch } = view.manifest;
  const { run, times, away } = view.state;
  if (away !== undefined) {
    const job = away.job === undefined ? '' : ` as job ${away.job}`;
    return printableLine(
      `It is at ${away.place}, handed over whole${job}, since ${momentInWords(away.since)}; \`orchestrator batch submit ${batch} --collect\` takes it back when it is over there.`,
    );
  }
  switch (standing(view)) {
    case 'generated':
      return `It was not run yet; \`orchestrator batch run ${batch}\` does that.`;
    case 'running': {
      const { pid = 0, host = '' } = run?.owner ?? {};
      const asks = view.state.phases.some(({ asked }) => asked !== undefined)
        ? ' It asks a question there, and waits for the answer.'
        : '';
      return printableLine(
        `Process ${pid} on ${host} runs it, since ${timeOfDay(times.since ?? '')}.${asks}`,
      );
    }
    case 'stopped':
      return run === undefined
        ? printableLine(
            `It was stopped${whyInWords(view.state.stoppedBy)}; \`orchestrator batch run ${batch}\` goes on.`,
          )
        : `It crashed: nobody runs it. \`orchestrator batch run ${batch}\` goes on, and puts in order what is left in .orchestrator.`;
    case 'done':
      return 'It is done.';
    case 'partial':
      return `It is done in part; \`orchestrator batch decisions ${batch}\` shows what waits for you.`;
    case 'failed':
      return `It failed; \`orchestrator batch decisions ${batch}\` shows what waits for you.`;
  }
}

function whyInWords(why: string | undefined): string {
  return why === undefined ? '' : ` (${why.replace(/\.$/u, '')})`;
}

function detailOf(view: BatchView, record: PhaseRecord, now: number): string {
  const { phase, progress, attempts } = record;
  switch (progress.state) {
    case 'waiting': {
      if (record.asked !== undefined && view.isHeld) return `waits for your answer: ${record.asked.reason}`;
      const failed = attempts.at(-1);
      const held = heldFor(view, record, now);
      if (held !== undefined) return held;
      if (failed?.failed) return `attempt ${failed.number} failed: ${causeInWords(failed)}`;
      const open = phase.dependencies.flatMap((id) => {
        const need = view.state.phases.find((other) => other.phase.id === id);
        return need === undefined || need.progress.state === 'done' ? [] : [need.phase.prp];
      });
      return open.length === 0 ? 'ready' : `after ${open.join(', ')}`;
    }
    case 'running':
    case 'gating':
    case 'merging':
      return underWay(view, record, now);
    case 'done':
      return [
        `merged as ${progress.mergedAs.slice(0, 12)}`,
        `${filesChanged(record).length} files`,
        `${attempts.length} attempts`,
      ]
        .map((fact) => fact.replace(/^1 (file|attempt)s$/u, '1 $1'))
        .join(', ');
    case 'failed': {
      const reds = checksOf(record).filter(({ gate, result }) => gate !== null && result === 'red');
      const others = reds.map(checkInWords).filter((words) => !progress.reason.includes(words));
      return [progress.reason, ...others.map((words) => `red: ${words}`)].join('; ');
    }
    case 'blocked': {
      const by = view.state.phases.find((other) => other.phase.id === progress.by);
      return `needs ${by?.phase.prp ?? progress.by}`;
    }
  }
}

/** Until when the account is held on which a phase that could start would be carried out. */
function heldFor(
  { state, isHeld }: BatchView,
  { phase, attempts }: PhaseRecord,
  now: number,
): string | undefined {
  const executor = attempts.at(-1)?.executor ?? phase.executor ?? state.run?.options.executor ?? '';
  const found = [...state.holds].find(
    ([, { executors, until }]) => executors.includes(executor) && Date.parse(until) > now,
  );
  const isReady = phase.dependencies.every(
    (id) => state.phases.find((other) => other.phase.id === id)?.progress.state === 'done',
  );
  if (!isHeld || !isReady || found === undefined) return undefined;
  const [account, { until, isTold, why }] = found;
  const who = account === executor ? `${executor}, which` : `${executor}, whose account ${account}`;
  return `waits for ${who} has reached a limit of use, ${whenInWords({ until, isTold })}: ${why}`;
}

/** Which accounts are held, a line each: who waits, until when, and why. Safe to show. */
export function heldLines({ state }: Pick<BatchView, 'state'>, now: number): string[] {
  const open = [...state.holds].filter(([, { until }]) => Date.parse(until) > now);
  return open.map(([account, { executors, why, ...when }]) => {
    const isOwn = executors.length === 1 && executors[0] === account;
    const who = isOwn ? '' : ` (${executors.join(', ')})`;
    return printableLine(`The account ${account}${who} is held, ${whenInWords(when)}: ${why}`);
  });
}

/**
 * What commands of each phase's latest attempts were kept from by their sandbox, a line for each phase, and behind them how a person
 * lets them, a line for each kind of command. Safe to show.
 */
export function refusedLines({ state }: Pick<BatchView, 'state'>): string[] {
  const latest = state.phases.flatMap(({ phase, attempts }) => {
    const { refused = [] } = attempts.at(-1) ?? {};
    return refused.length === 0 ? [] : [{ prp: phase.prp, refused }];
  });
  const all = latest.flatMap(({ refused }) => refused).toSorted((a, b) => a.seq - b.seq);
  const lines = latest.map(
    ({ prp, refused }) => `${prp} was ${keptWords(refused).join('')}, by its sandbox.`,
  );
  return [...lines, ...lettingWords(all)].map(printableLine);
}

function whenInWords({ until, isTold }: Pick<Hold, 'until' | 'isTold'>): string {
  const moment = momentInWords(until);
  return isTold ? `until ${moment}` : `and one attempt looks again at ${moment}`;
}

function underWay(view: BatchView, record: PhaseRecord, now: number): string {
  const attempt = record.attempts.at(-1);
  if (attempt === undefined) return '';
  const of = attemptsAllowed(view, record);
  const tries = `attempt ${attempt.number}${of === undefined ? '' : ` of ${of}`} by ${attempt.executor}${attempt.place === undefined ? '' : ` at ${attempt.place}`}`;
  if (!view.isHeld) return `${tries}, left behind`;
  const time = durationInWords(now - (Date.parse(attempt.startedAt) || now));
  const last =
    record.progress.state === 'running' ? view.lastActivity(record.phase.prp, attempt.number) : undefined;
  const active = last === undefined ? [] : [`active ${durationInWords(now - last)} ago`];
  const told =
    record.progress.state === 'running' ? view.doing?.(record.phase.prp, attempt.number) : undefined;
  const doing = told?.waits === undefined ? told?.doing : `waits: ${told.waits}`;
  return [tries, time, ...active, ...(doing === undefined ? [] : [doing])].join(', ');
}
