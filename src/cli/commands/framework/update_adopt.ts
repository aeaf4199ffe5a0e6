import { type Failure, failure } from '../../../diagnostics/index.ts';
import {
  type Adoption,
  type AnswerChanges,
  adopt,
  diffUpdate,
  type FrameworkPlace,
  missingRemedy,
  type PreparedFramework,
  planAdoption,
  prepareFramework,
  type Workspace,
} from '../../../operations/index.ts';
import { EXIT_CODES } from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';
import type { UpdateFlags } from './update_flags.ts';
import type { UpdateReport } from './update_report.ts';

/** Makes a lock for a folder without one, unless it is only looked at; what differs from a fresh rendering is told. */
export async function adoptReport(
  workspace: Workspace,
  place: FrameworkPlace,
  changes: AnswerChanges,
  { context, flags }: Pick<CommandSetting, 'context'> & { readonly flags: UpdateFlags },
): Promise<UpdateReport> {
  const adoption = await planAdoption(context, workspace, place, changes);
  if (!adoption.ok) return failed(place, adoption);
  const framework = await prepareFramework(context, workspace, adoption.value.request);
  if (!framework.ok) return failed(place, framework);
  if (framework.value.todos.length > 0) return failed(place, incomplete(framework.value.todos));
  const compared = comparedWith(adoption.value, framework.value.lock.files);
  const diffs = diffUpdate(framework.value.composed, compared);
  if (!diffs.ok) return failed(place, diffs);
  if (!flags.dryRun) {
    const adopted = await adopt(context, adoption.value, framework.value);
    if (!adopted.ok) return failed(place, adopted);
  }
  const changed = diffs.value.filter((diff) => diff.changes.length > 0);
  return {
    name: place.name,
    directory: place.shown,
    outcome: flags.dryRun ? 'adoptable' : 'adopted',
    exitCode: 0,
    files: [],
    diffs: changed,
    todos: [],
    problems: [
      ...(adoption.value.notes ?? []),
      ...changed.map(({ file }) => ({
        severity: 'note' as const,
        code: 'differs-from-rendering',
        message: 'The file is not what it renders to; the difference counts as an edit by hand.',
        file: `${place.shown}${file}`,
      })),
    ],
  };
}

/** From what is rendered to what stands there: that is the edit. */
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

/** What a placeholder is compared with later can only be the text that it stood for. */
function incomplete(todos: PreparedFramework['todos']): Failure {
  return failure(
    'problems',
    ...todos.map(({ kind, file }) => ({
      severity: 'error' as const,
      code: 'component-missing',
      message: `The ${kind} ${file} is in no layer of the library, so nothing can be compared with it.`,
      hint: `${missingRemedy({ kind, file })} Or name the one that was used with --${kind}.`,
    })),
  );
}

function failed({ name, shown }: FrameworkPlace, { cause, problems }: Failure): UpdateReport {
  const nothing = { files: [], diffs: [], todos: [] };
  return { name, directory: shown, outcome: 'failed', exitCode: EXIT_CODES[cause], problems, ...nothing };
}
