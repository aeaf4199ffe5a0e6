import { printableLine, wrapText } from '../../lib/index.ts';
import {
  conflictText,
  hoursText,
  type PictureEdge,
  type PicturePhase,
  type PlanPicture,
  phaseName,
} from './picture.ts';

/** Columns of a box's text. */
const BOX = 24;

/** A plan with more stages than this is drawn downwards. */
const MAX_STAGES_ACROSS = 10;

/** Lines of a title in its box. */
const MAX_LINES = 3;

/**
 * A plan in the DOT language of Graphviz. Critical phases are bold and filled, a conflict is a dashed line without an arrow:
 * neither needs colour to be recognised.
 */
export function drawDot(picture: PlanPicture): string {
  const { phases, edges, conflicts } = picture;
  return [
    'digraph plan {',
    `  graph [rankdir=${direction(picture)}, ranksep=0.6, nodesep=0.25, pad=0.3, bgcolor="white", fontname="Helvetica", fontsize=15, forcelabels=true,`,
    `         labelloc=t, labeljust=l, label=${quoted(caption(picture), '\\l')}];`,
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.2,0.1",',
    '        color="#57606a", fillcolor="#f6f8fa", fontcolor="#1f2328"];',
    '  edge [color="#57606a", arrowsize=0.7, fontname="Helvetica", fontsize=9];',
    ...phases.map((phase, index) => `  p${index} [${nodeAttributes(phase)}];`),
    ...edges.map((edge) => `  p${edge.from} -> p${edge.to}${edgeAttributes(edge)};`),
    ...conflicts.map(
      (conflict) =>
        `  p${conflict.phases[0]} -> p${conflict.phases[1]} [dir=none, style=dashed, color="#cf222e", ` +
        `fontcolor="#cf222e", penwidth=1.5, constraint=false, xlabel=${quoted(besideLine(lines(conflictText(conflict))))}];`,
    ),
    '}',
    '',
  ].join('\n');
}

function nodeAttributes(phase: PicturePhase): string {
  const hours = hoursText(phase.hours);
  const head = hours === '' ? phaseName(phase) : `${phaseName(phase)} · ${hours}`;
  const label = quoted(`${clean(head)}\n${lines(phase.title)}`);
  return phase.isCritical
    ? `label=${label}, color="#0550ae", penwidth=2.5, fillcolor="#d0e3f8"`
    : `label=${label}`;
}

function edgeAttributes({ isCritical, isInCycle }: PictureEdge): string {
  if (isInCycle) return ' [color="#cf222e", fontcolor="#cf222e", penwidth=2.5, label="cycle"]';
  return isCritical ? ' [color="#0550ae", penwidth=2.5]' : '';
}

/** The title, and the meaning of the marks where there are any. */
function caption({ title, phases, edges, conflicts }: PlanPicture): string {
  const marks = [
    phases.some((phase) => phase.isCritical) ? 'bold: critical path' : '',
    edges.some((edge) => edge.isInCycle) ? 'cycle: wait for each other' : '',
    conflicts.length > 0 ? 'dashed: may touch the same file' : '',
  ].filter((mark) => mark !== '');
  return [clean(title), ...(marks.length === 0 ? [] : [marks.join(' · ')]), ' ']
    .map((line) => `${line}\n`)
    .join('');
}

/** To the right, as people read; downwards where that would be a ribbon. */
function direction({ phases }: PlanPicture): 'LR' | 'TB' {
  const stages = phases.reduce((most, { stage = 0 }) => Math.max(most, stage), 0);
  return stages > MAX_STAGES_ACROSS ? 'TB' : 'LR';
}

/** A text in the lines of a box, cut with an ellipsis where it is long. */
function lines(text: string): string {
  const wrapped = wrapText(clean(text), BOX);
  return wrapped.length <= MAX_LINES ? wrapped.join('\n') : `${wrapped.slice(0, MAX_LINES).join('\n')}…`;
}

/** A label with room at its sides: else the line that it belongs to is drawn through its first letter. */
function besideLine(text: string): string {
  return text.replace(/^|$/gmu, '\u00a0\u00a0');
}

function clean(text: string): string {
  return printableLine(text);
}

/** A quoted string whose lines end in an escape of DOT's (`\n` centres, `\l` goes left); nothing in the text can end it. */
function quoted(text: string, lineEnd: '\\n' | '\\l' = '\\n'): string {
  return `"${text.replace(/["\\]/gu, '\\$&').replaceAll('\n', lineEnd)}"`;
}
