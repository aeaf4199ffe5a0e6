import { printable, printableLine, textWidth, withThousands, wrapText } from '../../../../lib/index.ts';
import {
  type ArmComparison,
  answerText,
  bothText,
  type CaseResult,
  checksText,
  comparisonFigures,
  constancyText,
  type EvalPreview,
  type EvalResults,
  type ExportedEval,
  leftOutText,
  type PartEffect,
  partName,
  signed,
} from '../../../../operations/index.ts';
import { columns } from '../../../terminal/table.ts';
import { countOf } from '../../problem_counts.ts';

/** An eval's results for a terminal: a table for each arm that the subject is compared with, parts, then lost cases. */
export function resultsText(results: EvalResults, width: number): string {
  return [
    ...results.total.map((total) => comparisonText(results, total, width)),
    ...(results.total.length === 0 ? [aloneText(results, width)] : []),
    partsText(results.parts, width),
    ...results.cases.map((one) => lostText(one, width)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function comparisonText(results: EvalResults, total: ArmComparison, width: number): string {
  const head = [
    'goal',
    'cases',
    'won',
    'tied',
    'lost',
    'share (95 %)',
    'points',
    'core',
    'words',
    'tokens',
    'headings',
    'checks',
  ];
  const own = results.goals.filter(({ comparison }) => comparison.against === total.against);
  const rows = [...own.map(({ goal, comparison }) => [goal, ...cells(comparison)]), ['all', ...cells(total)]];
  const title = printableLine(`${results.subject} against ${total.against}`);
  const leftOut = leftOutText(total)
    .map((line) => `${printableLine(line)}\n`)
    .join('');
  return `${title}\n${columns(rows, { width, head })}${leftOut}${basisText(total)}${asideText(total)}`;
}

/** The cells of a row. Of two figures the first is the subject's. */
function cells(comparison: ArmComparison): string[] {
  return [
    ...comparisonFigures(comparison),
    bothText(comparison, ({ words }) => withThousands(words)),
    bothText(comparison, ({ tokens }) => withThousands(tokens)),
    bothText(comparison, constancyText),
    bothText(comparison, checksText),
  ];
}

/** Figures that are shown only if not zero. */
function asideText({ subject, other }: ArmComparison): string {
  const asides = [
    ['Questions that the material answers', subject.needlessQuestions, other.needlessQuestions],
    ['Instructions in the material obeyed', subject.obeyed, other.obeyed],
  ] as const;
  return asides
    .filter(([, mine, theirs]) => mine + theirs > 0)
    .map(([what, mine, theirs]) => `${what}: ${mine} : ${theirs}\n`)
    .join('');
}

/** The number of points without checkable evidence; shown also if zero. */
function basisText({ subject, other }: ArmComparison): string {
  if (subject.of + other.of === 0) return '';
  const word = `Points without a quoted passage: ${subject.byWhole} : ${other.byWhole}`;
  return `${word}; not shown by a passage: ${subject.notShown} : ${other.notShown}\n`;
}

/** The points of a single arm, which has nothing to be compared with. */
function aloneText({ cases, subject }: EvalResults, width: number): string {
  const head = ['case', 'points', 'core', 'words'];
  const rows = cases.flatMap(({ goal, name, answers }) =>
    answers
      .filter(({ arm, score }) => arm === subject && score !== null)
      .map(({ score, words }) => [
        `${goal}/${name}`,
        `${score?.points ?? 0} of ${score?.of ?? 0}`,
        `${score?.core ?? 0} of ${score?.coreOf ?? 0}`,
        withThousands(words),
      ]),
  );
  return rows.length === 0
    ? ''
    : columns(
        rows.map((row) => row.map(printableLine)),
        { width, head },
      );
}

function partsText(parts: readonly PartEffect[], width: number): string {
  if (parts.length === 0) return '';
  const head = ['part', 'tokens', 'with it : without', 'tied', 'points', 'core', 'effect'];
  const rows = parts.map((part) => [
    printableLine(`${part.goal} ${partName(part)}`),
    ...[withThousands(part.tokens), `${part.won} : ${part.lost}`, String(part.tied)],
    ...[signed(part.points), signed(part.core), part.effect],
  ]);
  const idle = parts.filter(({ effect }) => effect === 'none');
  const lines = idle.map(
    (part) => `  ${printableLine(`${part.goal} ${partName(part)}`)}, ${withThousands(part.tokens)} tokens\n`,
  );
  const named = idle.length === 0 ? '' : `No difference in these cases:\n${lines.join('')}`;
  return `What each part does\n${columns(rows, { width, head })}${named}`;
}

/** A lost case, with both answers: side by side if there is room, else one after the other. */
function lostText({ goal, name, answers, pairs }: CaseResult, width: number): string {
  return pairs
    .filter(({ verdict }) => verdict === 'lost')
    .map(({ arm, against, why }) => {
      const texts = [arm, against].map((one) => {
        const answer = answers.find((candidate) => candidate.arm === one);
        return {
          head: `${one}, ${countOf(answer?.words ?? 0, 'word')}`,
          text: answer === undefined ? '' : answerText(answer),
        };
      });
      const reasons = why.map((reason) => `  ${printableLine(reason)}\n`).join('');
      return `Lost: ${printableLine(`${goal}/${name} against ${against}`)}\n${reasons}${twoTexts(texts, width)}`;
    })
    .join('\n');
}

/** The least useful width of one of two columns, in columns of the terminal. */
const NARROWEST = 38;
const GAP = ' | ';

function twoTexts(texts: readonly { readonly head: string; readonly text: string }[], width: number): string {
  const each = Math.floor((Math.min(width, 200) - GAP.length) / 2);
  if (!Number.isFinite(width) || each < NARROWEST)
    return texts.map(({ head, text }) => `--- ${printableLine(head)} ---\n${text}\n`).join('');
  const [left = [], right = []] = texts.map(({ head, text }) => [
    ...wrapText(printableLine(head), each),
    '-'.repeat(each),
    ...text.split('\n').flatMap((line) => wrapText(line, each)),
  ]);
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${padded(left[index] ?? '', each)}${GAP}${right[index] ?? ''}`.trimEnd(),
  );
  return `${rows.join('\n')}\n`;
}

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - textWidth(text)))}`;
}

/** The requests that would be sent, for a terminal: each prompt, then a table of their lengths. */
export function previewText(preview: EvalPreview, width: number): string {
  const arms = preview.arms.map(({ name }) => name);
  const rows = preview.cases.map(({ goal, name, points, dialogue, check, prompts }) => [
    `${goal}/${name}`,
    String(points),
    dialogue ? 'yes' : 'no',
    check ?? '-',
    ...arms.slice(0, MAX_ARMS).map((arm) => {
      const prompt = prompts.find((candidate) => candidate.arm === arm);
      return prompt === undefined ? '-' : withThousands(prompt.tokens);
    }),
  ]);
  const totals = preview.arms.map(
    ({ name, prompts, tokens }) =>
      `${name}: ${countOf(prompts, 'prompt')}, about ${withThousands(tokens)} tokens\n`,
  );
  const head = ['case', 'points', 'person', 'check', ...arms.slice(0, MAX_ARMS)];
  const table = columns(
    rows.map((row) => row.map(printableLine)),
    { width, head: head.map(printableLine) },
  );
  return `${promptsText(preview)}${table}\n${totals.map(printableLine).join('\n')}\n`;
}

function promptsText({ cases }: EvalPreview): string {
  const said = cases.flatMap(({ goal, name, prompts }) =>
    prompts.flatMap(({ arm, messages }) =>
      messages.map(({ role, content }) => {
        const what = printableLine(`${goal}/${name}, ${arm}, ${role}`);
        return `=== ${what} ===\n${printable(content).trimEnd()}\n\n`;
      }),
    ),
  );
  return said.join('');
}

/** Maximum number of arms: more columns would not fit any terminal; the totals name them all. */
const MAX_ARMS = 4;

/** A summary of the requests that would be sent first, in a sentence or two. */
export function previewSummary({ known, open, tokens, judgements }: EvalPreview): string {
  const had = known === 0 ? '' : ` (${countOf(known, 'answer')} ${known === 1 ? 'is' : 'are'} kept already)`;
  if (open === 0) return `Nothing would be sent${had}.\n`;
  const follow = `About ${countOf(judgements, 'judgement')} ${judgements === 1 ? 'follows' : 'follow'}, and the further turns of dialogues.`;
  return `Would first send ${countOf(open, 'prompt')}${had}: about ${withThousands(tokens)} tokens. ${follow}\n`;
}

/** The result of an export, and the next step. */
export function exportedText({ folder, step, written, waiting }: ExportedEval): string {
  const place = printableLine(folder);
  const wait = waiting.length === 1 ? 'waits' : 'wait';
  const wrote = `Wrote ${countOf(written.length, 'prompt')} of step ${step} to ${place}; ${waiting.length} ${wait} for an answer.\n`;
  return `${wrote}Next: answer each as its README.md says, then: orchestrator goals eval --import ${place}\n`;
}

/** The missing answers. */
export function waitingText(waiting: readonly string[]): string {
  const more = waiting.length > 10 ? `, and ${waiting.length - 10} more` : '';
  const wait = waiting.length === 1 ? 'waits' : 'wait';
  return `${waiting.length} still ${wait} for an answer: ${waiting.slice(0, 10).join(', ')}${more}\n`;
}
