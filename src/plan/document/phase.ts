import type { Hours, Located, OtherField, Phase, Reference } from '../types.ts';
import type { TextLine } from './blocks.ts';
import { elementsOf, nameLinesOf, textOf } from './elements.ts';
import type { RawField } from './fields.ts';
import { readFiles } from './files.ts';
import { readGates } from './gates.ts';
import type { Heading } from './heading.ts';
import { parseHours } from './hours.ts';
import { codeSpansIn, plain, saysLater, saysNone, withoutEscape, withoutNote } from './inline.ts';
import { FIELD_NAMES, type FieldKey } from './names.ts';

/** A phase whose references still have to be resolved: that takes all phases. */
export type UnresolvedPhase = {
  readonly phase: Phase;
  /** The lines that name what the phase depends on, and where the references go. */
  readonly names: readonly TextLine[];
  readonly references: Reference[];
};

/** Makes a phase of its heading and fields. */
export function readPhase(
  heading: Heading,
  fields: readonly RawField[],
  { id, line, end, column }: Pick<Phase, 'id' | 'line' | 'end' | 'column'>,
): UnresolvedPhase {
  const taken = new Map<FieldKey, RawField[]>();
  const others: OtherField[] = [];
  for (const field of fields) {
    const { key } = field;
    const before = key === undefined ? undefined : taken.get(key);
    if (key === undefined) others.push(otherOf(field, undefined));
    else if (before === undefined || (before[0]?.items.length === 0 && !LISTS.has(key)))
      taken.set(key, [field]);
    else if (LISTS.has(key)) before.push(field);
    else others.push(otherOf(field, FIELD_NAMES[key][0]));
  }
  const one = (key: FieldKey) => taken.get(key)?.[0];
  const many = (key: FieldKey) => taken.get(key) ?? [];
  const references: Reference[] = [];
  const dependencies = one('dependencies');
  return {
    names: many('dependencies').flatMap(nameLinesOf),
    references,
    phase: {
      id,
      title: heading.title.value,
      line,
      end,
      column,
      goal: textField(one('goal')),
      hours: hoursOf(one('hours')) ?? heading.hours,
      complexity: wordField(one('complexity'), (word) => word.toLowerCase()),
      files: readFiles(many('files')),
      dependencies: dependencies && { line: dependencies.line, column: dependencies.column, references },
      steps: many('steps').flatMap(stepsOf),
      gates: many('gates').flatMap(readGates),
      workflow: wordField(one('workflow')),
      executor: wordField(one('executor')),
      fallback: wordField(one('fallback')),
      requirement: textField(one('requirement')),
      others,
    },
  };
}

/** Fields that go on where they are said again. */
const LISTS: ReadonlySet<FieldKey> = new Set(['files', 'dependencies', 'steps', 'gates']);

function otherOf(field: RawField, repeats: string | undefined): OtherField {
  const text = field.items.length === 0 ? '' : wholeTextOf(field);
  return { name: field.name, text, repeats, line: field.line, column: field.column };
}

/** What stands behind the name, and a line with a dash for each item of a list below it, unless there is only one. */
function wholeTextOf(field: RawField): string {
  const [only] = field.items;
  if (field.items.length === 1 && only) return textOf({ lines: only.lines, nested: [] });
  return field.items
    .map(({ depth, lines }) => {
      const text = textOf({ lines, nested: [] });
      return depth > field.depth ? `- ${text}` : text;
    })
    .join('\n');
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

function hoursOf(field: RawField | undefined): Hours | undefined {
  const first = field?.items[0]?.lines[0];
  if (first === undefined || saysLater(first.text) || saysNone(first.text)) return undefined;
  return { ...first, value: parseHours(first.text, { needsUnit: false }) };
}

function stepsOf(field: RawField): Located<string>[] {
  return elementsOf(field).flatMap((element) => {
    const [first] = element.lines;
    if (first === undefined || (element.isRunning && saysNone(first.text))) return [];
    return [{ value: withoutEscape(textOf(element)), line: first.line, column: first.column }];
  });
}
