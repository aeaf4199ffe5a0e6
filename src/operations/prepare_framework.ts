import { resolve } from 'node:path';
import { type Problem, type Result, success } from '../diagnostics/index.ts';
import {
  type ComponentChoice,
  checkName,
  checkTitle,
  checkValues,
  chooseGoal,
  chooseVariant,
  DEFAULT_OUTPUT,
  type Goal,
  LOCK_FILE,
  locateTarget,
  makeLock,
  printLock,
  type RenderedFile,
  type ResolvedComponent,
  type Slot,
  type Target,
  todosOf,
  type Values,
} from '../framework/index.ts';
import { composeFramework } from './compose_framework.ts';
import type { OperationContext } from './context.ts';
import type { Workspace } from './workspace.ts';

/** What a framework is asked to be. */
export type FrameworkRequest = {
  readonly name: string;
  /** A goal's name or number. */
  readonly goal: string;
  /** Without it, one is derived from the persona. */
  readonly title?: string;
  readonly variant?: string;
  readonly choice: ComponentChoice;
  readonly values: Values;
  /** The output folder, relative to the working directory; without it, the default one. */
  readonly output?: string;
};

/** A framework with everything decided and nothing written. */
export type PreparedFramework = {
  readonly name: string;
  readonly title: string;
  readonly goal: Goal;
  readonly target: Target;
  readonly components: readonly ResolvedComponent[];
  readonly slots: readonly Slot[];
  /** All files of the framework, the proof last. */
  readonly files: readonly RenderedFile[];
  readonly todos: ReturnType<typeof todosOf>;
};

/** Decides everything about a framework. Reads, writes nothing; all problems with the request at once. */
export async function prepareFramework(
  context: OperationContext,
  workspace: Workspace,
  request: FrameworkRequest,
): Promise<Result<PreparedFramework>> {
  const settled = settle(workspace, request);
  if (!settled.ok) return settled;
  const { name, goal, parts, values } = settled.value;
  const { choice } = request;
  const output = resolve(context.cwd, request.output ?? DEFAULT_OUTPUT);
  const target = locateTarget({ cwd: context.cwd, name, output, isDefault: request.output === undefined });
  if (!target.ok) return target;
  const composed = await composeFramework(context, workspace, {
    ...{ name, title: settled.value.title, goal, parts, choice, values },
  });
  if (!composed.ok) return composed;
  const { title, components, slots, templates, files: rendered } = composed.value;
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
  const files = [...rendered, { file: LOCK_FILE, text: printLock(lock) }];
  return success({
    name,
    title,
    goal,
    target: target.value,
    components,
    slots,
    files,
    todos: todosOf(components),
  });
}

/** The parts of a request that can be judged by themselves, judged together so that all problems come at once. */
function settle(workspace: Workspace, request: FrameworkRequest) {
  const problems: Problem[] = [];
  const kept = <Value>(result: Result<Value>): Value | undefined => {
    if (result.ok) return result.value;
    problems.push(...result.problems);
    return undefined;
  };
  const name = kept(checkName(request.name));
  const title = request.title === undefined ? undefined : kept(checkTitle(request.title));
  const goal = kept(chooseGoal(workspace.goalMap, request.goal));
  const parts = goal && kept(chooseVariant(goal, request.variant));
  const values = parts && kept(checkValues(parts.inputs, request.values));
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
