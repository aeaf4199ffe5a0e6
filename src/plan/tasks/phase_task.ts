import { printable } from '../../lib/index.ts';
import { withoutLabel } from '../document/files.ts';
import { canNameFile, looksLikePath, pathIn } from '../document/path_words.ts';
import { readPhase, type UnresolvedPhase } from '../document/phase.ts';
import { areBoxesKept, openBoxesOf } from '../outline/open_boxes.ts';
import type { Section } from '../outline/outline.ts';
import type { SectionText } from '../outline/section_text.ts';
import { statusBelow } from '../outline/status_below.ts';
import { beginsWithFile, boxOf, type Surveyed } from '../outline/survey.ts';
import { readUnitBody } from '../outline/unit_body.ts';
import type { UnitBody, UnitStep } from '../outline/unit_step.ts';
import type { Phase } from '../plan.ts';
import { choiceAmong } from '../words/choice_words.ts';
import { STATUS_LINE, statusOf } from '../words/done_marks.ts';
import { FILE_ACTION } from '../words/file_actions.ts';
import { NAMES_FILES, ONLY_THESE } from '../words/file_words.ts';
import { statedStatus } from '../words/status_words.ts';
import { withBoxesAsSteps } from './boxed_fields.ts';
import { gateText, isCheckCommand } from './gate_text.ts';
import type { Task, TaskField } from './importer.ts';
import { filesOfOpenWork, namedFiles, withNamedFiles } from './named_files.ts';
import { isLimitName } from './own_names.ts';
import { remarksOnly, takeRemarks } from './remarks.ts';
import { testsToWrite } from './tests_to_write.ts';

/** A part of a plan as a task, and the facts needed from all parts to resolve its dependencies. */
export type PhaseTask = {
  readonly task: Task;
  readonly unresolved: UnresolvedPhase;
  /** Whether nothing stands below its heading. */
  readonly isEmpty: boolean;
  /** Whether it gives no goal, so that the title or the text below it is taken for one. */
  readonly hasGoal: boolean;
  /** The first statement of its progress that names something left. */
  readonly stated: UnitBody['stated'];
  /** Number of its steps that are alternatives of which another one is taken, or none is recommended. */
  readonly choice: number;
};

