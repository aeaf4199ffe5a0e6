import { countOf, firstFew, hoursInWords } from '../../../lib/index.ts';
import type { ReportDocument, ReportPhase, ReportStatement } from '../document/index.ts';
import { boundedLine } from './bounded_text.ts';
import {
  costWords,
  gitWords,
  LONGEST_UNCUT,
  momentWords,
  proofWord,
  REQUIREMENT_WORDS,
  RUNG_WORDS,
  ratioWords,
  remedyWords,
  secondsWords,
  shortCommit,
  statementWords,
  statusWords,
  tokensWords,
  whereWords,
} from './words.ts';

/** The size limit of the report. */
export type MarkdownOptions = {
  /** In bytes of UTF-8; the report says how much was left out. */
  readonly limit?: number;
};

/** The most entries of each list. */
const MAX = { statements: 20, findings: 200, overlaps: 50, problems: 50, names: 12 };

/** The report as Markdown. Text that is not the program's own creates no structure, no link and no mention in it. */
export function markdownReport(
  report: ReportDocument,
  { limit = Number.POSITIVE_INFINITY }: MarkdownOptions = {},
): string {
  const { batch, title, asOf, counts } = report;
  const head = [
    `# Batch ${batch}: ${text(title ?? '', 200) || '(no title)'}`,
    '',
    `**${text(statusWords(report))}.** ${text(gitWords(report))} As of ${momentWords(asOf)}.`,
    '',
    ...factLines(report),
  ];
  const parts = [
    head,
    section('Requirement', requirementLines(report)),
    section('Findings', findingLines(report)),
    section('Phases', phaseTable(report)),
    section('Failed attempts', failureLines(report)),
    ...ordered(report.phases).map((phase, place) => [
      ...(place === 0 ? ['', '## Phase by phase'] : []),
      ...phaseLines(phase),
    ]),
    section('Files that several phases changed', overlapLines(report)),
    section('Estimates', estimateLines(report)),
    section('Executors', usageLines(report)),
    section('Missing from this report', problemLines(report)),
  ].filter((lines) => lines.length > 0);
  const kept: string[] = [];
  let bytes = 0;
  for (const [place, lines] of parts.entries()) {
    const part = `${lines.join('\n')}\n`;
    bytes += Buffer.byteLength(part);
    if (bytes > limit - ROOM_FOR_NOTE) {
      kept.push(
        `\n_The rest (${countOf(parts.length - place, 'part')}, of ${countOf(counts.total, 'phase')}) is left out here: it would be too long._\n`,
      );
      break;
    }
    kept.push(part);
  }
  return kept.join('');
}

const ROOM_FOR_NOTE = 400;

/** GitHub's limit for the summary of a step, in bytes. */
export const STEP_SUMMARY_LIMIT = 1024 * 1024;

/** Puts those that need attention first. */
function ordered(phases: readonly ReportPhase[]): ReportPhase[] {
  const rank = ({ state }: ReportPhase) => (state === 'failed' ? 0 : 1);
  return phases.filter(({ attempts }) => attempts.length > 0).sort((a, b) => rank(a) - rank(b));
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${name}`, '', ...lines];
}

function factLines({ proofs, usage, timeline, review }: ReportDocument): string[] {
  const part = (known: number) =>
    known === 0 || known === usage.attempts ? '' : ` (of ${countOf(known, 'attempt')})`;
  return [
    `- Statements: ${proofs.verified - proofs.refuted} verified, ${proofs.refuted} refuted, ${proofs.claimed} claimed, ${proofs.unverifiable} unverifiable`,
    `- Running time: ${secondsWords(timeline?.seconds ?? null)}, ${countOf(usage.attempts, 'attempt')}`,
    `- Tokens: ${tokensWords(usage.tokens)}${part(usage.tokensOf)}; cost: ${costWords(usage.costUsd)}${part(usage.costOf)}, as agents say`,
    `- Review: ${review.band === null ? review.standing : `${text(review.band, 20)}, ${review.score} of 100${review.standing === 'stale' ? ' (stale)' : ''}`}`,
  ];
}

function requirementLines({ requirement, phases }: ReportDocument): string[] {
  if (requirement.length === 0) return [];
  const commits = new Map(phases.map(({ id, commit }) => [id, commit]));
  return table(
    ['Line', 'Requirement', 'Status', 'Phases', 'Commits'],
    requirement.map(({ number, text: words, phases: ids, standing }) => [
      number === null ? '–' : `${number}`,
      text(words, 300),
      REQUIREMENT_WORDS[standing],
      names(ids),
      names(ids.flatMap((id) => commits.get(id)?.slice(0, 12) ?? [])),
    ]),
  );
}

function phaseTable({ phases }: ReportDocument): string[] {
  return table(
    ['Phase', 'Title', 'State', 'Needs', 'Attempts', 'Estimate', 'Took', 'Files', 'Commit'],
    phases.map(({ id, title, state, dependencies, attempts, hours, workSeconds, changed, commit }) => [
      text(id, 40),
      text(title, 120),
      state,
      names(dependencies),
      `${attempts.length}`,
      hoursInWords(hours),
      attempts.length === 0 ? '–' : secondsWords(workSeconds),
      `${changed.length}`,
      commit === null ? '–' : codeInCell(shortCommit(commit)),
    ]),
  );
}

function phaseLines({ id, title, state, goal, reason, statements, attempts, rung }: ReportPhase): string[] {
  const shown = statements.slice(0, MAX.statements);
  const failed = attempts.filter(({ cause }) => cause !== null).slice(-5);
  return [
    '',
    `### ${text(id, 40)} ${text(title, 160)}: ${state}`,
    '',
    `Goal: ${text(goal, 500)}`,
    '',
    ...(reason === null ? [] : [`- Why: ${text(reason, 500)}`]),
    ...shown.map((statement) => `- ${statementText(statement)}`),
    ...(statements.length > shown.length
      ? [`- and ${countOf(statements.length - shown.length, 'more statement')}`]
      : []),
    ...failed.map(
      ({ number, executor, cause }) =>
        `- attempt ${number} by ${text(executor, 60)} failed: ${text(cause ?? '', 300)}`,
    ),
    ...attempts.slice(-5).flatMap((attempt) => {
      const where = whereWords(attempt);
      return [
        ...(where.length === 0
          ? []
          : [`- attempt ${attempt.number}: ${text(where.join(', '), LONGEST_UNCUT)}`]),
        ...remedyWords(attempt.refused).map(
          (remedy) => `- attempt ${attempt.number}: ${text(remedy, LONGEST_UNCUT)}`,
        ),
      ];
    }),
    ...(rung === null || rung === 'first' ? [] : [`- what helped: ${RUNG_WORDS[rung]}`]),
  ];
}

