import { success } from '../../diagnostics/index.ts';
import { printable, printableLine } from '../../lib/index.ts';
import { fieldKey } from '../document/field_names.ts';
import { parseHours } from '../document/hours.ts';
import { plainText } from '../document/plain_text.ts';
import { type OutlineBlock, readOutline, type Section, withBelow } from '../outline/outline.ts';
import { SectionText, withoutBox } from '../outline/section_text.ts';
import { titleOf } from '../outline/survey.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import { statusOf } from '../words/done_marks.ts';
import { bareHeading, sectionRole } from '../words/section_roles.ts';
import { entriesIn, type FrontKey, frontKeys } from './front_matter.ts';
import { gateText } from './gate_text.ts';
import type { Importer, SectionOutcome, Task, TaskField, TaskList, TaskSource } from './importer.ts';
import { namedFiles } from './named_files.ts';
import { leftOutNote } from './section_outcomes.ts';
import { taskFileNotes } from './task_file_notes.ts';

/**
 * A file that holds one task, as Backlog.md and ccpm write them: front matter with its name and status, over its description, its
 * acceptance criteria and perhaps its steps. Everything else in it is what the one who does the task has to know.
 */
export const taskFile: Importer = {
  format: 'task-file',
  recognise: (source) =>
    isTaskFile(source) ? 'its front matter and its sections are those of one task' : undefined,
  read: (source) => success(listOf(source)),
  order: () => [],
};

/** A name, a status, and something that only trackers keep; and sections that describe and test one thing. */
function isTaskFile({ text }: TaskSource): boolean {
  if (!/^---[ \t]*\n/u.test(text)) return false;
  const keys = new Set(frontKeys(text).map(({ key }) => key.toLowerCase()));
  if (!keys.has('status') || !['title', 'name'].some((key) => keys.has(key))) return false;
  if (![...keys].some((key) => TRACKED.test(key)) || keys.has('todos')) return false;
  const { sections } = readOutline(text, { from: plainText(text).from });
  const names = sections.map(({ heading }) => bareHeading(heading.text));
  return names.some((name) => DESCRIBED.test(name)) && !sections.some(isListOfTasks);
}

const TRACKED =
  /^(?:id|assignees?|labels|dependencies|depends_on|blocked_by|parallel|conflicts_with|created(?:_date|_at)?|updated(?:_date|_at)?|ordinal|priority|github|milestone|parent(?:_task_id)?)$/u;
const DESCRIBED = /^(?:description|acceptance criteria|definition of done)$/iu;

/** A list of tasks of their own makes a story of it: "Tasks / Subtasks", "Phase 1: …". */
function isListOfTasks({ heading, sections, blocks }: Section): boolean {
  const { form, kind, id } = readUnitLabel(heading.text);
  if (form === 'word' && kind === 'phase' && id !== undefined) return true;
  const isNamed = /^(?:tasks?(?: (?:\/|and|&) sub-?tasks?| list| breakdown)?|tasks created)$/iu.test(
    bareHeading(heading.text),
  );
  return isNamed && (sections.length > 1 || blocks.some((block) => block.kind === 'text' && block.isItem));
}

function listOf(source: TaskSource): TaskList {
  const { text, file } = source;
  const { from, title: front } = plainText(text);
  const outline = readOutline(text, { from });
  const shown = new SectionText(outline);
  const top = titleOf(outline.root);
  const keys = new Map(frontKeys(text).map((each) => [each.key.toLowerCase(), each]));
  const named = front?.value ?? entriesIn(keys.get('name') ?? NO_VALUE)[0] ?? top?.heading.text ?? '';
  const label = readUnitLabel(printableLine(named));
  const body = new TaskFileBody(shown);
  for (const section of (top ?? outline.root).sections) body.add(section);
  const state = stateOf(keys.get('status'));
  const task: Task = {
    id: entriesIn(keys.get('id') ?? NO_VALUE)[0] ?? label.id,
    names: [],
    line: top?.line ?? front?.line ?? keys.get('name')?.line ?? 1,
    column: 1,
    title: label.title === '' ? printableLine(named) : label.title,
    goal: body.goal,
    section: -1,
    state,
    pace: undefined,
    needs: [],
    isFree: false,
    files: filesOf(keys, [named, body.goal ?? '', ...body.steps, ...body.gates].join('\n')),
    hours: body.hours,
    complexity: undefined,
    steps: body.steps,
    stepsDone: body.stepsDone,
    gates: body.gates,
    others: [...fieldsOf(keys, state), ...body.others],
  };
  return {
    title: printableLine(named),
    sections: [],
    tasks: [task],
    problems: [
      ...taskFileNotes(task, outline.sections, {
        file,
        openChecks: body.openChecks,
        status: keys.get('status'),
      }),
      ...leftOutNote(body.outcomes, file),
    ],
    outcomes: body.outcomes,
  };
}

