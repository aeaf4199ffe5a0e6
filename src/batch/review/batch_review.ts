import type { ManifestPhase } from '../generated/batch.ts';
import type { BatchState, PhaseRecord } from '../store/batch_state.ts';
import {
  COMPANIONS,
  checkScope,
  declaredFilter,
  filesInWords,
  limitOf,
  namesNoFile,
} from '../verify/index.ts';
import type { Diff, DiffFile } from './diff/diff.ts';
import type { ReviewedGate, ReviewedPhase } from './finding.ts';
import type { GateProgram } from './gate_programs/gate_program.ts';
import { programFindings } from './gate_programs/program_findings.ts';
import { sightOf } from './gate_sight.ts';
import type { FoundThing } from './make_review.ts';
import type { Seen } from './read_change.ts';

/** The changes of one phase of a batch. */
export type PhaseDiff = {
  readonly record: PhaseRecord;
  /** The commit that its work was merged as; `undefined` where it was not merged. */
  readonly commit: string | undefined;
  /** Empty where it was not merged. */
  readonly diff: Diff;
  /** The programs that gates of any phase run and that it has changed. */
  readonly programs?: readonly GateProgram[];
};

/**
 * Reviews the phases of a batch one by one, with the findings about each. Pure.
 *
 * @param hashOf - the current hash of a log, by its path below the batch's folder
 */
export function reviewPhases(
  { phases }: Pick<BatchState, 'phases'>,
  diffs: readonly PhaseDiff[],
  prefix: string,
  hashOf: (log: string) => string | undefined,
): { readonly phases: ReviewedPhase[]; readonly found: FoundThing[] } {
  const reviewed = diffs.map((each) => reviewPhase(each, prefix, hashOf));
  const all = phases.map(({ phase }) => phase);
  return {
    phases: reviewed,
    found: [
      ...diffs.flatMap(({ record }) => standingFindings(record)),
      ...reviewed.flatMap((phase) => gateFindings(phase)),
      ...diffs.flatMap((each) => programsFound(each, prefix)),
      ...reviewed.flatMap((phase) => scopeFindings(phase, all)),
    ],
  };
}

function reviewPhase(
  { record, commit, diff }: PhaseDiff,
  prefix: string,
  hashOf: (log: string) => string | undefined,
): ReviewedPhase {
  const { phase, progress } = record;
  const changed = diff.files.map(({ path }) => belowPrefix(path, prefix));
  const changes = diff.files.map((file) => ({
    path: belowPrefix(file.path, prefix),
    change: 'modified' as const,
  }));
  const { outside } = checkScope(changes, { declared: limitOf(phase), companions: COMPANIONS });
  const sum = (count: (file: DiffFile) => number) => diff.files.reduce((all, file) => all + count(file), 0);
  return {
    id: phase.id,
    prp: phase.prp,
    title: phase.title,
    state: progress.state,
    commit: commit ?? null,
    ...filesInWords(phase, changed),
    changed,
    outside: [...outside],
    added: sum(({ added }) => added),
    removed: sum(({ removed }) => removed),
    gates: gatesOf(record, hashOf),
    hunks: null,
  };
}

