import type { AttemptRecord, PhaseRecord } from '../../store/batch_state.ts';

/** The last result of a phase's check. */
export type Check = {
  /** Its index among the phase's gates; `null` for the program's own. */
  readonly gate: number | null;
  readonly text: string;
  readonly command: string | null;
  readonly result: 'green' | 'red' | 'not-run';
  readonly baseline: 'green' | 'red' | 'not-run';
  readonly seconds: number | null;
  /** The file with its output. */
  readonly log: string | null;
  /** The hash of that file when the gate was over; none in journals of earlier versions. */
  readonly logSha256?: string | undefined;
  /** The placement that it ran at; none for this machine. */
  readonly place?: string | undefined;
  /** The reasons why a green result proves little, from the journal. */
  readonly flags: readonly string[];
};

/**
 * The checks of a phase: its gates in the plan's order, then the program's own. They are those of the latest attempt that got so
 * far; a gate's result on the merged tree takes precedence.
 */
export function checksOf({ phase, attempts }: PhaseRecord): Check[] {
  const made = attempts.findLast(({ gates }) => gates.length > 0)?.gates ?? [];
  const gates = phase.gates.map(({ text, command }, place): Check => {
    const last = latest(made.filter(({ gate }) => gate === place));
    return { ...(last ?? NOT_MADE), gate: place, text, command };
  });
  const own = made.filter(({ gate }) => gate === null);
  const names = new Set(own.map(({ text }) => text));
  return [...gates, ...[...names].flatMap((name) => latest(own.filter(({ text }) => text === name)) ?? [])];
}

/** Whether a red check was green on the same files as well. */
export function isFlaky({ flags }: Pick<Check, 'flags'>): boolean {
  return flags.includes('flaky');
}

/** The reason why a green check proves little, as part of a sentence; `undefined` where there is none. */
export function provesLittle({
  result,
  baseline,
  flags,
}: Pick<Check, 'result' | 'baseline' | 'flags'>): string | undefined {
  if (result !== 'green') return undefined;
  const known = baseline === 'green' ? ['baseline-green', ...flags] : flags;
  const reasons = Object.entries(REASONS).flatMap(([flag, reason]) => (known.includes(flag) ? [reason] : []));
  return reasons.length === 0 ? undefined : reasons.join(', and ');
}

const REASONS: Readonly<Record<string, string>> = {
  'baseline-green': 'proves nothing new (green before the change)',
  'no-test-ran': 'ran no test',
  'cannot-fail': 'cannot fail',
  'changed-files': 'changed files of the merged tree, which were put back',
  collided: 'was red while others ran beside it (declare what it needs for itself: exclusive)',
  flaky: 'is flaky (red and green on the same files)',
  warned: 'passes with a warning only',
};

type GateEnded = AttemptRecord['gates'][number];

/** Flags of a gate itself, on whatever tree they were seen. */
const OF_THE_GATE: ReadonlySet<string> = new Set(['collided', 'flaky']);

const NOT_MADE = { result: 'not-run', baseline: 'not-run', seconds: null, log: null, flags: [] } as const;

function latest(results: readonly GateEnded[]): Check | undefined {
  const onAttempt = results.findLast(({ where }) => where === 'attempt');
  const onMerged = results.findLast(({ where, result }) => where === 'merged' && result !== 'not-run');
  const last = onMerged ?? onAttempt ?? results.at(-1);
  if (last === undefined) return undefined;
  const { gate, text, command, result, seconds, log, logSha256, flags, place } = last;
  const baseline = last.baseline === 'not-run' ? (onAttempt?.baseline ?? 'not-run') : last.baseline;
  const own = results.flatMap((each) => each.flags.filter((flag) => OF_THE_GATE.has(flag)));
  return {
    gate,
    text,
    command,
    result,
    baseline,
    seconds,
    log,
    ...(logSha256 === undefined ? {} : { logSha256 }),
    place,
    flags: [...new Set([...flags, ...own])],
  };
}
