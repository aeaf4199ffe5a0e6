import { type Result, success } from '../../diagnostics/index.ts';
import { attributeFiles, inLineEndsOf, type TemplateProblemCode } from '../../framework/index.ts';
import type { ComposedFramework } from '../create/compose_framework.ts';
import { type ComponentEdit, editsOfComponents } from './edits_of_components.ts';
import type { StoredFramework } from './open_framework.ts';

/** Where hands have changed a framework: in the text of components, and at places that are no single one's. */
export type FrameworkEdits = {
  readonly inside: readonly ComponentEdit[];
  readonly loose: readonly { readonly shown: string; readonly line: number }[];
};

/** Whether a framework would render to something else now, so that nobody can tell whose its lines are. */
export function isFrameworkStale(
  { lock }: Pick<StoredFramework, 'lock'>,
  now: { readonly lock: StoredFramework['lock'] },
): boolean {
  return lock.files.some(({ text }, place) => text !== now.lock.files[place]?.text);
}

/** Tells apart the edits of a framework, which is not stale, by the component whose text they lie in. */
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

/** A file's text with the line ends that it was written with. */
function asWritten(text: string, written: string): string {
  return inLineEndsOf(text, written) === written ? text : text.replaceAll('\r\n', '\n');
}
