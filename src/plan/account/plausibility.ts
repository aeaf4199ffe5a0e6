import { readUnitLabel } from '../outline/unit_label.ts';
import type { TaskProblem } from '../tasks/importer.ts';
import { shortText } from '../tasks/short_text.ts';
import { IN_TOTAL, PART_COUNT } from '../words/claim_words.ts';
import type { AccountedLine, ImportedDocument } from './imported_document.ts';

/**
 * Warnings about a plan that looks unlike one, however it was read: tasks that are only names, fields taken for tasks, numbers
 * that are in the document and not in the plan.
 */
export function plausibilityWarnings(
  made: ImportedDocument,
  lines: readonly AccountedLine[],
  file: string,
): TaskProblem[] {
  const read: Read = { made, lines, at: new Map(lines.map((each) => [each.line, each])), file };
  return CHECKS.flatMap((check) => check(read) ?? []);
}

/**
 * Refuses lists that were taken for tasks though they are the fields of things: most items begin with labels that come again under
 * heading after heading, "Problem", "Effect", "Files". Nothing that could be taken instead is known.
 */
export function fieldsAsTasks(
  { phases }: ImportedDocument,
  lines: readonly AccountedLine[],
  file: string,
): TaskProblem | undefined {
  const at = new Map(lines.map((each) => [each.line, each]));
  const sections = new Map<string, Set<number>>();
  const labels = phases.map(({ line, title }) => {
    const own = at.get(line);
    const label = own?.kind === 'bullet' || own?.kind === 'number' ? labelOf(own.text, title) : undefined;
    if (label === undefined || own === undefined) return undefined;
    const known = sections.get(label) ?? new Set();
    sections.set(label, known.add(own.section));
    return label;
  });
  const again = [...sections].flatMap(([label, own]) => (own.size >= MIN_SECTIONS ? [label] : []));
  const found = labels.filter((label) => label !== undefined && again.includes(label));
  if (again.length < MIN_LABELS || found.length * 3 < phases.length * 2) return undefined;
  const places = [...new Set(again.flatMap((label) => [...(sections.get(label) ?? [])]))];
  return {
    ...{ severity: 'error', code: 'work-unclear', file, line: phases[0]?.line ?? 1, column: 1 },
    message: `Its lists are fields, not tasks: ${again
      .slice(0, MAX_NAMED)
      .map((label) => `“${shortText(label)}”`)
      .join(', ')} recur under ${named(
      places.flatMap((line) => at.get(line) ?? []).map(({ text, line }) => ({ text, line })),
    )}. It is unclear which of them is the work.`,
    hint: 'Number the headings that are the work, as in "Task 1: …", or give the tasks tick boxes.',
  };
}

