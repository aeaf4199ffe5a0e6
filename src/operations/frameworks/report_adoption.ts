import { type Failure, failure } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { intendedComponent, missingRemedy } from '../create/missing_component.ts';
import { type IncompleteFramework, incompletePart, prepareFramework } from '../create/prepare_framework.ts';
import type { Workspace } from '../workspace.ts';
import { type Adoption, adopt, planAdoption } from './adopt_framework.ts';
import type { FrameworkPlace } from './locate_framework.ts';
import { diffUpdate } from './update_diff.ts';
import { reportFailedUpdate, type UpdateReport } from './update_report.ts';
import type { AnswerChanges } from './update_request.ts';

/** Writes a lock for a folder without one, except in a dry run; reports differences from a fresh rendering. */
export async function reportAdoption(
  context: OperationContext,
  workspace: Workspace,
  {
    place,
    changes,
    dryRun,
  }: { readonly place: FrameworkPlace; readonly changes: AnswerChanges; readonly dryRun: boolean },
): Promise<UpdateReport> {
  const adoption = await planAdoption(context, workspace, place, changes);
  if (!adoption.ok) return reportFailedUpdate(place.name, adoption, place);
  const framework = await prepareFramework(context, workspace, adoption.value.request);
  if (!framework.ok) return reportFailedUpdate(place.name, framework, place);
  if (framework.value.lock.todos.length > 0)
    return reportFailedUpdate(place.name, incomplete(incompletePart(framework.value)), place);
  const compared = comparedWith(adoption.value, framework.value.lock.files);
  const diffs = diffUpdate(framework.value.composed, compared);
  if (!diffs.ok) return reportFailedUpdate(place.name, diffs, place);
  if (!dryRun) {
    const adopted = await adopt(context, adoption.value, framework.value);
    if (!adopted.ok) return reportFailedUpdate(place.name, adopted, place);
  }
  const changed = diffs.value.filter((diff) => diff.changes.length > 0);
  return {
    name: place.name,
    directory: place.shown,
    outcome: dryRun ? 'adoptable' : 'adopted',
    cause: null,
    files: [],
    diffs: changed,
    todos: [],
    problems: [
      ...(adoption.value.notes ?? []),
      ...changed.map(({ file }) => ({
        severity: 'note' as const,
        code: 'differs-from-rendering',
        message: 'The file differs from what it renders to; the difference counts as a manual edit.',
        file: `${place.shown}${file}`,
      })),
    ],
  };
}

/** The diff from the rendering to the current text: that is the manual edit. */
function comparedWith(
  { files }: Adoption,
  rendered: readonly { readonly file: string; readonly text: string }[],
) {
  return files.map(({ file, text }) => ({
    file,
    before: text,
    text: rendered.find((candidate) => candidate.file === file)?.text ?? '',
  }));
}

/** Missing components prevent adoption: a placeholder would be compared with the real text that it replaces. */
function incomplete(framework: IncompleteFramework): Failure<'component-missing'> {
  return failure(
    'problems',
    ...framework.todos.map(({ kind, file }) => ({
      severity: 'error' as const,
      code: 'component-missing' as const,
      message: `The ${kind} ${file} is in no layer of the library, so nothing can be compared.`,
      hint: `${missingRemedy({ kind, file, ...intendedComponent(framework, { kind, file }) })} Or name the one that was used with --${kind}.`,
    })),
  );
}
