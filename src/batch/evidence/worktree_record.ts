import { join } from 'node:path';
import { namesIn, readText } from '../../platform/index.ts';
import type { Repository } from '../worktrees/repository.ts';
import type { Worktree } from '../worktrees/worktrees.ts';

/**
 * The folder where git keeps what is a worktree's own (HEAD, index, reflog); `undefined` where the attempt took it away. It is
 * named like the worktree, with a number behind it where there was another of that name.
 */
export function worktreeRecord({ commonDir }: Repository, { name, path }: Worktree): string | undefined {
  return namesIn(join(commonDir, 'worktrees'))
    .filter((entry) => entry.startsWith(name))
    .map((entry) => join(commonDir, 'worktrees', entry))
    .find((folder) => {
      const read = readText(join(folder, 'gitdir'), 16 * 1024);
      return read.kind === 'text' && read.text.trim() === join(path, '.git');
    });
}
