import { accountOf } from '../account/account.ts';
import { foldedId, readPlan } from '../document/index.ts';
import type { Phase, UncheckedPlan } from '../plan.ts';
import { statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { describePlan } from './describe_import.ts';
import type { TaskSource } from './importer.ts';
import { hasOwnNames } from './own_names.ts';
import { isJson, type VisibleText, visibleText } from './visible_text.ts';

/**
 * Reads a text as a plan, if it is one in the form that plans have: every phase gives its goal and clear dependencies, so that
 * nothing has to be inferred. A faulty plan, with a circle or without gates, is still one.
 */
export function ownPlan({ text, file }: TaskSource): UncheckedPlan | undefined {
  const read = readPlan(text, file);
  if (!read.ok) return undefined;
  return isOwn(read.value) ? read.value : undefined;
}

/**
 * A plan in its own form, if that is certain without the importers: nothing in it is hidden, and no importer can recognise the
 * format of its tool. Without a plan, what was found out on the way; no plan says nothing.
 */
export function surelyOwnPlan(source: TaskSource): {
  readonly plan?: UncheckedPlan;
  readonly seen?: VisibleText;
} {
  const { text } = source;
  if (MAY_BE_ANOTHER.test(text) || isJson(text)) return {};
  const seen = visibleText(source);
  if (seen.source.text !== text) return { seen };
  const plan = ownPlan(source);
  return plan === undefined ? { seen: { ...seen, isNoPlan: true } } : { plan };
}

/**
 * Signs found in every text in which an importer recognises its tool's format: a number or a task's file after a box, a task in tags, todos; and
 * in every text with a conflict of a git merge.
 */
const MAY_BE_ANOTHER = /\[[ xX]\]\s+(?:\*\*)?(?:T\d|\d+\.(?:\d|md\b))|<task|^todos:|^(?:<{7}|>{7})/imu;

function isOwn(plan: UncheckedPlan): boolean {
  const { phases, uncounted, source } = plan;
  const isPlan =
    phases.length > 0 &&
    !isTitle(phases, source) &&
    uncounted.length === 0 &&
    (phases.length === 1 || phases.some(({ dependencies }) => dependencies !== undefined)) &&
    !phases.some(isDone) &&
    !SAYS_DONE.test(source.slice(0, LONGEST_LOOK));
  return (
    isPlan &&
    (hasOwnNames(source) || (isComplete(phases, source) && !isOneOfMany(phases, source) && !losesLines(plan)))
  );
}

/** Whether lists of most phases would be missing from the plan: then it is written in another form, which the importers read. */
function losesLines(plan: UncheckedPlan): boolean {
  const lines = accountOf(describePlan(plan.source, plan));
  const lost = new Set(
    lines.flatMap(({ fate, kind, phase }) => (fate === 'lost' && LISTS.has(kind) ? [phase] : [])),
  );
  return lost.size * 2 > plan.phases.length;
}

const LISTS: ReadonlySet<string> = new Set(['item', 'open-box']);

/**
 * Whether the only phase is one of several headings of its level and not called a phase: in a roadmap by versions, the one that
 * happens to give its checks.
 */
function isOneOfMany([phase, ...others]: readonly Phase[], source: string): boolean {
  if (phase === undefined || others.length > 0) return false;
  const lines = source.slice(0, LONGEST_LOOK).split('\n');
  const [, marks = '', text = ''] = /^(#{1,6})[ \t]+(.*)$/u.exec(lines[phase.line - 1] ?? '') ?? [];
  if (marks === '' || /\bphase\b/iu.test(text)) return false;
  return lines.filter((line) => line.startsWith(`${marks} `)).length > 1;
}

/** Whether the only phase is the title of a document whose parts are tasks: `# Phase 0: Base` over `### Task 0.1: Models`. */
function isTitle({ length }: readonly Phase[], source: string): boolean {
  return length === 1 && /^#{2,6}[ \t]+(?:Task|Step)[ \t]+\d/imu.test(source.slice(0, LONGEST_LOOK));
}

const LONGEST_LOOK = 100_000;

/** A list or table beside the phases that says that one is done. */
const SAYS_DONE =
  /^[ \t]{0,8}[-*+][ \t]+(?:\[[xX]\]|✅)[ \t]+\**(?:phase|stage|step|milestone|task)[ \t]+\d|^\|[^\n]{0,300}\|[ \t]*(?:✅[ \t]*)?(?:complete|completed|done|shipped)[ \t]*\|/imu;

/** Whether nothing has to be inferred: every phase gives its goal, and all names of others are clear. */
function isComplete(phases: readonly Phase[], source: string): boolean {
  const lines = source.split('\n');
  return (
    phases.every(({ goal }) => goal !== undefined) &&
    phases.some(({ dependencies, gates }) => dependencies !== undefined || gates.length > 0) &&
    // Where most phases state no order, the document's order counts.
    phases.filter((phase) => tellsOrder(phase, lines)).length * 2 >= phases.length - 1 &&
    new Set(phases.map(({ id }) => foldedId(id))).size === phases.length &&
    phases.every(({ dependencies }) =>
      (dependencies?.references ?? []).every((each) => each.phases.length > 0),
    )
  );
}

/** Whether a phase names its dependencies, or says that it has none; a block of packages to install says neither. */
function tellsOrder({ dependencies }: Phase, lines: readonly string[]): boolean {
  if (dependencies === undefined || dependencies.references.length > 0) return dependencies !== undefined;
  return /[:：]\**\s*\S/u.test(lines[dependencies.line - 1] ?? '');
}

/**
 * Reads a text as a plan, if it has phases with goals that are marked in no other way: headings without labels, or bold lines.
 * Its rules report its faults.
 */
export function loosePlan({ text, file }: TaskSource): UncheckedPlan | undefined {
  const read = readPlan(text, file);
  if (!read.ok) return undefined;
  const { phases } = read.value;
  // Text with marks for done work goes to the importers, which tell it apart; here all of it would be work.
  if (phases.some(isDone) || losesLines(read.value)) return undefined;
  return phases.some(({ goal, dependencies, gates }) => goal && (dependencies || gates.length > 0))
    ? read.value
    : undefined;
}

function isDone({ title, others }: Phase): boolean {
  return (
    withoutDoneMarks(title).state !== undefined ||
    others.some(({ name, text }) => /^status$/iu.test(name) && statusOf(text) !== 'open')
  );
}
