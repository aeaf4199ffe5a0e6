import { countOf } from '../../lib/index.ts';
import type { WholeDocument } from '../../operations/index.ts';
import { figure, oneOf } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

type Report = WholeDocument<'orchestrator.batch-report/1'>;
type Results = WholeDocument<'orchestrator.batch-results/1'>;
type Stats = WholeDocument<'orchestrator.batch-stats/1'>;

const DOCUMENTS = {
  report: 'orchestrator.batch-report/1',
  results: 'orchestrator.batch-results/1',
  stats: 'orchestrator.batch-stats/1',
} as const;

/** `batch report`, `batch results` and `batch stats`. */
export const batchReportTool = defineTool({
  name: 'batch_report',
  title: 'Report of a batch',
  description:
    'What a batch achieved: each statement verified, claimed or unverifiable, with evidence; findings, failures, cost. With part: what each task reported (results), or figures over all batches and what to improve (stats).',
  effect: 'reads',
  usesProject: true,
  command: 'batch report',
  input: {
    batch: figure('Its number; default: the newest', { least: 1, most: 999_999 }),
    part: oneOf(['report', 'results', 'stats'], 'Which part'),
  },
  document: ({ part = 'report' }) => DOCUMENTS[part],
  async call(context, { batch, part = 'report' }, port) {
    const { produceReport, reportResults, reportStats } = await operations();
    const request = { batch: batch === undefined ? undefined : String(batch) };
    if (part === 'stats') return reportStats(context, {}, port);
    return part === 'results' ? reportResults(context, request, port) : produceReport(context, request, port);
  },
  text: (document) => {
    if ('advice' in document) return statsText(document);
    return 'tasks' in document ? resultsText(document) : reportText(document);
  },
});

function resultsText({ batch, state, tasks }: Results): string {
  return lines([
    `Batch ${batch}: ${state}`,
    firstOf(
      tasks.map(
        ({ id, title, state: stands, reported, files }) =>
          `${id} ${onOneLine(title)}: ${stands}, ${countOf(files.length, 'file')}${reported === null ? '' : ` | says ${onOneLine(reported.status)}: ${onOneLine(reported.summary)}`}`,
      ),
      60,
    ),
  ]);
}

function statsText({ totals, firstTry, advice }: Stats): string {
  return lines([
    `Batches: ${totals.batches}, ${totals.done} of ${countOf(totals.phases, 'phase')} done, ${firstTry.first} of ${firstTry.done} at the first attempt`,
    ...advice.map(({ what, evidence }) => `${onOneLine(what)} (${onOneLine(evidence)})`),
  ]);
}

function reportText({ batch, state, proofs, phases, findings, requirement }: Report): string {
  const uncovered = requirement.filter(({ standing }) => standing === 'uncovered');
  return lines([
    `Batch ${batch}: ${state}`,
    `${countOf(proofs.verified - proofs.refuted, 'statement')} verified, ${proofs.refuted} refuted, ${proofs.claimed} claimed, ${proofs.unverifiable} unverifiable`,
    firstOf(
      phases.map(({ id, title, state: stands, commit, reason }) => {
        const more =
          reason === null ? (commit === null ? '' : `, ${commit.slice(0, 12)}`) : `: ${onOneLine(reason)}`;
        return `${id} ${onOneLine(title)}: ${stands}${more}`;
      }),
      60,
    ),
    firstOf(
      findings.map(
        ({ severity, kind, file, line, message }) =>
          `${severity} ${onOneLine(kind)}${file === null ? '' : ` ${onOneLine(file)}${line === null ? '' : `:${line}`}`}: ${onOneLine(message)}`,
      ),
      30,
    ),
    uncovered.length > 0 && `${countOf(uncovered.length, 'line')} of the requirement that no phase serves`,
  ]);
}
