import { countOf, hoursInWords, printable, printableLine, shellWord } from '../../../lib/index.ts';
import type {
  CheckPatternsEvent,
  MatchedEvent,
  MatchReport,
  PatternReport,
  PatternsEvent,
  ShownPattern,
  UsePatternEvent,
} from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import { assumedText, beforehandText, summaryText } from '../plan/document.ts';

/** Shows the events of pattern commands. */
export async function showPatterns(event: PatternsEvent, screen: Screen): Promise<void> {
  const { print, printText, inform, terminal } = screen;
  if (event.kind === 'matched') return showMatched(event, screen);
  if (event.kind === 'pattern') return printText(wholeText(event.shown));
  const rows = event.patterns.map((pattern) => [
    printableLine(pattern.id),
    printableLine(pattern.domain),
    `${countOf(pattern.phases, 'phase')}, ${hoursInWords(pattern.hours)}`,
    recordText(pattern),
    printableLine(pattern.name),
  ]);
  print(columns(rows, { width: await terminal.dataColumns() }));
  if (rows.length === 0) inform('There are no patterns.\n');
  inform(problemsText(event.problems, terminal.colours));
}

/** Shows the patterns that match a task. */
export function showMatched(
  { matches, near, explain, problems }: MatchedEvent,
  { printText, inform, terminal }: Pick<Screen, 'printText' | 'inform' | 'terminal'>,
): void {
  printText(matches.map((match, place) => matchText(match, place + 1, explain)).join(''));
  if (matches.length === 0) printText(nothingText(near));
  inform(problemsText(problems, terminal.colours));
}

/** A matching pattern, in a few lines. */
export function matchText(
  { pattern, why, ...figures }: MatchReport,
  place: number,
  explain: boolean,
): string {
  const head = `${place}. ${printableLine(pattern.id)}: ${printableLine(pattern.name)} (${countOf(pattern.phases, 'phase')}, ${hoursInWords(pattern.hours)})\n`;
  const because = `   ${printableLine(why)}\n`;
  if (!explain) return head + because;
  const { score, relevance, evidence, recency } = figures;
  return `${head}${because}   score ${score} = relevance ${relevance} x evidence ${evidence} x recency ${recency}\n`;
}

function nothingText(near: MatchedEvent['near']): string {
  const nearest = near.map(
    ({ id, words, why }) => `  ${printableLine(id)} has ${words.map(printableLine).join(', ')}: ${why}\n`,
  );
  return `Nothing fits.\n${nearest.length === 0 ? '' : `Nearest:\n${nearest.join('')}`}`;
}

function recordText({ record: { runs, successes, stage } }: PatternReport): string {
  return runs === 0 ? 'not run here' : `${successes} of ${countOf(runs, 'run')}, ${stage}`;
}

function wholeText({ pattern, keywords, inputs, requirements, phases, issues }: ShownPattern): string {
  if (pattern === null) return '';
  const { record } = pattern;
  const rate =
    record.rate === null
      ? ''
      : ` (${Math.round(record.rate * 1000) / 10} %, at least ${Math.round(record.lowerBound * 100)} % with 95 % confidence), last ${record.lastRun ?? ''}`;
  const lines = [
    `${pattern.id}: ${pattern.name}`,
    pattern.description,
    '',
    `Domain    ${pattern.domain}`,
    `Keywords  ${keywords.join(', ')}`,
    `Version   ${pattern.version}, ${pattern.file}`,
    `Record    ${recordText(pattern)}${rate}`,
  ];
  const section = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', `${title}:`, ...items];
  const asList = inputs.map(
    ({ name, describe, default: standing, example }) =>
      `  ${name}: ${describe} ${standing === null ? `(required${example === null ? '' : `, as in ${example}`})` : `(default: ${standing})`}`,
  );
  const steps = phases.flatMap((phase, place) => [
    `  ${place + 1}. ${phase.title} (${hoursInWords(phase.hours)}${phase.dependencies.length === 0 ? '' : `, after ${phase.dependencies.join(', ')}`})`,
    `     ${phase.goal}`,
    ...phase.gates.map(
      ({ text, command, without, alone }) =>
        `     - ${text}: ${command}${alone === undefined ? '' : `, with only the tests ${alone}`}${without === undefined ? '' : `${alone === undefined ? ', red' : '; red'} without ${without}`}`,
    ),
    ...(phase.executor === null ? [] : [`     executor: ${phase.executor}`]),
    ...(phase.plugin === undefined ? [] : [`     plugin: ${phase.plugin}`]),
    ...(phase.fallback === null ? [] : [`     fallback: ${phase.fallback}`]),
    ...(phase.alternative === undefined ? [] : [`     otherwise: ${phase.alternative}`]),
    ...(phase.question === undefined
      ? []
      : [`     question: ${phase.question.text} (default: ${phase.question.default})`]),
  ]);
  const known = issues.map(
    ({ what, fix, runs, overcome }) =>
      `  ${what} (met in ${countOf(runs, 'run')}, overcome in ${overcome}): ${fix}`,
  );
  return `${[
    ...lines,
    ...section(
      'Before it begins',
      requirements.map((each) => `  ${each}`),
    ),
    ...section('Inputs', asList),
    ...section('Phases', steps),
    ...section('Known issues', known),
  ]
    .map(indentedLine)
    .join('\n')}\n`;
}

/** A line that is safe to show, with the page's own prefix. */
function indentedLine(line: string): string {
  const own = /^(?: +|[A-Z][a-z]+ {2,})/u.exec(line)?.[0] ?? '';
  return own + printableLine(line.slice(own.length));
}

/** Shows the results of a check. */
export function showChecked(
  { patterns, problems, ok }: CheckPatternsEvent,
  { printText, inform, terminal }: Screen,
): void {
  inform(problemsText(problems, terminal.colours));
  if (patterns.length === 0) {
    printText('No pattern was checked: the project and the user have none.\n');
    return;
  }
  const bad = patterns.filter((pattern) => !pattern.ok).length;
  printText(
    `${ok ? 'OK' : 'NOT OK'}: ${countOf(patterns.length, 'pattern')} checked${bad === 0 ? '' : `, ${bad} of them bad`}.\n`,
  );
}

/** Shows the plan of a pattern. */
export async function showUsed(
  { pattern, text, file, report, requirements, problems }: UsePatternEvent,
  { print, say, terminal }: Screen,
): Promise<void> {
  const shown = file === undefined ? '-' : printableLine(file.shown);
  if (file === undefined) print((await terminal.showsData()) ? printable(text) : text);
  else print(`${shown}\n`);
  say(`From ${printableLine(pattern)}; no model was asked.\n`);
  say(beforehandText(requirements));
  say(problemsText(problems, terminal.colours));
  say(summaryText(report) + assumedText(report.assumed));
  if (file !== undefined) say(`Next: orchestrator batch generate ${shellWord(shown)}\n`);
}
