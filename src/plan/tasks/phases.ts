import { success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import { plainText } from '../document/plain_text.ts';
import { foldedId } from '../document/references.ts';
import { certaintyOf, type Evidence } from '../outline/certainty.ts';
import { type ChosenUnits, chooseUnits } from '../outline/choose_units.ts';
import { withFencedTasks } from '../outline/fenced_tasks.ts';
import { liftedLevels } from '../outline/lifted_units.ts';
import { numberedLevels } from '../outline/numbered_levels.ts';
import { orderedUnits } from '../outline/ordered_units.ts';
import { type Outline, readOutline, withBelow } from '../outline/outline.ts';
import { type OverviewState, overviewStates } from '../outline/overview.ts';
import { plainUnits } from '../outline/plain_units.ts';
import { SectionText } from '../outline/section_text.ts';
import { type Surveyed, survey, titleOf } from '../outline/survey.ts';
import { tickedNames } from '../outline/ticked_names.ts';
import { statedOrder } from '../sequence/stated_order.ts';
import { aimTicksNote, withoutAimTicks } from './aim_ticks.ts';
import { choiceNotes } from './choice_notes.ts';
import { noTasks } from './document_list.ts';
import { documentOrder } from './document_order.ts';
import {
  doneButDenied,
  doneButKept,
  doneButLeft,
  doneButOpen,
  doneButStated,
  markedElsewhere,
  tickedBesideBare,
  tickedByName,
  tickedElsewhere,
} from './done_but_open.ts';
import { doubtNotes, unclearWork } from './doubt_notes.ts';
import { emptyParts } from './empty_parts.ts';
import { groupGoals } from './group_goals.ts';
import { withHoursBeside } from './hours_beside.ts';
import type { Importer, Task, TaskList, TaskProblem, TaskSource, WholeChecks } from './importer.ts';
import { checksOfParts } from './list_of_checks.ts';
import { memoizeReading } from './memoize_reading.ts';
import { recordOfParts } from './nothing_left.ts';
import { evidenceOfParts } from './part_evidence.ts';
import { goalsInferred, needsOf, tooManyNote } from './part_needs.ts';
import { phaseTaskOf } from './phase_task.ts';
import { withRanks } from './priority_order.ts';
import { inSection } from './section_option.ts';
import { leftOutNote, outcomesOf, withConstraintsRead } from './section_outcomes.ts';
import { shortText } from './short_text.ts';
import { similarHeadingNotes } from './similar_heading_notes.ts';
import { withStated } from './stated_needs.ts';
import { unmarkedBeforeDone } from './unmarked_parts.ts';
import { wholeChecks } from './whole_checks.ts';

/**
 * A document whose headings are the parts of the work: phases, stages, milestones, weeks, tasks, in any language, with or without
 * fields of plans.
 */
export const phases: Importer = {
  format: 'phases',
  recognise: (source) => chosenOnce(source)?.units.reason,
  count: (source) => chosenOnce(source)?.units.units.length ?? 0,
  read: (source, options) => {
    const document = options.section === undefined ? chosenOnce(source) : chosenIn(source, options);
    if (document === undefined)
      return noTasks(source, '### Phase 1: Setup, over a list of what is to be done');
    const { outline, units } = document;
    const other =
      options.section === undefined
        ? (recordOfParts(outline, units.units, source.file) ??
          checksOfParts(outline, units.units, source.file))
        : undefined;
    if (other !== undefined) return other;
    const { list, evidence } = listOf(document, source);
    const asked = options.section === undefined ? askedFor(evidence, units.units) : undefined;
    return asked === undefined ? success(list) : unclearWork(asked, source.file);
  },
  order: documentOrder,
};

type Chosen = {
  readonly outline: Outline;
  readonly surveyed: readonly Surveyed[];
  readonly units: ChosenUnits;
  readonly title: string;
};

const chosenOnce = memoizeReading((source: TaskSource) => chosenIn(source, {}));

function chosenIn(
  source: TaskSource,
  { section }: { readonly section?: string | undefined },
): Chosen | undefined {
  const { text: plain, from, title } = plainText(source.text);
  const text = withoutAimTicks(withFencedTasks(plain));
  // Where nothing is written as a heading, or nothing in bold, there is one way to read it.
  const hasBold = BOLD_LINE.test(text);
  const ways = hasBold ? (HEADING.test(text) ? [false, true] : [true]) : [false];
  for (const readsBold of ways) {
    const whole = readOutline(text, { from, readsBold });
    const asWritten = section === undefined ? whole : inSection(whole, section);
    if (asWritten === undefined) return undefined;
    const { outline, surveyed, chosen } = unitsIn(asWritten, (levels) => {
      const lifted = readOutline(text, { from, readsBold, levels });
      return section === undefined ? lifted : (inSection(lifted, section) ?? asWritten);
    });
    const plainly = () => orderedUnits(outline, surveyed) ?? plainUnits(outline, surveyed);
    const units = chosen ?? (readsBold || !hasBold ? plainly() : undefined);
    const heading = titleOf(outline.root) ?? outline.sections[1];
    if (units !== undefined)
      return {
        outline,
        surveyed,
        units,
        title: titleIn(heading?.heading.text, title?.value, units, heading?.index),
      };
  }
  return undefined;
}

/**
 * The parts of an outline. Where their headings are deeper than those inside them, it is read again by the meaning of the levels.
 */
function unitsIn(
  asMarked: Outline,
  readAgain: (levels: ReadonlyMap<number, number>) => Outline,
): {
  readonly outline: Outline;
  readonly surveyed: readonly Surveyed[];
  readonly chosen: ChosenUnits | undefined;
} {
  const nested = numberedLevels(asMarked.sections);
  const written = nested === undefined ? asMarked : readAgain(nested);
  const surveyed = survey(written);
  const asWritten = { outline: written, surveyed, chosen: chooseUnits(written, surveyed) };
  const anyway = asWritten.chosen ?? chooseUnits(written, surveyed, { isAnyway: true });
  const levels =
    anyway === undefined || nested !== undefined ? undefined : liftedLevels(written, surveyed, anyway);
  if (levels === undefined) return asWritten;
  const outline = readAgain(levels);
  const again = survey(outline);
  const chosen = chooseUnits(outline, again);
  return chosen?.units.length === anyway?.units.length ? { outline, surveyed: again, chosen } : asWritten;
}

const HEADING = /^ {0,3}(?:#{1,6}(?:[ \t]|$)|=+[ \t]*$|-+[ \t]*$)/mu;
const BOLD_LINE = /^[ \t>*+-]{0,20}(?:\*\*|__)\S/mu;

/** The document's title: its first heading, unless that is a part itself, else that of its front matter. */
function titleIn(
  heading: string | undefined,
  front: string | undefined,
  { units }: ChosenUnits,
  index = 0,
): string {
  const isPart = units.some(({ section }) => section.index === index);
  return (isPart ? undefined : heading?.replace(/[*`]/gu, '')) ?? front ?? '';
}

/**
 * The evidence to ask with, where something else is the work as likely as the parts are; nothing if no section holds just the
 * parts, so that no answer could mean them.
 */
function askedFor(evidence: Evidence, units: readonly Surveyed[]): Evidence | undefined {
  const [doubt] = certaintyOf(evidence).doubts;
  const over = units[0]?.section.parent;
  const [taken] = evidence.taken;
  if (certaintyOf(evidence).level !== 'unknown' || doubt?.kind !== 'rival' || taken === undefined)
    return undefined;
  if (over === undefined || over.level <= 1 || !units.every(({ section }) => section.parent === over))
    return undefined;
  const { text: name, line } = over.heading;
  return { ...evidence, taken: [{ ...taken, name, line }], left: doubt.rivals };
}

function listOf(
  { outline, surveyed, units: chosen, title }: Chosen,
  source: TaskSource,
): { readonly list: TaskList; readonly evidence: Evidence } {
  const { file } = source;
  const { units } = chosen;
  const text = new SectionText(outline);
  const sections = new Set(units.map(({ section }) => section));
  const read = units.map((unit) => phaseTaskOf(unit, text, (section) => sections.has(section)));
  const inside = new Set(units.flatMap(({ section }) => [...withBelow(section)].map(({ index }) => index)));
  const isInside = (index: number) => inside.has(index);
  const states = overviewStates(outline, units, isInside);
  const groupState = statesOfGroups(chosen);
  const ticked = tickedNames(surveyed, units, isInside);
  const needs = needsOf(read);
  const top = titleOf(outline.root);
  const own = read.map(({ task }, index): Task => {
    const said = states.get(foldedId(task.id ?? ''));
    // A part with some steps marked done and some not is a better source than a list elsewhere.
    const isMixed = task.steps.length > 0 && (task.stepsDone ?? []).length > 0;
    const overviewState = said?.isWeak === true && isMixed ? undefined : said;
    const parts = withPartsDone(task, states);
    const isOpen = task.state === 'open' && !saysOpen(task);
    const areAllDone = parts.steps.length === 0 && task.steps.length > 0;
    const state = isOpen
      ? (stateOfOverview(overviewState) ??
        groupState[index] ??
        (ticked?.lines.has(index) === true ? 'done' : undefined) ??
        (units[index]?.role === 'done' || areAllDone ? 'done' : 'open'))
      : task.state;
    return {
      ...task,
      ...parts,
      state,
      needs: [...(needs.needs[index] ?? []), ...task.needs],
      others: [...task.others, ...(units[index] === undefined ? [] : groupGoals(units[index].section, top))],
      isFree: task.isFree || (needs.areFree[index] ?? false),
    };
  });
  const outcomes = withConstraintsRead(outcomesOf(outline, surveyed, chosen), source.text);
  const checks = wholeChecks(source, outcomes);
  const isTold = describedElsewhere(checks, outline.sections);
  const beside = outline.sections.filter(({ index }) => !inside.has(index));
  const named = units.map(({ label, section }, index) => ({
    ...{ ...label, section },
    title: own[index]?.title ?? '',
  }));
  const stated = statedOrder(beside, outline.lines, named);
  const timed = withHoursBeside(own, named, { sections: beside, lines: outline.lines });
  const order = withStated(timed, stated, file);
  const { problems } = order;
  const tasks = withRanks(order.tasks, units, { beside, lines: outline.lines });
  const evidence = evidenceOfParts({
    ...{ outline, surveyed, chosen, tasks, outcomes },
    inside: (index) => isInside(index) || isTold(index),
  });
  const doubts = doubtNotes(evidence, file);
  const list: TaskList = {
    title: printable(title),
    sections: [],
    tasks,
    problems: [
      ...tooManyNote(needs.tooMany, file),
      ...goalsInferred(read, tasks, source),
      ...leftOutNote(
        outcomes.filter(({ line }) => checks.every((each) => each.line !== line)),
        file,
        doubts,
      ),
      ...guessedNote(units, file),
      ...emptyParts(read, tasks, file),
      ...similarHeadingNotes(chosen, file),
      ...doneButOpen(units, tasks, file),
      ...aimTicksNote(source.text, file),
      ...doneButKept(units, tasks, file),
      ...doneButDenied(tasks, states, file),
      ...tickedBesideBare(units, tasks, file),
      ...(ticked === undefined
        ? tickedElsewhere(surveyed, units, isInside, file)
        : tickedByName(ticked, tasks, file)),
      ...markedElsewhere(surveyed, units, isInside, file),
      ...(ticked === undefined ? unmarkedBeforeDone(units, tasks, states, file) : []),
      ...doneButLeft(units, tasks, file),
      ...doneButStated(read, tasks, file),
      ...choiceNotes(read, tasks, file),
      ...problems,
      ...doubts,
    ],
    outcomes,
    checks,
    unitWords: [...new Set(units.map(({ label }) => label.word ?? ''))],
    isOrdered: units.some(({ label }) => label.form !== 'plain'),
  };
  return { list, evidence };
}

/** Whether a section, by its index, is one of the checks or below one. */
function describedElsewhere(
  checks: readonly WholeChecks[],
  sections: Outline['sections'],
): (index: number) => boolean {
  const lines = new Set(checks.map(({ line }) => line));
  const found = new Set(
    sections
      .filter(({ line }) => lines.has(line))
      .flatMap((section) => [...withBelow(section)].map(({ index }) => index)),
  );
  return (index) => found.has(index);
}

/** Warns that the headings were taken for parts by a word that is in no table. */
function guessedNote(units: readonly Surveyed[], file: string): TaskProblem[] {
  const [first] = units.filter(({ label }) => label.isGuessed);
  if (first === undefined) return [];
  const { line, column, text } = first.section.heading;
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `Headings such as “${shortText(text)}” were imported as the parts because they are numbered, although nothing else says that they are: check whether they are.`,
      ...{ file, line, column },
      hint: 'If other lists are the work, choose the section that holds them with --section "…".',
    },
  ];
}

/** The steps of a part without those that a list elsewhere ticks by their numbers: `- [x] **Phase 1.2**`. */
function withPartsDone(
  { steps, stepsDone = [] }: Task,
  states: ReadonlyMap<string, OverviewState>,
): Pick<Task, 'steps' | 'stepsDone'> {
  const isDone = (step: string) => {
    const id = /^\d{1,4}(?:\.\d{1,4})+(?=\s)/u.exec(step)?.[0];
    const said = id === undefined ? undefined : states.get(foldedId(id));
    return said !== undefined && said.isWeak !== true && said.state !== 'open';
  };
  return { steps: steps.filter((step) => !isDone(step)), stepsDone: [...stepsDone, ...steps.filter(isDone)] };
}

function stateOfOverview(overviewState: OverviewState | undefined): 'done' | 'cancelled' | undefined {
  return overviewState?.state === 'open' ? undefined : overviewState?.state;
}

/** Whether a part says itself that it is not done, which has priority over an overview. */
function saysOpen({ others }: Task): boolean {
  return others.some(
    ({ name, text }) =>
      /^status$/iu.test(name) && /^(?:not |in progress|planned|pending|todo|to do|open|blocked)/iu.test(text),
  );
}

/** The states that the headings around parts give them: the parts of a milestone that has shipped are done. */
function statesOfGroups({ units, groups }: ChosenUnits): (Task['state'] | undefined)[] {
  return units.map(({ section }) => {
    for (let above = section.parent; above !== undefined; above = above.parent) {
      const group = groups.find((each) => each.section === above);
      if (group?.label.state !== undefined) return group.label.state;
    }
    return undefined;
  });
}
