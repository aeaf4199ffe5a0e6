import { countOf } from '../../../../lib/index.ts';
import type { ReportDocument, ReportPhase, ReportStatement } from '../../document/index.ts';
import {
  costWords,
  LONGEST_UNCUT,
  RUNG_WORDS,
  remedyWords,
  secondsWords,
  shortCommit,
  statementWords,
  tokensWords,
  whereWords,
} from '../words.ts';
import { line } from './escape.ts';
import { proofTag, stateTag } from './tags.ts';

/** The most entries for a phase; the JSON has the rest. */
const MAX = { files: 12, attempts: 8, statements: 30 };

/** The anchor of a phase on the page. @param place - its position among the phases: an id is not the program's own word */
export function phaseAnchor(place: number): string {
  return `phase-${place + 1}`;
}

/** One phase in full: its statements and their evidence, its attempts, its files. */
export function phaseDetails(
  phase: ReportPhase,
  place: number,
  { isOpen }: { readonly isOpen: boolean },
): string {
  const { id, title, goal, state, statements, attempts, changed, reason } = phase;
  const shown = statements.slice(0, MAX.statements);
  const items = shown.map((statement) => `<li>${statementHtml(statement)}</li>`).join('\n');
  const more = rest(statements.length - shown.length, 'statement');
  const said =
    shown.length === 0
      ? ''
      : `<h3>Statements</h3>\n<ul class="list">\n${items}${more === '' ? '' : `<li>${more}</li>`}\n</ul>`;
  return [
    `<details id="${phaseAnchor(place)}"${isOpen ? ' open' : ''}><summary>${stateTag(state)} <strong>${line(id, 40)}</strong> ${line(title, 160)}</summary>`,
    `<p>${line(goal, 500)}</p>`,
    ...(reason === null ? [] : [`<p><strong>Why:</strong> ${line(reason, 500)}</p>`]),
    said,
    ...(attempts.length === 0 ? [] : [attemptsHtml(phase)]),
    ...(changed.length === 0 ? [] : [filesHtml(changed)]),
    '</details>',
  ].join('\n');
}

/** A statement with its proof and evidence. */
export function statementHtml(statement: ReportStatement): string {
  const { why, evidence } = statement;
  const shows =
    evidence === null
      ? []
      : [
          ...(evidence.command === null ? [] : [`<code>${line(evidence.command, 200)}</code>`]),
          ...(evidence.exit === null ? [] : [`exit ${evidence.exit}`]),
          ...(evidence.place === null ? [] : [`at ${line(evidence.place, 60)}`]),
          ...(evidence.commit === null ? [] : [`on <code>${line(shortCommit(evidence.commit))}</code>`]),
          ...(evidence.log === null
            ? []
            : [
                `log <code>${line(evidence.log, 160)}</code>${evidence.sha256 === null ? ' (no longer exists)' : ` sha256 <code>${line(evidence.sha256.slice(0, 16))}</code>`}`,
              ]),
        ];
  const isShort = evidence?.command == null;
  const ev =
    shows.length === 0
      ? ''
      : `<span class="${isShort ? 'soft' : 'ev'}">${isShort ? ' ' : ''}${shows.join(' · ')}</span>`;
  const doubt = why === null ? '' : ` <em>– ${line(why, 200)}</em>`;
  return `${proofTag(statement)} ${line(statementWords(statement), 600)}${doubt}${ev}`;
}

function attemptsHtml({ attempts, rung }: ReportPhase): string {
  const shown = attempts.slice(-MAX.attempts);
  const items = shown.map((attempt) => {
    const { number, executor, state, start, end, cause, tokens, costUsd } = attempt;
    const facts = [
      state,
      ...(end === null ? [] : [secondsWords(end - start)]),
      ...(tokens === null ? [] : [`${tokensWords(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`]),
      ...(costUsd === null ? [] : [costWords(costUsd)]),
      ...whereWords(attempt).map((each) => line(each, LONGEST_UNCUT)),
    ];
    const why = cause === null ? '' : `<span class="ev">${line(cause, 300)}</span>`;
    const lets = remedyWords(attempt.refused).map(
      (remedy) => `<span class="ev">${line(remedy, LONGEST_UNCUT)}</span>`,
    );
    return `<li>${number}. ${line(executor, 60)}: ${facts.join(', ')}${why}${lets.join('')}</li>`;
  });
  const before = attempts.length - shown.length;
  const helped =
    rung === null || rung === 'first' ? '' : ` <span class="soft">(what helped: ${RUNG_WORDS[rung]})</span>`;
  return `<h3>Attempts${helped}</h3>\n<ul class="list">\n${before > 0 ? `<li>${countOf(before, 'earlier attempt')} not shown</li>\n` : ''}${items.join('\n')}\n</ul>`;
}

function filesHtml(changed: readonly string[]): string {
  const shown = changed.slice(0, MAX.files).map((file) => `<code>${line(file, 160)}</code>`);
  const more = rest(changed.length - shown.length, 'file');
  return `<h3>Files changed</h3>\n<p>${[...shown, ...(more === '' ? [] : [more])].join(', ')}</p>`;
}

function rest(count: number, thing: string): string {
  return count > 0 ? `and ${countOf(count, `more ${thing}`)}` : '';
}

/** The anchors of the phases on the page. */
export function anchorsOf({ phases }: Pick<ReportDocument, 'phases'>): ReadonlyMap<string, string> {
  return new Map(phases.map(({ id }, place) => [id, phaseAnchor(place)]));
}
