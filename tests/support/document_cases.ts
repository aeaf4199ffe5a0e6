import { expect } from 'vitest';
import { type DocumentReading, readDocument } from '../../src/plan/index.ts';

/** The files of such documents, below `tests/cases/documents`. */
export const DOCUMENT_FILES = [
  'rounds',
  'rounds_later',
  'orders',
  'paragraphs_as_steps',
  'open_and_done_signs',
  'once_misread',
  'kinds',
  'tools',
  'languages',
  'marks',
  'blocks',
  'accounted',
  'read_blind',
  'round_13',
  'round_14',
  'round_15',
  'round_16',
  'round_17',
  'round_18',
  'weighed',
  'second_look',
  'structured',
  'counted_and_marked',
  'by_class',
  'by_hand',
  'org_mode',
  'front_matter',
  'file_lines',
  'later_and_order',
  'whole_context',
  'plain_labels',
  'days',
  'schedules',
  'tools_by_format',
  'fresh_classes',
  'told_well',
  'stranger_structured',
  'stranger_free',
  'estimates',
  'priorities',
  'files_of_open_work',
  'tests_to_write',
  'beside_parts',
  'done_definitions',
  'not_a_plan',
  'gate_commands',
  'work_elsewhere',
];

/** A document as people write them, and a careful reader's reading of it. */
export type DocumentCase = {
  readonly name: string;
  readonly text: string;
  readonly title?: string;
  /** The heading of the section that is asked for. */
  readonly section?: string;
  /** `1 Setup < 0: step; step | gate; gate`. */
  readonly phases?: readonly string[];
  /** The files of each phase. */
  readonly files?: readonly string[];
  /** The phases for which the files are a limit. */
  readonly limited?: readonly string[];
  readonly goals?: readonly string[];
  readonly hours?: readonly (number | null)[];
  /** The unknown fields that each phase keeps. */
  readonly others?: readonly (readonly string[])[];
  /** The ids of items left out as done or cancelled. */
  readonly left?: readonly (string | null)[];
  /** What every phase gets as context; an empty text for nothing. */
  readonly context?: string;
  /** Codes of required problems. */
  readonly says?: readonly string[];
  /** Codes of problems that must not be reported. */
  readonly silent?: readonly string[];
  /** Text that has to occur in the messages. */
  readonly tells?: readonly string[];
  /** Text that must not occur in the messages. */
  readonly unsaid?: readonly string[];
  /** Codes of errors, where it cannot be read. */
  readonly fails?: readonly string[];
};

/** Reads a document and compares the reading with its case. */
export function expectReading(each: DocumentCase): void {
  const read = readDocument(each.text, 'plan.md', {
    title: 'Untitled',
    ...(each.section !== undefined && { section: each.section }),
  });
  const errors = read.ok ? [] : read.problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code }) => code)).toEqual(each.fails ?? []);
  const said = (read.ok ? read.value.problems : read.problems).map(({ message }) => message).join('\n');
  for (const text of each.tells ?? []) expect(said).toContain(text);
  for (const text of each.unsaid ?? []) expect(said).not.toContain(text);
  if (!read.ok) return;
  const { plan, imported, problems } = read.value;
  if (each.title !== undefined) expect(plan.title?.value).toBe(each.title);
  expect(toldOf(read.value)).toEqual(each.phases);
  expect(imported?.leftOut.map(({ id }) => id) ?? []).toEqual(each.left ?? []);
  if (each.context !== undefined) expect(plan.context?.value ?? '').toBe(each.context.trimEnd());
  if (each.files !== undefined) expect(filesOf(read.value)).toEqual(each.files);
  if (each.limited !== undefined) expect(limitedIn(read.value)).toEqual(each.limited);
  if (each.goals !== undefined) expect(plan.phases.map(({ goal }) => goal?.value)).toEqual(each.goals);
  if (each.hours !== undefined)
    expect(plan.phases.map(({ hours }) => hours?.value ?? null)).toEqual(each.hours);
  if (each.others !== undefined)
    expect(plan.phases.map(({ others }) => others.map(({ name, text }) => `${name}: ${text}`))).toEqual(
      each.others,
    );
  expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining([...(each.says ?? [])]));
  for (const code of each.silent ?? []) expect(problems.map((problem) => problem.code)).not.toContain(code);
  // Every phase is in the document, at the reported place.
  const lines = each.text.split('\n');
  for (const { line, column } of plan.phases) expect(column - 1).toBeLessThan(lines[line - 1]?.length ?? 0);
}

function toldOf({ plan }: DocumentReading): string[] {
  const idOf = (place: number) => plan.phases[place]?.id ?? '';
  return plan.phases.map(({ id, title, dependencies, steps, gates }) => {
    const after = (dependencies?.references ?? []).flatMap((each) => each.phases.map(idOf));
    const needs = after.length === 0 ? '' : ` < ${after.join(',')}`;
    const done = steps.length === 0 ? '' : `: ${steps.map(({ value }) => value).join('; ')}`;
    const checks = gates.length === 0 ? '' : ` | ${gates.map((gate) => gate.text).join('; ')}`;
    return `${id} ${title}${needs}${done}${checks}`;
  });
}

function limitedIn({ plan }: DocumentReading): string[] {
  return plan.phases.filter(({ files }) => files !== undefined && !files.isExpected).map(({ id }) => id);
}

function filesOf({ plan }: DocumentReading): string[] {
  return plan.phases.map((each) => (each.files?.entries ?? []).map(({ path }) => path).join(', '));
}