/** Makes a task of a part of a plan: its fields, and all other text as steps and notes. */
export function phaseTaskOf(
  unit: Surveyed,
  text: SectionText,
  isUnit: (section: Section) => boolean,
): PhaseTask {
  const { section, label } = unit;
  const body = readUnitBody(section, text, isUnit);
  const { line, column } = section.heading;
  const said = takeRemarks({ text: titleOf(unit), line, column });
  // Parts come one after the other anyhow, so "(Sequential)" is not removed.
  const isPlain = said.title === '' || said.pace?.value === 'sequential';
  const title = isPlain ? titleOf(unit) : said.title;
  const remarks = [said, ...body.remarks.flatMap((each) => remarksOnly(each) ?? [])];
  const hours = label.hours ?? remarks.find((each) => each.hours !== undefined)?.hours;
  const heading = {
    id: label.id,
    isLabelled: true,
    isSetOff: true,
    title: { value: title, line, column },
    hours: hours === undefined ? undefined : { value: hours, text: '', line, column },
  };
  const at = { id: label.id ?? '', line, end: section.end, column };
  const unresolved = readPhase(heading, withBoxesAsSteps(withoutOutcomes(body)), at);
  const { phase } = unresolved;
  const stated = body.stated ?? statedInField(phase);
  const toWrite = testsToWrite(body, phase);
  const choice = chosenSteps(stepsLeft(stepsOf(body, [...phase.steps, ...toWrite.steps]), stated));
  const vague = choice.steps.open.filter(isVagueFile);
  const steps = { ...choice.steps, open: choice.steps.open.filter((step) => !vague.includes(step)) };
  const intro = body.intro.map(printable).join(' ');
  const goal = phase.goal?.value ?? (isGoal(intro) ? intro : '');
  const gates = gatesOf(body, phase, toWrite.gates);
  const declared = phase.files?.entries.filter(({ isPath }) => isPath).map(({ path }) => printable(path));
  const isDeclared = declared !== undefined && (declared.length > 0 || phase.files?.entries.length === 0);
  // Below a title such as "1. `src/config.ts`", blocks of code are about that file, and name no others to change.
  const isOfFile = beginsWithFile(title);
  const open = isOfFile ? steps.open.map(withoutFences) : steps.open;
  const areAll = isDeclared && vague.length === 0 && phase.files?.isExpected !== true;
  const named = areAll ? [] : filesOfOpenWork([title, goal, intro], { open, done: steps.done });
  return {
    unresolved,
    isEmpty: section.blocks.length === 0 && section.sections.length === 0,
    hasGoal: phase.goal !== undefined,
    stated,
    choice: choice.others.length + choice.unclear,
    task: {
      id: label.id,
      names: [],
      line,
      column,
      title: printable(title),
      goal: goal === '' ? undefined : printable(goal),
      section: -1,
      state: stateOf(unit, { status: body.status, steps: body.steps, stated }, phase),
      pace: paceOf(unit, body) ?? remarks.find(({ pace }) => pace !== undefined)?.pace,
      needs: remarks.flatMap((each) => each.needs),
      isFree: remarks.some((each) => each.isFree),
      files: isDeclared
        ? {
            paths: withNamedFiles(declared, named),
            areStated: areLimit(phase.files) && vague.length === 0,
            areAll: areLimit(phase.files) && vague.length === 0 && saysNoOthers(body),
          }
        : named.length > 0
          ? { paths: named, areStated: false }
          : undefined,
      hours: phase.hours?.value,
      complexity: phase.complexity?.value,
      steps: steps.open,
      stepsDone: steps.done,
      gates,
      others: [
        ...(intro === '' || goal === intro ? [] : [{ name: 'Description', text: intro }]),
        ...fileRemarks(body),
        ...(vague.length === 0
          ? []
          : [{ name: 'Details', text: vague.map((each) => `- ${each}`).join('\n') }]),
        ...unreadHours(phase),
        ...phase.others.map(
          ({ name, text: said }): TaskField => ({
            name: name.replace(/[*_:：]/gu, ' ').trim(),
            text: printable(said),
          }),
        ),
        ...body.notes.map(({ name, text: said }) => ({ name, text: printable(said) })),
        ...choice.others.map((step) => ({ name: NOT_TAKEN, text: step })),
      ],
      told: {
        ...(phase.workflow && { workflow: printable(phase.workflow.value) }),
        ...(phase.executor && { executor: printable(phase.executor.value) }),
        ...(phase.fallback && { fallback: printable(phase.fallback.value) }),
        ...(phase.plugin && { plugin: printable(phase.plugin.value) }),
        ...(phase.place && { place: printable(phase.place.value) }),
        ...(phase.needs && { needs: printable(phase.needs.value) }),
        ...(phase.requirement && { requirement: printable(phase.requirement.value) }),
      },
    },
  };
}

/** Whether the first text of a part can be its goal: "Modify: `src/a.ts`" is none, and what a list follows is not either. */
function isGoal(intro: string): boolean {
  if (intro.length > LONGEST_GOAL || /[:：]$/u.test(intro)) return false;
  const named = withoutLabel({ text: intro, line: 1, column: 1 }).text;
  return (
    named === intro ||
    !named.split(/[\s,]+/u).every((word) => looksLikePath(pathIn(word.replaceAll('`', ''))))
  );
}

/** "Modify: All component files that use it", among the files: it names none, so that those named are not all. */
function isVagueFile(step: string): boolean {
  const said = FILE_ACTION.exec(step)?.[0];
  return (
    said !== undefined &&
    VAGUE_FILES.test(step.slice(said.length)) &&
    !step.includes('\n') &&
    namedFiles(step).length === 0
  );
}

const VAGUE_FILES =
  /^(?:all|any|every|each|other|various|several|many|the (?:other|remaining)) [^.]*\bfiles?\b/iu;

/** Files beside words for others, "and the settings", are not all that may be touched. */
function areLimit(files: UnresolvedPhase['phase']['files']): boolean {
  return files?.isExpected !== true && (files?.entries ?? []).every(({ isPath }) => isPath);
}

