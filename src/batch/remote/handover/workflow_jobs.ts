import { parsePathPattern, patternsOverlap } from '../../../plan/index.ts';
import type { ManifestPhase } from '../../generated/batch.ts';
import type { BatchState } from '../../store/batch_state.ts';

/** A job of a workflow: one phase of the batch. */
export type WorkflowJob = {
  /** In GitHub's format: letters, digits, dashes. */
  readonly id: string;
  readonly phase: string;
  readonly prp: string;
  readonly title: string;
  /** The number of the attempt. */
  readonly attempt: number;
  /** The jobs that have to succeed first, and whose work it continues. */
  readonly needs: readonly { readonly id: string; readonly prp: string }[];
  /** The command that carries it out, without the phase. */
  readonly words: readonly string[];
};

/**
 * The jobs of a batch: its unfinished phases, in the order of their stages. A phase needs those that it depends on, and, as in a
 * run, earlier ones that may touch one of its files, since their changes would conflict.
 *
 * @param wordsOf - the command that carries a phase out, without the phase
 */
export function workflowJobs(
  state: BatchState,
  wordsOf: (phase: ManifestPhase) => readonly string[],
): WorkflowJob[] {
  const open = state.phases
    .filter(({ progress }) => progress.state !== 'done')
    .sort(({ phase: a }, { phase: b }) => a.stage - b.stage || a.index - b.index);
  const files = new Map(
    open.map(({ phase }) => [phase.id, phase.files.flatMap((file) => parsePathPattern(file) ?? [])]),
  );
  const behind = new Map<string, ReadonlySet<string>>();
  const mayMeet = (a: string, b: string) =>
    (files.get(a) ?? []).some((one) => (files.get(b) ?? []).some((other) => patternsOverlap(one, other)));
  const jobs: WorkflowJob[] = [];
  for (const { phase, attempts } of open) {
    const all = new Set<string>();
    const direct: { readonly id: string; readonly prp: string }[] = [];
    // The nearest first: its own dependencies need not be named again.
    for (const before of [...jobs].reverse()) {
      const isNeeded = phase.dependencies.includes(before.phase) || mayMeet(before.phase, phase.id);
      if (!isNeeded || all.has(before.phase)) continue;
      direct.push({ id: before.id, prp: before.prp });
      for (const each of [before.phase, ...(behind.get(before.phase) ?? [])]) all.add(each);
    }
    behind.set(phase.id, all);
    const { prp, title } = phase;
    const id = prp.toLowerCase().replaceAll('.', '-');
    jobs.push({
      id,
      phase: phase.id,
      prp,
      title,
      attempt: attempts.length + 1,
      needs: direct.reverse(),
      words: wordsOf(phase),
    });
  }
  return jobs;
}
