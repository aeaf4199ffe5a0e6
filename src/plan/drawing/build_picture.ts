import { revealHidden } from '../../lib/index.ts';
import type { PlanAssessment } from '../assessment.ts';
import { machineNeeds } from '../document/index.ts';
import type { PictureEdge, PlanPicture } from './picture.ts';

/** Builds the picture of a plan. */
export function pictureOf({
  plan,
  graph,
  order,
  criticalPath,
  conflicts,
  cycles,
}: PlanAssessment): PlanPicture {
  const critical = new Set(criticalPath.phases);
  const beforeCritical = new Map(
    criticalPath.phases.slice(1).map((phase, index) => [phase, criticalPath.phases[index]]),
  );
  // In a path each phase depends on the next.
  const cyclic = new Set(
    cycles.flatMap(({ path }) => path.slice(1).map((from, index) => `${from} ${path[index]}`)),
  );
  const edges: PictureEdge[] = [];
  const { starts, targets } = graph.needs;
  plan.phases.forEach((_, to) => {
    for (const from of targets.subarray(starts[to], starts[to + 1]))
      edges.push({
        from,
        to,
        isCritical: beforeCritical.get(to) === from,
        isInCycle: cyclic.size > 0 && cyclic.has(`${from} ${to}`),
      });
  });
  return {
    title: revealHidden(plan.title?.value ?? plan.file),
    phases: plan.phases.map((phase, place) => {
      const { id, title, hours } = phase;
      const stage = order.stageOf[place] as number;
      return {
        id: revealHidden(id),
        title: revealHidden(title),
        hours: hours?.value,
        stage: stage < 0 ? undefined : stage + 1,
        isCritical: critical.has(place),
        needs: machineNeeds(phase).needs,
      };
    }),
    edges,
    conflicts: conflicts.flatMap(({ dependencies, files }) =>
      dependencies.map(({ phase, on }) => ({ phases: [on, phase] as const, files })),
    ),
  };
}
