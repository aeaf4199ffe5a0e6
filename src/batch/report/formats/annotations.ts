import { countOf } from '../../../lib/index.ts';
import type { ReportDocument, ReportFinding } from '../document/index.ts';
import { boundedLine, boundedText } from './bounded_text.ts';
import { isBelow } from './places.ts';

/** The most annotations of each kind that GitHub shows for one step. */
const MAX = 10;

const KINDS = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' } as const;

/** The findings of a report as workflow commands of GitHub Actions: at most ten of a kind, and a plain line for the rest. */
export function annotations({ batch, findings }: ReportDocument): string {
  const lines = (['error', 'warning', 'notice'] as const).flatMap((kind) => {
    const own = findings.filter(({ severity }) => KINDS[severity] === kind);
    return own.slice(0, MAX).map((finding) => command(kind, finding));
  });
  const left = findings.length - lines.length;
  if (left > 0) lines.push(`${countOf(left, 'more finding')} in: orchestrator batch report ${batch}`);
  return lines.map((line) => `${line}\n`).join('');
}

function command(kind: string, { file, line, endLine, message, kind: what }: ReportFinding): string {
  const isPlaced = file !== null && isBelow(file);
  const properties = [
    ...(isPlaced ? [`file=${property(file)}`] : []),
    ...(isPlaced && line !== null ? [`line=${line}`] : []),
    ...(isPlaced && line !== null && endLine !== null ? [`endLine=${endLine}`] : []),
    `title=${property(boundedLine(what, 60))}`,
  ];
  return `::${kind} ${properties.join(',')}::${data(boundedText(message, 1000))}`;
}

function data(text: string): string {
  return text.replace(/%/gu, '%25').replace(/\r/gu, '%0D').replace(/\n/gu, '%0A');
}

function property(text: string): string {
  return data(boundedLine(text)).replace(/:/gu, '%3A').replace(/,/gu, '%2C');
}
