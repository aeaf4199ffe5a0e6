import { type BatchState, decisiveLine, type PhaseRecord } from '../../batch/index.ts';
import { printableLine, shellWord } from '../../lib/index.ts';
import type { DocumentOf } from '../document.ts';

/** What could be learned from a failure. */
export type LearnProposal = DocumentOf<'orchestrator.orchestrate/1'>['proposals'][number];

/** What could be learned from the failures of a batch that were overcome: phases that are done, and were tried in vain before. */
export function overcomeFailures({ phases }: Pick<BatchState, 'phases'>): LearnProposal[] {
  return phases.flatMap((record) => proposalOf(record) ?? []);
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
  const where = (phase.files ?? []).slice(0, MOST_FILES).map((file) => `\`${printableLine(file)}\``);
  const text = `${tries} at "${printableLine(phase.title)}"${where.length === 0 ? '' : ` (${where.join(', ')})`} failed before attempt ${progress.attempt} held: ${last.how.reason}${why === '' ? '' : `, ${why}`}`;
  return {
    phase: phase.id,
    text,
    files: [...(phase.files ?? [])],
    command: `orchestrator learn ${shellWord(text)} --kind failure`,
  };
}

/** What says something of the project, and not of the machine or the account. */
const TEACHES: ReadonlySet<string> = new Set([
  'scope',
  'gate',
  'conflict',
  'merged-gate',
  'empty',
  'claimed-failure',
]);
const LONGEST = 200;
/** Named in the text, so that phases which touch them are told. */
const MOST_FILES = 3;
