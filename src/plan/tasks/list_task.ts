import { printable } from '../../lib/index.ts';
import type { TextLine } from '../document/blocks.ts';
import { type FieldStart, fieldStarts } from '../document/field_start.ts';
import { readFiles } from '../document/files.ts';
import { parseHours } from '../document/hours.ts';
import { codeSpansIn, saysNone } from '../document/inline.ts';
import { isRecord } from '../outline/unit_lines.ts';
import { withoutDoneMarks, withoutStruckBeginning } from '../words/done_marks.ts';
import { BEGUN } from '../words/status_words.ts';
import { gateText } from './gate_text.ts';
import type { Need, Task, TaskField } from './importer.ts';
import type { ListItem } from './list_document.ts';
import { OPTIONAL } from './list_items.ts';
import { filesOfOpenWork, withNamedFiles } from './named_files.ts';
import { isLimitName } from './own_names.ts';
import { needsIn, type Remarks, remarksOnly, takeRemarks } from './remarks.ts';
import { readTestText } from './tests_to_write.ts';

/** The part of a task that an importer has already made of the item's own line. */
export type ItemName = Pick<Task, 'id' | 'names'> & { readonly text: TextLine };

/**
 * Makes a task of an item and everything below it: remarks in its text, fields, steps.
 *
 * Below an item, a line such as `Depends on: 1` or `**Files**: a.ts` is a field, and everything else a step.
 */
export function taskOf(item: ListItem, { id, names, text }: ItemName): Task {
  const below = new TaskBody();
  const [runsOn, further] = runningOn(item.more);
  const isHeading = item.mark === 'heading';
  const whole = isHeading ? text.text : [text.text, ...runsOn].join(' ');
  const marked = item.box === undefined ? withoutKeyword(whole) : withoutStrike(whole, item);
  const struck = marked.state === undefined ? withoutStruckBeginning(marked.text) : undefined;
  if (struck !== undefined) below.others.push({ name: 'Struck Out', text: printable(struck.struck) });
  const remarks = takeRemarks({ ...text, text: struck?.rest ?? marked.text });
  below.takeRemarks(remarks);
  if (isHeading && runsOn.length > 0) below.goal = printable(runsOn.join(' '));
  for (const line of further) below.addLine(line, []);
  below.addBlocks(item.blocks);
  for (const child of item.children) below.addItem(child);
  const title = withoutBold(printable(remarks.title));
  const named = filesOfOpenWork([title, below.goal ?? ''], { open: below.steps, done: below.stepsDone });
  return {
    id,
    names,
    line: item.text.line,
    column: item.text.column,
    title,
    goal: below.goal,
    section: item.section,
    state: marked.state ?? (item.box === undefined && isRecord(whole) ? 'done' : stateOf(item)),
    ...doubtOf(item),
    pace: below.pace,
    needs: below.needs,
    isFree: below.isFree,
    files: withNamed(below.files, named),
    hours: below.hours,
    complexity: below.complexity,
    steps: below.steps,
    stepsDone: below.stepsDone,
    gates: below.gates,
    others: [...remarks.labels.map((label) => ({ name: 'Story', text: label })), ...below.others],
  };
}

/** The stated files, with those that the text names unless the stated ones are all that may be changed. */
function withNamed(stated: Task['files'], named: readonly string[]): Task['files'] {
  if (stated?.areStated === true || named.length === 0) return stated;
  return { paths: withNamedFiles(stated?.paths ?? [], named), areStated: false };
}

/** An item with an open or ticked box; one that is struck out whole is no longer to be done. */
function withoutStrike(whole: string, { box = ' ' }: ListItem): ReturnType<typeof withoutKeyword> {
  const isStruck = box.trim() === '' && /^~~(?:[^~]|~(?!~))+~~(?:\s|$)/u.test(whole);
  const marked = isStruck ? withoutDoneMarks(whole) : undefined;
  if (marked?.state === undefined) return { text: whole, state: undefined };
  return { text: marked.text, state: /✅|✔|✓|\bdone\b/iu.test(whole) ? marked.state : 'cancelled' };
}

