import { countOf, durationInWords, momentInWords, printableLine, timeOfDay } from '../../lib/index.ts';
import {
  type AttemptNow,
  type BatchView,
  type HeldAccount,
  heldAccounts,
  type PhaseNow,
  phaseNow,
  refusedHostsWords,
  remedyWords,
  statusNameOf,
} from '../../operations/index.ts';

/** A row for each phase: its PRP, its state, its title, and remarks. Safe to show. */
export function statusRows(view: BatchView, now: number): string[][] {
  return view.state.phases.map((record) => {
    const { phase, progress } = record;
    const cells = [phase.prp, progress.state, phase.title, detailText(phaseNow(view, record, now))];
    return cells.map(printableLine);
  });
}

/** The state of a batch, in a sentence. */
export function statusInWords(view: BatchView): string {
  const { batch } = view.manifest;
  const { run, times, away } = view.state;
  if (away !== undefined) {
    const job = away.job === undefined ? '' : ` as job ${away.job}`;
    return printableLine(
      `It is at ${away.place}, handed over whole${job}, since ${momentInWords(away.since)}; \`orchestrator batch submit ${batch} --collect\` takes it back when it has ended there.`,
    );
  }
  switch (statusNameOf(view)) {
    case 'generated':
      return `It has not been run yet; \`orchestrator batch run ${batch}\` runs it.`;
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
            `It was stopped${whyInWords(view.state.stoppedBy)}; \`orchestrator batch run ${batch}\` continues it.`,
          )
        : `Its run crashed. \`orchestrator batch run ${batch}\` continues it and cleans up .orchestrator.`;
    case 'done':
      return 'It is done.';
    case 'partial':
      return `It is partly done; \`orchestrator batch decisions ${batch}\` shows what is waiting for you.`;
    case 'failed':
      return `It failed; \`orchestrator batch decisions ${batch}\` shows what is waiting for you.`;
  }
}

function whyInWords(why: string | undefined): string {
  return why === undefined ? '' : ` (${why.replace(/\.$/u, '')})`;
}

function detailText(now: PhaseNow): string {
  switch (now.kind) {
    case 'asks':
      return `waits for your answer: ${now.reason}`;
    case 'held': {
      const { executor, account } = now;
      const who = account === executor ? `${executor}, which` : `${executor}, whose account ${account}`;
      return `waits for ${who} has reached a usage limit, ${untilText(now)}: ${now.why}`;
    }
    case 'to-retry':
      return `attempt ${now.attempt} failed: ${now.cause}`;
    case 'waiting':
      return now.needs.length === 0 ? 'ready' : `after ${now.needs.join(', ')}`;
    case 'under-way':
      return attemptText(now);
    case 'done': {
      const facts = [countOf(now.files, 'file'), countOf(now.attempts, 'attempt')];
      return [`merged as ${now.commit.slice(0, 12)}`, ...facts].join(', ');
    }
    case 'failed':
      return [now.reason, ...now.red.map((words) => `red: ${words}`)].join('; ');
    case 'blocked':
      return `needs ${now.by}`;
  }
}

function attemptText(now: AttemptNow): string {
  const { attempt, allowed, executor, place, elapsedMs, doing, waits } = now;
  const of = allowed === undefined ? '' : ` of ${allowed}`;
  const at = place === undefined ? '' : ` at ${place}`;
  const tries = `attempt ${attempt}${of} by ${executor}${at}`;
  if (!now.isHeld) return `${tries}, left behind`;
  const active = now.idleMs === undefined ? [] : [`active ${durationInWords(now.idleMs)} ago`];
  const said = waits === undefined ? doing : `waits: ${waits}`;
  const time = elapsedMs === undefined ? 'for an unknown time' : durationInWords(elapsedMs);
  return [tries, time, ...active, ...(said === undefined ? [] : [said])].join(', ');
}

/** The accounts on hold, a line each: who waits, until when, and why. Safe to show. */
export function heldLines(view: Pick<BatchView, 'state'>, now: number): string[] {
  return heldAccounts(view, now).map(({ account, executors, ...held }) => {
    const isOwn = executors.length === 1 && executors[0] === account;
    const who = isOwn ? '' : ` (${executors.join(', ')})`;
    return printableLine(`The account ${account}${who} is held, ${untilText(held)}: ${held.why}`);
  });
}

/**
 * The network requests that the sandbox refused in each phase's latest attempt, a line for each phase, then how to allow them, a
 * line for each kind of command. Safe to show.
 */
export function refusedLines({ state }: Pick<BatchView, 'state'>): string[] {
  const latest = state.phases.flatMap(({ phase, attempts }) => {
    const { refused = [] } = attempts.at(-1) ?? {};
    return refused.length === 0 ? [] : [{ prp: phase.prp, refused }];
  });
  const all = latest.flatMap(({ refused }) => refused).toSorted((a, b) => a.seq - b.seq);
  const lines = latest.map(
    ({ prp, refused }) => `${prp} was ${refusedHostsWords(refused).join('')}, by its sandbox.`,
  );
  return [...lines, ...remedyWords(all)].map(printableLine);
}

function untilText({ until, isTold }: Pick<HeldAccount, 'until' | 'isTold'>): string {
  const moment = momentInWords(until);
  return isTold ? `until ${moment}` : `and one attempt checks again at ${moment}`;
}
