import type { Severity } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import type { TaskCode, TaskProblem } from '../tasks/importer.ts';
import { shortText } from '../tasks/short_text.ts';
import { ASKS, STATES_REMAINDER } from '../words/claim_words.ts';
import { sectionRole } from '../words/section_roles.ts';
import { isStamp } from '../words/stamp_words.ts';
import { accountOf } from './account.ts';
import { claimsMissingFromPlan, isDoneCell } from './claims.ts';
import { groupText } from './group_text.ts';
import type { AccountedLine, Claim, ImportedDocument } from './imported_document.ts';
import { rangesOf } from './line_ranges.ts';
import { plausibilityWarnings } from './plausibility.ts';

/**
 * Notes on everything in a document that does not show in the plan made of it: lines that became nothing, and claims that were
 * not followed.
 *
 * @param options.said - the notes already made
 * @param options.lines - the account, if there is one already
 */
export function accountNotes(
  made: ImportedDocument,
  {
    said,
    file,
    lines = accountOf(made),
  }: {
    readonly said: readonly TaskProblem[];
    readonly file: string;
    readonly lines?: readonly AccountedLine[];
  },
): TaskProblem[] {
  const noteFor = (kind: NoteKind, found: readonly Quoted[]) => noteOf(kind, found, file);
  const claims = claimsMissingFromPlan(made, lines);
  const claimed = (kind: Claim['kind']) => claims.filter((each) => each.kind === kind);
  const inParts = lines.filter(({ phase }) => phase !== undefined);
  // Texts in HTML are reported by a note of their own.
  const lost = inParts.filter(({ fate, kind }) => fate === 'lost' && kind !== 'markup');
  const beside = lines.filter(({ fate, line }) => fate === 'beside' && !made.context.has(line));
  const told = [
    ...noteFor(
      'done',
      claimed('done').filter(
        ({ line }) => !said.some((each) => each.code === 'done-but-open' && each.line === line),
      ),
    ),
    ...noteFor('status', claimed('status')),
    ...noteFor('not-now', claimed('not-now')),
    ...noteFor('later', claimed('later')),
    ...noteFor(
      'needs',
      claimed('needs').filter((each) => !isReported(each, said)),
    ),
    ...noteFor('lost', lost.filter(isListed)),
    ...noteFor('remark', inParts.filter(isDemoted)),
  ];
  if (made.isOwn) return [...told, ...noteFor('group-text', groupText(made, lines))];
  const lostText = beginnings(lost, lines).filter((each) => !isListed(each));
  const work = beside.filter(looksLikeWork);
  const isWork = new Set(work);
  const text = beside.filter(
    (each) => !isItem(each) && !each.runsOn && !isWork.has(each) && !isStamp(each.text),
  );
  const stamps = beside.filter((each) => isStamp(each.text));
  const unknown = workIn(made, lines, said);
  return [
    ...told,
    ...noteFor('dated', claimed('dated')),
    ...noteFor('already', claimed('already')),
    ...noteFor(
      'left',
      said.some(({ code }) => code === 'done-but-open')
        ? []
        : lines.filter(
            ({ fate, kind, text }) => fate === 'done' && kind !== 'code' && STATES_REMAINDER.test(text),
          ),
    ),
    ...noteFor('lost-text', lostText),
    ...noteFor('beside', work),
    ...noteFor('text', text),
    ...restNote(
      lines.filter(({ line }) => !made.context.has(line)),
      new Set([...lost.filter(isListed), ...lostText, ...work, ...text, ...stamps]),
      file,
    ),
    ...noteFor(
      isNamed(made, lines) ? 'section-text' : 'section',
      unknown.filter(({ line }) => !made.context.has(line)),
    ),
    ...(isNamed(made, lines)
      ? []
      : noteFor(
          'section-kept',
          unknown.filter(({ line }) => made.context.has(line)),
        )),
    ...plausibilityWarnings(made, lines, file),
    ...filesNote(made, file),
  ];
}

/** Whether a note already reports how a line about the order was read. */
function isReported({ line, phases }: Claim, said: readonly TaskProblem[]): boolean {
  const order = said.filter(({ code }) => code === 'order-stated' || code === 'order-unread');
  return (
    phases.length === 0 && order.some((each) => each.line === line || each.quotes?.includes(line) === true)
  );
}

/** Whether a line that looks like work became a remark; below a label that says so, it is a remark rightly. */
function isDemoted(line: AccountedLine): boolean {
  return line.fate === 'remark' && (line.kind === 'open-box' || line.kind === 'text') && looksLikeWork(line);
}

/** A line to quote. */
type Quoted = { readonly line: number; readonly text: string };

type NoteKind =
  | Claim['kind']
  | 'left'
  | 'lost'
  | 'lost-text'
  | 'remark'
  | 'beside'
  | 'text'
  | 'section'
  | 'section-kept'
  | 'section-text'
  | 'group-text';

const NOTES: Readonly<
  Record<NoteKind, readonly [Severity, TaskCode, message: string, hint: string | undefined]>
