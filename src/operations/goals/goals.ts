import { type Result, success } from '../../diagnostics/index.ts';
import {
  type ComponentName,
  chooseGoal,
  componentNames,
  type Goal,
  type GoalParts,
  type Library,
  similarFile,
} from '../../framework/index.ts';
import type { Workspace } from '../workspace.ts';

/** A goal, and what it names that no layer of the library has. */
export type GoalReport = { readonly goal: Goal; readonly missing: readonly MissingComponent[] };

/** A component that is named and not there, with the closest name that is. */
export type MissingComponent = ComponentName & { readonly similar: string | undefined };

/** Every goal of the workspace, in order. */
export function listGoals(workspace: Workspace): GoalReport[] {
  const present = presence(workspace.library);
  return workspace.goalMap.goals.map((goal) => ({
    goal,
    missing: missingOf(goal, workspace.library, present),
  }));
}

/** One goal, by name or number. */
export function showGoal(workspace: Workspace, wanted: string): Result<GoalReport> {
  const chosen = chooseGoal(workspace.goalMap, wanted);
  if (!chosen.ok) return chosen;
  const goal = chosen.value;
  return success({ goal, missing: missingOf(goal, workspace.library, presence(workspace.library)) });
}

/** Every component that a goal or one of its variants can use, each once. */
export function componentsOf(goal: Goal): ComponentName[] {
  const named = [goal, ...goal.variants].flatMap((parts: GoalParts): ComponentName[] => [
    { kind: 'persona', file: parts.persona },
    { kind: 'protocol', file: parts.protocol },
    ...parts.constraints.map(({ file }) => ({ kind: 'constraint', file }) as const),
  ]);
  const seen = new Set<string>();
  return named.filter((name) => !seen.has(keyOf(name)) && seen.add(keyOf(name)));
}

function missingOf(goal: Goal, library: Library, present: ReadonlySet<string>): MissingComponent[] {
  return componentsOf(goal)
    .filter((name) => !present.has(keyOf(name)))
    .map((name) => ({ ...name, similar: similarFile(library, name) }));
}

function presence(library: Library): ReadonlySet<string> {
  return new Set(componentNames(library).map(keyOf));
}

function keyOf(name: ComponentName): string {
  return `${name.kind}/${name.file}`;
}
