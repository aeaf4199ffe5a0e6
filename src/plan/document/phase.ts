import type { FilesField, Hours, Located, OtherField, Phase, Reference } from '../plan.ts';
import { EMPTY_LIST, trimCapacity } from '../trim_capacity.ts';
import { elementsOf, lineBelow, nameLinesOf, textOf } from './elements.ts';
import { FIELD_NAMES, type FieldKey } from './field_names.ts';
import type { RawField } from './fields.ts';
import { readFiles } from './files.ts';
import { readGates } from './gates.ts';
import type { Heading } from './heading.ts';
import { parseHours } from './hours.ts';
import { codeSpansIn, plain, saysLater, saysNone, withoutEscape, withoutNote } from './inline.ts';
import type { TextLine } from './markdown_block.ts';

/** A phase whose references still have to be resolved: that takes all phases. */
export type UnresolvedPhase = {
  readonly phase: Phase;
  /** The lines that name the phase's dependencies. */
  readonly names: readonly TextLine[];
  /** The dependencies of the phase itself, whose references are still to be resolved. */
  readonly dependencies: { references: readonly Reference[] } | undefined;
};

/** Makes a phase of its heading and fields. */
export function readPhase(
  heading: Heading,
  fields: readonly RawField[],
  { id, line, end, column }: Pick<Phase, 'id' | 'line' | 'end' | 'column'>,
): UnresolvedPhase {
  const taken: Partial<Record<FieldKey, RawField[]>> = {};
  const others: OtherField[] = [];
  for (const field of fields) {
    const { key } = field;
    const before = key === undefined ? undefined : taken[key];
    if (key === undefined) others.push(otherOf(field, undefined));
    else if (before === undefined || (before[0]?.items.length === 0 && !LISTS.has(key))) taken[key] = [field];
    else if (LISTS.has(key)) before.push(field);
    else others.push(otherOf(field, FIELD_NAMES[key][0]));
  }
  const first = taken.dependencies?.[0];
  const dependencies = first && { line: first.line, column: first.column, references: EMPTY_LIST };
  return {
    names: listOf(taken.dependencies, nameLinesOf),
    dependencies,
    phase: {
      id,
      title: heading.title.value,
      line,
      end,
      column,
      goal: textField(taken.goal?.[0]),
      hours: hoursOf(taken.hours?.[0]) ?? heading.hours,
      complexity: wordField(taken.complexity?.[0], (word) => word.toLowerCase()),
      files: filesField(taken.files, taken.expected),
      dependencies,
      steps: listOf(taken.steps, stepsOf),
      gates: listOf(taken.gates, readGates),
      workflow: workflowField(taken.workflow?.[0]),
      executor: wordField(taken.executor?.[0]),
      fallback: wordField(taken.fallback?.[0]),
      plugin: wordField(taken.plugin?.[0]),
      place: wordField(taken.place?.[0]),
      needs: textField(taken.needs?.[0]),
      requirement: textField(taken.requirement?.[0]),
      others: trimCapacity(others),
    },
  };
}

/** Joins the values of all fields with one name. */
function listOf<Value>(
  fields: readonly RawField[] | undefined,
  read: (field: RawField) => readonly Value[],
): readonly Value[] {
  const [only] = fields ?? EMPTY_LIST;
  if (fields === undefined || only === undefined) return EMPTY_LIST;
  return trimCapacity(fields.length === 1 ? read(only) : fields.flatMap(read));
}

/** Fields whose repetitions continue the first. */
const LISTS: ReadonlySet<FieldKey> = new Set(['files', 'expected', 'dependencies', 'steps', 'gates']);

function otherOf(field: RawField, repeats: string | undefined): OtherField {
  const text = field.items.length === 0 ? '' : wholeTextOf(field);
  return { name: field.name, text, repeats, line: field.line, column: field.column };
}

/** The text after the name, and a line with a dash for each item of a list below it, unless there is only one. */
function wholeTextOf(field: RawField): string {
  const [only] = field.items;
  if (field.items.length === 1 && only) return textOf({ lines: only.lines, nested: [] });
  return field.items
    .map(({ depth, lines }) => {
      const text = textOf({ lines, nested: [] });
      if (lines[0]?.isVerbatim) return text;
      return depth > field.depth ? lineBelow({ text, line: 0, column: 0 }) : text;
    })
    .join('\n');
}

/** Files that are only expected are no limit, and they are none together with declared ones either. */
function filesField(
  told: readonly RawField[] | undefined,
  expected: readonly RawField[] | undefined,
): FilesField | undefined {
  if (expected === undefined) return readFiles(told ?? EMPTY_LIST);
  const guessed = readFiles(expected);
  if (guessed === undefined || guessed.entries.length === 0) return readFiles(told ?? EMPTY_LIST);
  const all = told === undefined ? guessed : readFiles([...told, ...expected]);
  return all && { ...all, isExpected: true };
}

function textField(field: RawField | undefined): Located<string> | undefined {
  const first = field?.items[0]?.lines[0];
  if (field === undefined || first === undefined) return undefined;
  return { value: withoutEscape(wholeTextOf(field)), line: first.line, column: first.column };
}

/** A value of one word or name, without emphasis, code marks and notes. */
function wordField(field: RawField | undefined, fold = (word: string) => word): Located<string> | undefined {
  const first = field?.items[0]?.lines[0];
  if (first === undefined || saysNone(first.text)) return undefined;
  const { body } = withoutNote(first);
  const [span] = codeSpansIn(body.text);
  const value = (span?.content ?? plain(body.text)).trim().replace(/(?<=\w)\.$/u, '');
  return value === '' ? undefined : { value: fold(value), line: body.line, column: body.column };
}

/** A goal's name, and after it in parentheses that of a variant. Text there that is no name is a note. */
function workflowField(field: RawField | undefined): Located<string> | undefined {
  const goal = wordField(field);
  const text = field?.items[0]?.lines[0]?.text ?? '';
  const [, variant] = /\(`?([A-Za-z][\w-]{0,63})`?\)[*_]{0,2}\.?\s*$/u.exec(text.slice(-100)) ?? [];
  return goal && variant !== undefined ? { ...goal, value: `${goal.value} (${variant})` } : goal;
}

function hoursOf(field: RawField | undefined): Hours | undefined {
  const first = field?.items[0]?.lines[0];
  if (first === undefined || saysLater(first.text) || saysNone(first.text)) return undefined;
  const { text, line, column } = first;
  return { text, line, column, value: parseHours(text, BARE) };
}

const BARE = { needsUnit: false };

function stepsOf(field: RawField): Located<string>[] {
  const steps: Located<string>[] = [];
  for (const element of elementsOf(field)) {
    const [first] = element.lines;
    if (first === undefined || (element.isRunning && (saysNone(first.text) || saysLater(first.text))))
      continue;
    steps.push({ value: withoutEscape(textOf(element)), line: first.line, column: first.column });
  }
  return steps;
}
