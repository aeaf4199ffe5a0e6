import { join } from 'node:path';
import type { Confinement } from './confinement.ts';
import { toolsInHome } from './shown_tools.ts';

/** What of a home folder a program needs, relative to it. */
export type HomeNeeds = {
  readonly reads: readonly string[];
  /** Its own state: sessions, logs, tokens that it renews. */
  readonly writes: readonly string[];
};

/** Where an attempt works, and what it works with. Every path is absolute. */
export type AttemptPlaces = {
  /** The attempt's own working tree: its top, and the project in it. */
  readonly worktree: string;
  readonly project: string;
  /** The person's working tree, which the worktree may lie in. */
  readonly top: string;
  /** Where this program keeps the batch: its journal, prompts and logs. */
  readonly state: string;
  /** The folder that git keeps for all working trees, and the part of it that is this one's; none where it works in place. */
  readonly commonDir: string;
  readonly ownGitDir: string | undefined;
  readonly home: string;
  /** The value of PATH. */
  readonly path: string;
  /** The real places of the programs that are started. */
  readonly programs: readonly string[];
  readonly needs: HomeNeeds;
  /** What the person's settings show beside all that. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly network: Confinement['network'];
};

/**
 * What an attempt may touch: it writes its worktree, the objects that its commits are made of, and its agent's own state; it
 * reads the person's working tree, whatever its programs stand in, and the system. Branches, hooks and settings of the
 * repository can be read and not changed.
 */
export function attemptConfinement(places: AttemptPlaces): Confinement {
  const { worktree, project, top, state, commonDir, ownGitDir, home, needs } = places;
  const inHome = (names: readonly string[]) => names.map((name) => join(home, name));
  return {
    cwd: project,
    home,
    reads: unique([
      top,
      state,
      commonDir,
      ...toolsInHome(home, places),
      ...inHome([...GIT_SETTINGS, ...needs.reads]),
      ...places.reads,
    ]),
    writes: unique([
      worktree,
      ...(ownGitDir === undefined ? [] : [ownGitDir, join(commonDir, 'objects')]),
      ...inHome(needs.writes),
      ...places.writes,
    ]),
    network: places.network,
  };
}

/** Who commits, and how: no secrets, unlike `.git-credentials`. */
const GIT_SETTINGS = ['.gitconfig', '.config/git/config', '.config/git/ignore'];

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}
