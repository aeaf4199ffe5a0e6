import { type Result, success } from '../../diagnostics/index.ts';
import { attributeFiles, inLineEndsOf, type TemplateProblemCode } from '../../framework/index.ts';
import type { ComposedFramework } from '../create/compose_framework.ts';
import { type ComponentEdit, editsOfComponents } from './edits_of_components.ts';
import type { StoredFramework } from './open_framework.ts';

/** The manual edits of a framework: in the text of components, and at places that belong to no single one. */
export type FrameworkEdits = {
  readonly inside: readonly ComponentEdit[];
  readonly loose: readonly { readonly shown: string; readonly line: number }[];
};

/** Whether a framework would render differently now, so that the origin of its lines is unknown. */
export function isFrameworkStale(
  { lock }: Pick<StoredFramework, 'lock'>,
  now: { readonly lock: StoredFramework['lock'] },
): boolean {
  return lock.files.some(({ text }, place) => text !== now.lock.files[place]?.text);
}

/** Assigns the edits of a framework that is not stale to the components whose text they change. */
export function editsOfFramework(
  stored: StoredFramework,
  composed: ComposedFramework,
): Result<FrameworkEdits, TemplateProblemCode> {
  const attributed = attributeFiles(composed);
  if (!attributed.ok) return attributed;
  const inside: ComponentEdit[] = [];
  const loose: FrameworkEdits['loose'][number][] = [];
  for (const { file, lines } of attributed.value) {
    const there = stored.files.find((candidate) => candidate.file === file);
    if (there?.text == null || there.state === 'as-written') continue;
    const written = lines.map(({ text }) => text).join('');
    const found = editsOfComponents(lines, asWritten(there.text, written));
    inside.push(...found.inside);
    loose.push(...found.loose.map(({ line }) => ({ shown: there.shown, line })));
  }
  return success({ inside, loose });
}

/** A file's text with the line ends that were originally written. */
function asWritten(text: string, written: string): string {
  return inLineEndsOf(text, written) === written ? text : text.replaceAll('\r\n', '\n');
}
