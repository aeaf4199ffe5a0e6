import { type Result, success } from '../../diagnostics/index.ts';
import {
  type ComponentName,
  chooseGoal,
  componentNames,
  type Goal,
  type GoalChoiceCode,
  type GoalParts,
  type Library,
  type SuggestedComponent,
  suggestionFinder,
} from '../../framework/index.ts';
import type { Workspace } from '../workspace.ts';

/** A goal, and the components that it names and no layer of the library has. */
export type GoalReport = { readonly goal: Goal; readonly missing: readonly MissingComponent[] };

/** A named component that is missing, with the closest existing name. */
export type MissingComponent = ComponentName & SuggestedComponent;

/** Every goal of the workspace, in order. */
export function listGoals(workspace: Workspace): GoalReport[] {
  const missing = missingFinder(workspace.library);
  return workspace.goalMap.goals.map((goal) => ({ goal, missing: missing(goal) }));
}

/** One goal, by name or number. */
export function showGoal(workspace: Workspace, wanted: string): Result<GoalReport, GoalChoiceCode> {
  const chosen = chooseGoal(workspace.goalMap, wanted);
  if (!chosen.ok) return chosen;
  const goal = chosen.value;
  return success({ goal, missing: missingFinder(workspace.library)(goal) });
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

/** Returns a function that finds the missing components of a goal; reads the library once and looks each name up once. */
function missingFinder(library: Library): (goal: Goal) => MissingComponent[] {
  const present = new Set(componentNames(library).map(keyOf));
  const meant = suggestionFinder(library);
  const found = new Map<string, SuggestedComponent>();
  const meantBy = (name: ComponentName): SuggestedComponent => {
    const key = keyOf(name);
    const known = found.get(key) ?? meant(name);
    found.set(key, known);
    return known;
  };
  return (goal) =>
    componentsOf(goal)
      .filter((name) => !present.has(keyOf(name)))
      .map((name) => ({ ...name, ...meantBy(name) }));
}

function keyOf(name: ComponentName): string {
  return `${name.kind}/${name.file}`;
}
