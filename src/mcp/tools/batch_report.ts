import { countOf } from '../../lib/index.ts';
import type { WholeDocument } from '../../operations/index.ts';
import { figure } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, inLine, lines } from '../said.ts';
import { defineTool } from '../tool.ts';

/** `batch report`. */
export const batchReportTool = defineTool({
  name: 'batch_report',
  title: 'Report of a batch',
  description:
    'What a batch is worth: each statement verified, claimed or unverifiable, with its evidence; findings, failures, cost. Of the newest where none is named.',
  effect: 'reads',
  usesProject: true,
  command: 'batch report',
  input: { batch: figure('Its number', { least: 1, most: 999_999 }) },
  document: 'orchestrator.batch-report/1',
  call: async (context, { batch }, port) =>
    (await operations()).tellReport(
      context,
      { batch: batch === undefined ? undefined : String(batch) },
      port,
    ),
  text: reportText,
});

function reportText({
  batch,
  state,
  proofs,
  phases,
  findings,
  requirement,
}: WholeDocument<'orchestrator.batch-report/1'>): string {
  const uncovered = requirement.filter(({ standing }) => standing === 'uncovered');
  return lines([
    `Batch ${batch}: ${state}`,
    `${countOf(proofs.verified - proofs.refuted, 'statement')} verified, ${proofs.refuted} refuted, ${proofs.claimed} claimed, ${proofs.unverifiable} unverifiable`,
    firstOf(
      phases.map(({ id, title, state: stands, commit, reason }) => {
        const more =
          reason === null ? (commit === null ? '' : `, ${commit.slice(0, 12)}`) : `: ${inLine(reason)}`;
        return `${id} ${inLine(title)}: ${stands}${more}`;
      }),
      60,
    ),
    firstOf(
      findings.map(
        ({ severity, kind, file, line, message }) =>
          `${severity} ${inLine(kind)}${file === null ? '' : ` ${inLine(file)}${line === null ? '' : `:${line}`}`}: ${inLine(message)}`,
      ),
      30,
    ),
    uncovered.length > 0 && `${countOf(uncovered.length, 'line')} of the requirement that no phase serves`,
  ]);
}