/** A text without a word such as TODO before it, or a mark after it, and the state that these give. */
function withoutKeyword(text: string): { readonly text: string; readonly state: Task['state'] | undefined } {
  const match =
    /^(?:\*\*)?\[?(?<word>TODO|NEXT|DOING|WIP|WAITING|STARTED|DONE|CANCELLED|CANCELED)\]?(?:\*\*)?:?\s+(?=\S)/u.exec(
      text,
    );
  if (match?.groups === undefined) return withoutDoneMarks(text);
  const { word = '' } = match.groups;
  const state = word === 'DONE' ? 'done' : /^CANCEL/u.test(word) ? 'cancelled' : 'open';
  return { text: text.slice(match[0].length), state };
}

/**
 * Reads the state from a tick box. A ticked box over open ones leaves work to do. Half a tick, `[-]` or `[~]`, over other boxes,
 * or beside words that say so, means that the task was begun; alone it means that it was dropped.
 */
function stateOf(item: ListItem): Task['state'] {
  const { box } = item;
  if (box?.toLowerCase() === 'x') return openBelow(item).needed > 0 ? 'open' : 'done';
  const isHalf = box === '-' || box === '~';
  return isHalf && boxesBelow(item.children) === 0 && !saysBegun(item) ? 'cancelled' : 'open';
}

/** Whether an item says that some of it is done, and some is left. */
function saysBegun({ text, more }: ListItem): boolean {
  return BEGUN.test(
    [text, ...more]
      .map((line) => line.text)
      .join(' ')
      .slice(0, LONGEST_SAID),
  );
}

/** In UTF-16 code units: a status is near the beginning of a text, or not far behind. */
const LONGEST_SAID = 2_000;

function doubtOf(item: ListItem): Pick<Task, 'doubt'> {
  const { box = ' ' } = item;
  const { needed, optional } = openBelow(item);
  const isTickedOver = box.toLowerCase() === 'x' && needed + optional > 0;
  return isTickedOver || /[~>-]/u.test(box) ? { doubt: { box, openBelow: needed + optional } } : {};
}

/** Counts the open boxes below an item; those that its list calls optional are counted apart. */
function openBelow({ children }: ListItem): { readonly needed: number; readonly optional: number } {
  let needed = 0;
  let optional = 0;
  for (const child of children) {
    const below = openBelow(child);
    needed += below.needed;
    optional += below.optional;
    if (child.box === undefined || child.box.toLowerCase() === 'x') continue;
    if (child.text.text.endsWith(OPTIONAL)) optional += 1;
    else if (child.box.trim() === '') needed += 1;
  }
  return { needed, optional };
}

function boxesBelow(items: readonly ListItem[]): number {
  return items.reduce(
    (sum, { box, children }) => sum + (box === undefined ? 0 : 1) + boxesBelow(children),
    0,
  );
}

/** The lines that only continue the item's sentence, and from the first field on the others. */
function runningOn(more: readonly TextLine[]): readonly [readonly string[], readonly TextLine[]] {
  const first = more.findIndex((line) => fieldStarts(line).length > 0 || remarksOnly(line) !== undefined);
  const end = first < 0 ? more.length : first;
  return [more.slice(0, end).map(({ text }) => text), more.slice(end)];
}

/** The text below a task, gathered line by line. */
class TaskBody {
  goal: string | undefined;
  hours: number | undefined;
  complexity: string | undefined;
  files: Task['files'];
  pace: Task['pace'];
  isFree = false;
  readonly needs: Need[] = [];
  readonly steps: string[] = [];
  readonly stepsDone: string[] = [];
  /** The list that the last step went to. */
  #latest = this.steps;
  readonly gates: string[] = [];
  readonly others: TaskField[] = [];

