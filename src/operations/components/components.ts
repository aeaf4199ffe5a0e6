import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  componentNames,
  findComponent,
  KINDS,
  type Library,
  suggestionFinder,
} from '../../framework/index.ts';
import { nearest } from '../../lib/index.ts';
import { missingRemedy } from '../create/missing_component.ts';
import { componentsOf } from '../goals/goals.ts';
import type { Workspace } from '../workspace.ts';
import { clashesOf } from './component_clashes.ts';
import type { ComponentReport, ShownComponent } from './component_report.ts';

/** The library's components, and the problems of files that could not be used. */
export type ComponentList = {
  readonly components: readonly ComponentReport[];
  readonly problems: readonly Problem[];
};

/** Lists every component of the library, by kind and name; an unusable file is a problem, not a failure. */
export async function listComponents(
  workspace: Workspace,
  cwd: string,
  kind?: ComponentKind,
): Promise<ComponentList> {
  const components: ComponentReport[] = [];
  const problems: Problem<ComponentProblemCode>[] = [];
  for (const name of componentNames(workspace.library, kind)) {
    const found = await findComponent(workspace.library, name, cwd);
    if (!found.ok) problems.push(...found.problems);
    else if (found.value) components.push({ component: found.value, goals: usersOf(workspace, name) });
  }
  return { components, problems: sortProblems(problems) };
}

/** The components with a given name, and problems reading their evals. */
export type ShownComponents = {
  readonly components: readonly ShownComponent[];
  readonly problems: readonly Problem[];
};

/** Finds every component that a file name or stem matches, of any kind or of one, each with its clashes. */
export async function showComponent(
  workspace: Workspace,
  cwd: string,
  wanted: string,
  kind?: ComponentKind,
): Promise<Result<ShownComponents, ComponentProblemCode | 'unknown-component'>> {
  const named = namedComponents(workspace.library, wanted, kind);
  if (named.length === 0) return unknownComponent(workspace, wanted, kind);
  const reports: ComponentReport[] = [];
  const problems: Problem<ComponentProblemCode>[] = [];
  for (const name of named) {
    const found = await findComponent(workspace.library, name, cwd);
    if (!found.ok) problems.push(...found.problems);
    else if (found.value) reports.push({ component: found.value, goals: usersOf(workspace, name) });
  }
  if (problems.length > 0) return failure('problems', ...problems);
  const { components } = await listComponents(workspace, cwd);
  const library = components.map(({ component }) => component);
  // Loaded on demand: the other verbs do not need the code that judges evals, and start faster without it.
  const { lastEffects } = await import('./component_effects.ts');
  const unread = new Map<string, Problem>();
  const shown = reports.map((report) => {
    const { effects, problems: found } = lastEffects(report.component, cwd);
    for (const problem of found) unread.set(problem.file ?? '', problem);
    return { ...report, clashes: clashesOf(report.component, library), effects };
  });
  return success({ components: shown, problems: sortProblems([...unread.values()]) });
}

/** The names that a text can refer to: components with that file name, otherwise with that stem. */
export function namedComponents(library: Library, wanted: string, kind?: ComponentKind): ComponentName[] {
  const all = componentNames(library, kind);
  const exact = all.filter(({ file }) => file === wanted);
  return exact.length > 0 ? exact : all.filter(({ file }) => file.replace(/\.(txt|md)$/u, '') === wanted);
}

/** Finds the components that best match the words, best first. */
export async function searchComponents(
  workspace: Workspace,
  cwd: string,
  words: string,
): Promise<ComponentList> {
  const list = await listComponents(workspace, cwd);
  const { rankComponents } = await import('./rank_components.ts');
  const ranked = rankComponents(list.components, words);
  return { components: ranked, problems: list.problems };
}

/** Whether a text is a valid value of `--kind`. */
export function isComponentKind(text: string): text is ComponentKind {
  return KINDS.some((kind) => kind === text);
}

function usersOf(workspace: Workspace, name: ComponentName): string[] {
  return workspace.goalMap.goals
    .filter((goal) => componentsOf(goal).some(({ kind, file }) => kind === name.kind && file === name.file))
    .map((goal) => goal.name);
}

/** The problem for a component that no layer has. */
export function unknownComponent(
  workspace: Workspace,
  wanted: string,
  kind?: ComponentKind,
): Result<never, 'unknown-component'> {
  const users = workspace.goalMap.goals.flatMap((goal) =>
    componentsOf(goal)
      .filter(({ file }) => file === wanted || file.replace(/\.(txt|md)$/u, '') === wanted)
      .map((name) => ({ ...name, goal: goal.name })),
  );
  const used = users.length > 0 ? ` ${[...new Set(users.map(({ goal }) => goal))].join(', ')} names it.` : '';
  return failure('usage', {
    severity: 'error',
    code: 'unknown-component',
    message: `No layer of the library has ${JSON.stringify(wanted.slice(0, 100))}.${used}`,
    hint: unknownRemedy(workspace, wanted, kind ?? users[0]?.kind),
  });
}

/** The hint for a name that no layer has, of one kind or of any. */
export function unknownRemedy({ library }: Workspace, wanted: string, kind?: ComponentKind): string {
  const files = componentNames(library, kind).map(({ file }) => file);
  const stems = files.map((file) => file.replace(/\.(txt|md)$/u, ''));
  const meant = kind === undefined ? undefined : suggestionFinder(library)({ kind, file: wanted });
  const similar = meant?.similar ?? nearest(wanted, files) ?? nearest(wanted, stems);
  return `${missingRemedy({ kind, file: wanted, similar, otherKind: meant?.otherKind })} \`orchestrator components list\` shows all components.`;
}
