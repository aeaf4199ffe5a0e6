import { type Result, success } from '../../diagnostics/index.ts';
import { alignSources, attributeFiles, type TemplateProblemCode } from '../../framework/index.ts';
import { linesOf } from '../../lib/index.ts';
import type { ComposedFramework } from '../create/compose_framework.ts';
import { diffSnapshot, type SnapshotChange } from '../goals/snapshot_diff.ts';
import type { FileUpdate } from './plan_update.ts';

/** An update's changes to a file, each changed line with its sources. */
export type FileDiff = { readonly file: string; readonly changes: readonly SnapshotChange[] };

/** Compares current files with their updated texts. */
export function diffUpdate(
  composed: ComposedFramework,
  files: readonly Pick<FileUpdate, 'file' | 'before' | 'text'>[],
): Result<readonly FileDiff[], TemplateProblemCode> {
  const attributed = attributeFiles(composed);
  if (!attributed.ok) return attributed;
  return success(
    files.map(({ file, before, text }) => {
      const rendered = attributed.value.find((candidate) => candidate.file === file)?.lines ?? [];
      const now = alignSources(linesOf(text), rendered).map((line) => ({ ...line, case: file }));
      return { file, changes: diffSnapshot(before, now, () => undefined) };
    }),
  );
}