/**
 * Whether no other files may change: a part says so beside its files or in a sentence of its own, or gives them in the field that
 * plans in the program's own form have for that.
 */
function saysNoOthers({ fields, intro, notes }: UnitBody): boolean {
  if (fields.some(({ key, name }) => key === 'files' && isLimitName(name))) return true;
  const said = fields.flatMap(({ key, name, items }) =>
    key === 'files' ? [name, ...items.map(({ lines }) => lines[0]?.text ?? '')] : [],
  );
  const around = [...intro, ...notes.map(({ text }) => text)].filter((text) =>
    NAMES_FILES.test(text.slice(0, MAX_LOOKED_AT)),
  );
  return [...said, ...around].some((text) => ONLY_THESE.test(text.slice(0, MAX_LOOKED_AT)));
}

/** Where steps have tick boxes of their own, or a name such as "Tasks", a list of results adds no steps. */
function withoutOutcomes({ fields, steps }: UnitBody): UnitBody['fields'] {
  const areCalled = fields.some(
    ({ key, name, items }) => key === 'steps' && items.length > 0 && !OUTCOMES.test(name),
  );
  if (!areCalled && !steps.some(({ isDone }) => isDone !== undefined)) return fields;
  return fields.map((field) =>
    field.key === 'steps' && OUTCOMES.test(field.name) && !field.items.some(hasBox)
      ? { ...field, name: 'Delivers', key: undefined }
      : field,
  );
}

function hasBox({ lines }: UnitBody['fields'][number]['items'][number]): boolean {
  return /^\[[ xX]?\]\s/u.test(lines[0]?.text ?? '');
}

/** Names for the results of a part. */
const OUTCOMES =
  /deliverable|outcome|result|entregable|entregáve|livrable|ergebnis|результат|交付物|成果物|산출물|consegn/iu;

/** The remarks beside the paths in a list of files: "`src/a.ts` — take the old calls out". */
function fileRemarks({ fields }: UnitBody): TaskField[] {
  const lines = fields
    .filter(({ key }) => key === 'files' || key === 'expected')
    .flatMap(({ items }) => items.map((item) => item.lines.map(({ text }) => text).join(' ')));
  const said = lines.filter((line) => {
    const start = line.slice(0, MAX_LOOKED_AT);
    return !canNameFile(line) || REMARK.test(start) || PLACE_IN_FILE.test(start);
  });
  return said.length === 0
    ? []
    : [{ name: 'Details', text: said.map((line) => `- ${printable(line)}`).join('\n') }];
}

/** An estimate that is no number of hours is kept as text. */
function unreadHours({ hours }: UnresolvedPhase['phase']): TaskField[] {
  return hours === undefined || hours.value !== undefined || hours.text === ''
    ? []
    : [{ name: 'Estimate', text: printable(hours.text) }];
}

/**
 * A path, a dash or colon, and some words; after text that is certainly a path, one word is enough, and it may be in brackets.
 */