function statementText(statement: ReportStatement): string {
  const { why, evidence } = statement;
  const shows =
    evidence === null || evidence.command === null
      ? []
      : [
          code(evidence.command),
          ...(evidence.exit === null ? [] : [`exit ${evidence.exit}`]),
          ...(evidence.place === null ? [] : [`at ${text(evidence.place, 60)}`]),
          ...(evidence.commit === null ? [] : [`on ${code(shortCommit(evidence.commit))}`]),
          ...(evidence.sha256 === null ? [] : [`log sha256 ${code(evidence.sha256.slice(0, 16))}`]),
        ];
  return `**${proofWord(statement)}** ${text(statementWords(statement), 600)}${why === null ? '' : ` (${text(why, 200)})`}${shows.length === 0 ? '' : ` · ${shows.join(', ')}`}`;
}

function findingLines({ findings }: ReportDocument): string[] {
  const lines = findings.slice(0, MAX.findings).map(({ severity, kind, message, file, line, proof, by }) => {
    const place = file === null ? '' : ` at ${code(`${file}${line === null ? '' : `:${line}`}`)}`;
    return `- **${severity}** ${text(kind, 40)}${place}: ${text(message, 500)} (${proof}, by ${text(by, 20)})`;
  });
  return findings.length > lines.length ? [...lines, `- and ${findings.length - lines.length} more`] : lines;
}

function failureLines({ failures }: ReportDocument): string[] {
  return failures.map(
    ({ words, count, phases }) => `- ${countOf(count, 'attempt')}: ${text(words)} (${names(phases)})`,
  );
}

function overlapLines({ overlaps }: ReportDocument): string[] {
  const lines = overlaps
    .slice(0, MAX.overlaps)
    .map(({ file, phases }) => `- ${code(file)}: ${names(phases)}`);
  return overlaps.length > lines.length ? [...lines, `- and ${overlaps.length - lines.length} more`] : lines;
}

function estimateLines({ estimates }: ReportDocument): string[] {
  if (estimates.length === 0) return [];
  return table(
    ['Complexity', 'Phases', 'Estimated', 'Took', 'Took / estimated'],
    estimates.map(({ complexity, phases, hours, actualHours, ratio }) => [
      complexity === null ? '–' : text(complexity, 40),
      `${phases}`,
      hoursInWords(hours),
      secondsWords(actualHours * 3600),
      ratioWords(ratio),
    ]),
  );
}

function usageLines({ usage }: ReportDocument): string[] {
  if (usage.executors.length === 0) return [];
  return table(
    ['Executor', 'Attempts', 'Merged', 'Time', 'Tokens', 'Cost'],
    usage.executors.map(({ executor, attempts, merged, seconds, tokens, costUsd }) => [
      text(executor, 80),
      `${attempts}`,
      `${merged}`,
      secondsWords(seconds),
      tokensWords(tokens),
      costWords(costUsd),
    ]),
  );
}

function problemLines({ problems }: ReportDocument): string[] {
  return problems
    .slice(0, MAX.problems)
    .map(
      ({ severity, message, file }) =>
        `- ${severity}: ${text(message)}${file === undefined ? '' : ` (${code(file)})`}`,
    );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

function names(all: readonly string[]): string {
  return all.length === 0 ? '–' : firstFew(all, MAX.names, (name) => text(name, 40));
}

/** Text without special meaning in GitHub's Markdown: no marks, no HTML, no address that becomes a link, no mention. */
function text(words: string, most?: number): string {
  return boundedLine(words, most)
    .replace(/[&<>]/gu, (character) => ENTITIES[character] ?? '')
    .replace(/[\\`*_[\]|#~$]/gu, '\\$&')
    .replace(/:(?=\/\/)/gu, '&#58;')
    .replace(/\bwww\./giu, (match) => match.replace('.', '&#46;'))
    .replace(/@(?=\w)/gu, '@<!-- -->');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A code span in a table: a bar would end the cell there, unless it is escaped with a backslash, which readers do not see. */
function codeInCell(words: string): string {
  return code(words).replace(/\|/gu, '\\|');
}

/** A code span that nothing in it can end. */
function code(words: string): string {
  const safe = boundedLine(words, 200);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/gu)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const space = longest > 0 || safe === '' ? ' ' : '';
  return `${marks}${space}${safe}${space}${marks}`;
}
