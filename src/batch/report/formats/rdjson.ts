import type { ReportDocument } from '../document/index.ts';
import { boundedLine, boundedText } from './bounded_text.ts';
import { placedFindings } from './places.ts';

const SEVERITIES = { critical: 'ERROR', high: 'ERROR', medium: 'WARNING', low: 'INFO' } as const;
const MAX = 25_000;

/** The findings of a report with a place, in reviewdog's format. */
export function rdjson({ findings }: ReportDocument): string {
  const { placed } = placedFindings(findings, MAX);
  const diagnostics = placed.map(({ message, file, line, endLine, severity, kind, quote }) => ({
    message: boundedText(message, 2000) || kind,
    location: {
      path: file,
      ...(line === null
        ? {}
        : { range: { start: { line }, ...(endLine === null ? {} : { end: { line: endLine } }) } }),
    },
    severity: SEVERITIES[severity],
    code: { value: boundedLine(kind, 60) },
    ...(quote === null ? {} : { originalOutput: boundedText(quote, 500) }),
  }));
  return `${JSON.stringify({ source: { name: 'orchestrator' }, diagnostics }, null, 1)}\n`;
}
