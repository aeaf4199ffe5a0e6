import type { TextBlock, TextLine } from '../document/blocks.ts';
import { fieldKey } from '../document/field_names.ts';
import { FieldCollector, type RawField } from '../document/fields.ts';
import { choiceIn } from '../words/choice_words.ts';
import { STATUS_LINE, statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { bareHeading, sectionRole } from '../words/section_roles.ts';
import { statedStatus } from '../words/status_words.ts';
import { boxedField } from './boxed_field.ts';
import { needsSentence } from './needs_sentence.ts';
import { openBoxesOf } from './open_boxes.ts';
import { type OutlineBlock, type Section, withBelow } from './outline.ts';
import { partStep } from './part_step.ts';
import { RunLines } from './run_lines.ts';
import { type SectionText, withoutBox } from './section_text.ts';
import { endsStep, isRemarkOnNeeds, leavesRows } from './step_end.ts';
import { splitTable, stepsOfTable } from './table_rows.ts';
import { addCheckFence, addEvidence, addListFence } from './unit_fences.ts';
import {
  countBoxes,
  fieldOfSection,
  hasBoxes,
  isBoldName,
  isBoldStep,
  isLeadingStep,
  isListName,
  isNamedLikeSiblings,
  isNumberedPart,
  isNumberedStep,
  isRecord,
  itemsNamedLikeSiblings,
  keyOf,
  markedDone,
  NAMED_ITEM,
  nameResults,
  unquoted,
} from './unit_lines.ts';
import { addSettings } from './unit_settings.ts';
import { newStep, type UnitBody, type UnitStep } from './unit_step.ts';

/**
 * Reads the text below a heading: known fields, and all the rest as steps and notes.
 *
 * @param isUnit - whether a section below it is a part of its own
 */
export function readUnitBody(
  section: Section,
  text: SectionText,
  isUnit: (section: Section) => boolean,
): UnitBody {
  const reader = new BodyReader(section, text, isUnit);
  reader.readSection(section);
  return reader;
}

class BodyReader implements UnitBody {
  readonly intro: string[] = [];
  readonly steps: UnitStep[] = [];
  readonly notes: { name: string; text: string }[] = [];
  readonly #runs = new RunLines();
  readonly remarks: TextLine[] = [];
  status: UnitBody['status'];
  stated: UnitBody['stated'];
  /** The heading of the part. */
  readonly #part: string;
  readonly #text: SectionText;
  readonly #isUnit: (section: Section) => boolean;
  readonly #collector: FieldCollector;
  /** A paragraph such as "Deliverables:", to which the following text belongs. */
  #label: string | undefined;
  /** The first such paragraph, whose name is not added to its items until there is another one. */
  #first: { readonly name: string; readonly text: string } | undefined;
  /** Whether the part lists its steps with tick boxes: then all text before the first one explains. */
  #hasBoxes = false;
  /** Places where items begin that are steps, whatever their names mean elsewhere. */
  #stepLines: ReadonlySet<number> = new Set();
  /** The last step that is a bold line. */
  #bold: UnitStep | undefined;
  /** The step "Step 1: …" that everything up to the next one belongs to. */
  #named: UnitStep | undefined;
  /** Takes the next line of a text that runs on. */
  #runOn: ((line: string) => void) | undefined;
  /** Whether the heading above is one over the work: "Changes". */
  #isInWork = false;
  /** The checks that the heading above begins. */
  #checks: RawField | undefined;
  /** The block after the one that is read. */
  #next: OutlineBlock | undefined;
  /** Whether the list is below "Done:" or "Shipped:". */
  #isDoneList = false;
  /** Whether the last block belongs to a step, so that the next one may as well. */
  #isInStep = false;

  constructor({ heading }: Section, text: SectionText, isUnit: (section: Section) => boolean) {
    this.#part = heading.text;
    this.#text = text;
    this.#isUnit = isUnit;
    this.#collector = new FieldCollector({
      keyOf,
      start: (line, block) =>
        (block.isItem ? boxedField(line) : undefined) ?? needsSentence(line, block, this.#part),
      add: (line, block, isFirst) => this.#addLoose(line, block, isFirst),
    });
  }

  #beginNamed(): void {
    this.#named = this.steps.at(-1);
    this.#collector.close();
  }

  get fields(): readonly RawField[] {
    return this.#collector.fields;
  }

  get runs(): readonly string[] {
    return this.#runs.checks;
  }

  readSection(section: Section): void {
    this.#hasBoxes = hasBoxes(section);
    this.#stepLines = itemsNamedLikeSiblings(section);
    this.#addBlocks(section);
    for (const below of section.sections) if (!this.#isUnit(below)) this.#addSection(below);
  }

  #addBlocks({ blocks }: Section): void {
    for (const [index, block] of blocks.entries()) {
      this.#next = blocks[index + 1];
      this.#addBlock(block);
    }
  }

  #addBlock(block: OutlineBlock): void {
    if (block.kind === 'text') {
      this.#runOn = undefined;
      if (!this.#addToNamed(block)) this.#collector.addText(block);
    } else if (block.form !== 'html') this.#addVerbatim(block);
  }

  /** A paragraph or an item below "Step 1: …" is a part of that step. @returns whether it is below one */
  #addToNamed(block: TextBlock): boolean {
    const [step, line] = [this.#named, block.lines[0]];
    if (step === undefined || line === undefined || isRemarkOnNeeds(line, block)) return false;
    if (endsStep(block) || (this.#isInWork && !block.isItem && LEAD.test(line.text))) {
      this.#named = undefined;
      return false;
    }
    for (const { text } of block.lines) this.#runs.add(text, step.text);
    countBoxes([block], step);
    step.below.push(`- ${this.#text.item(block)}`);
    return true;
  }

  #addVerbatim(block: Extract<OutlineBlock, { kind: 'opaque' }>): void {
    const verbatim = this.#text.verbatim(block);
    if (block.form === 'table' && this.#addRows(verbatim)) return;
    if (this.#collector.isOpen && this.#collector.addVerbatim(verbatim, block.depth)) return;
    const open = this.#collector.fields.at(-1);
    const isOpenField = this.#collector.isOpen && open?.items.length === 0;
    if (block.form === 'fence' && addCheckFence(this.#checks, verbatim, this.notes, this.#label)) return;
    if (isOpenField && open && block.form === 'fence' && addListFence(open, verbatim)) return;
    if (block.form === 'quote' && this.#addStated({ ...verbatim, text: unquoted(verbatim.text) }, true))
      return;
    const last = this.steps.at(-1);
    if (last !== undefined && (last === this.#bold || last === this.#named) && !isOpenField) {
      // "**Step 1: Write it**", "Create `a.ts`:", and the code: one step.
      if (this.#label !== undefined) last.below.push(`- ${this.#label}:`);
      last.below.push(verbatim.text);
      this.#label = undefined;
    } else if (last !== undefined && this.#isInStep && this.#label === undefined && !isOpenField)
      last.below.push(verbatim.text);
    else if (block.form === 'quote') this.notes.push({ name: 'Note', text: unquoted(verbatim.text) });
    else if (block.form === 'fence' && this.#hasBoxes && !this.#hasSteps() && !isOpenField)
      this.notes.push({ name: 'As written here', text: `\n${verbatim.text}` });
    else {
      const label =
        this.#label ?? (isOpenField ? open?.name : undefined) ?? this.intro.at(-1) ?? 'As written here';
      if (this.#label === undefined && !isOpenField) {
        this.intro.pop();
        this.#first = undefined;
      }
      this.#label = undefined;
      if (block.form === 'fence' && addEvidence(label, verbatim, this.notes)) return;
      const rows = block.form === 'table' ? splitTable(verbatim.text) : undefined;
      for (const done of rows?.done ?? []) this.#addStep({ ...verbatim, text: done }, true);
      if (rows === undefined || rows.open !== undefined) {
        this.#addStep({ ...verbatim, text: label.replace(/[:：]$/u, '') }, undefined);
        this.steps.at(-1)?.below.push(rows?.open ?? verbatim.text);
      }
    }
  }

  /** The rows of a table of tasks are steps. @returns whether it is one */
  #addRows(table: TextLine): boolean {
    const open = this.#collector.isOpen ? this.#collector.fields.at(-1) : undefined;
    const rows = leavesRows(open) && this.#label === undefined ? stepsOfTable(table.text) : undefined;
    if (rows === undefined) return false;
    this.#collector.close();
    for (const { text, below, isDone, offset } of rows) {
      this.#addStep({ ...table, line: table.line + offset, text }, isDone ? true : undefined);
      if (!isDone) for (const line of below) this.steps.at(-1)?.below.push(line);
    }
    this.#isInStep = false;
    this.#runOn = undefined;
    return true;
  }

  #addSection(section: Section): void {
    const { heading } = section;
    this.#collector.close();
    this.#label = undefined;
    this.#isDoneList = false;
    const isNumbered = isNumberedPart(section);
    const key = fieldOfSection(section);
    if (key !== undefined) {
      this.#collector.addHeading(heading);
      this.#checks = key === 'gates' ? this.#collector.fields.at(-1) : undefined;
      this.#isInWork = key === 'steps';
      this.#addBlocks(section);
      this.#isInWork = false;
      for (const below of section.sections) this.#addFieldPart(below);
      this.#checks = undefined;
    } else if (
      (this.#explains(section) || sectionRole(heading.text)?.role === 'aside') &&
      !isNumbered &&
      !isNamedLikeSiblings(section) &&
      choiceIn(heading.text) !== 'recommended'
    ) {
      const text = this.#text.below(section).join('\n');
      if (text !== '') this.notes.push({ name: heading.text.replace(/[*_`:]/gu, ''), text });
    } else {
      const { text, isDone } = partStep(section, this.#text);
      this.#addStep({ ...heading, text }, isDone);
      const step = this.steps.at(-1);
      for (const line of this.#text.below(section)) step?.below.push(line);
      if (step !== undefined) {
        step.isPart = true;
        for (const each of withBelow(section)) countBoxes(each.blocks, step);
      }
    }
    this.#collector.close();
    this.#isInStep = false;
  }

  /** Whether a heading after the list of the work is over its results, "Deliverable", or over notes on it: "Notes on the setup". */
  #explains(section: Section): boolean {
    const name = bareHeading(section.heading.text);
    const explains = nameResults(name) || NOTES.test(name);
    return explains && this.#hasSteps() && openBoxesOf(section).counting === 0;
  }

  /** Adds the text below a heading within a field: another field, or more of that one. */
  #addFieldPart(section: Section): void {
    if (fieldKey(section.heading.text, { isMarked: true }) !== undefined) this.#addSection(section);
    else {
      this.#addBlocks(section);
      for (const below of section.sections) this.#addFieldPart(below);
    }
  }

  #addLoose(line: TextLine, block: TextBlock, isFirst: boolean): void {
    if (isRemarkOnNeeds(line, block)) this.remarks.push(line);
    else if (!isFirst) this.#runOn?.(line.text);
    else if (block.isItem && block.depth <= 1) this.#addItem(line);
    else if (block.depth > 0) {
      const step = this.steps.at(-1);
      if (step !== undefined) countBoxes([block], step);
      this.#addBelow(`${block.isItem ? this.#text.numberOf(line) : ''}${markedDone(line)}`);
    } else this.#addParagraph(line, block);
  }

  #addItem(line: TextLine): void {
    const { box, text } = withoutBox(line);
    const status = box === undefined ? STATUS_LINE.exec(text)?.groups?.value : undefined;
    if (status !== undefined) {
      this.#addStatus(status);
      this.#isInStep = false;
      return;
    }
    const prefix = this.#label === undefined ? '' : `${this.#label}: `;
    const isDone = box === undefined ? undefined : /[xX☑✓✔✅]/u.test(box);
    const marked = withoutDoneMarks(text);
    const [, name = '', said = ''] = box === undefined ? (NAMED_ITEM.exec(text) ?? []) : [];
    // "- Risks: …", "- Not now: …" among the work give things to mind in the part.
    if (name !== '' && sectionRole(name)?.role === 'aside' && !this.#stepLines.has(line.line)) {
      this.notes.push({ name: name.replace(/[*_`]/gu, ''), text: said });
      this.#isInStep = false;
      this.#goOnInNote();
      return;
    }
    const isPast = isDone === undefined && isRecord(text);
    this.#addStep(
      { ...line, text: prefix + marked.text },
      isDone ?? (marked.state === undefined && !isPast && !this.#isDoneList ? undefined : true),
    );
    if (isBoldStep({ ...line, text })) this.#beginNamed();
  }

  #addStep(line: TextLine, isDone: boolean | undefined): void {
    const step = newStep(line, isDone);
    this.steps.push(step);
    this.#isInStep = true;
    this.#runOn = (more) => {
      step.text += ` ${more}`;
    };
  }

  #addBelow(text: string): void {
    const last = this.steps.at(-1);
    if (last === undefined) {
      this.intro.push(text);
      this.#runOn = (more) => this.intro.push(`${this.intro.pop() ?? ''} ${more}`);
      return;
    }
    last.below.push(`- ${text}`);
    this.#runOn = (more) => last.below.push(`${last.below.pop() ?? ''} ${more}`);
  }

  #addParagraph(line: TextLine, block: TextBlock): void {
    const { text } = line;
    const status = STATUS_LINE.exec(text)?.groups?.value;
    if (status !== undefined) {
      this.#addStatus(status);
      return;
    }
    if (
      this.#addStated(
        { ...line, text: block.lines.map((each) => each.text).join(' ') },
        text.startsWith('**'),
      )
    ) {
      this.#runOn = () => {};
      return;
    }
    const isAlone = this.steps.length === 0 && block.lines.length === 1;
    if (isAlone && addSettings(line, this.#collector.fields, this.notes)) return;
    const isRun = this.#runs.add(text);
    if (isLeadingStep(text) || (this.#isInWork && LEAD.test(text))) {
      this.#addStep(line, undefined);
      this.#bold = this.steps.at(-1);
      this.#beginNamed();
      return;
    }
    if (isBoldStep(line) || isNumberedStep(text)) {
      this.#addStep({ ...line, text: text.replace(/^\*\*([^*]+)\*\*/u, '$1') }, undefined);
      this.#bold = this.steps.at(-1);
      if (isBoldStep(line)) this.#beginNamed();
      return;
    }
    if (isListName(line, block, this.#next) && this.#addLabel(line)) return;
    const last = this.steps.at(-1);
    const goesWithStep =
      last !== undefined && this.#isInStep && (last.isDone !== undefined || isRun || last.below.length > 0);
    if (goesWithStep || this.steps.length === 0) this.#addBelow(text);
    else {
      this.notes.push({ name: 'Note', text });
      this.#isInStep = false;
      this.#goOnInNote();
    }
  }

  #goOnInNote(): void {
    const note = this.notes.at(-1);
    this.#runOn = (more) => note && Object.assign(note, { text: `${note.text} ${more}` });
  }

  /** Another list has a name, so that the first one needs its own. */
  #nameFirst(): void {
    const first = this.#first;
    if (first === undefined || this.steps.length === 0) return;
    this.#first = undefined;
    const said = this.intro.lastIndexOf(first.text);
    if (said >= 0) this.intro.splice(said, 1);
    for (const step of this.steps) step.text = `${first.name}: ${step.text}`;
  }

  #addStatus(status: string): void {
    this.status ??= statusOf(status);
    this.notes.push({ name: 'Status', text: status.replace(/[*_]/gu, '') });
    this.#goOnInNote();
  }

  /** Text below the heading that says how far the part is. @returns whether it does */
  #addStated({ text, line }: TextLine, isSetOff: boolean): boolean {
    if (this.steps.length > 0 || this.stated !== undefined) return false;
    const stated = statedStatus(text, { isSetOff });
    if (stated === undefined) return false;
    this.stated = { ...stated, line, text };
    this.notes.push({ name: 'Status', text });
    return true;
  }

  #hasSteps(): boolean {
    return this.steps.length > 0 || this.fields.some(({ key, items }) => key === 'steps' && items.length > 0);
  }

  /** A line such as "Exit criteria:" over a list. @returns whether the line needs nothing else */
  #addLabel(line: TextLine): boolean {
    const name = line.text.replace(/[:：*_]+$|^[*_]+|\*\*/gu, '');
    const key = keyOf(name) ?? fieldKey(name, { isMarked: true });
    // After the list of the work, its results are no more work.
    const isResult = this.#hasSteps() && nameResults(name);
    if (key !== undefined || isResult || sectionRole(name)?.role === 'aside') {
      this.#collector.addHeading({ ...line, text: name });
      this.#label = undefined;
      return true;
    }
    this.#isDoneList = statusOf(name) === 'done';
    if (this.#isDoneList) {
      this.#label = undefined;
      return true;
    }
    const isBelowBox = this.#isInStep && this.steps.at(-1)?.isDone !== undefined;
    if (isBelowBox && !isBoldName(line)) return false;
    // The first list of a part needs no name; several are distinguished by theirs.
    const isFirst = !this.#hasSteps() && this.#label === undefined && this.#first === undefined;
    if (isFirst) {
      this.intro.push(line.text);
      this.#first = { name, text: line.text };
    } else this.#nameFirst();
    this.#label = isFirst ? undefined : name;
    this.#runOn = undefined;
    return true;
  }
}

/** "**Reports** — Write one for each": a paragraph with a name before a dash, among the work. */
const LEAD = /^\*\*[^*]{2,80}\*\*(?:\s*[(（][^()（）]{1,40}[)）])?\s*[—–]\s/u;

const NOTES =
  /^notes? (?:on|about|for)\b|(?:^|\s)notes$|^(?:notas|hinweise|notizen|remarques|примечания)(?!\p{L})/u;
