import { printableLine } from '../../lib/index.ts';
import { conflictText, hoursText, type PictureEdge, type PlanPicture, phaseName } from './picture.ts';

/** A plan as a Mermaid flowchart: thick lines are critical, or name a cycle; dotted ones without an arrow are conflicts. */
export function drawMermaid({ title, phases, edges, conflicts }: PlanPicture): string {
  const critical = phases.flatMap((phase, index) => (phase.isCritical ? [`p${index}`] : []));
  return [
    '---',
    `title: ${JSON.stringify(printableLine(title))}`,
    '---',
    'flowchart LR',
    ...phases.map((phase, index) => {
      const hours = hoursText(phase.hours);
      const head = hours === '' ? phaseName(phase) : `${phaseName(phase)} · ${hours}`;
      return `  p${index}["${escaped(head)}<br/>${escaped(phase.title)}"]`;
    }),
    ...edges.map((edge) => `  p${edge.from} ${arrow(edge)} p${edge.to}`),
    ...conflicts.map(
      (conflict) =>
        `  p${conflict.phases[0]} -. "${escaped(conflictText(conflict))}" .- p${conflict.phases[1]}`,
    ),
    ...(critical.length === 0
      ? []
      : [
          '  classDef critical stroke:#0550ae,stroke-width:3px,fill:#d0e3f8,color:#1f2328',
          `  class ${critical.join(',')} critical`,
        ]),
    '',
  ].join('\n');
}

function arrow({ isCritical, isInCycle }: PictureEdge): string {
  if (isInCycle) return '== "cycle" ==>';
  return isCritical ? '==>' : '-->';
}

/** Entities in Mermaid's own spelling, `#35;` for `#`: a label is rendered as HTML and Markdown unless everything is escaped. */
function escaped(text: string): string {
  return printableLine(text).replace(/[^\p{L}\p{N} .,:/()·…-]/gu, (char) => `#${char.codePointAt(0)};`);
}
