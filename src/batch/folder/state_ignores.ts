import { join } from 'node:path';
import { createFile, entryKind } from '../../platform/index.ts';

/**
 * The `.gitignore` of the state folder. Of a batch, what is not named here stays out of version control, so that nothing that
 * a run leaves behind can slip in.
 */
const IGNORES = `# Made by orchestrator, and yours to change: it is never written again.
# What runs leave behind stays out of version control; plans, prompts, memory and reports may go in.
/worktrees/
/cache/
/locks/
/last_batch
*.lock
*.pid
*.heartbeat
*.log
.orchestrator-staging-*
/batches/*
!/batches/*/
/batches/*/*
!/batches/*/plan.md
!/batches/*/batch.json
!/batches/*/PRP-*.md
!/batches/*/task-*.json
/batches/*/task-*.result.json
!/batches/*/report*
/archive/*
!/archive/*/
/archive/*/*
!/archive/*/plan.md
!/archive/*/batch.json
!/archive/*/PRP-*.md
!/archive/*/task-*.json
/archive/*/task-*.result.json
!/archive/*/report*
`;

/**
 * Gives the state folder its own `.gitignore`, once; the user's is never touched.
 *
 * @throws the system's error when it can't be written
 */
export async function writeIgnores(state: string): Promise<void> {
  const path = join(state, '.gitignore');
  if (entryKind(path) === 'absent') await createFile(path, IGNORES);
}
