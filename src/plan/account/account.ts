import { fieldKey } from '../document/field_names.ts';
import { type FieldStart, fieldStarts } from '../document/field_start.ts';
import { withoutLabel } from '../document/files.ts';
import { parseHours } from '../document/hours.ts';
import { saysLater, saysNone } from '../document/inline.ts';
import { isBoldName } from '../outline/unit_lines.ts';
import { settingOf } from '../outline/unit_settings.ts';
import { memoizeReading } from '../tasks/memoize_reading.ts';
import { remarksOnly } from '../tasks/remarks.ts';
import { STATUS_LINE, statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { sectionRole } from '../words/section_roles.ts';
import { type DocumentLine, documentLines } from './document_lines.ts';
import type { AccountedLine, Fate, ImportedDocument, ImportedPhase } from './imported_document.ts';
import { WordBigrams } from './word_bigrams.ts';

/**
 * Says for each line of a document what it became. It trusts no reader: it compares the words of the document with those of the
 * plan made of it, so that it finds whatever a reader overlooks.
 */
export const accountOf = memoizeReading(readAccount);

function readAccount(made: ImportedDocument): readonly AccountedLine[] {
  const [work, all] = [new WordBigrams(), new WordBigrams()];
  for (const phase of made.phases) {
    for (const text of phase.work) work.add(text);
    for (const text of [...phase.work, ...phase.remarks, ...phase.files]) all.add(text);
  }
  const starts = new Set(made.phases.map(({ line }) => line));
  const naming = new Set(made.phases.flatMap(({ fileLines }) => fileLines));
  const fateIn = (line: DocumentLine, phase: number): Fate => {
    if (naming.has(line.line) || isFrame(line, all, made.phases[phase])) return 'frame';
    if (line.kind === 'markup') return markupFate(line.text, work, all);
    if (starts.has(line.line)) return isInPlan(line, { work, all }, made.phases[phase]) ? 'work' : 'lost';
    if (work.shareOf(withoutTags(line)) >= MOSTLY) return 'work';
    if (line.kind === 'row' && shareOfCells(line.text, all) >= MOSTLY) return 'work';
    if (namesTakenFiles(line, all)) return 'frame';
    if (all.shareOf(line.text) >= MOSTLY) return 'remark';
    return made.phases[phase]?.statesNeeds === true && (isRemark(line) || endsNeeds(line)) ? 'frame' : 'lost';
  };
  const owners = new Owners(made);
  const sections = new LeftOut(made.leftOut);
  const ticked = new Ticked();
  let section = 0;
  let heading = '';
  const own = documentLines(made.text, { hasMarkup: !made.isOwn });
  const finished = finishedSections(own);
  const lines = own.map((line): AccountedLine => {
    if (line.kind === 'heading') {
      section = line.line;
      heading = line.text;
    }
    const isLeftOut = sections.holds(line);
    const owner = made.isWhole === true && isLeftOut ? undefined : owners.of(line);
    const phase = owner !== undefined && owner < made.phases.length ? owner : undefined;
    if (made.taken.has(line.line)) return accounted(line, { section, phase: undefined, fate: 'frame' });
    if (ticked.holds(line, starts.has(line.line))) return accounted(line, { section, phase, fate: 'done' });
    if (phase !== undefined) {
      const fate = fateIn(line, phase);
      // An item without a box may be what is left.
      const isProse = line.kind === 'text' || line.kind === 'code';
      const isBelowDone = () =>
        !starts.has(section) &&
        ((isProse && finished.has(section)) || withoutDoneMarks(heading).state !== undefined);
      const isDone = fate === 'lost' && (isDoneRow(line) || isBelowDone());
      return accounted(line, { section, phase, fate: isDone ? 'done' : fate });
    }
    const fate = owner !== undefined ? 'done' : isLeftOut ? 'left-out' : besideFate(line, work);
    return accounted(line, { section, phase, fate });
  });
  return lines.map((line, index) =>
    isHeadOfKept(line, lines[index + 1]) ? { ...line, fate: 'frame' } : line,
  );
}

/** The headings, by their lines, right below which all boxes are ticked. */
function finishedSections(lines: readonly DocumentLine[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open = new Set<number>();
  let section = 0;
  for (const { kind, line } of lines) {
    if (kind === 'heading') section = line;
    else if (kind === 'ticked') found.add(section);
    else if (kind === 'open-box') open.add(section);
  }
  return new Set([...found].filter((line) => !open.has(line)));
}

/** Whether a row of a table has a cell that says that it is done. */
function isDoneRow({ kind, text }: DocumentLine): boolean {
  return kind === 'row' && text.split('|').some((cell) => statusOf(cell.trim()) === 'done');
}

/** A line with its fate. All are made here: objects of one shape are gone through several times as fast. */
function accounted(
  { line, kind, level, text, runsOn }: DocumentLine,
  { section, phase, fate }: Pick<AccountedLine, 'section' | 'phase' | 'fate'>,
): AccountedLine {
  return { line, kind, level, text, runsOn, section, phase, fate };
}

/** "Modify: `src/store.ts`", where the plan has the file. */
function namesTakenFiles({ text, line }: DocumentLine, all: WordBigrams): boolean {
  const named = withoutLabel({ text, line, column: 1 }).text;
  return named !== text && all.shareOf(named) === 1;
}

/** "depends on: none" alone on a line. */
function isRemark({ text, line }: DocumentLine): boolean {
  const remarks = remarksOnly({ text, line, column: 1 });
  return remarks !== undefined && (remarks.isFree || remarks.needs.length > 0);
}

/** `<automated>npm test</automated>` in running text; in code, tags are text. */
function withoutTags({ kind, text }: DocumentLine): string {
  return kind !== 'code' && text.startsWith('<') ? text.replace(/<\/?[a-z][\w-]*>/gu, ' ') : text;
}

/** "on T019, T027).", below a line that ends in "(depends". */
function endsNeeds({ text, runsOn }: DocumentLine): boolean {
  return runsOn && /^(?:on\s+)?(?:[A-Z]{1,4}-?\d{1,4}(?:\.\d{1,3})*[,)\].\s]*(?:and\s+)?)+$/u.test(text);
}

