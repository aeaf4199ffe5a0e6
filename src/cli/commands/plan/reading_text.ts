import { printableLine } from '../../../lib/index.ts';
import { type PlanReport, REASONS_TOLD, type ReadingCode } from '../../../operations/index.ts';

/** Describes the reading of a document that is not a plan, and the inferred parts. */
export function readingText(
  file: string,
  { reading, problems }: Pick<PlanReport, 'reading' | 'problems'>,
): string {
  if (reading === null) return '';
  const { from, inferred } = reading;
  const name = file === '-' ? 'standard input' : printableLine(file);
  return `Read ${name} as ${from.format}: ${printableLine(from.reason)}.\n${inferredText(inferred, problems)}`;
}

/** The dependencies that the document does not state, unless a problem tells them. */
export function inferredText(
  inferred: NonNullable<PlanReport['reading']>['inferred'],
  problems: PlanReport['problems'],
): string {
  const isTold = problems.some(({ code }) => code === 'order-inferred');
  const shown = inferred.filter(({ reason }) => !isTold || !REASONS_TOLD.has(reason));
  if (shown.length === 0) return '';
  const lines = chainsOf(shown).map(({ first, last, reason }) =>
    first === last
      ? `  Phase ${printableLine(first.phase)} after Phase ${printableLine(first.on)}: ${printableLine(reason)}\n`
      : `  Phase ${printableLine(first.on)} and those up to Phase ${printableLine(last.phase)}, one after the other: ${printableLine(reason)}\n`,
  );
  return `Inferred, and marked as such in the plan:\n${shortenedList(lines)}`;
}

type Inferred = NonNullable<PlanReport['reading']>['inferred'][number];

/** Links that follow on each other for the same reason, as one; a chain of two says no less as two lines. */
function chainsOf(inferred: readonly Inferred[]): {
  readonly first: Inferred;
  readonly last: Inferred;
  readonly reason: string;
}[] {
  const chains: Inferred[][] = [];
  for (const each of inferred) {
    const last = chains.at(-1)?.at(-1);
    if (last?.phase === each.on && last.reason === each.reason) chains.at(-1)?.push(each);
    else chains.push([each]);
  }
  return chains.flatMap((chain) => {
    const ends =
      chain.length < MIN_CHAIN
        ? chain.map((each) => [each, each] as const)
        : [[chain[0], chain.at(-1)] as const];
    return ends.flatMap(([first, last]) =>
      first === undefined || last === undefined ? [] : [{ first, last, reason: first.reason }],
    );
  });
}

const MIN_CHAIN = 3;

/** The outcome of each section of a document, as a table. */
export function explanation({ reading }: Pick<PlanReport, 'reading'>): string {
  if (reading === null) return 'It is already a plan: every section is read as it is.\n';
  const rows = reading.sections.map(
    ({ heading, line, level, became, why }) =>
      `  ${String(line).padStart(5)}  ${BECAME[became].padEnd(9)} ${'#'.repeat(Math.max(1, Math.min(level, 6)))} ${printableLine(heading)}  (${printableLine(why)})\n`,
  );
  const done = reading.leftOut.map(
    ({ id, title, state, line }) =>
      `  ${String(line).padStart(5)}  ${state.padEnd(9)} ${id === null ? '' : `${printableLine(id)} `}${printableLine(title)}\n`,
  );
  const head = rows.length + done.length === 0 ? '' : `  ${'line'.padStart(5)}  became\n`;
  return `${head}${rows.join('')}${done.length === 0 ? '' : `Nothing left to do in:\n${done.join('')}`}${leftLines(reading)}`;
}

/** The lines that are in no phase. */
function leftLines({ lines }: NonNullable<PlanReport['reading']>): string {
  const left = lines
    .filter(({ became }) => became === 'left-out')
    .map(
      ({ from, to, why }) =>
        `  ${(from === to ? String(from) : `${from}–${to}`).padStart(9)}  ${printableLine(why)}\n`,
    );
  return left.length === 0 ? '' : `Lines that are in no phase:\n${left.join('')}`;
}

const BECAME = { work: 'work', group: 'group', context: 'context', 'left-out': 'left out' } as const;

/** Maximum lines of a list; the whole list is in the plan and with --json. */
const MAX_LINES = 30;

/** A list, cut if it grows too long to read. */
export function shortenedList(lines: readonly string[]): string {
  const more = lines.length - MAX_LINES;
  return more <= 1 ? lines.join('') : `${lines.slice(0, MAX_LINES).join('')}  and ${more} more\n`;
}

/** All codes of problems in reading a document: a missing code does not compile. */
const CODES: Readonly<Record<ReadingCode, true>> = {
  'ambiguous-dependency': true,
  'box-unclear': true,
  'checks-outside': true,
  'context-kept': true,
  'cancelled-dependency': true,
  'dependency-cycle': true,
  'document-too-large': true,
  'done-but-open': true,
  'done-left-out': true,
  'duplicate-id': true,
  'git-conflict': true,
  'files-guessed': true,
  'format-unclear': true,
  'format-unknown': true,
  'goal-inferred': true,
  'heading-in-code': true,
  'hidden-text': true,
  'hours-partial': true,
  'import-note': true,
  'items-left-out': true,
  'lines-lost': true,
  'markup-unread': true,
  'needs-person': true,
  'option-unused': true,
  'order-contradicted': true,
  'order-inferred': true,
  'order-stated': true,
  'order-unknown': true,
  'order-unread': true,
  'parallel-but-depends': true,
  'pointer-dropped': true,
  'pointers-none': true,
  'questions-open': true,
  'said-done': true,
  'section-unknown': true,
  'sections-left-out': true,
  'self-dependency': true,
  'status-unread': true,
  'tag-unclear': true,
  'tag-unknown': true,
  'task-list-is-plan': true,
  'task-list-syntax': true,
  'task-list-too-deep': true,
  'task-malformed': true,
  'tasks-all-done': true,
  'tasks-none': true,
  'text-left-out': true,
  'too-many-dependencies': true,
  'too-many-tasks': true,
  'undefined-dependency': true,
  'unknown-remark': true,
  'work-unclear': true,
};

/** Codes of problems in reading a document; warnings of the plan rules are left to `plan check`. */
export const READING_CODES: ReadonlySet<string> = new Set(Object.keys(CODES));
