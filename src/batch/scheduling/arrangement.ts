import { type PlannedWork, phaseOrder, planGraph, precedence, touchedFiles } from '../../plan/index.ts';
import type { BatchManifest } from '../generated/batch.ts';
import { trialPrecedence } from './trial_precedence.ts';

/** The facts about a batch that are fixed while it runs: dependencies, precedence, and the files each phase may touch. */
export type Arrangement = {
  /** For each phase, by its index in the manifest, the indices of the phases it depends on. */
  readonly needs: readonly (readonly number[])[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly work: PlannedWork;
};

/**
 * Arranges a manifest for scheduling.
 *
 * @param workers - attempts at a time, wherever they run; without it no schedule is simulated, and the longest remaining path
 * decides
 */
export function arrange({ phases }: BatchManifest, workers: number | undefined): Arrangement {
  const placeOf = new Map(phases.map(({ id }, place) => [id, place]));
  const needs = phases.map(({ dependencies }) => dependencies.flatMap((id) => placeOf.get(id) ?? []));
  const graph = planGraph({
    ids: phases.map(({ id }) => id),
    dependencies: needs,
    hours: phases.map(({ hours }) => hours),
    files: phases.map(({ files }) => files),
  });
  const touched = touchedFiles(graph.files);
  const order = phaseOrder(graph);
  const first =
    workers === undefined ? precedence(graph, order) : trialPrecedence(graph, order, touched, workers);
  return { needs, placeOf, work: { precedence: first, touched } };
}
