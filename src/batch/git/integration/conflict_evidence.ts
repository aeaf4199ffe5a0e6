import type { WorktreeContext } from '../worktrees/worktrees.ts';
import type { MergeTreeOutput } from './merge_tree_output.ts';

/** The limits for a shown conflict: the person or agent that resolves it has the files. */
const MAX = { files: 8, lines: 60, bytes: 1024 * 1024 };

/** Describes a conflict for the next attempt and for a person: git's messages, and the places, as far as they are text. */
export async function conflictEvidence(
  context: WorktreeContext,
  { tree, files, messages }: MergeTreeOutput,
): Promise<string> {
  const parts = [`In conflict: ${files.join(', ')}`, ...messages];
  for (const file of files.slice(0, MAX.files)) {
    const places = await conflictedPlaces(context, tree, file);
    if (places.length > 0) parts.push(`${file}:\n${places.join('\n')}`);
  }
  return `${parts.join('\n')}\n`;
}

async function conflictedPlaces(
  { git, repository, signal }: WorktreeContext,
  tree: string,
  file: string,
): Promise<string[]> {
  const args = ['cat-file', 'blob', `${tree}:${file}`];
  const read = await git.run(repository.top, args, { signal, limit: MAX.bytes });
  if (read.kind !== 'ended' || read.code !== 0 || read.stdout.includes(0)) return [];
  const kept: string[] = [];
  let isInside = false;
  for (const line of read.stdout.toString('utf8').split('\n')) {
    if (line.startsWith('<<<<<<< ')) isInside = true;
    if (!isInside) continue;
    if (kept.length === MAX.lines) return [...kept, '… (more is left out)'];
    kept.push(line);
    if (line.startsWith('>>>>>>> ')) isInside = false;
  }
  return kept;
}