/** Turns a path of the repository into one as plans write it, relative to the project. */
function belowPrefix(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** The last results of a phase's gates, those on the merged tree before the attempt's own. */
function gatesOf(
  { phase, attempts, progress }: PhaseRecord,
  hashOf: (log: string) => string | undefined,
): ReviewedGate[] {
  const attempt = progress.state === 'done' ? attempts[progress.attempt - 1] : attempts.at(-1);
  return phase.gates.map(({ text, command }, index): ReviewedGate => {
    const runs = attempt?.gates.filter(({ gate }) => gate === index) ?? [];
    const last = runs.findLast(({ where }) => where === 'merged') ?? runs.at(-1);
    const isRun = last !== undefined && last.result !== 'not-run';
    const log = last?.log ?? null;
    const hash = log === null ? undefined : hashOf(log);
    // A green gate is shown by its output; a red one stays red whatever becomes of that.
    const isShown = last?.result === 'red' || hash !== undefined;
    const isChanged = hash !== undefined && last?.logSha256 !== undefined && hash !== last.logSha256;
    return {
      text,
      command,
      sees: sightOf(command),
      result: last?.result ?? 'not-run',
      where: isRun ? last.where : null,
      flags: [...(last?.flags ?? []), ...(isChanged ? [LOG_CHANGED] : [])],
      log,
      proof: isRun && isShown && !isChanged ? 'verified' : 'unverifiable',
    };
  });
}

/** The mark of a log that differs from the gate's output. */
const LOG_CHANGED = 'log-changed';

const OF_PHASE = { file: null, line: null, quote: '', by: 'structural' } as const;

function standingFindings({ phase, progress }: PhaseRecord): FoundThing[] {
  if (progress.state === 'done') return [];
  const words = progress.state === 'failed' ? `failed: ${progress.reason}` : `is ${progress.state}`;
  const message = `Phase ${phase.id} ${words}. Its work is not in this change.`;
  return [
    { ...OF_PHASE, kind: 'phase-not-done', severity: 'medium', message, phase: phase.id, proof: 'verified' },
  ];
}

function gateFindings({ id, state, gates, changed }: ReviewedPhase): FoundThing[] {
  if (state !== 'done') return [];
  const own = { ...OF_PHASE, phase: id };
  if (changed.length > 0 && gates.every(({ command }) => command === null)) {
    const message = `No gate of phase ${id} has a command: only the agent says that it works.`;
    return [{ ...own, kind: 'no-gate', severity: 'medium', message, proof: 'verified' }];
  }
  return gates.flatMap(({ text, command, flags }): FoundThing[] => {
    const weak = WEAK.find(({ flag }) => flags.includes(flag));
    if (command === null || weak === undefined) return [];
    const message = `The gate "${text.slice(0, 120)}" of phase ${id} ${weak.why}`;
    return [
      {
        ...own,
        quote: command.slice(0, 200),
        kind: 'weak-gate',
        severity: weak.severity,
        message,
        proof: 'verified',
      },
    ];
  });
}

/** The findings of a batch with each flaky gate reported once: on the finished branch, where it is flaky there as well. */
export function withoutRepeatedFlakiness(found: readonly FoundThing[]): FoundThing[] {
  const there = new Set(
    found.filter(({ kind, by }) => kind === 'weak-gate' && by === 'union').map(({ quote }) => quote),
  );
  return found.filter(
    ({ kind, by, message, quote }) =>
      kind !== 'weak-gate' || by !== 'structural' || !message.endsWith(FLAKY) || !there.has(quote),
  );
}

const FLAKY = 'was green and red on the same files.';

const WEAK = [
  {
    flag: LOG_CHANGED,
    severity: 'medium',
    why: 'has a log that was changed after it ran.',
  },
  { flag: 'no-test-ran', severity: 'medium', why: 'ran no test.' },
  { flag: 'cannot-fail', severity: 'medium', why: 'cannot fail, whatever the work is.' },
  { flag: 'flaky', severity: 'medium', why: FLAKY },
  {
    flag: 'baseline-green',
    severity: 'low',
    why: 'was green before the change as well: it does not show that the change does anything.',
  },
] as const;

function programsFound({ record: { phase }, diff, programs = [] }: PhaseDiff, prefix: string): FoundThing[] {
  if (programs.length === 0) return [];
  const isDeclared = declaredFilter(limitOf(phase));
  const mayChange = (path: string) => isDeclared(belowPrefix(path, prefix));
  return programFindings({ id: phase.id, mayChange }, programs, diff);
}

function scopeFindings({ id, outside }: ReviewedPhase, all: readonly ManifestPhase[]): FoundThing[] {
  return outside.map((path): FoundThing => {
    const owner = all.find(
      ({ files, filesExpected }) =>
        filesExpected !== true &&
        !namesNoFile({ files }) &&
        checkScope([{ path, change: 'modified' }], { declared: files, companions: COMPANIONS }).outside
          .length === 0,
    );
    const isOwned = owner !== undefined;
    const message = isOwned
      ? `Phase ${id} changed this file, which only phase ${owner.id} declares.`
      : `Phase ${id} changed this file, and no phase declares it.`;
    return {
      ...{ file: path, line: null, quote: '', by: 'structural', phase: id, proof: 'verified', message },
      kind: isOwned ? 'out-of-scope' : 'no-owner',
      severity: isOwned ? 'low' : 'medium',
    };
  });
}

/** Finds the phase that a place belongs to: the last one that wrote the line, or else that changed the file. */
export function phaseFinder(diffs: readonly PhaseDiff[]): {
  readonly ofSeen: (seen: Pick<Seen, 'file' | 'quote' | 'side'>) => string | undefined;
  readonly ofPath: (path: string) => readonly string[];
} {
  const byPath = new Map<string, { readonly id: string; readonly file: DiffFile }[]>();
  for (const { record, diff } of diffs)
    for (const file of diff.files) {
      const known = byPath.get(file.path) ?? [];
      known.push({ id: record.phase.id, file });
      byPath.set(file.path, known);
    }
  return {
    ofSeen({ file, quote, side }) {
      const own = file === null ? [] : (byPath.get(file) ?? []);
      const kind = side === 'before' ? 'removed' : 'added';
      const wrote = own.findLast(({ file: { hunks } }) =>
        hunks.some(({ lines }) =>
          lines.some((line) => line.kind === kind && quote !== '' && line.text.trim().startsWith(quote)),
        ),
      );
      return (wrote ?? own.at(-1))?.id;
    },
    ofPath: (path) => (byPath.get(path) ?? []).map(({ id }) => id),
  };
}
