import type { ReportDocument, ReportPhase } from '../../document/index.ts';
import { line } from './escape.ts';
import { lookOf } from './tags.ts';

const BOX = { width: 168, height: 34, across: 56, down: 12, edge: 8 };
/** More phases of a stage go into another column of it. */
const MAX_IN_COLUMN = 24;
/** More lines than this form a grey field in which nobody can follow one. */
const MAX_EDGES = 3000;

/**
 * Draws the phases by stages, from left to right, with a line from each phase to those that need it; those of the critical path
 * are bold.
 */
export function graphSvg({ phases, criticalPath }: Pick<ReportDocument, 'phases' | 'criticalPath'>): string {
  const { places, width, height } = placed(phases);
  const critical = new Map(criticalPath.slice(1).map((id, place) => [id, criticalPath[place]]));
  const edges = phases.flatMap(({ id, dependencies }) => dependencies.map((from) => ({ from, to: id })));
  const shownEdges = edges.slice(0, MAX_EDGES);
  const lines = shownEdges.flatMap(({ from, to }) => {
    const [a, b] = [places.get(from), places.get(to)];
    if (a === undefined || b === undefined) return [];
    const [x, y, end, to_] = [a.x + BOX.width, a.y + BOX.height / 2, b.x, b.y + BOX.height / 2];
    const half = Math.round((end - x) / 2);
    const strong = critical.get(to) === from ? ' crit' : '';
    return [
      `<path class="edge${strong}" d="M${x} ${y}c${half} 0 ${half} ${to_ - y} ${end - x} ${to_ - y}"/>`,
    ];
  });
  const boxes = phases.flatMap(({ id, title, state }) => {
    const place = places.get(id);
    if (place === undefined) return [];
    const { look, sign } = lookOf(state);
    const { x, y } = place;
    return [
      `<g><title>${line(`${id} ${title}: ${state}`, 120)}</title><rect class="node ${look}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text x="${x + 8}" y="${y + 14}">${sign} ${line(id, 20)}</text><text class="s" x="${x + 8}" y="${y + 27}">${line(title, 24)}</text></g>`,
    ];
  });
  const left = edges.length - shownEdges.length;
  const note =
    left === 0
      ? ''
      : `<p class="soft">${left} of ${edges.length} dependencies are not drawn; see the table of phases.</p>`;
  return `${note}<div class="wide" role="region" aria-label="Graph of the phases" tabindex="0"><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Phases by stages, and what they depend on" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n${lines.join('\n')}\n${boxes.join('\n')}\n</svg></div>`;
}

function placed(phases: readonly ReportPhase[]): {
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly width: number;
  readonly height: number;
} {
  const stages = new Map<number, ReportPhase[]>();
  for (const phase of phases) {
    const stage = stages.get(phase.stage);
    if (stage === undefined) stages.set(phase.stage, [phase]);
    else stage.push(phase);
  }
  const places = new Map<string, { x: number; y: number }>();
  let column = 0;
  let most = 0;
  for (const [, stage] of [...stages].sort(([a], [b]) => a - b)) {
    for (const [place, { id }] of stage.entries()) {
      const row = place % MAX_IN_COLUMN;
      if (place > 0 && row === 0) column += 1;
      most = Math.max(most, row + 1);
      const x = BOX.edge + column * (BOX.width + BOX.across);
      places.set(id, { x, y: BOX.edge + row * (BOX.height + BOX.down) });
    }
    column += 1;
  }
  return {
    places,
    width: BOX.edge * 2 + column * (BOX.width + BOX.across) - BOX.across,
    height: BOX.edge * 2 + most * (BOX.height + BOX.down) - BOX.down,
  };
}
