import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { FILES, type TemplateProblemCode } from '../../framework/index.ts';
import { linesOf } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import type { PreparedFramework } from '../create/prepare_framework.ts';
import { type OpenProblemCode, readFramework, readStored } from './open_framework.ts';
import { diffUpdate, type FileDiff } from './update_diff.ts';

/**
 * The changes to the two files if a framework is written over the existing one. A line to be removed that the program did not
 * write has no source: it is a manual edit. Reads, writes nothing.
 */
export async function diffOverwrite(
  context: OperationContext,
  { target, composed, lock }: PreparedFramework,
): Promise<Result<readonly FileDiff[], OpenProblemCode | TemplateProblemCode>> {
  const place = { ...target, name: lock.name };
  const problems: Problem<OpenProblemCode>[] = [];
  const compared = FILES.flatMap(({ file }) => {
    const there = readStored(context, place, file);
    if (!there.ok) problems.push(...there.problems);
    const text = composed.files.find((candidate) => candidate.file === file)?.text ?? '';
    return there.ok ? [{ file, before: there.value.text ?? '', text }] : [];
  });
  if (problems.length > 0) return failure('problems', ...problems);
  const diffs = diffUpdate(composed, compared);
  if (!diffs.ok) return diffs;
  const stored = await readFramework(context, place);
  const written = stored.ok ? stored.value.files : [];
  return success(
    diffs.value.map((diff) => {
      const own = written.find(({ file }) => file === diff.file)?.written ?? '';
      return withoutSourcesOfEdits(diff, new Set(linesOf(own)));
    }),
  );
}

function withoutSourcesOfEdits({ file, changes }: FileDiff, written: ReadonlySet<string>): FileDiff {
  return {
    file,
    changes: changes.map((change) => ({
      ...change,
      lines: change.lines.map((line) =>
        line.sign === '-' && !written.has(line.text) ? { ...line, sources: [] } : line,
      ),
    })),
  };
}