/** "Problem" of "Problem: it is slow", or of an item that continues below the label. */
function labelOf(text: string, title: string): string | undefined {
  const bare = text.replace(/[*_`]/gu, '').trim();
  const before = /^(?<label>[^:：]{2,30})[:：](?:\s|$)/u.exec(bare)?.groups?.label;
  const isAlone = bare.length <= LONGEST_LABEL && title.length > bare.length + 2;
  return before ?? (isAlone ? bare : undefined);
}

const LONGEST_LABEL = 30;
const MIN_LABELS = 3;
const MIN_SECTIONS = 3;

/** A document, the plan made of it, and what became of its lines. */
type Read = {
  readonly made: ImportedDocument;
  readonly lines: readonly AccountedLine[];
  readonly at: ReadonlyMap<number, AccountedLine>;
  readonly file: string;
};

const CHECKS: readonly ((read: Read) => TaskProblem | undefined)[] = [
  onlyNames,
  countedAmongOthers,
  partsWithoutPlace,
  countDiffers,
  codeApart,
  datesAgainstOrder,
];

function warning(
  line: number,
  message: string,
  {
    file,
    hint,
    code = 'work-unclear',
  }: { readonly file: string; readonly hint: string } & Partial<Pick<TaskProblem, 'code'>>,
): TaskProblem {
  return { severity: 'warning', code, message, file, line, column: 1, hint };
}

function named(found: readonly { readonly text: string; readonly line: number }[]): string {
  const first = found.slice(0, MAX_NAMED).map(({ text, line }) => `“${shortText(text)}” (line ${line})`);
  const more = found.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const MAX_NAMED = 5;

/** Tasks with nothing but the name of a file or a piece of code. */
function onlyNames({ made: { phases }, file }: Read): TaskProblem | undefined {
  const found = phases.filter(
    ({ title, work }) =>
      ONLY_NAME.test(title) && work.slice(1).every((text) => text === '' || text === title),
  );
  const [first] = found;
  if (first === undefined || found.length < MIN_NAMES || found.length * 2 < phases.length) return undefined;
  const quoted = found.map(({ title, line }) => ({ text: title, line }));
  return warning(
    first.line,
    `${found.length} of ${phases.length} tasks consist only of a file name or code and do not say what to do: ${named(quoted)}.`,
    { file, hint: 'Write what is to be done, or choose the section that holds the work with --section "…".' },
  );
}

const ONLY_NAME = /^(?:`[^`]+`|(?:[\w.@-]+\/)+[\w.@*-]*|[\w@-]+\.[a-z]{1,5})[.,;]?$/iu;
const MIN_NAMES = 3;

/** Boxes without a number between boxes that are counted: parts of the counted ones that are not indented. */
function countedAmongOthers({ made: { phases }, lines, at, file }: Read): TaskProblem | undefined {
  const boxes = lines.filter(({ kind }) => kind === 'open-box' || kind === 'ticked');
  const [first] = boxes;
  if (first === undefined || !phases.every(({ line }) => at.get(line)?.kind === 'open-box')) return undefined;
  const beside = boxes.filter(({ level }) => level === first.level);
  const numbers = beside.flatMap(({ text }) => COUNTED.exec(text)?.groups?.number ?? []).map(Number);
  const areInTurn = numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
  const others = beside.filter(({ text, line, phase }) => {
    return !NUMBERED.test(text) && phase !== undefined && phases[phase]?.line === line;
  });
  if (numbers.length < MIN_COUNTED || !areInTurn || !COUNTED.test(first.text)) return undefined;
  if (others.length < numbers.length) return undefined;
  return warning(
    others[0]?.line ?? first.line,
    `${numbers.length} tasks are numbered, and ${others.length} without a number between them were imported as tasks as well; they may be steps: ${named(others)}.`,
    { file, hint: 'Indent what belongs to the task above it.' },
  );
}

const COUNTED = /^\[.?\]\s*\**(?<number>\d{1,3})(?:[.)]|\*\*|\s[–—-])(?!\d)/u;
const NUMBERED = /^\[.?\]\s*\**[A-Z]{0,4}-?\d/u;
const MIN_COUNTED = 3;

/** The word that the parts of a plan have before their numbers, if most have the same: "phase". */
function wordOf({ made: { phases, done }, at }: Read): string | undefined {
  const words = [...phases, ...done].flatMap(({ line }) => {
    const { form, word } = readUnitLabel(at.get(line)?.text ?? '');
    return form === 'word' && word !== undefined ? [word.toLowerCase()] : [];
  });
  const [first] = words;
  return words.length > 1 && words.every((word) => word === first) ? first : undefined;
}

/** Numbers of parts that the text has and the plan has not: "Phase 4" between phases 3 and 5, or at the beginning of a line. */
function partsWithoutPlace(read: Read): TaskProblem | undefined {
  const { made, lines, file } = read;
  const word = wordOf(read);
  const all = [...made.phases, ...made.done];
  const ids = all.map(({ id }) => id ?? '');
  if (word === undefined || !ids.every((id) => /^\d{1,3}$/u.test(id))) return undefined;
  const known = new Set(ids.map(Number));
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const mention = new RegExp(`(?<![\\p{L}\\p{N}])${word}\\s?(\\d{1,3})(?![\\p{L}\\p{N}]|[.:]\\d)`, 'giu');
  const found = new Map<number, { readonly text: string; readonly line: number }>();
  for (const { kind, text, line, fate } of lines) {
    if (kind === 'code' || kind === 'markup' || fate === 'left-out' || text.length > LONGEST) continue;
    for (const match of text.matchAll(mention)) {
      const number = Number(match[1]);
      const isBetween = number > least && number < most;
      const isFirst = /^[^\p{L}\p{N}]*$/u.test(text.slice(0, match.index));
      if (!known.has(number) && !found.has(number) && (isBetween || (isFirst && number > most)))
        found.set(number, { text: match[0], line });
    }
  }
  const [first] = found.values();
  if (first === undefined) return undefined;
  return warning(
    first.line,
    `The text mentions ${found.size === 1 ? 'a part' : 'parts'} that the plan does not have: ${named([...found.values()])}.`,
    { file, hint: 'Check whether a heading or list was missed; if it is work, make it a part.' },
  );
}

const LONGEST = 400;

/** "In 5 phases", "12 tasks in all": a count that is not that of the plan, with what is done. */
function countDiffers(read: Read): TaskProblem | undefined {
  const { made, lines, at, file } = read;
  const word = wordOf(read);
  const areTasks = made.phases.every(({ line }) => at.get(line)?.kind === 'open-box');
  if (word === undefined && !areTasks) return undefined;
  const total = made.phases.length + made.done.length;
  const firstPart = made.phases[0]?.line ?? 0;
  const said = lines.flatMap(({ kind, text, line, phase, fate }) => {
    if (
      phase !== undefined ||
      fate === 'done' ||
      text.length > LONGEST ||
      (kind !== 'text' && kind !== 'quote')
    )
      return [];
    if (!IN_TOTAL.test(text) && (word === undefined || line > firstPart)) return [];
    return [...text.matchAll(PART_COUNT.patternFor(text))].flatMap((match) => {
      const { number = '', unit = '' } = match.groups ?? {};
      const isOurs = word === undefined ? true : unit.toLowerCase().startsWith(word.slice(0, STEM));
      return isOurs && !isOfAnother(match) ? [{ count: Number(number), text: match[0], line }] : [];
    });
  });
  const [first] = said;
  const isRight = said.some(({ count }) => count === total || count === made.phases.length);
  if (first === undefined || isRight) return undefined;
  return warning(
    first.line,
    `The text mentions ${named([first])}, but the plan has ${made.phases.length}${made.done.length > 0 ? `, plus ${made.done.length} that are done` : ''}.`,
    { file, hint: 'Check whether a part was missed, or something else was imported as one.' },
  );
}

/** "15 phase directories" counts no phases; a "15 phase plan" has as many. */
function isOfAnother({ 0: { length }, index, input, groups }: RegExpExecArray): boolean {
  const { number, unit = '' } = groups ?? {};
  const behind = input.slice(index + length);
  return Number(number) > 1 && SINGULAR.test(unit) && /^\s+[a-z]/u.test(behind) && !A_PLAN.test(behind);
}

const SINGULAR = /^(?:phase|stage|milestone|sprint|week|step|task)$/iu;
const A_PLAN =
  /^\s+(?:\w+\s+)?(?:plan|roadmap|process|project|programme?|rollout|migration|approach|schedule)\b/iu;

/** The ends of words change with their number: "fase", "fasi". */
const STEM = 3;

/** Blocks of code that are steps of their own, right after the step that announces them. */
function codeApart({ made: { phases }, file }: Read): TaskProblem | undefined {
  const found = phases.filter(({ work }) =>
    work.some(
      (text, index) => index > 2 && /^(?:`{3}|~{3})/u.test(text) && /[:：]$/u.test(work[index - 1] ?? ''),
    ),
  );
  const [first] = found;
  if (first === undefined) return undefined;
  const quoted = found.map(({ id, title, line }) => ({ text: `${id} ${title}`, line }));
  return warning(
    first.line,
    `Code became a step of its own after the step that introduces it: ${named(quoted)}.`,
    { file, hint: 'Indent the code below its step.' },
  );
}

/** Dates in the first lines of parts that run against their order. */
function datesAgainstOrder({ made: { phases }, at, file }: Read): TaskProblem | undefined {
  const dates = phases.map(({ line }) => dateIn(at.get(line)?.text ?? ''));
  for (const [index, { after, line, id }] of phases.entries())
    for (const on of after) {
      const [own, before] = [dates[index], dates[on]];
      if (own === undefined || before === undefined || own.length !== before.length || own >= before)
        continue;
      return warning(
        line,
        `${shortText(id)} (${own}) is dated before ${shortText(phases[on]?.id ?? '')} (${before}), but comes after it in the plan.`,
        { file, code: 'order-contradicted', hint: 'If the order is different, write it with "depends on".' },
      );
    }
  return undefined;
}

/** `2026-03-01`, `2026-03`, or `2026-Q1` of "Q1 2026". */
function dateIn(text: string): string | undefined {
  const iso = /(?<!\d)(20\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)(?!\d|-\d)/u.exec(text)?.[1];
  if (iso !== undefined) return iso;
  const { quarter, year } = /(?<!\w)Q(?<quarter>[1-4])[\s/-]*(?<year>20\d\d)/u.exec(text)?.groups ?? {};
  return quarter === undefined ? undefined : `${year}-Q${quarter}`;
}
