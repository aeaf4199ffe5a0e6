import { join, relative } from 'node:path';
import { entryKind, filesBelow, namesIn } from '../../../platform/index.ts';
import { quirkOf } from '../../executors/acp/index.ts';
import { presetBehind } from '../../executors/agents/index.ts';
import type { AttemptRecord } from '../../store/batch_state.ts';
import { type Attempt, recordOf } from '../parts/attempt.ts';
import type { RunJournal, RunRepository } from '../parts/run.ts';

/** Files in an attempt's worktree that belong to its agent. */
export type AgentLeftovers = {
  readonly agent: string;
  /** Files, relative to the worktree's top, sorted. */
  readonly files: readonly string[];
};

/**
 * Finds the files an agent has left in the worktree for itself: settings, histories, caches, in the places known for that agent.
 * Files in the base belong to the project, however they were changed; so do files the phase declares by name.
 */
export async function agentLeftovers(
  run: RunRepository & RunJournal,
  attempt: Attempt,
): Promise<AgentLeftovers | undefined> {
  const { phase, number, worktree, base } = attempt;
  const recorded = recordOf(run, phase.id).attempts[number - 1];
  const known = recorded && ownPlacesOf(recorded);
  if (known === undefined) return undefined;
  const undeclared = known.leaves.filter((name) => !isDeclared(phase.files, name));
  const there = [...new Set([worktree.path, worktree.project])].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => undeclared.some((pattern) => matches(pattern, name)))
      .map((name) => join(folder, name)),
  );
  if (there.length === 0) return undefined;
  const files = there
    .flatMap((path) =>
      entryKind(path) === 'folder' ? filesBelow(path).map((name) => join(path, name)) : [path],
    )
    .map((path) => relative(worktree.path, path));
  const tracked = new Set<string>();
  const paths = there.map((path) => relative(worktree.path, path));
  const args = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', base, '--', ...paths];
  // The repository this program knows, not the one found in the worktree.
  const env = { GIT_DIR: run.repository.commonDir, GIT_WORK_TREE: worktree.path };
  await run.git.records(worktree.path, args, (path) => void tracked.add(path), { env });
  const own = [...new Set(files)].filter((path) => !tracked.has(path)).sort();
  return own.length === 0 ? undefined : { agent: known.name, files: own };
}

/** The agent behind an attempt, and where it is known to leave its own files. */
function ownPlacesOf({
  executor,
  argv,
  protocol,
}: AttemptRecord): { readonly name: string; readonly leaves: readonly string[] } | undefined {
  if (protocol === 'acp') return quirkOf(argv);
  const behind = presetBehind(executor, argv);
  return behind && { name: behind.name, leaves: behind.preset.leaves };
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Whether a phase names such a place itself; a pattern that matches everything does not count. */
function isDeclared(files: readonly string[], pattern: string): boolean {
  const start = pattern.replace(/\*$/u, '');
  return files.some((file) => file.replace(/^\.\//u, '').startsWith(start));
}