  takeRemarks({ needs, isFree, pace, hours, notes }: Omit<Remarks, 'title' | 'labels'>): void {
    for (const need of needs) this.needs.push(need);
    this.isFree ||= isFree;
    this.pace ??= pace;
    this.hours ??= hours;
    for (const text of notes) this.others.push({ name: 'Note', text });
  }

  addItem(item: ListItem): void {
    const [more] = runningOn(item.more);
    const line = { ...item.text, text: [item.text.text, ...more].join(' ') };
    this.addLine(line, item.children, item.box);
    this.addBlocks(item.blocks);
  }

  /** Blocks that stay as they are go with the step above them; a quotation is a note. */
  addBlocks(blocks: readonly string[]): void {
    for (const block of blocks) {
      if (block.startsWith('>')) this.others.push({ name: 'Note', text: printable(unquoted(block)) });
      else this.#latest.push(`${this.#latest.pop() ?? 'As written here'}\n${printable(block)}`);
    }
  }

  /** A line below the task, with the items below it. */
  addLine(line: TextLine, children: readonly ListItem[], box?: string): void {
    const starts = box === undefined ? fieldStarts(line) : [];
    const only = box === undefined ? remarksOnly(line) : undefined;
    const labelled = box === undefined ? LABELLED.exec(line.text)?.groups : undefined;
    const isField = starts.length > 0 || labelled !== undefined;
    if (starts.length > 0) for (const start of starts) this.#addField(start, children);
    else if (only !== undefined) this.takeRemarks(only);
    else if (labelled?.gate !== undefined)
      for (const text of [printable(labelled.said ?? ''), ...textsOf(children)])
        this.gates.push(gateText(text));
    else if (labelled?.field !== undefined)
      this.others.push({
        name: labelled.field,
        text: [labelled.said, ...textsOf(children)].join('; '),
      });
    else this.#addStep(line.text, children, box);
    if (isField) this.addBlocks(blocksOf(children));
  }

  #addStep(text: string, children: readonly ListItem[], box?: string): void {
    const own = printable(text) + markOf(box);
    if (own.trim() === '') return;
    const isDone = isTicked(box) && !someOpen(children);
    this.#latest = isDone ? this.stepsDone : this.steps;
    this.#latest.push([own, ...belowOf(children, isDone)].join('\n'));
  }

  #addCheck(text: string, name: string): void {
    if (saysNone(text)) return;
    const { step, gate } = readTestText(text, name);
    if (step !== undefined) this.#addStep(step, []);
    if (gate !== undefined) this.gates.push(gateText(printable(gate)));
  }

  /** An item below "Tests:" is a test to be written or a criterion, as are those below it. */
  #addCheckItem(item: ListItem, name: string): void {
    const { step, gate } = readTestText(item.text.text, name);
    if (step !== undefined) {
      this.#addStep(step, item.children, item.box);
      if (gate !== undefined) this.gates.push(gateText(printable(gate)));
    } else for (const { text } of linesOf([item])) this.#addCheck(text, name);
  }

  #addField({ name, key, rest }: FieldStart, children: readonly ListItem[]): void {
    const lines = [...(rest === undefined ? [] : [rest]), ...linesOf(children)];
    const whole = printable(lines.map(({ text }) => text).join('; '));
    switch (key) {
      case 'dependencies':
        for (const line of lines)
          this.takeRemarks({ ...needsIn(line), pace: undefined, hours: undefined, notes: [] });
        return;
      case 'hours':
        this.hours ??= parseHours(whole, { needsUnit: false });
        return;
      case 'complexity':
        this.complexity ||= whole.toLowerCase();
        return;
      case 'goal':
        this.goal ||= whole;
        return;
      case 'steps':
        if (rest !== undefined) this.#addStep(rest.text, []);
        for (const child of children) this.#addStep(child.text.text, child.children, child.box);
        return;
      case 'gates':
        if (rest !== undefined) this.#addCheck(rest.text, name);
        for (const child of children) this.#addCheckItem(child, name);
        return;
      case 'files':
      case 'expected': {
        const found = readFiles([
          {
            name,
            key,
            line: 1,
            column: 1,
            depth: 0,
            items: lines.map((line) => ({ depth: 1, lines: [line] })),
          },
        ]);
        if (found === undefined) return;
        const paths = found.entries.filter(({ isPath }) => isPath).map(({ path }) => printable(path));
        if (paths.length > 0 || found.entries.length === 0)
          this.files = {
            paths: [...new Set(paths)],
            areStated: key === 'files',
            areAll: isLimitName(name),
          };
        return;
      }
      default:
        this.others.push({ name: name.replace(/[*_:]/gu, ' '), text: whole });
    }
  }
}

