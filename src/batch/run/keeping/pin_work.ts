import { type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { firstFew, printableLine } from '../../../lib/index.ts';
import { reportFiles } from '../../store/folder/index.ts';
import { type EvidenceProblemCode, pinAttempt, type Snapshot, takeSnapshot } from '../../verify/index.ts';
import { type Attempt, recordOf } from '../parts/attempt.ts';
import type { RunKeeping } from '../parts/run.ts';
import { type AgentLeftovers, agentLeftovers } from './agent_leftovers.ts';

/**
 * Keeps an attempt's work: a snapshot of its worktree, under a ref of its own. An error is returned as a failure; the caller
 * decides what follows.
 */
export async function pinWork(
  run: RunKeeping,
  attempt: Attempt,
): Promise<Result<Snapshot, EvidenceProblemCode | 'run-halted'>> {
  const { git, repository, logbook, batch, rules } = run;
  const { phase, number, worktree, base } = attempt;
  const below = (path: string) => `${repository.prefix}${path}`;
  const { result, heartbeat } = reportFiles(phase);
  // In place, the program's own files are next to the work.
  const own = rules.inPlace ? ['.orchestrator'] : [];
  // Called off or not: the work is kept first.
  const { signal } = new AbortController();
  const since = Date.parse(recordOf(run, phase.id).attempts[number - 1]?.startedAt ?? '');
  const leftovers = await agentLeftovers(run, attempt);
  if (leftovers !== undefined) run.note(leftOut(attempt, leftovers));
  const snapshot = await takeSnapshot(
    { git, repository, worktree, signal },
    {
      base,
      left: [
        ...[result, heartbeat, ...own, ...rules.links, ...rules.copies].map(below),
        ...(leftovers?.files ?? []),
      ],
      message: `${phase.prp}: ${phase.title}\n\nAttempt ${number} at phase ${phase.id} of batch ${batch.number}, as its executor left it.\n`,
      // In place, files that git ignores are already where they belong.
      ...(!rules.inPlace && phase.filesExpected !== true && { declared: { files: phase.files, since } }),
    },
  );
  if (!snapshot.ok) return snapshot;
  const { commit, changes } = snapshot.value;
  if (commit !== null) {
    const pinned = await pinAttempt(git, repository, {
      batch: batch.number,
      phase: phase.id,
      attempt: number,
      commit,
    });
    if (!pinned.ok) return pinned;
  }
  const files = changes.map(({ path }) => path);
  const event = { event: 'attempt-pinned', phase: phase.id, attempt: number, commit, files } as const;
  if (await logbook.record(event)) return success(snapshot.value);
  return { ok: false, cause: 'environment', problems: [HALTED] };
}

function leftOut({ phase }: Attempt, { agent, files }: AgentLeftovers): Problem<'agent-leftovers'> {
  const shown = firstFew(files, MAX_SHOWN, printableLine);
  const message = `Phase ${phase.id}: what ${agent} keeps for itself is no part of its work, and was left out: ${shown}.`;
  return { severity: 'note', code: 'agent-leftovers', message };
}

const MAX_SHOWN = 5;

const HALTED = {
  severity: 'error',
  code: 'run-halted',
  message: 'The journal cannot be written.',
} as const;