> = {
  done: [
    'warning',
    'said-done',
    'The document says that this is done, but it was imported as open work',
    'If it is done, write "done" after its heading or tick it; if not, remove the line.',
  ],
  dated: [
    'warning',
    'said-done',
    'Imported as open work despite a date and a word such as "done", because it has no mark',
    'If it is done, tick it or write "done" after it; the date may also be a planned one.',
  ],
  left: [
    'warning',
    'done-but-open',
    'In parts that were treated as done, the text mentions work that is left',
    'Untick the part, or add a task for what is left.',
  ],
  already: [
    'note',
    'said-done',
    'In parts that were imported as open work, the text says that something is already done',
    undefined,
  ],
  status: [
    'warning',
    'status-unread',
    'These parts have an unknown status and were imported as open work',
    'Write "done" where nothing is left, and "open" where something is.',
  ],
  'not-now': [
    'warning',
    'work-unclear',
    'The document says that this is not meant for now, but it was imported as work',
    'Remove what is not meant, or choose the section that holds the work with --section "…".',
  ],
  later: [
    'warning',
    'work-unclear',
    'The document calls this optional, conditional or only a sketch, but it was imported as work',
    'Remove what is not meant now, or drop the words if it is.',
  ],
  needs: [
    'warning',
    'order-unread',
    'Statements about the order that were not understood',
    'Write "depends on" and the number or title of the other part.',
  ],
  lost: [
    'warning',
    'lines-lost',
    'Lines of parts that are missing from the plan',
    'Write them as steps of the part that they belong to.',
  ],
  'lost-text': [
    'warning',
    'lines-lost',
    'Text of parts that is missing from the plan',
    'Write it below the goal or below a step of the part that it belongs to.',
  ],
  remark: [
    'warning',
    'lines-lost',
    'What may be work was treated as a remark on a part',
    'Write it as an item in the list of steps.',
  ],
  beside: [
    'warning',
    'work-unclear',
    'What may be work is outside the parts and was left out',
    'Turn it into parts, or choose the section that holds the work with --section "…".',
  ],
  text: [
    'note',
    'text-left-out',
    'Text outside the tasks belongs to none of them and was left out',
    undefined,
  ],
  'group-text': [
    'warning',
    'text-left-out',
    'Text below a heading over several phases belongs to none of them, so that no prompt has it',
    'Write it below each of the phases, or below ## Context for all of them.',
  ],
  section: [
    'warning',
    'work-unclear',
    'Sections that may hold work were left out, because nothing says what they are',
    'If one of them is the work, add --section and its heading.',
  ],
  'section-kept': [
    'warning',
    'work-unclear',
    'Sections that may hold work were kept as context and not imported as work, because nothing says what they are',
    'If one of them is the work, add --section and its heading.',
  ],
  'section-text': [
    'note',
    'items-left-out',
    'These sections were left out, but their lists may ask for something',
    undefined,
  ],
};

function noteOf(kind: NoteKind, found: readonly Quoted[], file: string): TaskProblem[] {
  const [first] = found;
  if (first === undefined) return [];
  const [severity, code, message, hint] = NOTES[kind];
  const named = found.slice(0, MAX_NAMED).map(({ text, line }) => `“${shortText(text)}” (line ${line})`);
  const more = found.slice(MAX_NAMED).map(({ line }) => line);
  return [
    {
      ...{ severity, code, file, line: first.line, column: 1 },
      message: `${message}: ${named.join(', ')}${more.length > 0 ? ` and more (${rangesOf(more)})` : ''}.`,
      ...(hint !== undefined && { hint }),
      ...(OFFERED.has(kind) && {
        sections: found.slice(0, MAX_NAMED).map(({ text }) => printableLine(text)),
      }),
    },
  ];
}

/** Notes whose hints offer what they name as a section. */
const OFFERED: ReadonlySet<NoteKind> = new Set(['beside', 'section', 'section-kept']);
const MAX_NAMED = 8;

/**
 * Reports every other line: in no phase, no reported section and no other note. Without it, lines that no reader and no other
 * note thinks of would be lost without a word.
 */
function restNote(
  lines: readonly AccountedLine[],
  told: ReadonlySet<AccountedLine>,
  file: string,
): TaskProblem[] {
  const rest: AccountedLine[] = [];
  // The last line that is reported, by itself or with the line that it continues.
  let last = 0;
  for (const each of lines) {
    const isOut = (each.fate === 'lost' || each.fate === 'beside') && each.kind !== 'markup';
    if (told.has(each) || (isOut && each.runsOn && each.line === last + 1)) last = each.line;
    else if (isOut) rest.push(each);
  }
  const [first] = rest;
  if (first === undefined) return [];
  const { line } = first;
  return [
    {
      ...{ severity: 'note', code: 'text-left-out', file, line, column: 1 },
      message: `Other text that belongs to no phase was left out, starting with “${shortText(first.text)}”: ${rangesOf(rest.map((each) => each.line))}.`,
    },
  ];
}

