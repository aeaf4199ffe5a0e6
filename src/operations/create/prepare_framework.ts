import { resolve } from 'node:path';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type ComponentChoice,
  checkName,
  checkTitle,
  checkValues,
  chooseGoal,
  chooseVariant,
  DEFAULT_OUTPUT,
  type FrameworkLock,
  type Goal,
  type GoalChoiceCode,
  LOCK_FILE,
  locateTarget,
  makeLock,
  type NameProblemCode,
  printLock,
  type RenderedFile,
  type ResolvedComponent,
  type Target,
  type TargetProblemCode,
  type ValueFiles,
  type ValueProblemCode,
  type Values,
  withoutLineEnds,
} from '../../framework/index.ts';
import { displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { severalProblems } from '../filling/input_values.ts';
import { unseenText } from '../filling/unseen_text.ts';
import type { Workspace } from '../workspace.ts';
import { type ComposeCode, type ComposedFramework, composeFramework } from './compose_framework.ts';
import { missingRemedy, ofAnotherKind } from './missing_component.ts';
import { unfinishedComponents } from './unfinished_components.ts';

/** A request for a framework. */
export type FrameworkRequest = {
  readonly name: string;
  /** A goal's name or number. */
  readonly goal: string;
  /** If missing, derived from the persona. */
  readonly title?: string;
  readonly variant?: string;
  readonly choice: ComponentChoice;
  /** The part of {@link choice} that was typed now, and may be misspelt; if missing, all of it. */
  readonly given?: ComponentChoice;
  readonly values: Values;
  /** The files that values were read from. */
  readonly valueFiles?: ValueFiles;
  /** The inputs that were given more than once. */
  readonly several?: readonly string[];
  /** The output folder, relative to the working directory; without it, the default one. */
  readonly output?: string;
  /** The place of an existing framework, used instead of {@link output}. */
  readonly target?: Target;
};

/** A framework with everything decided and nothing written. */
export type PreparedFramework = {
  readonly goal: Goal;
  readonly target: Target;
  /** Its title, components and rendered files, and their sources. */
  readonly composed: ComposedFramework;
  /** Its name, its placeholders, and what of the request is kept. */
  readonly lock: FrameworkLock;
  /** The library folder for new components, as the user would write it; `null` if there is none. */
  readonly writable: string | null;
  /** Warnings for hidden text in its title and in its input values. */
  readonly unseen: readonly Problem[];
  /** Warnings for its unfinished components. */
  readonly unfinished: readonly Problem[];
};

/** All files of a framework, the proof last. */
export function frameworkFiles({
  composed,
  lock,
}: Pick<PreparedFramework, 'composed' | 'lock'>): RenderedFile[] {
  return [...composed.files, { file: LOCK_FILE, text: printLock(lock) }];
}

/** A framework's goal, its components, and those of them to be generated. */
export type IncompleteFramework = {
  readonly goal: Goal;
  readonly components: readonly ResolvedComponent[];
  readonly todos: FrameworkLock['todos'];
};

/** The parts of a framework that generating its missing components requires. */
export function incompletePart({
  goal,
  composed: { components },
  lock: { todos },
}: Pick<PreparedFramework, 'goal' | 'composed' | 'lock'>): IncompleteFramework {
  return { goal, components, todos };
}

/** Error codes of {@link prepareFramework}. */
export type PrepareFrameworkCode =
  | ComposeCode
  | GoalChoiceCode
  | NameProblemCode
  | TargetProblemCode
  | ValueProblemCode
  | 'bad-output'
  | 'input-given-twice'
  | 'misspelt-component';

/** Decides everything about a framework. Reads, writes nothing; reports all problems with the request at once. */
export async function prepareFramework(
  context: OperationContext,
  workspace: Workspace,
  request: FrameworkRequest,
): Promise<Result<PreparedFramework, PrepareFrameworkCode>> {
  const settled = settle(workspace, request);
  if (!settled.ok) return settled;
  const { name, goal, parts, values } = settled.value;
  const { choice, valueFiles = {} } = request;
  if (request.output?.trim() === '' || request.output === '-')
    return { ok: false, cause: 'usage', problems: [NO_OUTPUT] };
  const output = resolve(context.cwd, request.output ?? DEFAULT_OUTPUT);
  const isDefault = request.output === undefined;
  const target = request.target
    ? success(request.target)
    : locateTarget({ cwd: context.cwd, name, output, isDefault });
  if (!target.ok) return target;
  const composed = await composeFramework(context, workspace, {
    ...{ name, title: settled.value.title, goal, parts, choice, values, valueFiles },
  });
  if (!composed.ok) return composed;
  const { title, components, slots, templates, files: rendered } = composed.value;
  const wrong = misspelt(workspace, context.cwd, components, request.given ?? choice);
  if (wrong.length > 0) return { ok: false, cause: 'usage', problems: wrong };
  const lock = makeLock({
    name,
    title,
    goal: goal.name,
    variant: request.variant,
    choice,
    values,
    components,
    slots,
    templates,
    files: rendered,
  });
  return success({
    goal,
    target: target.value,
    composed: composed.value,
    lock,
    writable: writableFolder(workspace, context.cwd),
    unseen: unseenText([], { title, ...values }, String, KEPT),
    unfinished: unfinishedComponents(components, context.cwd),
  });
}

/** The consequences of hidden text in a framework's answers, for messages. */
const KEPT = { characters: 'It is used in the framework as it is.', comments: '' };

/** The folder for missing components: the project's library, otherwise the user's. */
function writableFolder({ library }: Workspace, cwd: string): string | null {
  const layer = library.find(({ name }) => name !== 'built-in');
  return layer === undefined ? null : displayPath(cwd, layer.folder);
}

/** Rejects a name from a flag that looks misspelt, or exists as another kind; one from a goal map only gets a placeholder. */
function misspelt(
  workspace: Workspace,
  cwd: string,
  components: readonly ResolvedComponent[],
  choice: ComponentChoice,
): Problem<'misspelt-component'>[] {
  const given = [
    choice.persona,
    choice.protocol,
    ...(choice.constraints ?? []),
    ...(choice.addConstraints ?? []),
  ];
  const stems = new Set(given.map((name) => name?.replace(/\.(txt|md)$/u, '')));
  return components.flatMap((resolved): Problem<'misspelt-component'>[] => {
    if (resolved.component !== undefined) return [];
    if (!stems.has(resolved.file.replace(/\.(txt|md)$/u, ''))) return [];
    const elsewhere = ofAnotherKind(workspace, resolved, cwd);
    if (elsewhere !== undefined) return [elsewhere];
    if (resolved.similar === undefined) return [];
    const message = `No layer of the library has the ${resolved.kind} ${resolved.file}.`;
    const hint = missingRemedy(resolved);
    return [{ severity: 'error', code: 'misspelt-component', message, hint }];
  });
}

/** Checks the independent parts of a request together, so that all problems are reported at once. */
function settle(workspace: Workspace, request: FrameworkRequest) {
  const problems: Problem<NameProblemCode | GoalChoiceCode | ValueProblemCode | 'input-given-twice'>[] = [];
  const kept = <Value>(
    result: Result<Value, NameProblemCode | GoalChoiceCode | ValueProblemCode>,
  ): Value | undefined => {
    if (result.ok) return result.value;
    problems.push(...result.problems);
    return undefined;
  };
  const name = kept(checkName(request.name));
  const title = request.title === undefined ? undefined : kept(checkTitle(request.title));
  const goal = kept(chooseGoal(workspace.goalMap, request.goal));
  const parts = goal && kept(chooseVariant(goal, request.variant));
  const values = parts && kept(checkValues(parts.inputs, withoutLineEnds(parts.inputs, request.values)));
  if (parts) problems.push(...severalProblems(parts.inputs, request.several ?? []));
  if (
    problems.length > 0 ||
    name === undefined ||
    goal === undefined ||
    parts === undefined ||
    values === undefined
  ) {
    return { ok: false, cause: 'usage', problems } as const;
  }
  return success({ name, title, goal, parts, values });
}

const NO_OUTPUT: Problem<'bad-output'> = {
  severity: 'error',
  code: 'bad-output',
  message:
    '--output names a folder; a framework has several files, so it cannot be written to standard output.',
  hint: 'Use --dry-run to print the files, or name a folder.',
};