/** Whether a row holds the names of columns over rows that are in the plan: the plan has them before each cell, or not at all. */
function isHeadOfKept({ kind, fate, runsOn }: AccountedLine, next: AccountedLine | undefined): boolean {
  const isMissing = (each: Fate) => each === 'lost' || each === 'beside';
  return (
    isMissing(fate) &&
    kind === 'row' &&
    !runsOn &&
    next?.kind === 'row' &&
    next.runsOn &&
    !isMissing(next.fate)
  );
}

/** The share of a line that has to be in a phase; marks, labels and numbers are taken off on the way. */
const MOSTLY = 0.6;

/** The fate of a line of front matter or HTML within a part; keys and tags alone are not text. */
function markupFate(line: string, work: WordBigrams, all: WordBigrams): Fate {
  const text = line
    .replace(/<[^>]*>/gu, ' ')
    .replace(KEY, '')
    .trim()
    .replace(LABEL, '');
  if (work.shareOf(text) >= MOSTLY) return 'work';
  if (all.shareOf(text) >= MOSTLY) return 'remark';
  return KEY.test(line) ? 'frame' : 'lost';
}

const KEY = /^(?:-\s+)?[\w-]+:/u;

/** Whether the first line of a part is in the plan, as its title or as a remark; labels and dependencies are in other words. */
function isInPlan(
  line: DocumentLine,
  { work, all }: { readonly work: WordBigrams; readonly all: WordBigrams },
  phase: ImportedPhase | undefined,
): boolean {
  const text = phase?.hasHours ? withoutHours(line.text) : line.text;
  // "**Phase 1**: Models" is called by its number in the plan.
  const bare = text.replace(TASK_FILE, '').replace(LABEL, '');
  if ([text, bare].some((each) => each !== '' && work.shareOf(each) >= MOSTLY)) return true;
  if (all.shareOf(line.text) >= MOSTLY) return true;
  if (line.kind === 'row') return shareOfCells(line.text, all, { isStart: true }) >= MOSTLY;
  const remaining = phase?.statesNeeds ? text.replace(NEEDS, '') : text;
  return all.missingIn(remaining) <= MAX_MISSING;
}

