import { printableLine } from '../../../lib/index.ts';
import { keptInWords, type Refusal } from '../../safety/sandbox/index.ts';
import type { AttemptRecord } from '../../store/batch_state.ts';
import type { RunJournal, RunNotes } from './run.ts';

/** Records the hosts that commands of an attempt requested and were refused, once per host and kind of command. */
export function hearRefusals(
  { logbook, reported }: RunJournal & Pick<RunNotes, 'reported'>,
  { phase, attempt }: { readonly phase: string; readonly attempt: number },
): (refusal: Refusal) => void {
  const own = `refused ${phase} ${attempt} `;
  return ({ by, host, remedy }) => {
    const name = `${own}${by} ${host}`;
    if (reported.has(name) || [...reported].filter((each) => each.startsWith(own)).length >= MAX) return;
    reported.add(name);
    void logbook.record({
      event: 'network-refused',
      ...{ phase, attempt, by },
      host: printableLine(host).slice(0, 300),
      remedy: printableLine(remedy).slice(0, MAX_REMEDY),
    });
  };
}

/** The limit for one attempt: a command that tries the whole network is not worth more lines. */
const MAX = 50;

/** The limit for the whole list of hosts in a setting, in UTF-16 code units. */
const MAX_REMEDY = 20_000;

/** Returns the hosts that commands of one kind requested and were refused in an attempt. */
export function refusedTo(attempt: AttemptRecord | undefined, by: Refusal['by']): string[] {
  return (attempt?.refused ?? []).filter((refusal) => refusal.by === by).map(({ host }) => host);
}

/**
 * Explains what commands of an attempt were refused, and how a person can allow it: a line for each kind of command that a text
 * does not mention.
 */
export function untoldRefusals(attempt: AttemptRecord | undefined, text: string): string {
  return (['setup', 'agent', 'gate'] as const)
    .map((by) => {
      const words = keptInWords(by, refusedTo(attempt, by));
      const remedy = attempt?.refused?.findLast((refusal) => refusal.by === by)?.remedy;
      return words === '' || text.includes(words) ? '' : `${words}${remedy}\n`;
    })
    .join('');
}