/** The lines that do not continue another lost one; of a block of code, only the first lost line. */
function beginnings(lost: readonly AccountedLine[], lines: readonly AccountedLine[]): AccountedLine[] {
  const areLost = new Set(lost);
  const before = new Map(lines.map((each, index) => [each, lines[index - 1]]));
  return lost.filter((each) => {
    const last = before.get(each);
    return !each.runsOn || last === undefined || !areLost.has(last);
  });
}

/** Whether a line is in a list or table. */
function isListed(line: AccountedLine): boolean {
  return isItem(line) || line.kind === 'row';
}

function isItem({ kind }: AccountedLine): boolean {
  return kind === 'open-box' || kind === 'number' || kind === 'bullet';
}

/** Whether a line looks like something to be done: an open box, an item or sentence that asks for something, a row with a name. */
function looksLikeWork({ kind, text, runsOn }: AccountedLine): boolean {
  if (kind === 'open-box') return true;
  // "Modify: `src/a.ts`" says where, not what.
  if (NAMES_FILES.test(text)) return false;
  if (kind === 'number' || kind === 'bullet') return ASKS.test(text);
  if (kind === 'row') return runsOn && NAMED_ROW.test(text) && !text.split('|').some(isDoneCell);
  return kind === 'text' && !runsOn && ASKS.test(text);
}

/** A label and the paths behind it: "Modifier: `a.ts`, `b.ts`". */
const NAMES_FILES =
  /^[*_]{0,2}\p{L}[\p{L} ()’'&-]{0,40}[*_]{0,2}\s?[:：][*_]{0,2}\s*(?:`[^`\s]*[./][^`\s]*`(?:\s*\([^()]*\))?[,;\s]*)+$/u;

/** `| T3 | … |`, `| 2. Models | … |`, `| A | … |`. */
const NAMED_ROW = /^\|?\s*[*_`]*(?:[A-Z]{1,4}-?\d+|\d+[.)]?|[A-Z])(?![\p{L}\p{N}_-])/u;

/** The sections left out without a known reason that have lines which look like work, unless a warning already names them. */
function workIn(
  made: ImportedDocument,
  lines: readonly AccountedLine[],
  said: readonly TaskProblem[],
): Quoted[] {
  const doubted = new Set(
    said.filter(({ code }) => code === 'work-unclear').flatMap(({ quotes = [] }) => quotes),
  );
  const unknown = new Map(
    made.leftOut.filter(({ isUnknown }) => isUnknown).map(({ line, level }) => [line, level]),
  );
  const found = new Map<number, { text: string; count: number }>();
  let [open, level] = [0, 0];
  for (const each of lines) {
    if (each.kind === 'heading' && each.level <= level) open = 0;
    if (unknown.has(each.line)) {
      [open, level] = [each.line, unknown.get(each.line) ?? 0];
      found.set(open, { text: each.text, count: 0 });
    }
    const section = open === 0 ? undefined : found.get(open);
    if (section !== undefined && looksLikeWork(each)) section.count += 1;
  }
  return [...found]
    .filter(([line, { count }]) => count >= MIN_WORK && !doubted.has(line))
    .map(([line, { text }]) => ({ line, text }));
}

/** Whether every phase is named as one, or is below a heading that calls it work. */
function isNamed({ phases }: ImportedDocument, lines: readonly AccountedLine[]): boolean {
  const at = new Set(phases.map(({ line }) => line));
  const above: AccountedLine[] = [];
  let isFirst = true;
  for (const each of lines) {
    if (each.kind === 'heading') {
      while ((above.at(-1)?.level ?? 0) >= each.level) above.pop();
      if (!isFirst) above.push(each);
      isFirst = false;
    }
    if (!at.has(each.line)) continue;
    const isPart = each.kind === 'open-box' || readUnitLabel(each.text).form === 'word';
    if (!isPart && !above.some(({ text }) => sectionRole(text)?.role === 'work')) return false;
  }
  return true;
}

/** Fewer such lines in a section are a remark on something else. */
const MIN_WORK = 2;

/** A note on the files that were taken from the text of parts. */
function filesNote({ phases }: ImportedDocument, file: string): TaskProblem[] {
  const guessed = phases.filter(({ guessedFiles }) => guessedFiles.length > 0);
  const [first] = guessed;
  if (first === undefined) return [];
  const named = guessed.slice(0, MAX_NAMED).map(({ id, guessedFiles }) => {
    const more = guessedFiles.length > MAX_FILES ? ' …' : '';
    return `${shortText(id)} (${guessedFiles.slice(0, MAX_FILES).map(shortText).join(', ')}${more})`;
  });
  const more = guessed.length - named.length;
  return [
    {
      ...{ severity: 'note', code: 'files-guessed', file, line: first.line, column: first.column },
      message: `Files that the open work of these phases names are expected to change, which is no limit: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    },
  ];
}

const MAX_FILES = 4;
