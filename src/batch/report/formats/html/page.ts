import { countOf, firstFew, hoursInWords } from '../../../../lib/index.ts';
import { sha256 } from '../../../../platform/index.ts';
import type { ReportDocument, ReportPhase } from '../../document/index.ts';
import {
  costWords,
  gitWords,
  LATER_RUNGS,
  momentWords,
  REQUIREMENT_WORDS,
  RUNG_WORDS,
  ratioWords,
  secondsWords,
  shortCommit,
  statusWords,
  tokensWords,
} from '../words.ts';
import { line } from './escape.ts';
import { graphSvg } from './graph.ts';
import { anchorsOf, phaseDetails } from './phase.ts';
import { STYLE } from './style.ts';
import { REQUIREMENT_LOOKS, SEVERITY_LOOKS, stateTag, table, tag } from './tags.ts';
import { timelineSvg } from './timeline.ts';

/** The options of a page. */
export type PageOptions = {
  /** The interval at which a browser reloads it, in seconds: while a batch runs. */
  readonly refresh?: number;
};

/** The most entries of each list; the JSON has all of them. */
const MAX = { findings: 500, overlaps: 100, requirement: 1000, problems: 100 };
/** In bytes of UTF-8: the limit for the page with all of its phases. */
const MAX_PAGE = 2_700_000;
/** With more phases, only those that need attention are open. */
const MAX_OPEN = 12;

/** A section of the page: its anchor, its heading, and its content; omitted where that is empty. */
type Section = { readonly id: string; readonly name: string; readonly html: string };

/**
 * The report as one self-contained page: no script, no request, no font. Every text that is not the program's own is escaped, and
 * a policy blocks anything that might have got through.
 */
