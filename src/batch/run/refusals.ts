import { printableLine } from '../../lib/index.ts';
import { keptInWords, type Refusal } from '../sandbox/index.ts';
import type { AttemptRecord } from '../types.ts';
import type { Run } from './types.ts';

/** Writes down what commands of an attempt asked for and were kept from, of each host and kind of command once. */
export function hearRefusals(
  { logbook, told }: Pick<Run, 'logbook' | 'told'>,
  { phase, attempt }: { readonly phase: string; readonly attempt: number },
): (refusal: Refusal) => void {
  const own = `refused ${phase} ${attempt} `;
  return ({ by, host, remedy }) => {
    const name = `${own}${by} ${host}`;
    if (told.has(name) || [...told].filter((each) => each.startsWith(own)).length >= MOST) return;
    told.add(name);
    void logbook.record({
      event: 'network-refused',
      ...{ phase, attempt, by },
      host: printableLine(host).slice(0, 300),
      remedy: printableLine(remedy).slice(0, MOST_REMEDY),
    });
  };
}

/** Of one attempt: what tries all of the network is not worth more lines. */
const MOST = 50;

/** Of the whole list of hosts that a setting gets, in UTF-16 code units. */
const MOST_REMEDY = 20_000;

/** The hosts that commands of one kind asked for in vain in an attempt. */
export function refusedTo(attempt: AttemptRecord | undefined, by: Refusal['by']): string[] {
  return (attempt?.refused ?? []).filter((refusal) => refusal.by === by).map(({ host }) => host);
}

/** What commands of an attempt were kept from, and how a person lets them: a line for each kind of command that a text does not tell. */
export function untoldRefusals(attempt: AttemptRecord | undefined, text: string): string {
  return (['setup', 'agent', 'gate'] as const)
    .map((by) => {
      const words = keptInWords(by, refusedTo(attempt, by));
      const remedy = attempt?.refused?.findLast((refusal) => refusal.by === by)?.remedy;
      return words === '' || text.includes(words) ? '' : `${words}${remedy}\n`;
    })
    .join('');
}
