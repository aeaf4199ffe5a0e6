import { countOf, printableLine } from '../../../lib/index.ts';
import type { Review, ReviewEvent, ReviewedPhase, ReviewFinding } from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';

/** Shows a review. */
export function showReview(
  { review, isOver, problems }: ReviewEvent,
  { printText, inform, say, terminal }: Screen,
): void {
  printText(reviewText(review));
  inform(problemsText(problems, terminal.colours));
  if (isOver) say(`The risk is ${review.band}, which fails --gate.\n`);
}

/** A review as text; its contents come from files, plans and models, and are made safe here. */
export function reviewText(review: Review): string {
  const { subject, score, band, findings, phases, files, counts, dropped } = review;
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  const many = files.length === 1 ? '1 file' : `${files.length} files`;
  const lines = findings.map(findingText);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `Review of ${printableLine(subject.name)}: ${many}, +${added} −${removed}`,
    `Risk ${score} of 100: ${band}`,
    ...(phases.length === 0 ? [] : ['', ...phases.flatMap(phaseText)]),
    ...unionText(review),
    ...readText(review),
    ...(lines.length === 0
      ? ['', files.length === 0 ? 'Nothing has changed.' : 'Nothing was found.']
      : ['', ...lines]),
    ...(all > lines.length ? [`  and ${all - lines.length} more`] : []),
    ...(dropped.length === 0 ? [] : ['', 'Left out']),
    ...dropped.map(({ why, count }) => `  ${count} × ${printableLine(why)}`),
    '',
  ].join('\n');
}

/** The gates of all phases on the finished branch: their results, and who ran them. */
function unionText({ readings: { union } }: Review): string[] {
  if (union === null || union.gates.length === 0) return [];
  const count = (wanted: string) => union.gates.filter(({ result }) => result === wanted).length;
  const reused = union.gates.filter(({ isReused }) => isReused).length;
  const open = count('not-run');
  return [
    '',
    `On the finished branch, of ${union.gates.length === 1 ? '1 gate' : `${union.gates.length} gates`}: ${count('green')} green, ${count('red')} red, ${open} not run there${reused === 0 ? '' : `; ${reused} by the batch itself, on this very tree`}`,
  ];
}

/** A note that a model has read the change, and how much of it: otherwise no findings could also mean that no model was asked. */
function readText({ readings: { model } }: Review): string[] {
  if (model === null) return [];
  const { model: name, files, questions } = model;
  const whose = name === '' ? 'a model' : printableLine(name);
  return ['', `Read by ${whose}: ${countOf(files, 'file')}, ${countOf(questions, 'question')}`];
}

function phaseText({
  prp,
  title,
  state,
  changed,
  outside,
  expected,
  unexpected = [],
  gates,
  added,
  removed,
  hunks,
}: ReviewedPhase): string[] {
  const [beyond, known, unknown] =
    expected === undefined
      ? [outside, 'all declared', 'not declared']
      : [
          unexpected,
          expected.length === 0 ? 'the plan names none' : 'all expected',
          'beyond what was expected',
        ];
  const inside = beyond.length === 0 ? known : `${beyond.length} ${unknown}`;
  const what =
    state === 'done' ? `${countOf(changed.length, 'file')}, +${added} −${removed}, ${inside}` : state;
  const proof =
    hunks === null
      ? []
      : [
          `    of ${countOf(hunks.total, 'hunk')}, gates notice ${hunks.proven}, do not notice ${hunks.unproven}; ${hunks.notTried} not tried`,
        ];
  return [
    `${printableLine(prp)}  ${printableLine(title)}: ${what}`,
    ...gates.map(({ text, sees, result, flags, proof: how }) => {
      const weak = flags.length === 0 ? '' : ` (${flags.map(printableLine).join(', ')})`;
      return `    ${result}, ${how}: ${SIGHTS[sees]}: ${printableLine(text)}${weak}`;
    }),
    ...proof,
  ];
}

const SIGHTS: Readonly<Record<ReviewedPhase['gates'][number]['sees'], string>> = {
  tests: 'tests',
  types: 'a type check',
  lint: 'a linter',
  format: 'a check of format',
  build: 'a build',
  files: 'a look at files',
  unknown: 'its own command',
  words: 'words, no command',
};

function findingText({
  severity,
  kind,
  file,
  line,
  side,
  message,
  quote,
  phase,
  proof,
  by,
}: ReviewFinding): string {
  const place =
    file === null
      ? ''
      : `${printableLine(file)}${line === null ? '' : `:${line}`}${side === 'before' ? ' (before)' : ''}`;
  const whose = phase === undefined ? '' : `, phase ${printableLine(phase)}`;
  const who = by === 'model' ? ', a model says' : proof === 'verified' ? '' : `, ${proof}`;
  return [
    `${severity}  ${place}${place === '' ? '' : '  '}${kind}${whose}${who}`,
    `    ${printableLine(message)}`,
    ...(quote === '' ? [] : [`    | ${printableLine(quote)}`]),
  ].join('\n');
}
