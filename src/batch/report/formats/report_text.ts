import { countOf, hoursInWords, sectionLines } from '../../../lib/index.ts';
import { type ReportDocument, type ReportPhase, redGatesBesides } from '../document/index.ts';
import { boundedLine } from './bounded_text.ts';
import {
  costWords,
  gitWords,
  LATER_RUNGS,
  LONGEST_UNCUT,
  RUNG_WORDS,
  ratioWords,
  remedyWords,
  secondsWords,
  shortCommit,
  statusWords,
  tokensWords,
  whereWords,
} from './words.ts';

/** The most lines of each list for a first look. */
const MAX = { phases: 30, findings: 15, requirement: 15, overlaps: 8 };

/** A summary of the report: lines of text that are safe to print. */
export function textReport(report: ReportDocument): string {
  const { batch, title, proofs, usage, timeline, review, estimates } = report;
  const lines = [
    `Batch ${batch}: ${boundedLine(title ?? '', 200) || '(no title)'}`,
    `${boundedLine(statusWords(report))}. ${gitWords(report)}`.trim(),
    '',
    `Statements  ${proofs.verified - proofs.refuted} verified, ${proofs.refuted} refuted, ${proofs.claimed} claimed, ${proofs.unverifiable} unverifiable`,
    `Took        ${secondsWords(timeline?.seconds ?? null)}, ${countOf(usage.attempts, 'attempt')}`,
    `Used        ${usedText(usage)}`,
    ...(review.band === null
      ? []
      : [
          `Review      ${boundedLine(review.band, 20)}, ${review.score} of 100${review.standing === 'stale' ? ', stale' : ''}`,
        ]),
    ...requirementLines(report),
    ...phaseLines(report),
    ...sectionLines('To let what a sandbox refused', lettingLines(report), MAX.phases),
    ...sectionLines(
      'Failed attempts',
      report.failures.map(
        ({ words, count, phases }) =>
          `${countOf(count, 'attempt')}: ${words} (${phases
            .slice(0, 8)
            .map((id) => boundedLine(id, 40))
            .join(', ')}${phases.length > 8 ? ', …' : ''})`,
      ),
      20,
    ),
    ...sectionLines('What helped', helpedLines(report.phases), 10),
    ...sectionLines(
      'Files that several phases changed',
      report.overlaps.map(
        ({ file, phases }) =>
          `${boundedLine(file, 100)}: ${phases
            .slice(0, 8)
            .map((id) => boundedLine(id, 40))
            .join(', ')}`,
      ),
      MAX.overlaps,
    ),
    ...sectionLines('Findings', report.findings.map(findingLine), MAX.findings),
    ...sectionLines(
      'Took / estimated',
      estimates.map(
        ({ complexity, phases, ratio, hours }) =>
          `${complexity === null ? 'no complexity' : boundedLine(complexity, 40)}: ${ratioWords(ratio)} of ${hoursInWords(hours)} (${countOf(phases, 'phase')})`,
      ),
      10,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function usedText({ tokens, tokensOf, costUsd, costOf, attempts }: ReportDocument['usage']): string {
  const of = (known: number) => (known === attempts ? '' : ` (of ${countOf(known, 'attempt')})`);
  if (tokens === null && costUsd === null) return 'tokens are not reported';
  return [
    ...(tokens === null ? [] : [`${tokensWords(tokens)} tokens${of(tokensOf)}`]),
    ...(costUsd === null ? [] : [`${costWords(costUsd)}${of(costOf)}`]),
  ].join(', ');
}

function requirementLines({ requirement }: ReportDocument): string[] {
  const count = (standing: string) => requirement.filter((each) => each.standing === standing).length;
  if (requirement.length === 0) return [];
  const uncovered = requirement.filter(({ standing }) => standing === 'uncovered');
  const sum = `Requirement ${count('verified')} of ${countOf(requirement.length, 'line')} verified, ${count('unproven')} done and not proven, ${count('open')} open, ${uncovered.length} that no phase serves`;
  return [
    sum,
    ...sectionLines(
      'Lines that no phase serves',
      uncovered.map(({ number, text }) => `${number ?? '–'}  ${boundedLine(text, 160)}`),
      MAX.requirement,
    ),
  ];
}

function phaseLines({ phases }: ReportDocument): string[] {
  const rank = ({ state }: ReportPhase) => ['failed', 'blocked'].indexOf(state) >>> 0;
  const all = [...phases].sort((a, b) => rank(a) - rank(b));
  return sectionLines(
    'Phases',
    all.map((phase) => {
      const { id, title, state, attempts, workSeconds, changed, commit, reason } = phase;
      const red = redGatesBesides(phase);
      const facts = [
        state,
        ...(attempts.length === 0 ? [] : [countOf(attempts.length, 'attempt'), secondsWords(workSeconds)]),
        ...(attempts.length === 0 ? [] : whereWords(attempts.at(-1) as ReportPhase['attempts'][number])).map(
          (each) => boundedLine(each, LONGEST_UNCUT),
        ),
        ...(changed.length === 0 ? [] : [countOf(changed.length, 'file')]),
        ...(commit === null ? [] : [`merged as ${shortCommit(commit)}`]),
        ...(reason === null ? [] : [boundedLine(reason, 200)]),
        ...(red.length === 0 ? [] : [`red: ${red.map((command) => boundedLine(command, 80)).join('; ')}`]),
      ];
      return `${boundedLine(id, 40)} ${boundedLine(title, 100)}: ${facts.join(', ')}`;
    }),
    MAX.phases,
  );
}

/** The ways to allow the refused network access of each phase's latest attempt. */
function lettingLines({ phases }: ReportDocument): string[] {
  return phases.flatMap(({ id, attempts }) =>
    remedyWords(attempts.at(-1)?.refused ?? []).map(
      (remedy) => `${boundedLine(id, 40)}: ${boundedLine(remedy, LONGEST_UNCUT)}`,
    ),
  );
}

function helpedLines(phases: readonly ReportPhase[]): string[] {
  return LATER_RUNGS.flatMap((rung) => {
    const ids = phases.flatMap(({ id, rung: own }) => (own === rung ? [boundedLine(id, 40)] : []));
    return ids.length === 0
      ? []
      : [`${RUNG_WORDS[rung]}: ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ', …' : ''}`];
  });
}

function findingLine({ severity, kind, message, file, line }: ReportDocument['findings'][number]): string {
  const place = file === null ? '' : ` ${boundedLine(file, 120)}${line === null ? '' : `:${line}`}`;
  return `${severity} ${boundedLine(kind, 40)}${place}: ${boundedLine(message, 240)}`;
}
