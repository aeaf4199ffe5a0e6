import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Component,
  type ComponentName,
  checkAnswer,
  chooseExample,
  componentPrompt,
  FOLDERS,
  type Goal,
  type Interaction,
  printComponent,
  repairPrompt,
} from '../../framework/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  isWithin,
  realPath,
  sha256,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { OpenModel } from '../model.ts';
import type { Workspace } from '../workspace.ts';
import type { IncompleteFramework } from './prepare_framework.ts';

/** A component to be written, and its description. */
export type WantedComponent = { readonly name: ComponentName; readonly description: string };

/** A component written by a model that passed its checks; not saved yet. */
export type ComponentDraft = WantedComponent & {
  readonly kind: 'draft';
  readonly text: string;
  /** The protocol's kind of interaction. */
  readonly interaction?: Interaction;
  /** The model name reported by the endpoint. */
  readonly model: string;
  /** SHA-256 of the request. */
  readonly prompt: string;
};

/** A component that could not be generated: the reason, and a remedy. */
export type FailedDraft = WantedComponent & {
  readonly kind: 'none';
  readonly reason: string;
  readonly remedy: string;
};

/** Has several components written at once. Saves nothing. */
export function draftComponents(options: {
  readonly workspace: Workspace;
  readonly framework: IncompleteFramework;
  readonly wanted: readonly WantedComponent[];
  readonly model: Extract<OpenModel, { kind: 'ready' }>;
  readonly signal: AbortSignal;
}): Promise<readonly (ComponentDraft | FailedDraft)[]> {
  return Promise.all(options.wanted.map((wanted) => draftOne(wanted, options)));
}

async function draftOne(
  wanted: WantedComponent,
  { workspace, framework, wanted: all, model, signal }: Parameters<typeof draftComponents>[0],
): Promise<ComponentDraft | FailedDraft> {
  const siblings = framework.components.flatMap(({ component }): Component[] =>
    component ? [component] : [],
  );
  const example = chooseExample(workspace.library, wanted.name, siblings);
  const planned = all.filter(({ name }) => name !== wanted.name);
  const asked = componentPrompt({ ...wanted, goal: framework.goal, siblings, planned, example });
  const prompt = sha256(JSON.stringify(asked));
  let messages = asked;
  let faults: readonly string[] = [];
  // One request, and one more with the faults of the first answer.
  for (let round = 0; round < 2; round++) {
    const answer = await model.model.ask({ messages }, { signal });
    if (!answer.ok)
      return { ...wanted, kind: 'none', reason: answer.failure.message, remedy: answer.failure.remedy };
    const checked = checkAnswer(wanted.name.kind, answer.value.text);
    if (checked.ok)
      return { ...wanted, ...checkedParts(checked), kind: 'draft', model: answer.value.model, prompt };
    faults = checked.faults;
    messages = repairPrompt(asked, answer.value.text, faults);
  }
  const reason = `What the model wrote is not a ${wanted.name.kind}: ${faults.join('; ')}.`;
  return {
    ...wanted,
    kind: 'none',
    reason,
    remedy: 'Describe it differently with --describe, try another model, or write it by hand.',
  };
}

/** Checks a text edited by a person by the same rules. */
export function checkEdited(
  draft: ComponentDraft,
  text: string,
):
  | { readonly ok: true; readonly draft: ComponentDraft }
  | { readonly ok: false; readonly faults: readonly string[] } {
  const checked = checkAnswer(draft.name.kind, text, draft.interaction);
  return checked.ok ? { ok: true, draft: { ...draft, ...checkedParts(checked) } } : checked;
}

function checkedParts({ text, interaction }: { readonly text: string; readonly interaction?: Interaction }) {
  return { text, ...(interaction && { interaction }) };
}

export type SaveProblemCode = 'cannot-save-component';

/** The result of saving a component: `exists` when such a file has appeared meanwhile; that file is left as it is. */
export type SavedComponent = { readonly outcome: 'saved' | 'exists'; readonly file: string };

/**
 * Saves a draft under exactly the missing name, into the writable layer: the project's components, or the user's where there is
 * no project goal map. Writes it completely or not at all, and never over an existing file.
 */
export async function saveComponent(
  context: OperationContext,
  workspace: Workspace,
  goal: Goal,
  draft: ComponentDraft,
): Promise<Result<SavedComponent, SaveProblemCode>> {
  const layer = workspace.library.find(({ name }) => name !== 'built-in');
  if (layer === undefined)
    return failure('environment', cannotSave(draft.name.file, 'there is no folder to save it in'));
  const path = join(layer.folder, FOLDERS[draft.name.kind], draft.name.file);
  const file = displayPath(context.cwd, path);
  // A project's own library must not lead out of the project; the user's may be anywhere.
  const isInside =
    isWithin(layer.folder, path) && (layer.name === 'user' || isWithin(dirname(layer.folder), path));
  if (!isInside) {
    return failure('environment', cannotSave(file, 'a link in the path leads out of the library'));
  }
  const { description, model, prompt } = draft;
  const text = printComponent(
    draft.name,
    goal,
    draft.text,
    {
      model,
      description,
      prompt,
      date: context.today(),
    },
    draft.interaction,
  );
  try {
    const outcome = (await createFile(path, text)) === 'created' ? 'saved' : 'exists';
    context.log(outcome === 'saved' ? `wrote ${path}` : `${path} was created in the meantime`);
    if (outcome === 'exists' && entryKind(realPath(path)) !== 'file')
      return failure('environment', cannotSave(file, 'something with that name exists that is not a file'));
    return success({ outcome, file });
  } catch (error) {
    return failure('environment', cannotSave(file, describeSystemError(error)));
  }
}

function cannotSave(file: string, why: string): Problem<SaveProblemCode> {
  return {
    severity: 'error',
    code: 'cannot-save-component',
    message: `The generated component cannot be saved: ${why}.`,
    file,
    hint: 'Fix that and run the same command again.',
  };
}
