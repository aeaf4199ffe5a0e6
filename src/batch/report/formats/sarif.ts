import { countOf, ownValue } from '../../../lib/index.ts';
import type { ReportDocument, ReportFinding } from '../document/index.ts';
import { boundedLine, boundedText } from './bounded_text.ts';
import { placedFindings, relativeUri } from './places.ts';

/** The number of results that GitHub shows of one upload; it refuses one of more than 25,000. */
const MAX_RESULTS = 5000;
/** GitHub shows the first thousand characters; with this limit, a file of all results stays well below its 10 MB. */
const LONGEST_MESSAGE = 1000;

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** The scores by which GitHub sorts security findings. */
const SECURITY = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' } as const;

/**
 * The findings of a report as SARIF 2.1.0, within the limits of GitHub. A finding without a place in the repository cannot be
 * shown there, and becomes a notification of the run, as do those beyond the limits.
 */
export function sarifReport({ batch, findings, state }: ReportDocument): string {
  const { placed, placeless, cut } = placedFindings(findings, MAX_RESULTS);
  const ids = [...new Set(placed.map(({ kind }) => ruleId(kind)))].sort();
  const rules = ids.map((id) => {
    const worst = placed.find(({ kind }) => ruleId(kind) === id);
    const isSecret = id === 'orchestrator/secret';
    return {
      id,
      name: id.replace(/^orchestrator\//u, ''),
      // GitHub requires all three, and shows the last one beside the finding.
      shortDescription: { text: described(id) },
      fullDescription: { text: described(id) },
      help: { text: `${described(id)} The whole report: orchestrator batch report ${batch}` },
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
          `${countOf(placeless, 'finding')} without a place in the repository: see orchestrator batch report ${batch}`,
        ]
      : []),
    ...(cut > 0 ? [`${countOf(cut, 'finding')} beyond the first ${MAX_RESULTS} left out.`] : []),
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
    // GitHub derives none of its own for a result without a line.
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

/** The description of a kind of finding, in one sentence. */
function described(id: string): string {
  const kind = id.replace(/^orchestrator\//u, '');
  return ownValue(DESCRIPTIONS, kind) ?? `A finding of the kind ${kind}.`;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'phase-failed': 'A phase of the batch failed.',
  'requirement-uncovered': 'No phase serves a line of the requirement.',
  secret: 'Something looks like a key.',
  'conflict-marker': 'A file contains a merge conflict.',
  stub: 'Code says that it is not implemented, or does nothing instead of its work.',
  'test-removed': 'There are fewer tests than before.',
  'test-weakened': 'A test no longer runs, or checks less than before.',
  'hard-coded': 'A password, the answer to a test, or a path of one user is written down in the code.',
  'hidden-character': 'There are invisible characters.',
  'reviewer-order': 'A text tells reviewers of the change what to find.',
  'generated-file': 'A generated file was changed without its source.',
  binary: 'A binary file was changed.',
  mode: 'A file became a program or a link, or stopped being one.',
  submodule: 'The commit of another repository was changed.',
  'commented-out': 'There is commented-out code.',
  todo: 'A comment says that something was left for later.',
  size: 'The change is large.',
  'no-owner': 'A file was changed that no phase declares.',
  'out-of-scope': 'A file was changed that only another phase declares.',
  'no-gate': 'No gate of a phase has a command.',
  'weak-gate': 'A gate is green but proves little.',
  'phase-not-done': 'A phase is not done: its work is not in the change.',
  'unproven-hunk': 'No gate notices that a part of the change is gone.',
  'union-red': 'A gate is red on the finished branch.',
  bug: 'A model claims that the code does not do what it should.',
  rule: 'A model claims that a project rule is broken.',
};
