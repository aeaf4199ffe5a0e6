import type { Problem } from '../../../diagnostics/index.ts';
import { countOf, hoursInWords, inSentence, printableLine } from '../../../lib/index.ts';
import type { PlanReport } from '../../../operations/index.ts';

/** A phase, as far as what a document leaves open is told of it. */
export type ToldPhase = Pick<PlanReport['plan']['phases'][number], 'id' | 'title'> & {
  readonly stage?: number | null;
  readonly gates?: readonly { readonly text?: string; readonly command: string | null }[];
};

/** The code of gates that nothing runs. */
export const GATE_WITHOUT_COMMAND = 'gate-without-command';

const TOO_LARGE = 'phase-too-large';

/** Codes of notes that tell what a document that was not written as a plan rarely has. */
const OPEN_POINTS: ReadonlySet<string> = new Set([
  'files-missing',
  GATE_WITHOUT_COMMAND,
  'gates-missing',
  'goal-inferred',
  'hours-missing',
  'hours-unreadable',
  TOO_LARGE,
]);

/** Whether a problem is one of those that one line tells for the whole document. */
export function isOpenPoint({ severity, code }: Problem): boolean {
  return severity === 'note' && OPEN_POINTS.has(code);
}

/**
 * One line on what the document leaves open and what that means for a batch; empty where it leaves nothing open.
 *
 * @param hours - the hours assumed for a phase without an estimate, where they are known
 */
export function openPointsText(
  problems: readonly Problem[],
  phases: readonly ToldPhase[],
  hours?: number,
): string {
  const open = problems.filter(isOpenPoint);
  if (open.length === 0) return '';
  const countWith = (...codes: readonly string[]) => open.filter(({ code }) => codes.includes(code)).length;
  const share = (count: number) => shareOf(count, phases.length);
  const files = countWith('files-missing');
  const untimed = countWith('hours-missing', 'hours-unreadable');
  const points = [
    ...checksPoint(phases, {
      without: countWith('gates-missing'),
      manual: countWith('gate-without-command'),
    }),
    ...(files === 0 ? [] : [filesPoint(files, phases)]),
    ...(untimed === 0
      ? []
      : [
          `${share(untimed)} ${haveOrHas(untimed)} no readable hours${hours === undefined ? '' : `, counted as ${hoursInWords(hours)} each`}`,
        ]),
    ...largePoint(
      open.filter(({ code }) => code === TOO_LARGE),
      phases,
    ),
    ...(countWith('goal-inferred') === 0
      ? []
      : ['phases without a goal use the text below their heading, or the heading']),
  ];
  return `For a batch: ${points.join('; ')}. Places: --json.\n`;
}

/** What is checked by a command, and the gates that are not. */
function checksPoint(
  phases: readonly ToldPhase[],
  { without, manual }: { readonly without: number; readonly manual: number },
): string[] {
  if (without + manual === 0) return [];
  const checked = phases.filter(({ gates: own = [] }) => own.some(({ command }) => command !== null)).length;
  const why = [
    ...(without === 0 ? [] : [`${shareOf(without, phases.length)} ${haveOrHas(without)} no gates`]),
    ...(manual === 0 ? [] : [gatesWithoutCommand(phases, manual)]),
  ];
  const isKnown = without === phases.length || phases.some(({ gates: own }) => own !== undefined);
  if (!isKnown || checked === phases.length) return [inSentence(why)];
  const lead =
    checked === 0
      ? 'nothing is checked by a command'
      : `${checked} of ${phases.length} phases are checked by a command`;
  return [`${lead} (${inSentence(why)})`];
}

/**
 * "3 gates have no command, such as “the page shows” and “it is fast”".
 *
 * @param atLeast - their number, where the phases do not give their gates
 */
export function gatesWithoutCommand(phases: readonly ToldPhase[], atLeast: number): string {
  const gates = phases.flatMap(({ gates: own = [] }) => own).filter(({ command }) => command === null);
  const examples = gates
    .slice(0, MAX_EXAMPLES)
    .flatMap(({ text }) => (text === undefined ? [] : [quoted(text)]));
  const count = Math.max(gates.length, atLeast);
  const such = count > examples.length ? 'such as ' : '';
  const named = examples.length === 0 ? '' : `, ${such}${inSentence(examples)}`;
  return `${countOf(count, 'gate')} ${haveOrHas(count)} no command${named}`;
}

/** Phases that had better be split. */
function largePoint(found: readonly Problem[], phases: readonly ToldPhase[]): string[] {
  // One with too many hours and too many files has two notes.
  const count = new Set(found.map(({ message }) => message.replace(/ (?:is estimated|names) .*$/u, ''))).size;
  return count === 0
    ? []
    : [`${shareOf(count, phases.length)} ${count === 1 ? 'is' : 'are'} larger than a day or than 20 files`];
}

function filesPoint(count: number, phases: readonly ToldPhase[]): string {
  const stages = new Map<number, number>();
  for (const { stage } of phases) if (stage != null) stages.set(stage, (stages.get(stage) ?? 0) + 1);
  const isParallel = [...stages.values()].some((size) => size > 1);
  const who = shareOf(count, phases.length);
  return `${who} ${count === 1 ? 'names' : 'name'} no files${isParallel ? ', so phases that run at the same time may change the same ones' : ''}`;
}

/** "all 6 phases", "2 of 6 phases". */
function shareOf(count: number, all: number): string {
  if (count < all) return `${count} of ${countOf(all, 'phase')}`;
  return all === 1 ? 'the phase' : `all ${countOf(all, 'phase')}`;
}

function haveOrHas(count: number): string {
  return count === 1 ? 'has' : 'have';
}

function quoted(text: string): string {
  const line = printableLine(text);
  return `“${line.length > LONGEST_EXAMPLE ? `${line.slice(0, LONGEST_EXAMPLE - 1)}…` : line}”`;
}

const MAX_EXAMPLES = 2;
const LONGEST_EXAMPLE = 60;
