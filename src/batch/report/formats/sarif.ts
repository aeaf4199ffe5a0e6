import { countOf, ownValue } from '../../../lib/index.ts';
import type { ReportDocument, ReportFinding } from '../document/index.ts';
import { boundedLine, boundedText } from './bounded_text.ts';
import { placedFindings, relativeUri } from './places.ts';

/** What GitHub shows of one upload; it refuses one of more than 25,000. */
const MOST_RESULTS = 5000;
/** GitHub shows the first thousand characters; with this, a file of all results is well below its 10 MB. */
const LONGEST_MESSAGE = 1000;

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** What GitHub sorts security findings by. */
const SECURITY = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' } as const;

/**
 * The findings of a report as SARIF 2.1.0, within the limits of GitHub. A finding without a place in the repository cannot be shown there,
 * and is told as a notification of the run, as is what goes beyond the limits.
 */
export function sarifReport({ batch, findings, state }: ReportDocument): string {
  const { placed, placeless, cut } = placedFindings(findings, MOST_RESULTS);
  const ids = [...new Set(placed.map(({ kind }) => ruleId(kind)))].sort();
  const rules = ids.map((id) => {
    const worst = placed.find(({ kind }) => ruleId(kind) === id);
    const isSecret = id === 'orchestrator/secret';
    return {
      id,
      name: id.replace(/^orchestrator\//u, ''),
      shortDescription: {
        text:
          ownValue(DESCRIPTIONS, id.replace(/^orchestrator\//u, '')) ??
          `A finding of the kind ${id.replace(/^orchestrator\//u, '')}.`,
      },
      defaultConfiguration: { level: LEVELS[worst?.severity ?? 'low'] },
      properties: {
        tags: isSecret ? ['orchestrator', 'security'] : ['orchestrator'],
        ...(isSecret ? { 'security-severity': SECURITY[worst?.severity ?? 'low'] } : {}),
      },
    };
  });
  const notes = [
    ...(placeless > 0
      ? [
          `${countOf(placeless, 'finding')} without a place in the repository: orchestrator batch report ${batch} has them.`,
        ]
      : []),
    ...(cut > 0 ? [`${countOf(cut, 'finding')} beyond the first ${MOST_RESULTS} left out.`] : []),
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'orchestrator', rules } },
        automationDetails: { id: `orchestrator/batch-${batch}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: state !== 'running',
            toolExecutionNotifications: notes.map((text) => ({ level: 'note', message: { text } })),
          },
        ],
        results: placed.map((finding) => result(finding, finding.file, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function result(finding: ReportFinding, file: string, ids: readonly string[]): object {
  const { id, kind, severity, line, endLine, message, quote, phase, proof, by } = finding;
  const region =
    line === null
      ? {}
      : {
          region: {
            startLine: line,
            ...(endLine === null || endLine < line ? {} : { endLine }),
            ...(quote === null ? {} : { snippet: { text: boundedText(quote, LONGEST_MESSAGE) } }),
          },
        };
  return {
    ruleId: ruleId(kind),
    ruleIndex: ids.indexOf(ruleId(kind)),
    level: LEVELS[severity],
    message: { text: boundedText(message, LONGEST_MESSAGE) || kind },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: relativeUri(file), uriBaseId: '%SRCROOT%' }, ...region },
      },
    ],
    // Without a line, GitHub makes none of its own.
    partialFingerprints: { 'orchestratorFindingId/v1': boundedLine(id, 100) },
    properties: {
      proof,
      by: boundedLine(by, 40),
      severity,
      ...(phase === null ? {} : { phase: boundedLine(phase, 60) }),
    },
  };
}

function ruleId(kind: string): string {
  return `orchestrator/${kind.replace(/[^\w.-]/gu, '-').slice(0, 60)}`;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'phase-failed': 'A phase of the batch failed.',
  'weak-gate': 'A gate is green, and that proves little.',
  'requirement-uncovered': 'No phase serves a line of the requirement.',
};