function isTicked(box = ' '): boolean {
  return box.toLowerCase() === 'x';
}

/** Whether an open tick box is among items or below them. */
function someOpen(items: readonly ListItem[]): boolean {
  return items.some(({ box, children }) => (box !== undefined && !isTicked(box)) || someOpen(children));
}

/** The remark for a step whose tick box is neither open nor ticked. */
function markOf(box = ' '): string {
  if (isTicked(box)) return '';
  return box.trim() === '' ? '' : ` (marked [${box}])`;
}

/** Names of fields that people write without emphasis, beside those that plans have. */
const LABELLED =
  /^(?:(?<gate>[Aa]cceptance|[Vv]erify|[Vv]erified by|[Dd]one when|[Dd]efinition of done|[Tt]est strategy)|(?<field>Owner|Assignee|Priority|Status|Labels|Story|Due|Notes?)):\s+(?<said>\S.*)$/u;

/** Text without the marks of bold words; code spans are literal, and `__init__.py` is a name. */
function withoutBold(text: string): string {
  const spans: string[] = [];
  let masked = '';
  let from = 0;
  for (const { start, end } of codeSpansIn(text)) {
    masked += `${text.slice(from, start)}${String.fromCharCode(MASK)}`;
    spans.push(text.slice(start, end));
    from = end;
  }
  const plain = unbold(masked + text.slice(from));
  let next = 0;
  return plain.replaceAll(String.fromCharCode(MASK), () => spans[next++] ?? '');
}

/** A placeholder for a code span; printable text does not contain it. */
const MASK = 0;

function unbold(text: string): string {
  return text
    .replace(/\*\*(?=\S)([^*]*[^*\s])\*\*/gu, '$1')
    .replace(/(?<![^\s(])__(?=\S)([^_]+(?:_[^_]+)*)__(?=[).,:;!?]*(?:\s|$))/gu, (whole, inner: string) =>
      /^[a-z][a-z\d_]{2,}$/u.test(inner) ? whole : inner,
    );
}

function linesOf(items: readonly ListItem[]): TextLine[] {
  return items.flatMap((item) => [item.text, ...item.more, ...linesOf(item.children)]);
}

/** The text below a step: lines with a dash, and blocks as they are. Ticked items below an open step are marked. */
function belowOf(items: readonly ListItem[], isDone: boolean): string[] {
  return items.flatMap((item) => [
    `- ${printable(item.text.text)}${!isDone && isTicked(item.box) ? ' (done already)' : ''}`,
    ...item.more.map(({ text }) => `- ${printable(text)}`),
    ...item.blocks.map(printable),
    ...belowOf(item.children, isDone),
  ]);
}

function blocksOf(items: readonly ListItem[]): string[] {
  return items.flatMap(({ blocks, children }) => [...blocks, ...blocksOf(children)]);
}

function unquoted(block: string): string {
  return block
    .replace(/^[^\S\n]*>\s?/gmu, '')
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}

function textsOf(items: readonly ListItem[]): string[] {
  return linesOf(items).map(({ text }) => printable(text));
}
