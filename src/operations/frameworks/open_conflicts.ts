import type { Problem } from '../../diagnostics/index.ts';
import {
  conflictLines,
  type FrameworkLock,
  type LockedMerge,
  nameBefore,
  separatorLines,
} from '../../framework/index.ts';
import { gitConflicts } from '../../lib/index.ts';
import { sha256 } from '../../platform/index.ts';

export type OpenConflictProblemCode = 'conflicts-remain';

/**
 * Finds the lines of a generated file, from 1, with unresolved conflicts: those of an update, and those of a merge
 * by git.
 *
 * @param file.text - the current text
 * @param file.written - the text in the lock
 * @param file.merge - the lock's record of a merge that left conflicts
 * @param file.before - reads the version before that merge, if it was kept
 */
export function openConflicts(file: MarkedFile): number[] {
  const lines = [...ofUpdate(file), ...gitConflicts(file.text, file.written)];
  return [...new Set(lines)].sort((a, b) => a - b);
}

type MarkedFile = {
  readonly text: string;
  readonly written: string;
  readonly merge: LockedMerge | undefined;
  readonly before: () => string | null;
};

function ofUpdate({ text, written, merge, before }: MarkedFile): number[] {
  // A lock that was lost or restored from version control has no record of the merge, but the markers still count,
  // unless they were part of a given value.
  if (merge === undefined) return conflictLines(written).length > 0 ? [] : conflictLines(text);
  const marked = conflictLines(text, merge.mark);
  if (marked.length > 0) return marked;
  const left = separatorLines(text);
  if (left.length === 0 || separatorLines(written).length > 0) return [];
  const kept = before();
  const isOurs = kept !== null && sha256(kept) === merge.before && separatorLines(kept).length === 0;
  return isOurs ? left : [];
}

/** Returns a problem for each of those lines in a framework's files. */
export function unresolvedIn({
  files,
  lock,
}: {
  readonly files: readonly {
    readonly file: string;
    readonly shown: string;
    readonly conflicts: readonly number[];
  }[];
  readonly lock: Pick<FrameworkLock, 'unresolved'>;
}): Problem<OpenConflictProblemCode>[] {
  return files.flatMap(({ file, shown, conflicts }) => {
    const isKept = lock.unresolved.some((merge) => merge.file === file);
    const where = isKept ? ` The previous version is in ${nameBefore(shown)}.` : '';
    return conflicts.map(
      (line): Problem<OpenConflictProblemCode> => ({
        severity: 'error',
        code: 'conflicts-remain',
        message: 'A conflict from an earlier update or merge is not resolved yet.',
        file: shown,
        line,
        hint: `Choose which text to keep and remove the markers.${where}`,
      }),
    );
  });
}