const REMARK =
  /^\W{0,3}[^\s`]+`?\W{0,3}\s*(?:[—–:]|\s-\s)\s*\S+\s+\S|^\W{0,3}[^\s`,]*[./][^\s`,]*`?\*{0,2}(?:\s*[—–]\s*|\s-\s+|:\s+|\s+[([])\p{L}/u;

/** "`src/a.ts` lines 10-20 (the loop)" */
const PLACE_IN_FILE = /^\W{0,3}`[^`]+`\W{0,3}\s(?:[^`,;]{0,40}\s)?[~≈]?\d[^`]*$/u;

/** In UTF-16 code units: a remark begins well before that. */
const MAX_LOOKED_AT = 2_000;

/** A longer text is a description. */
const LONGEST_GOAL = 700;

function withoutFences(text: string): string {
  return text.replace(/^[^\S\n]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?\n[^\S\n]*\1[^\S\n]*$/gmu, '');
}

function titleOf({ label, section }: Surveyed): string {
  if (label.title !== '' && !/^[([][^()[\]]*[)\]]$/u.test(label.title)) return label.title;
  return label.id === undefined ? section.heading.text : section.heading.text.replace(/[*_`]/gu, '');
}

/** The steps that are left and those that are done already, each in the order of the document. */
function stepsOf(
  { steps }: UnitBody,
  lines: readonly { value: string; line: number }[],
): { readonly open: readonly string[]; readonly done: readonly string[] } {
  const own = steps.map((step) => ({ line: step.line, isDone: isDoneWhole(step), text: stepText(step) }));
  const fields = lines.map(({ value, line }) => ({ line, ...readStep(value) }));
  const inOrder = [...own, ...fields].sort((a, b) => a.line - b.line);
  const texts = (isDone: boolean) =>
    inOrder.filter((step) => step.isDone === isDone).map(({ text }) => printable(text));
  return { open: texts(false), done: texts(true) };
}

/** Reads the part's progress from a field: "**Status (May):** mostly done". */
function statedInField({ others }: UnresolvedPhase['phase']): UnitBody['stated'] {
  for (const { name, text, line } of others) {
    const said = `${name.replace(/[*_:：]/gu, '').trim()}: ${text}`;
    const stated = statedStatus(said, { isSetOff: false });
    if (stated !== undefined) return { ...stated, line, text: said };
  }
  return undefined;
}

/** For a part that is done except for something named, keeps that as the only open step. */
function stepsLeft(
  steps: { readonly open: readonly string[]; readonly done: readonly string[] },
  stated: UnitBody['stated'],
): { readonly open: readonly string[]; readonly done: readonly string[] } {
  if (stated?.state !== 'mostly' || stated.rest.length === 0) return steps;
  return { open: stated.rest.map(printable), done: [...steps.done, ...steps.open] };
}

/** The name of the field for alternatives that are not taken. */
export const NOT_TAKEN = 'Not Taken';

/** Keeps the recommended one of several alternative steps; the others are no steps. */
function chosenSteps(steps: { readonly open: readonly string[]; readonly done: readonly string[] }): {
  readonly steps: typeof steps;
  readonly others: readonly string[];
  readonly unclear: number;
} {
  const choice = choiceAmong(steps.open);
  if (choice === undefined) return { steps, others: [], unclear: 0 };
  if (choice.taken.length === 0) return { steps, others: [], unclear: choice.others.length };
  const isOther = (index: number) => choice.others.includes(index);
  return {
    steps: { ...steps, open: steps.open.filter((_, index) => !isOther(index)) },
    others: steps.open.filter((_, index) => isOther(index)),
    unclear: 0,
  };
}

/** Whether a step is called done, with nothing open below it; or everything below it is done. */
function isDoneWhole({ isDone, boxesBelow: { open, done, others } }: UnitStep): boolean {
  if (open > 0) return false;
  return isDone ?? (done > 0 && others === 0);
}

function stepText({ text, below }: UnitStep): string {
  return [text.replace(/^\*\*([^*]+)\*\*$/u, '$1'), ...below].join('\n');
}

/** A step with a tick box is done or not; the box itself belongs to the list. */
function readStep(step: string): { readonly text: string; readonly isDone: boolean } {
  const text = step
    .replace(/^\[[ xX]?\]\s+/u, '')
    .replace(/\n- \[[ ]?\]\s+/gu, '\n- ')
    .replace(/\n- \[[xX]\]\s+([^\n]*)/gu, '\n- $1 (done already)');
  return { text, isDone: /^\[[xX]\]\s/u.test(step) && !/\n- \[[ ]?\]\s/u.test(step) };
}

function gatesOf({ runs }: UnitBody, phase: Phase, gates: Phase['gates']): string[] {
  const said = gates.map(({ text }) =>
    gateText(
      printable(text)
        .replace(/([:：])\n- /gu, '$1 ')
        .replace(/\n- /gu, '; '),
    ),
  );
  const known = new Set(phase.gates.flatMap(({ command }) => command?.value ?? []));
  const commands = [...new Set(runs)].filter((run) => isCheckCommand(run) && !known.has(run));
  return [...said, ...commands.map((run) => `\`${printable(run)}\` succeeds`)].filter((gate) => gate !== '');
}

/** Whether there is still work: by the marks of its heading, its status, and the boxes of its steps. */
function stateOf(
  unit: Surveyed,
  { status, steps, stated }: Pick<UnitBody, 'status' | 'steps' | 'stated'>,
  { others, gates, steps: listed }: UnresolvedPhase['phase'],
): Task['state'] {
  const { label, total, section } = unit;
  const field = others.find(({ name }) => STATUS_LINE.test(`${name.replace(/[*_:：]/gu, '').trim()}: x`));
  const ownStatus = field === undefined ? undefined : statusOf(field.text);
  if (stated?.state === 'mostly' && stated.rest.length > 0) return 'open';
  if (status !== undefined && status !== 'open') return status;
  if (ownStatus !== undefined && ownStatus !== 'open') return ownStatus;
  // "Done" over a list with ticks and open boxes: what is open there is left.
  if (label.state === 'done' && areBoxesKept(section)) return 'open';
  if (label.state !== undefined) return label.state;
  // "Status: basic layout done", over "What to do": the list is the rest of the work.
  const isBegun = stated?.state === 'done' && !stated.isPlain && listed.length > 0;
  if (stated !== undefined && stated.state !== 'mostly' && !isBegun) return stated.state;
  if (status === 'open' || stated !== undefined) return 'open';
  const below = statusBelow(unit);
  if (below !== undefined) return below;
  const open = openBoxesOf(section).counting;
  const boxed = steps.filter(({ isDone }) => isDone !== undefined);
  const areDone = boxed.length > 0 && boxed.length === steps.length && boxed.every(({ isDone }) => isDone);
  const ticked = total.doneBoxes - gates.filter(({ checked }) => checked).length;
  const isTicked = total.doneBoxes > 0 && total.openBoxes === 0 && total.items === 0;
  const isMostly = isMostlyTicked(ticked, total) && !someUntouched(steps) && !someUnsigned(section);
  // Beside criteria that are all met, a description is no work that is left.
  const areMet =
    steps.length + listed.length === 0 && gates.length > 1 && gates.every((each) => each.checked);
  return (open === 0 && (areDone || isMostly || areMet)) || isTicked ? 'done' : 'open';
}

/** Whether some of the headings below a part have ticks, and others only lines without a box: those are left. */
function someUntouched(steps: readonly UnitStep[]): boolean {
  const parts = steps.filter(({ isPart }) => isPart);
  const isTouched = ({ isDone, boxesBelow }: UnitStep) => isDone === true || boxesBelow.done > 0;
  return parts.some(isTouched) && parts.some((each) => !isTouched(each) && each.boxesBelow.others > 0);
}

/** "✅ Views" beside "Models": signs are put only before what is done. */
function someUnsigned({ blocks }: Surveyed['section']): boolean {
  const marks = blocks.flatMap((block) => {
    const [first] = block.kind === 'text' && block.isItem && block.depth <= 1 ? block.lines : [];
    return first === undefined ? [] : [boxOf(first) ?? ''];
  });
  return (
    marks.includes('') &&
    marks.some((mark) => /[✅✓✔]/u.test(mark)) &&
    !marks.some((mark) => /[xX]/u.test(mark))
  );
}

/** Where people tick off their work, and everything with a box is ticked, lines without one are remarks. */
export function isMostlyTicked(ticked: number, { items, openBoxes }: Surveyed['total']): boolean {
  return ticked > 0 && openBoxes === 0 && ticked * 2 >= items;
}

function paceOf({ section: { heading } }: Surveyed, body: UnitBody): Task['pace'] {
  const said = [heading.text, ...body.notes.map(({ text }) => text.slice(0, LONGEST_REMARK))];
  const isParallel = said.some((each) => PARALLEL.test(each));
  return isParallel ? { value: 'parallel', line: heading.line, column: heading.column } : undefined;
}

const LONGEST_REMARK = 200;
const PARALLEL =
  /[([（](?:[^()]*\b)?(?:(?:in |can (?:run|be done) in )?parallel(?:i[sz]able)?(?! (?:processing|tests?|requests?))|concurrent(?:ly)?|независимо|параллельно|en paralelo|em paralelo|en parallèle|parallel zu)\b|\bcan (?:run|be done|go|start) (?:in parallel|concurrently|at any time|any time|independently)\b|可并行|並行可|병렬 ?가능/iu;
