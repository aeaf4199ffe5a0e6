import {
  criticalPath,
  phaseOrder,
  planGraph,
  precedence,
  simulate,
  touchedFiles,
} from '../../../plan/index.ts';
import type { BatchManifest } from '../../generated/batch.ts';

/** When the phases of a batch are due by their estimates, in hours from the start. */
export type PlannedSpans = {
  readonly spans: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
  readonly hours: number;
  /** The phases of the longest chain. */
  readonly criticalPath: readonly string[];
};

/** Simulates a batch with a number of simultaneous phases. */
export function plannedSpans({ phases }: BatchManifest, concurrency: number): PlannedSpans {
  const places = new Map(phases.map(({ id }, place) => [id, place]));
  const graph = planGraph({
    ids: phases.map(({ id }) => id),
    dependencies: phases.map(({ dependencies }) => dependencies.flatMap((id) => places.get(id) ?? [])),
    hours: phases.map(({ hours }) => hours),
    files: phases.map(({ files }) => files),
  });
  const order = phaseOrder(graph);
  const work = { precedence: precedence(graph, order), touched: touchedFiles(graph.files) };
  const { starts, ends, hours } = simulate(graph, order, work, concurrency);
  const spans = new Map<string, { start: number; end: number }>();
  for (const [place, { id }] of phases.entries()) {
    const [start = Number.NaN, end = Number.NaN] = [starts[place], ends[place]];
    if (!Number.isNaN(start)) spans.set(id, { start, end });
  }
  const path = criticalPath(graph, order).phases.map((place) => graph.ids[place] ?? '');
  return { spans, hours, criticalPath: path };
}
