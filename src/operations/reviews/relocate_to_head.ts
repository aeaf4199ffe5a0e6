import {
  type Asking,
  commitDiff,
  type Diff,
  type Finding,
  lineAfter,
  type PhaseDiff,
  parseDiff,
} from '../../batch/index.ts';

type Placed = Pick<Finding, 'file' | 'line' | 'endLine' | 'side' | 'phase'>;

/**
 * Moves findings from the commit of a phase to their lines at the head of the batch, which later phases may have shifted. A finding
 * whose line no longer exists has none.
 */
export async function relocateToHead<Found extends Placed>(
  asking: Asking,
  found: readonly Found[],
  diffs: readonly PhaseDiff[],
  head: string,
): Promise<Found[]> {
  const between = new Map<string, Promise<Diff | undefined>>();
  const placed: Found[] = [];
  for (const each of found) {
    const commit = diffs.find(({ record }) => record.phase.id === each.phase)?.commit;
    if (each.file === null || each.line === null || commit === undefined || commit === head) {
      placed.push(each);
      continue;
    }
    const { endLine, ...rest } = each;
    // Code that a phase removed is in no later file.
    if (each.side === 'before') {
      placed.push({ ...rest, line: null } as Found);
      continue;
    }
    const known = between.get(commit) ?? diffOf(asking, commit, head);
    between.set(commit, known);
    const diff = await known;
    if (diff === undefined) {
      placed.push({ ...rest, line: null } as Found);
      continue;
    }
    const start = lineAfter(diff, each.file, each.line);
    const end = endLine === undefined ? null : lineAfter(diff, each.file, endLine).line;
    const hasEnd = start.line !== null && end !== null && end > start.line;
    placed.push({ ...rest, ...start, ...(hasEnd ? { endLine: end } : {}) } as Found);
  }
  return placed;
}

async function diffOf(asking: Asking, commit: string, head: string): Promise<Diff | undefined> {
  const text = await commitDiff(asking, commit, head);
  return text.kind === 'text' ? parseDiff(text.text) : undefined;
}