export function htmlReport(report: ReportDocument, { refresh }: PageOptions = {}): string {
  const { batch, title, asOf } = report;
  const name = `Batch ${batch}: ${line(title ?? '', 200) || '(no title)'}`;
  const sections = sectionsOf(report).filter(({ html }) => html !== '');
  const hash = Buffer.from(sha256(STYLE), 'hex').toString('base64');
  const nav = sections.map(({ id, name: text }) => `<li><a href="#${id}">${text}</a></li>`).join('');
  const head = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="orchestrator">${refresh === undefined ? '' : `\n<meta http-equiv="refresh" content="${refresh}">`}
<title>${name}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p><strong>${line(statusWords(report))}.</strong> ${line(gitWords(report))} <span class="soft">As of ${momentWords(asOf)}.</span></p>
${factsHtml(report)}
</header>
<nav aria-label="Sections"><ul>${nav}</ul></nav>
<main>
`;
  const foot = `</main>
<footer><p><strong>verified</strong>: the program ran or saw it itself, and names the command, exit code, log and commit. <strong>refuted</strong>: the program checked, and it is not so. <strong>claimed</strong>: an agent says so. <strong>unverifiable</strong>: nobody has checked, or the evidence is gone.</p>
<p>Made by orchestrator from the journal of the batch. Everything shortened here is complete in <code>orchestrator batch report ${batch} --json</code>.</p></footer>
</body>
</html>
`;
  const body = sections.map(
    ({ id, name: heading, html }) =>
      `<section aria-labelledby="${id}">\n<h2 id="${id}">${heading}</h2>\n${html}\n</section>\n`,
  );
  const used = [head, foot, ...body].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const details = detailsHtml(report.phases, MAX_PAGE - used);
  const place = sections.findIndex(({ id }) => id === 'graph') + 1;
  body.splice(place, 0, details);
  return `${head}${body.join('')}${foot}`;
}

function factsHtml({ counts, proofs, usage, timeline, review }: ReportDocument): string {
  const facts: [string, string][] = [
    ['Phases done', `${counts.done} of ${counts.total}`],
    [
      'Verified',
      `${proofs.verified - proofs.refuted}${proofs.refuted > 0 ? `, ${proofs.refuted} refuted` : ''}`,
    ],
    ['Claimed', `${proofs.claimed}`],
    ['Unverifiable', `${proofs.unverifiable}`],
    ['Running time', secondsWords(timeline?.seconds ?? null)],
    ['Attempts', `${usage.attempts}`],
    ['Tokens', `${tokensWords(usage.tokens)}${partly(usage.tokensOf, usage.attempts)}`],
    ['Cost', `${costWords(usage.costUsd)}${partly(usage.costOf, usage.attempts)}`],
    [
      'Review',
      review.band === null
        ? review.standing
        : `${line(review.band, 20)}, ${review.score} of 100${review.standing === 'stale' ? ' (stale)' : ''}`,
    ],
  ];
  return `<dl class="facts">${facts.map(([what, value]) => `<div><dt>${what}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

function partly(known: number, all: number): string {
  return known === 0 || known === all ? '' : ` <span class="soft">(of ${known})</span>`;
}

function sectionsOf(report: ReportDocument): Section[] {
  const anchors = anchorsOf(report);
  return [
    { id: 'requirement', name: 'Requirement', html: requirementHtml(report, anchors) },
    { id: 'phases', name: 'Phases', html: phasesHtml(report, anchors) },
    { id: 'timeline', name: 'Timeline', html: timelineSvg(report) },
    { id: 'graph', name: 'Graph', html: graphSvg(report) },
    { id: 'findings', name: 'Findings', html: findingsHtml(report) },
    { id: 'failures', name: 'Failed attempts, and what helped', html: failuresHtml(report, anchors) },
    { id: 'overlaps', name: 'Files that several phases changed', html: overlapsHtml(report, anchors) },
    { id: 'estimates', name: 'Estimates and actual times', html: estimatesHtml(report) },
    { id: 'usage', name: 'Executors', html: usageHtml(report) },
    { id: 'problems', name: 'Missing from this report', html: problemsHtml(report) },
  ];
}

function requirementHtml(
  { requirement, phases }: ReportDocument,
  anchors: ReadonlyMap<string, string>,
): string {
  if (requirement.length === 0) return '<p>The plan names no lines of a requirement.</p>';
  const byId = new Map(phases.map((phase) => [phase.id, phase]));
  const rows = requirement.slice(0, MAX.requirement).map(({ number, text, phases: ids, standing }) => {
    const served = ids.map((id) => byId.get(id)).filter((phase) => phase !== undefined);
    const commits = served.flatMap(({ commit }) =>
      commit === null ? [] : [`<code>${line(shortCommit(commit))}</code>`],
    );
    const gates = served.flatMap(({ statements }) =>
      statements.flatMap(({ holds, evidence }) =>
        evidence?.command == null
          ? []
          : [`<code>${line(evidence.command, 80)}</code> ${holds === true ? 'green' : 'red'}`],
      ),
    );
    return [
      { number: number === null ? '–' : `${number}` },
      line(text, 300),
      tag(REQUIREMENT_WORDS[standing], REQUIREMENT_LOOKS[standing]),
      links(ids, anchors),
      cutList(gates, 4),
      cutList(commits, 4),
    ];
  });
  const heads = [{ number: 'Line' }, 'Requirement', 'Status', 'Phases', 'Gates', 'Commits'];
  return `${table('Requirement', heads, rows)}${leftOut(requirement.length - MAX.requirement, 'line')}`;
}

function phasesHtml({ phases }: ReportDocument, anchors: ReadonlyMap<string, string>): string {
  const rows = phases.map((phase) => {
    const { id, title, state, dependencies, attempts, workSeconds, hours, commit, changed } = phase;
    return [
      links([id], anchors),
      line(title, 120),
      stateTag(state),
      links(dependencies, anchors),
      { number: `${attempts.length}` },
      { number: hoursInWords(hours) },
      { number: attempts.length === 0 ? '–' : secondsWords(workSeconds) },
      { number: `${changed.length}` },
      `<span class="row">${proofsCell(phase)}</span>`,
      commit === null ? '–' : `<code>${line(shortCommit(commit))}</code>`,
    ];
  });
  const heads = [
    'Phase',
    'Title',
    'State',
    'Needs',
    ...['Attempts', 'Estimate', 'Took', 'Files'].map((number) => ({ number })),
    'Proof',
    'Commit',
  ];
  return table('Phases', heads, rows);
}

function proofsCell({ statements }: ReportPhase): string {
  const count = (proof: string) => statements.filter((each) => each.proof === proof).length;
  const red = statements.filter(({ holds }) => holds === false).length;
  const parts = [
    [count('verified') - red, 'verified'],
    [red, 'refuted'],
    [count('claimed'), 'claimed'],
    [count('unverifiable'), 'unverifiable'],
  ] as const;
  const counts = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return counts.length === 0 ? '–' : counts.join(', ');
}

/** With many phases, those that need attention come in full first, and the others as long as there is room. */
function detailsHtml(phases: readonly ReportPhase[], room: number): string {
  const needs = ({ state }: ReportPhase) => state === 'failed';
  const all = phases.map((phase, place) => ({
    place,
    isFirst: needs(phase),
    html: phaseDetails(phase, place, { isOpen: needs(phase) || phases.length <= MAX_OPEN }),
  }));
  let left = room - 400;
  const kept = new Set<number>();
  for (const { place, html } of [...all].sort(
    (a, b) => Number(b.isFirst) - Number(a.isFirst) || a.place - b.place,
  )) {
    left -= Buffer.byteLength(html) + 1;
    if (left < 0) break;
    kept.add(place);
  }
  const cut = all.length - kept.size;
  const note =
    cut === 0
      ? ''
      : `<p>${countOf(cut, 'phase')} of ${all.length} are left out here, so that the page stays small.</p>\n`;
  const shown = all.filter(({ place }) => kept.has(place)).map(({ html }) => html);
  return `<section aria-labelledby="details">\n<h2 id="details">Phase by phase</h2>\n${note}${shown.join('\n')}\n</section>\n`;
}

function findingsHtml({ findings, review }: ReportDocument): string {
  const dropped =
    review.dropped === 0
      ? ''
      : `<p class="soft">${countOf(review.dropped, 'finding')} of the review dropped.</p>`;
  if (findings.length === 0) {
    const none =
      review.standing === 'none'
        ? 'None. The batch was not reviewed; <code>orchestrator batch review</code> does.'
        : 'None.';
    return `<p>${none}</p>${dropped}`;
  }
  const rows = findings
    .slice(0, MAX.findings)
    .map(({ severity, kind, message, file, line: at, quote, phase, proof, by }) => [
      tag(severity, SEVERITY_LOOKS[severity]),
      line(kind, 40),
      `${line(message, 500)}${quote === null ? '' : `<span class="ev"><code>${line(quote, 200)}</code></span>`}`,
      file === null ? '–' : `<code>${line(file, 160)}${at === null ? '' : `:${at}`}</code>`,
      phase === null ? '–' : line(phase, 40),
      `${proof}, by ${line(by, 20)}`,
    ]);
  const heads = ['Severity', 'Kind', 'Finding', 'Place', 'Phase', 'Proof'];
  return `${table('Findings', heads, rows)}${leftOut(findings.length - MAX.findings, 'finding')}${dropped}`;
}

function failuresHtml({ failures, phases }: ReportDocument, anchors: ReadonlyMap<string, string>): string {
  const helped = LATER_RUNGS.flatMap((rung) => {
    const ids = phases.flatMap(({ id, rung: own }) => (own === rung ? [id] : []));
    return ids.length === 0 ? [] : [`<li>${RUNG_WORDS[rung]}: ${links(ids, anchors)}</li>`];
  });
  const help = helped.length === 0 ? '' : `<h3>What helped</h3><ul>${helped.join('')}</ul>`;
  if (failures.length === 0) return `<p>No attempt failed.</p>${help}`;
  const rows = failures.map(({ kind, words, count, phases: ids }) => [
    line(kind),
    line(words),
    { number: `${count}` },
    links(ids, anchors),
  ]);
  return `${table('Failed attempts', ['Kind', 'Why', { number: 'Attempts' }, 'Phases'], rows)}${help}`;
}

function overlapsHtml({ overlaps }: ReportDocument, anchors: ReadonlyMap<string, string>): string {
  if (overlaps.length === 0) return '';
  const rows = overlaps
    .slice(0, MAX.overlaps)
    .map(({ file, phases }) => [`<code>${line(file, 160)}</code>`, links(phases, anchors)]);
  return `${table('Files', ['File', 'Phases'], rows)}${leftOut(overlaps.length - MAX.overlaps, 'file')}`;
}

function estimatesHtml({ estimates }: ReportDocument): string {
  if (estimates.length === 0) return '';
  const rows = estimates.map(({ complexity, phases, hours, actualHours, ratio }) => [
    complexity === null ? '–' : line(complexity, 40),
    { number: `${phases}` },
    { number: hoursInWords(hours) },
    { number: secondsWords(actualHours * 3600) },
    { number: ratioWords(ratio) },
  ]);
  const heads = [
    'Complexity',
    ...['Phases', 'Estimated', 'Took', 'Took / estimated'].map((number) => ({ number })),
  ];
  return `<p class="soft">Of the phases that are done. The last column is the geometric mean over them.</p>${table('Estimates', heads, rows)}`;
}

function usageHtml({ usage }: ReportDocument): string {
  if (usage.executors.length === 0) return '';
  const rows = usage.executors.map(({ executor, attempts, merged, seconds, tokens, costUsd }) => [
    line(executor, 80),
    { number: `${attempts}` },
    { number: `${merged}` },
    { number: secondsWords(seconds) },
    { number: tokensWords(tokens) },
    { number: costWords(costUsd) },
  ]);
  const heads = [
    'Executor',
    ...['Attempts', 'Merged', 'Time', 'Tokens', 'Cost'].map((number) => ({ number })),
  ];
  return `<p class="soft">Tokens and cost are as reported by agents.</p>${table('Executors', heads, rows)}`;
}

function problemsHtml({ problems }: ReportDocument): string {
  if (problems.length === 0) return '';
  const items = problems
    .slice(0, MAX.problems)
    .map(
      ({ severity, message, file, hint }) =>
        `<li>${tag(severity, severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'info')} ${line(message, 400)}${file === undefined ? '' : ` <code>${line(file, 160)}</code>`}${hint === undefined ? '' : `<span class="ev">${line(hint, 300)}</span>`}</li>`,
    );
  return `<ul class="list">${items.join('\n')}</ul>${leftOut(problems.length - MAX.problems, 'problem')}`;
}

/** The most links in a cell. */
const MAX_LINKS = 12;

function links(ids: readonly string[], anchors: ReadonlyMap<string, string>): string {
  if (ids.length === 0) return '–';
  return cutList(
    ids.map((id) => `<a href="#${anchors.get(id) ?? 'phases'}">${line(id, 40)}</a>`),
    MAX_LINKS,
  );
}

function cutList(items: readonly string[], most: number): string {
  const each = [...new Set(items)];
  return each.length === 0 ? '–' : firstFew(each, most);
}

function leftOut(count: number, thing: string): string {
  return count > 0 ? `<p class="soft">${countOf(count, `more ${thing}`)} not listed here.</p>` : '';
}
