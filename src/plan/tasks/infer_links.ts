import {
  fileConflicts,
  type PhaseOrder,
  type PlanGraph,
  phaseOrder,
  planGraph,
  touchedFiles,
} from '../graph/index.ts';
import { reachable } from '../graph/reachability.ts';
import type { InferredNeed, Task, TaskProblem } from './importer.ts';
import { type Link, MAX_LINKS, nameOf } from './link_tasks.ts';
import { behindNeeds } from './need_order.ts';

/** All dependencies of tasks: the stated ones, and the inferred ones. */
export type InferredLinks = {
  readonly links: readonly (readonly Link[])[];
  /** Dependencies that follow from the order of the list but contradict the stated ones. */
  readonly problems: readonly TaskProblem[];
};

/**
 * Adds the dependencies that follow from the order of the list to the stated ones, and lets no two tasks that name the same file
 * go side by side. An added dependency closes no circle: it only leads back in the order that the stated ones leave, or
 * is known to close none.
 *
 * @param statedLinks - for each task, dependencies that are known to be free of circles
 * @returns `undefined` where there would be too many
 */
export function inferLinks(
  tasks: readonly Task[],
  statedLinks: readonly (readonly Link[])[],
  {
    inferred,
    file,
    pullsNeeds = false,
  }: {
    readonly inferred: Iterable<InferredNeed>;
    readonly file: string;
    /** Whether what a task needs is done right before it, rather than the task at its place behind that. */
    readonly pullsNeeds?: boolean;
  },
): InferredLinks | undefined {
  const problems: TaskProblem[] = [];
  const position = positionsOf(tasks, statedLinks, pullsNeeds);
  const links = statedLinks.map((own) => new Map(own.map((link) => [link.on, link])));
  const contradicted = new Set<number>();
  let count = 0;
  for (const { task, on, reason, leadsDown = false } of inferred) {
    if (++count > MAX_LINKS) return undefined;
    const own = links[task];
    if (own === undefined || own.has(on)) continue;
    if (leadsDown || (position[on] ?? 0) < (position[task] ?? 0))
      own.set(on, { on, reason, note: undefined });
    else if (!contradicted.has(task)) {
      contradicted.add(task);
      problems.push(contradiction(tasks, { task, on, reason }, file));
    }
  }
  const ordered = links.map((own) => [...own.values()]);
  const shared = withSharedFiles(tasks, ordered);
  return { links: withoutRedundant(tasks, shared, new Set(statedLinks.flat())), problems };
}

/** The place of each task in the order of the stated dependencies; where these leave it open, in that of their ranks. */
function positionsOf(
  tasks: readonly Task[],
  stated: readonly (readonly Link[])[],
  pullsNeeds: boolean,
): readonly number[] {
  const byRank = tasks.map((_, index) => index);
  byRank.sort((a, b) => (tasks[a]?.rank ?? 0) - (tasks[b]?.rank ?? 0) || a - b);
  const ranked = pullsNeeds
    ? behindNeeds(byRank, (index) => (stated[index] ?? []).map(({ on }) => on))
    : byRank;
  const placeOf = new Map(ranked.map((index, place) => [index, place]));
  const links = ranked.map((index) =>
    (stated[index] ?? []).map((link) => ({ ...link, on: placeOf.get(link.on) ?? 0 })),
  );
  const { position } = phaseOrder(
    graphOf(
      ranked.flatMap((index) => tasks[index] ?? []),
      links,
    ),
  );
  return tasks.map((_, index) => position[placeOf.get(index) ?? 0] ?? 0);
}

function graphOf(tasks: readonly Task[], links: readonly (readonly Link[])[]): PlanGraph {
  return planGraph({
    ids: tasks.map((_, index) => String(index)),
    dependencies: links.map((own) => own.map(({ on }) => on)),
    hours: tasks.map(() => 1),
    files: tasks.map(({ files }) => files?.paths ?? []),
  });
}

/** Removes added dependencies that follow from the rest: after 2, which comes after 1, nobody needs to say "after 1". */
function withoutRedundant(
  tasks: readonly Task[],
  links: readonly (readonly Link[])[],
  statedLinks: ReadonlySet<Link>,
): Link[][] {
  const graph = graphOf(tasks, links);
  const questions = links.flatMap((own) =>
    own.length > MAX_COMPARED
      ? []
      : own.flatMap((link) =>
          statedLinks.has(link) ? [] : own.map((other) => ({ link, from: link.on, to: other.on })),
        ),
  );
  const answers = reachable(graph, phaseOrder(graph), questions);
  const redundant = new Set(questions.flatMap(({ link }, index) => (answers[index] === 1 ? [link] : [])));
  return links.map((own) => own.filter((link) => !redundant.has(link)));
}

/** With more dependencies than this not every pair is compared; redundant ones then do no harm. */
const MAX_COMPARED = 12;

/** Puts each task that shares a file with a parallel one after that one. */
function withSharedFiles(tasks: readonly Task[], links: readonly Link[][]): Link[][] {
  const graph = graphOf(tasks, links);
  const order: PhaseOrder = phaseOrder(graph);
  const added = links.map((own) => new Map(own.map((link) => [link.on, link])));
  for (const { files, dependencies, certain } of fileConflicts(graph, order, touchedFiles(graph.files)))
    for (const { phase, on } of dependencies) {
      const both = `both ${certain ? 'name' : 'may mean'} ${listed(files)}`;
      const reason =
        tasks[phase]?.pace?.value === 'parallel' ? `${both}, though it is marked parallel` : both;
      if (!added[phase]?.has(on)) added[phase]?.set(on, { on, reason, note: undefined });
    }
  return added.map((own) => [...own.values()]);
}

function listed(files: readonly string[]): string {
  const [first = '', second, ...rest] = files;
  if (second === undefined) return first;
  return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
}

function contradiction(
  tasks: readonly Task[],
  { task, on, reason }: InferredNeed,
  file: string,
): TaskProblem {
  return {
    severity: 'note',
    code: 'order-contradicted',
    message: `${nameOf(tasks[task])} would come after ${nameOf(tasks[on])} (${reason}), but the stated dependencies put it first.`,
    file,
    line: tasks[task]?.line ?? 1,
    column: tasks[task]?.column ?? 1,
  };
}
