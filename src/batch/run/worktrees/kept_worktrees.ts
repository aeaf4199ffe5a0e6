import { success } from '../../../diagnostics/index.ts';
import { bringWorktree } from '../../git/worktrees/index.ts';
import { keptSetupLog } from '../../store/folder/index.ts';
import { markOf, projectWorktree, removeBatchWorktree } from '../parts/attempt.ts';
import type {
  KeptWorktreeName,
  KeptWorktrees,
  RunBatch,
  RunCommands,
  RunKeeping,
  RunRepository,
  RunSettings,
  RunTime,
} from '../parts/run.ts';
import { needsOf, prepareAt } from './prepare_worktree.ts';

/** Starts empty: worktrees an earlier run left under these names are recreated. */
export function createKeptWorktrees(run: RunKeeping & RunTime & RunCommands): KeptWorktrees {
  const held = new Map<KeptWorktreeName, string>();
  return {
    async at({ place, commit, token, refused }, signal) {
      if (run.rules.inPlace) return success(projectWorktree(run));
      const { git, repository, batch } = run;
      const before = held.get(place);
      // Until it is known to be there, its state is unknown.
      held.delete(place);
      const brought = await bringWorktree(
        { git, repository, signal },
        {
          name: keptName(batch.number, place),
          commit,
          held: before,
          needs: needsOf(run, wantedBy(run)),
          setup: run.rules.setup,
          isolation: run.rules.isolate,
        },
        (worktree, again) => {
          const log = keptSetupLog(batch.folder, place);
          return prepareAt(run, worktree, { log, mark: markOf(token), again, refused }, signal);
        },
      );
      if (brought.ok) held.set(place, commit);
      return brought;
    },
  };
}

/** Returns the names of these worktrees of a batch. */
export function keptNames(batch: number): string[] {
  return (['integration', 'baseline'] as const).map((place) => keptName(batch, place));
}

/** Removes these worktrees of a batch. One that cannot be removed is recreated by the next step that needs it. */
export async function removeKeptWorktrees(run: RunBatch & RunRepository & RunSettings): Promise<void> {
  if (run.rules.inPlace) return;
  for (const name of keptNames(run.batch.number)) await removeBatchWorktree(run, name);
}

/** One worktree serves all phases, so it has the files any of them declares. */
function wantedBy({ batch }: RunBatch): string[] {
  return batch.manifest.phases.flatMap(({ files }) => files);
}

function keptName(batch: number, place: KeptWorktreeName): string {
  return `${batch}-${place}`;
}
