import { type BatchState, decisiveLine, type PhaseRecord } from '../../batch/index.ts';
import { printableLine, shellWord } from '../../lib/index.ts';
import type { DocumentOf } from '../document.ts';

/** A possible lesson from a failure. */
export type LearnProposal = DocumentOf<'orchestrator.orchestrate/1'>['proposals'][number];

/** Proposes lessons from failures that were overcome: phases that are done after failed attempts. */
export function overcomeFailures({ phases }: Pick<BatchState, 'phases'>): LearnProposal[] {
  return phases.flatMap((record) => proposalOf(record) ?? []);
}

/** Whether a phase is done after a failed attempt, of whatever reason. */
export function wasOvercome({ phases }: Pick<BatchState, 'phases'>): boolean {
  return phases.some(
    ({ progress, attempts }) =>
      progress.state === 'done' &&
      attempts.some(({ number, failed }) => failed !== undefined && number <= progress.attempt),
  );
}

function proposalOf({ phase, progress, attempts }: PhaseRecord): LearnProposal | undefined {
  if (progress.state !== 'done') return undefined;
  const failed = attempts.flatMap(({ number, failed: how }) =>
    how === undefined || !TEACHES.has(how.reason) || number > progress.attempt ? [] : [{ number, how }],
  );
  const last = failed.at(-1);
  if (last === undefined) return undefined;
  const why = printableLine(decisiveLine(last.how.evidence)).slice(0, LONGEST);
  const tries = failed.length === 1 ? 'One attempt' : `${failed.length} attempts`;
  const where = (phase.files ?? []).slice(0, MAX_FILES).map((file) => `\`${printableLine(file)}\``);
  const text = `${tries} at "${printableLine(phase.title)}"${where.length === 0 ? '' : ` (${where.join(', ')})`} failed before attempt ${progress.attempt} succeeded: ${last.how.reason}${why === '' ? '' : `, ${why}`}`;
  return {
    phase: phase.id,
    text,
    files: [...(phase.files ?? [])],
    command: `orchestrator learn ${shellWord(text)} --kind failure`,
  };
}

/** Failure reasons that depend on the project, and not on the machine or the account. */
const TEACHES: ReadonlySet<string> = new Set([
  'scope',
  'gate',
  'conflict',
  'merged-gate',
  'empty',
  'claimed-failure',
]);
const LONGEST = 200;
/** The files named in the text, so that the fact is shown to phases that touch them. */
const MAX_FILES = 3;