const NO_VALUE: Pick<FrontKey, 'values'> = { values: [] };

function stateOf(status: FrontKey | undefined): Task['state'] {
  const said = (entriesIn(status ?? NO_VALUE)[0] ?? '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  if (/^(?:deferred|postponed|on hold|someday)$/iu.test(said)) return 'deferred';
  return /^(?:closed|archived)$/iu.test(said) ? 'done' : statusOf(said);
}

/** The files that the front matter lists, else those that the text names. */
function filesOf(keys: ReadonlyMap<string, FrontKey>, text: string): Task['files'] {
  const key = FILE_KEYS.find((each) => keys.has(each));
  const paths = entriesIn(keys.get(key ?? '') ?? NO_VALUE).map((path) => path.replace(/\s+\(.*$/u, ''));
  if (paths.length > 0) return { paths, areStated: true };
  const named = namedFiles(text);
  return named.length === 0 ? undefined : { paths: named, areStated: false };
}

const FILE_KEYS = ['files', 'files_modified', 'modified_files', 'modifiedfiles', 'touches'];

/** The other keys of the front matter as fields; a status is one only while it says more than "open". */
function fieldsOf(keys: ReadonlyMap<string, FrontKey>, state: Task['state']): TaskField[] {
  return [...keys].flatMap(([key, { values }]) => {
    const text = entriesIn({ values }).join(', ');
    const isPlain = key === 'status' && (state !== 'open' || /^(?:to ?do|open|pending)$/iu.test(text));
    if (text === '' || isPlain || READ.test(key)) return [];
    const name = key.replace(/[_-]+/gu, ' ').replace(/^\p{Ll}/u, (first) => first.toUpperCase());
    return [{ name: ownName(name), text: printableLine(text) }];
  });
}

/** Keys that are read, reported by a note of their own, or dates and places in the tracker. */
const READ =
  /^(?:title|name|id|files|files_modified|modified_?files|touches|dependencies|depends_?on|blocked_?by|requires|parallel|ordinal|(?:created|updated|closed|completed)(?:_date|_at)?|acceptance.*|success_?criteria|definition_of_done|done_when)$/u;

/** A name for a field that a plan does not read as one of its own. */
function ownName(name: string): string {
  return `${fieldKey(name, { isMarked: true }) === undefined ? '' : 'Remarks on '}${name}`;
}

/** The sections of a task's file, each by what its heading says that it is for. */
class TaskFileBody {
  goal: string | undefined;
  hours: number | undefined;
  /** The number of criteria without a tick. */
  openChecks = 0;
  readonly steps: string[] = [];
  readonly stepsDone: string[] = [];
  readonly gates: string[] = [];
  readonly others: TaskField[] = [];
  readonly outcomes: SectionOutcome[] = [];
  readonly #shown: SectionText;

  constructor(shown: SectionText) {
    this.#shown = shown;
  }

  add(section: Section): void {
    const { heading, line, level, blocks, sections } = section;
    const below = this.#shown.below(section);
    if (below.length === 0) return;
    const name = bareHeading(heading.text);
    const addOutcome = (became: SectionOutcome['became'], why: string) =>
      this.outcomes.push({ heading: printableLine(heading.text), line, level, became, why });
    if (STEPS.test(name)) {
      addOutcome('work', 'its steps');
      if (sections.length > 0) this.#addParts(section);
      else this.#addItems(blocks, below);
    } else if (isCheck(name) && blocks.concat(...sections.map((each) => each.blocks)).some(isItem)) {
      addOutcome('work', 'how to tell that it is done');
      for (const each of withBelow(section)) this.#addChecks(each.blocks);
    } else if (RECORD.test(name)) addOutcome('left-out', 'a record of the work');
    else {
      addOutcome('work', name === 'description' ? 'what is to be done' : 'what to know for it');
      this.hours ??= EFFORT.test(name) ? hoursIn(below) : undefined;
      this.#addText(name, heading.text, section, below);
    }
  }

  /** The first paragraph of the description is the goal; all else is kept below its heading. */
  #addText(name: string, heading: string, { blocks }: Section, below: readonly string[]): void {
    const [first] = blocks;
    const isGoal =
      this.goal === undefined &&
      GOAL.test(name) &&
      first?.kind === 'text' &&
      !first.isItem &&
      first.depth === 0;
    if (isGoal) this.goal = printable(this.#shown.item(first));
    const rest = isGoal ? below.slice(1) : below;
    if (rest.length === 0) return;
    this.others.push({ name: ownName(printableLine(heading)), text: rest.map(printable).join('\n') });
  }

  /** "### Step 1: …": each is a step with all that is below it. */
  #addParts({ blocks, sections }: Section): void {
    const above = blocks.flatMap((block) => this.#shown.block(block) ?? []);
    if (above.length > 0) this.others.push({ name: 'Note', text: above.map(printable).join('\n') });
    for (const section of sections) {
      const { state, form, title, id } = readUnitLabel(section.heading.text);
      const name = form === 'word' && id !== undefined && title !== '' ? title : section.heading.text;
      const step = [printableLine(name), ...this.#shown.below(section).map(printable)].join('\n');
      (state === 'done' ? this.stepsDone : this.steps).push(step);
    }
  }

  /** Each outermost item is a step, with all that is in it; paragraphs are steps where there is no list. */
  #addItems(blocks: readonly OutlineBlock[], below: readonly string[]): void {
    const hasItems = blocks.some(isItem);
    let list = this.steps;
    for (const block of blocks) {
      const text = this.#shown.block(block);
      if (text === undefined) continue;
      const isStep = block.kind === 'text' && (hasItems ? block.isItem && block.depth <= 1 : true);
      const [first] = block.kind === 'text' ? block.lines : [];
      if (isStep && first !== undefined) {
        list = /[xX]/u.test(withoutBox(first).box ?? '') ? this.stepsDone : this.steps;
        list.push(printable(text.replace(/^- (?:\d{1,9}\. )?/u, '').replace(/ \(done already\)$/u, '')));
      } else if (list.length > 0) list.push(`${list.pop() ?? ''}\n${printable(text)}`);
      else list.push(`As written here\n${printable(text)}`);
    }
    if (this.steps.length + this.stepsDone.length === 0) this.steps.push(below.map(printable).join('\n'));
  }

  #addChecks(blocks: readonly OutlineBlock[]): void {
    for (const block of blocks) {
      const [first] = isItem(block) ? block.lines : [];
      if (block.kind !== 'text' || first === undefined) continue;
      const { box } = withoutBox(first);
      const said = this.#shown
        .item(block)
        .replace(/ \(done already\)$/u, '')
        .replace(/^\d{1,9}\. /u, '');
      if (/[xX]/u.test(box ?? '')) this.stepsDone.push(printable(said));
      else if (block.depth > 1 && this.gates.length > 0)
        this.gates.push(`${this.gates.pop() ?? ''}; ${gateText(printable(said))}`);
      else this.gates.push(gateText(printable(said)));
      if (box !== undefined && box.trim() === '') this.openChecks += 1;
    }
  }
}

function isItem(block: OutlineBlock): block is Extract<OutlineBlock, { kind: 'text' }> {
  return block.kind === 'text' && block.isItem;
}

const STEPS =
  /^(?:(?:implementation|action|execution|work) )?(?:plan|steps|checklist)$|^(?:sub-?tasks|to ?do|tasks)$/iu;
const GOAL = /^(?:description|goal|objective|summary|overview|what)$/iu;
const EFFORT = /^(?:effort(?: estimate)?|estimate(?:d effort)?|size)$/iu;
/** Sections that record what was done. */
const RECORD = /^(?:change ?log|history|final summary|comments|activity|dev agent record.*|qa results)$/iu;

function isCheck(name: string): boolean {
  return (
    sectionRole(name)?.role === 'check' &&
    !/^(?:unit |integration |manual )?(?:tests?|testing)\b/iu.test(name)
  );
}

function hoursIn(lines: readonly string[]): number | undefined {
  const said = lines.flatMap(
    (line) =>
      /^-\s*\**(?:hours|estimate|effort|time)\**\s*:\**\s*(?<value>.+)$/iu.exec(line)?.groups?.value ?? [],
  );
  return said.map((value) => parseHours(value, { needsUnit: false })).find((hours) => hours !== undefined);
}
