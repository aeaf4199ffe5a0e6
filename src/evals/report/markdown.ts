import { countOf, longestMatch, printable, printableLine } from '../../lib/index.ts';
import type { EvalSetup } from '../generated/eval.setup.ts';
import type {
  ArmComparison,
  ArmResult,
  CaseResult,
  EvalResults,
  PairResult,
  PartEffect,
} from '../generated/eval.ts';
import { bothText, checksText, comparisonFigures, constancyText, figure, leftOutText } from './figures.ts';

/**
 * An eval's results as a Markdown document: a table, the effects of parts, the cases that do not count, and each lost case in
 * full.
 */
export function reportMarkdown(results: EvalResults, setup: EvalSetup): string {
  const { id, answering, judging, open } = results;
  const unfinished =
    open === 0
      ? ''
      : `\n\nThis is not finished: ${open} ${open === 1 ? 'question is' : 'questions are'} open.`;
  const sections = [
    `# Eval ${id}`,
    `Answered by ${cell(answering)}, judged by ${cell(judging)}.${unfinished}`,
    ...results.total.flatMap((total) => [
      `## ${cell(results.subject)} against ${cell(total.against)}`,
      comparisonTable(results, total),
      ...leftOutText(total).map((line) => `${cell(line)}.`),
      ...unevenText(results, setup, total),
    ]),
    ...partsSection(results.parts),
    ...faultsSection(results),
    ...lostSections(results, setup),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The inputs that a framework was given and the other arm was not: they may explain a part of its lead. */
function unevenText(
  { arms, subject }: EvalResults,
  { cases }: EvalSetup,
  { against }: ArmComparison,
): string[] {
  const kindOf = (name: string) => arms.find((arm) => arm.name === name)?.kind ?? '';
  if (
    !['framework', 'revision'].includes(kindOf(subject)) ||
    !['plain', 'again', 'file'].includes(kindOf(against))
  )
    return [];
  const uneven = cases.filter(({ alsoTold = [] }) => alsoTold.length > 0);
  if (uneven.length === 0) return [];
  const names = [...new Set(uneven.flatMap(({ alsoTold = [] }) => alsoTold))];
  const many = uneven.length === 1 ? '1 case' : `${uneven.length} cases`;
  return [
    `${many}: the framework also got ${cell(names.join(', '))}, which is neither in the request nor in the material; the arm \`told\` has it too.`,
  ];
}

const HEAD = [
  ...['goal', 'cases', 'won', 'tied', 'lost', 'share won (95 %)', 'points', 'core points', 'words'],
  ...[
    'prompt tokens',
    'points without a quoted passage',
    'not shown',
    'needless questions',
    'obeyed',
    'same headings',
    'checks passed',
  ],
];

function comparisonTable({ goals }: EvalResults, total: ArmComparison): string {
  const rows = goals.filter(({ comparison }) => comparison.against === total.against);
  return table(HEAD, [
    ...rows.map(({ goal, comparison }) => [goal, ...cellsOf(comparison)]),
    ['**all**', ...cellsOf(total)],
  ]);
}

/** A comparison's cells after its name: of two figures the first is the subject's. */
function cellsOf(comparison: ArmComparison): string[] {
  const counts = ['words', 'tokens', 'byWhole', 'notShown', 'needlessQuestions', 'obeyed'] as const;
  return [
    ...comparisonFigures(comparison),
    ...counts.map((count) => bothText(comparison, (sums) => String(sums[count]))),
    bothText(comparison, constancyText),
    bothText(comparison, checksText),
  ];
}

function partsSection(parts: readonly PartEffect[]): string[] {
  if (parts.length === 0) return [];
  const head = [
    'goal',
    'part',
    'tokens',
    'cases',
    'better with it',
    'tied',
    'better without',
    'points',
    'core points',
    'effect',
  ];
  const rows = parts.map((part) => [
    part.goal,
    partName(part),
    ...[part.tokens, part.cases, part.won, part.tied, part.lost].map(String),
    ...[part.points, part.core].map(signed),
    part.effect,
  ]);
  const idle = parts.filter(({ effect }) => effect === 'none');
  const withoutEffect =
    idle.length === 0
      ? []
      : [
          `These make no difference in these cases:\n\n${idle.map((part) => `- ${part.goal}: ${partName(part)} (${part.tokens} tokens)`).join('\n')}`,
        ];
  return ['## What each part does', table(head, rows), ...withoutEffect];
}

/** A part as shown to a person: the component, or a line of it with its words. */
export function partName({
  kind,
  file,
  line,
  text,
}: Pick<PartEffect, 'kind' | 'file' | 'line' | 'text'>): string {
  return line === null ? `${kind} ${file}` : `${file}:${line} "${shortened(text)}"`;
}

function shortened(text: string): string {
  const line = printableLine(text);
  return line.length <= 70 ? line : `${line.slice(0, 67).trimEnd()}…`;
}

/** A difference with its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${figure(value)}` : figure(value);
}

function faultsSection({ cases }: EvalResults): string[] {
  const lines = cases.flatMap(({ goal, name, answers, pairs }) => [
    ...answers.flatMap(({ arm, fault, laterFaults = [] }) => [
      ...(fault === null
        ? []
        : [`- ${goal}/${name}, ${arm}, ${fault.stage}: ${printableLine(fault.message)}`]),
      ...laterFaults.map(
        (later) =>
          `- ${goal}/${name}, ${arm}, run ${later.run}, headings only: ${printableLine(later.fault.message)}`,
      ),
    ]),
    ...pairs.flatMap(({ against, fault }) =>
      fault?.stage === 'preference'
        ? [`- ${goal}/${name}, preference against ${against}: ${printableLine(fault.message)}`]
        : [],
    ),
  ]);
  return lines.length === 0
    ? []
    : [
        '## Not counted',
        `Without an answer or a judgement, it counts neither as won nor as lost:\n\n${lines.join('\n')}`,
      ];
}

function lostSections({ cases }: EvalResults, setup: EvalSetup): string[] {
  return cases.flatMap((one) =>
    one.pairs.filter(({ verdict }) => verdict === 'lost').flatMap((pair) => lostSection(one, pair, setup)),
  );
}

function lostSection(one: CaseResult, pair: PairResult, setup: EvalSetup): string[] {
  const mine = one.answers.find(({ arm }) => arm === pair.arm);
  const other = one.answers.find(({ arm }) => arm === pair.against);
  if (mine === undefined || other === undefined) return [];
  const differing = differingPoints(one, mine, other, setup);
  return [
    `## Lost: ${one.goal}/${one.name} against ${cell(pair.against)}`,
    pair.why.map((why) => `> ${printableLine(why)}`).join('\n>\n'),
    ...(differing.length === 0
      ? []
      : [
          `Points on which they differ (${cell(pair.arm)} : ${cell(pair.against)}):\n\n${differing.join('\n')}`,
        ]),
    sideBySide([pair.arm, mine], [pair.against, other]),
  ];
}

/** The points with differing verdicts, with their text. */
function differingPoints(one: CaseResult, mine: ArmResult, other: ArmResult, setup: EvalSetup): string[] {
  const known = setup.cases.find(({ goal, name }) => goal === one.goal && name === one.name);
  return mine.points.flatMap(({ number, verdict, core }) => {
    const theirs = other.points.find((point) => point.number === number)?.verdict;
    if (theirs === undefined || theirs === verdict) return [];
    const text = known?.points.find((point) => point.number === number)?.text ?? '';
    return [`- ${number}. ${core ? '[core] ' : ''}${printableLine(text)} (${verdict} : ${theirs})`];
  });
}

/** Two answers in the cells of one row; each in a fence that nothing in it closes. */
function sideBySide(...columns: readonly (readonly [string, ArmResult])[]): string {
  const heads = columns
    .map(([arm, { words }]) => `<th>${escaped(arm)}, ${countOf(words, 'word')}</th>`)
    .join('');
  const cells = columns
    .map(([, answer]) => `<td valign="top">\n\n${fenced(answerText(answer))}\n\n</td>`)
    .join('\n');
  return `<table>\n<tr>${heads}</tr>\n<tr>\n${cells}\n</tr>\n</table>`;
}

/** An answer as readable text; a dialogue with its speakers. */
export function answerText({ transcript }: ArmResult): string {
  if (transcript.length === 1) return printable(transcript[0]?.text ?? '').trim();
  return transcript.map(({ who, text }) => `[${who}]\n${printable(text).trim()}`).join('\n\n');
}

function fenced(text: string): string {
  const longest = longestMatch(text, /`+/gu, 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return escaped(printableLine(text)).replaceAll('|', '\\|');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