/** The words of a first line that may be a label: "Task 1: …", "TODO …". */
const MAX_MISSING = 2;

/** "(blocked by ENG-41)", ", depends_on: [T001, T002]". */
const NEEDS =
  /[[({,]?\s*(?:depends?|depending|blocked|requires?|needs?|after)[\s_-]?(?:up)?(?:on|by)?\b.*$/iu;

/** The share of a row that is in the plan, cell by cell: the cells of one row go to several fields. */
function shareOfCells(row: string, plan: WordBigrams, { isStart = false } = {}): number {
  let [length, said] = [0, 0];
  for (const cell of row.split('|')) {
    length += cell.trim().length;
    if (plan.shareOf(cell) >= MOSTLY || (isStart && plan.missingIn(cell) === 0)) said += cell.trim().length;
  }
  return length === 0 ? 1 : said / length;
}

/** The name of a part, before its title. */
const LABEL = /^[*_]{0,2}\p{L}{1,20}\s#?\d{1,4}(?:\.\d{1,4})*[*_]{0,2}\s*[:.)–—-][*_]{0,2}\s*/u;

/** `[ ] 001.md - ` and `(parallel: false, depends on 002)` around a title. */
const TASK_FILE = /^\[[ xX]\]\s+\d{1,9}\.md\s*[-–—:]\s*|(?<!\s)\s*\(parallel\s*[:=][^()]*\)\s*$/gu;

/** Removes the estimate after the title in the first line of a part; the plan has it as a number: "…, estimate: 4 h". */
function withoutHours(text: string): string {
  return text.replace(HOURS_BEHIND, '');
}

const HOURS_BEHIND =
  /[,，、;；|·([（–—-]\s*[^\d,，、;；([（]{0,30}[\d.,~〜–-]{1,12}\s*\p{L}{1,12}\s*[\])）]?\s*$/u;

function besideFate(line: DocumentLine, work: WordBigrams): Fate {
  if (line.kind === 'heading' || line.kind === 'markup' || isRuler(line)) return 'frame';
  return work.shareOf(line.text) === 1 ? 'work' : 'beside';
}

/** Whether the meaning of a line was taken, and not its words: a heading or label over steps, a field, a status. */
function isFrame(line: DocumentLine, all: WordBigrams, phase: ImportedPhase | undefined): boolean {
  const { kind, text } = line;
  if (isRuler(line) || (kind === 'text' && ONLY_TAGS.test(text))) return true;
  if (kind === 'code' || kind === 'row' || kind === 'quote') return false;
  const bare = text.replace(/[*_]+/gu, '');
  if (STATUS_LINE.test(text)) return true;
  const isLabel = kind === 'heading' || /[:：]$/u.test(bare.trim()) || isBoldName(line);
  if (isLabel && bare.length <= LONGEST_LABEL)
    return (
      kind === 'heading' ||
      fieldKey(bare.replace(/[:：]\s*$/u, ''), { isMarked: true }) !== undefined ||
      sectionRole(bare) !== undefined
    );
  const pieces = text.split(/(?<!\s)\s+[·|•]\s+/u);
  if ((pieces.length > 1 || kind === 'bullet') && pieces.every((piece) => settingOf(piece) !== undefined))
    return true;
  const starts = fieldStarts({ text, line: 1, column: 1 });
  return (
    starts.length > 0 &&
    starts.every((start) => isTaken(start, all, phase)) &&
    starts.some(({ key, name }) => key !== undefined || sectionRole(name)?.role === 'check')
  );
}

/** Whether the value of a field was read, so that the plan has it in other words. */
function isTaken({ key, rest }: FieldStart, all: WordBigrams, phase: ImportedPhase | undefined): boolean {
  const { text = '' } = rest ?? {};
  switch (key) {
    case 'hours':
      return (
        (phase?.hasHours === true && parseHours(text, { needsUnit: false }) !== undefined) ||
        all.shareOf(text) >= MOSTLY
      );
    case 'dependencies':
      return saysNone(text) || phase?.statesNeeds === true;
    case 'complexity':
      return true;
    case 'files':
    case 'expected':
      // "Modify: `lib/sound.dart`"
      return saysNone(text) || all.shareOf(text) >= MOSTLY || all.missingIn(text) <= 1;
    case 'steps':
      return saysLater(text) || all.shareOf(text) >= MOSTLY;
    default:
      return all.shareOf(text) >= MOSTLY;
  }
}
const LONGEST_LABEL = 90;

/** "</action>" */
const ONLY_TAGS = /^(?:<\/?[a-z][\w-]*>\s*)+$/u;

/** The line below a table's head, or the fence of a block of code. */
function isRuler({ kind, text }: DocumentLine): boolean {
  return (kind === 'row' && /^[|:\s-]+$/u.test(text)) || (kind === 'code' && /^(?:`{3,}|~{3,})/u.test(text));
}

/** The part that each line belongs to, asked line by line: phases first, by their index, then the parts that are done. */
class Owners {
  readonly #at: ReadonlyMap<number, number>;
  #open: { readonly index: number; readonly isHeading: boolean; readonly level: number } | undefined;

  readonly #isWhole: boolean;

  constructor({ phases, done, isWhole = false }: Pick<ImportedDocument, 'phases' | 'done' | 'isWhole'>) {
    this.#isWhole = isWhole;
    this.#at = new Map([...phases, ...done].map(({ line }, index) => [line, index] as const));
  }

  of(line: DocumentLine): number | undefined {
    if (this.#isWhole) return 0;
    const index = this.#at.get(line.line);
    const isHeading = line.kind === 'heading';
    if (index !== undefined) this.#open = { index, isHeading, level: line.level };
    else if (this.#open !== undefined && this.#isOver(line)) this.#open = undefined;
    const owner = this.#open?.index;
    // A part in front matter or in tags ends where those end.
    if (line.kind === 'markup' && ENDS_PART.test(line.text)) this.#open = undefined;
    return owner;
  }

  #isOver({ kind, level, runsOn }: DocumentLine): boolean {
    const open = this.#open;
    if (open === undefined) return true;
    if (kind === 'markup') return false;
    if (open.isHeading) return kind === 'heading' && level <= open.level;
    if (kind === 'heading') return true;
    // A part that is an item ends with the next one beside it, or with text outside of the list.
    return open.level > 0 && !runsOn && level <= (kind === 'text' ? open.level - 1 : open.level);
  }
}

const ENDS_PART = /<\/task>$/u;

/** The sections reported as left out, asked line by line. */
class LeftOut {
  readonly #at: ReadonlyMap<number, number>;
  #level: number | undefined;

  constructor(sections: ImportedDocument['leftOut']) {
    this.#at = new Map(sections.map(({ line, level }) => [line, level]));
  }

  holds({ line, kind, level }: DocumentLine): boolean {
    const own = this.#at.get(line);
    if (own !== undefined) this.#level = own;
    else if (kind === 'heading' && this.#level !== undefined && level <= this.#level) this.#level = undefined;
    return this.#level !== undefined;
  }
}

/** The ticked items, with everything below them, asked line by line. */
class Ticked {
  #level: number | undefined;

  /** @param isOpen - whether the line begins work that is left, whatever marks it has */
  holds({ kind, level, runsOn }: DocumentLine, isOpen: boolean): boolean {
    if (isOpen) this.#level = undefined;
    else if (kind === 'ticked') {
      if (this.#level === undefined || level <= this.#level) this.#level = level;
    } else if (kind === 'open-box' || kind === 'heading' || (!runsOn && level <= (this.#level ?? 0)))
      this.#level = undefined;
    return this.#level !== undefined;
  }
}
