import { type Result, success } from '../../diagnostics/index.ts';
import {
  type ChoiceProblemCode,
  type ComponentChoice,
  type ComponentProblemCode,
  composeView,
  findTemplates,
  type Goal,
  type GoalParts,
  type RenderedFile,
  type ResolvedComponent,
  renderFiles,
  resolveComponents,
  type Slot,
  suggestTitle,
  type TemplateProblemCode,
  type Templates,
  type ValueFiles,
  type Values,
  type View,
} from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/** The sources of a framework's texts, all of them checked. */
export type Composition = {
  readonly name: string;
  /** If missing, derived from the persona. */
  readonly title: string | undefined;
  readonly goal: Goal;
  /** The goal's own parts, or a variant's. */
  readonly parts: GoalParts;
  readonly choice: ComponentChoice;
  readonly values: Values;
  /** The files that values were read from. */
  readonly valueFiles?: ValueFiles;
  /** Replaces the components that were found: an experiment leaves some out. */
  readonly change?: (components: readonly ResolvedComponent[]) => readonly ResolvedComponent[];
};

/** A framework's texts, and their sources. */
export type ComposedFramework = {
  readonly title: string;
  readonly components: readonly ResolvedComponent[];
  readonly templates: Templates;
  readonly view: View;
  readonly slots: readonly Slot[];
  readonly files: readonly RenderedFile[];
};

/** Error codes of composing a framework's texts. */
export type ComposeCode = ChoiceProblemCode | ComponentProblemCode | TemplateProblemCode;

/** Finds components and templates, and renders the two files. Reads, writes nothing. */
export async function composeFramework(
  { cwd }: OperationContext,
  workspace: Workspace,
  {
    name,
    title: wanted,
    goal,
    parts,
    choice,
    values,
    valueFiles = {},
    change = (found) => found,
  }: Composition,
): Promise<Result<ComposedFramework, ComposeCode>> {
  const { library } = workspace;
  const resolved = await resolveComponents({ parts, choice, values, library, cwd });
  if (!resolved.ok) return resolved;
  const components = change(resolved.value);
  const title = wanted ?? suggestTitle(components[0]?.file ?? parts.persona);
  const templates = await findTemplates(workspace.templateFolders, cwd);
  if (!templates.ok) return templates;
  const given = { values, valueFiles };
  const { view, slots } = composeView({ name, title, goal: goal.name, parts, ...given, components });
  const files = renderFiles(templates.value, view);
  if (!files.ok) return files;
  return success({ title, components, templates: templates.value, view, slots, files: files.value });
}
