import { durationInWords, momentInWords, printableLine, timeOfDay } from '../../lib/index.ts';
import {
  type BatchEvent,
  type BatchManifest,
  checkInWords,
  decisiveLine,
  isFlaky,
  provesLittle,
  reasonInWords,
} from '../../operations/index.ts';

/**
 * The plain line for an event, as in `12:03:04  PRP-44.1.1  started, attempt 1, claude`, in local time; `undefined` for those
 * that are of no interest to a person. Without a line end, and safe to show.
 */
export function eventLine(event: BatchEvent, manifest: BatchManifest): string | undefined {
  const text = textOf(event, manifest);
  if (text === undefined) return undefined;
  const about = 'phase' in event ? prpOf(event.phase, manifest) : `Batch ${manifest.batch}`;
  return `${timeOfDay(event.at)}  ${printableLine(`${about}  `)}  ${printableLine(text)}`;
}

function textOf(event: BatchEvent, manifest: BatchManifest): string | undefined {
  switch (event.event) {
    case 'run-started': {
      const { concurrency, executor } = event.options;
      return `run started, ${concurrency} at once, ${executor}`;
    }
    case 'attempt-started':
      return startedLine(event);
    case 'attempt-ended':
      return endText(event);
    case 'network-refused':
      return `${event.by}: kept from ${event.host} by its sandbox`;
    case 'gate-ended':
      return gateText(event);
    case 'merged':
      return `done, merged as ${event.commit.slice(0, 12)}`;
    case 'attempt-failed':
      return [
        `attempt ${event.attempt} failed`,
        reasonInWords({ failed: event }),
        decisiveLine(event.evidence),
      ]
        .filter((part) => part !== '')
        .join(': ');
    case 'decision-asked':
      return `waits for your answer: ${event.reason}`;
    case 'executor-held':
      return heldLine(event);
    case 'phase-failed':
      return `failed: ${event.reason}`;
    case 'phase-reopened':
      return event.why === 'undo' ? 'undone; waiting again' : 'to be retried';
    case 'phase-answered':
      return `answered: ${event.answer}`;
    case 'head-moved': {
      const undone = event.undone.map((id) => prpOf(id, manifest)).join(', ');
      return undone === '' ? `the head moved: ${event.why}` : `taken back: ${undone}`;
    }
    case 'handed-over':
      return `handed over to ${event.place}${event.job === undefined ? '' : `, job ${event.job}`}`;
    case 'taken-back':
      return event.outcome === 'brought' ? 'taken back' : `taken back: ${event.why}`;
    case 'run-ended':
      return event.why === '' ? `run ended: ${event.outcome}` : `run ended: ${event.outcome}, ${event.why}`;
    default:
      return undefined;
  }
}

function endText({ how, code, signal, seconds }: Extract<BatchEvent, { event: 'attempt-ended' }>): string {
  const after = `after ${durationInWords(seconds * 1000)}`;
  if (how === 'not-prepared') return 'no worktree could be set up, so the executor was not started';
  if (how !== 'exited')
    return `the executor ${ENDS[how]} ${how === 'not-started' || how === 'lost' ? '' : after}`.trim();
  if (signal !== null) return `the executor was ended by ${signal} ${after}`;
  return code === 0 ? `the executor ended ${after}` : `the executor ended with code ${code ?? '-'} ${after}`;
}

const ENDS: Readonly<
  Record<Exclude<Extract<BatchEvent, { event: 'attempt-ended' }>['how'], 'exited' | 'not-prepared'>, string>
> = {
  'not-started': 'could not be started',
  idle: 'was ended for being idle too long,',
  'over-limit': 'was ended for taking too long,',
  'heartbeat-lost': 'was ended because its heartbeat stopped,',
  cancelled: 'was ended because its job was cancelled,',
  stopped: 'was stopped',
  lost: 'was left behind by the run before this one',
};

/** A gate that a person judges is not run, so there is nothing to report. */
function gateText(event: Extract<BatchEvent, { event: 'gate-ended' }>): string | undefined {
  const { result, command, where, seconds } = event;
  if (result === 'not-run') return undefined;
  const little = provesLittle(event);
  // Findings of the program's own checks are shown with the attempt; a warning of theirs is shown nowhere else.
  if (event.gate === null && (result === 'red' || little === undefined)) return undefined;
  const notes = [
    ...(where === 'merged' ? ['on the merged tree'] : []),
    ...(event.place === undefined ? [] : [`at ${event.place}`]),
    ...(command === null ? [] : [durationInWords(seconds * 1000)]),
    ...(little === undefined ? [] : [little]),
    ...(result === 'red' && isFlaky(event) ? ['flaky: green before on the same files'] : []),
  ];
  const name = event.gate === null ? checkInWords(event) : `gate ${result}: ${checkInWords(event)}`;
  return [name, ...notes].join(', ');
}

function prpOf(id: string, { phases }: BatchManifest): string {
  return phases.find((phase) => phase.id === id)?.prp ?? `phase ${id}`;
}

function heldLine({
  executor,
  executors = [executor],
  until,
  isTold = true,
  why,
}: Extract<BatchEvent, { event: 'executor-held' }>): string {
  const who = executors.length === 1 ? `${executor} is` : `${executors.join(', ')} (one account) are`;
  const when = isTold
    ? `held until ${momentInWords(until)}`
    : `held; one attempt checks again ${momentInWords(until)}`;
  return `${who} ${when}, and ${executors.length === 1 ? 'its' : 'their'} attempts are not used up: ${why}`;
}

function startedLine({
  attempt,
  executor,
  resumes,
  anew,
  place,
}: Extract<BatchEvent, { event: 'attempt-started' }>): string {
  const began = `started, attempt ${attempt}, ${executor}${place === undefined ? '' : ` at ${place}`}`;
  if (anew !== undefined) return `${began}, in a new session: ${anew}`;
  if (resumes === undefined) return began;
  const moved = resumes.hasMoved ? ', at a different commit than it began at' : '';
  return `${began}, continues its session of attempt ${resumes.attempt}${moved}`;
}
