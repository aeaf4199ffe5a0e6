import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  checkValues,
  INTERACTIONS,
  namedFile,
  type RenderedFile,
  type StartInput,
  startLine,
  type ValueFiles,
  type ValueProblemCode,
  type Values,
  withoutLineEnds,
} from '../composition/index.ts';
import type { LockedInput } from '../generated/framework.lock.ts';
import { moveBoundaries, type NamedSlot, type Replacement } from './boundaries.ts';
import { omitInputs } from './omit_inputs.ts';
import type { SlotProblemCode, Survey, SurveyedSlot } from './survey_slots.ts';

/** Codes of the problems that filling can have. */
export type FillProblemCode =
  | ValueProblemCode
  | SlotProblemCode
  | 'input-missing'
  | 'input-filled-already'
  | 'slot-gone';

/** A framework's files with every slot filled. */
export type FilledFramework = {
  readonly files: readonly RenderedFile[];
  /** The text that each input contributed; a slot that occurs twice counts twice. */
  readonly parts: readonly FilledPart[];
  /** The inputs without a value and without a default: the text about them was removed. */
  readonly leftOut: readonly LockedInput[];
  /** The rest of each file. */
  readonly frames: readonly string[];
  /** Warnings and notes. */
  readonly problems: readonly Problem<FillProblemCode>[];
};

/** The text that one input contributed. */
export type FilledPart = { readonly input: LockedInput; readonly text: string; readonly times: number };

/** The text for an optional input that is left out, if its place is in text that was edited by hand. */
export const NOT_PROVIDED = '(not provided)';

/** The required inputs whose slots are open and that have no value. */
export function missingRequired({ slots }: Survey, values: Values): LockedInput[] {
  return slots
    .filter(({ input, state }) => state === 'open' && input.required && input.default === null)
    .filter(({ input }) => !Object.hasOwn(values, input.name))
    .map(({ input }) => input);
}

/**
 * Fills the slots of a framework with values. Each is inserted once, byte for byte: it is never scanned for slots, never
 * re-indented, and no inserted text can end the boundary of a block. An optional input without a value gets its default; one
 * without a default is left out, with the text about it.
 *
 * @param valueFiles - the files whose text is a value, to be named in the boundary
 */
export function fillSlots(
  surveyed: Survey,
  given: Values,
  valueFiles: ValueFiles = {},
): Result<FilledFramework, FillProblemCode> {
  const values = withoutLineEnds(
    surveyed.slots.map(({ input }) => input),
    given,
  );
  const survey = { ...surveyed, slots: surveyed.slots.map((slot) => reopened(slot, values)) };
  const problems = [...survey.problems, ...valueProblems(survey, values)];
  const wrong = problems.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) {
    const isUsage = wrong.some(({ code }) => !code.startsWith('slot-'));
    return failure(isUsage ? 'usage' : 'problems', ...wrong);
  }
  const open = survey.slots.filter(({ state }) => state === 'open');
  const isGiven = (name: string) => Object.hasOwn(values, name);
  const leftOut = open
    .map(({ input }) => input)
    .filter(({ name, default: standing }) => !isGiven(name) && standing === null);
  const left = omitInputs(survey, leftOut);
  const stays = open
    .map(({ input, places }) => ({ input, places: places.filter((place) => !left.places.has(place)) }))
    .filter(({ places }) => places.length > 0);
  const texts = new Map(stays.map(({ input }) => [input.name, textFor(input, values)]));
  const slotEdits = stays.flatMap(({ input, places }) =>
    places.map((place) => insertion(place, texts.get(input.name) ?? '', input, survey)),
  );
  const isIn = (name: string) => !leftOut.some((input) => input.name === name);
  const blocks = survey.slots.filter(({ input, state }) => state !== 'open' || texts.has(input.name));
  const ownEdits = [...left.edits, ...renewStartLine(survey, isIn, isGiven)];
  const edits = [
    ...moveBoundaries({ ...survey, slots: blocks.map((slot) => named(slot, values, valueFiles)) }, texts),
    ...ownEdits,
    ...slotEdits,
  ];
  const filled = survey.files.map(({ file, text }, index) => {
    const own = edits.filter((edit) => edit.file === index).sort((a, b) => a.start - b.start);
    return { file, text: replaced(text, own) };
  });
  const parts = stays.map(({ input, places }) => ({
    input,
    text: texts.get(input.name) ?? '',
    times: places.length,
  }));
  const frames = survey.files.map(({ text }, index) =>
    replaced(
      text,
      [...ownEdits, ...slotEdits.map((edit) => ({ ...edit, text: '' }))]
        .filter((edit) => edit.file === index)
        .sort((a, b) => a.start - b.start),
    ),
  );
  return success({ files: filled, parts, leftOut, frames, problems });
}

/** Reopens the request that a framework was made with, if another is given, so that it is replaced like a slot. */
function reopened(slot: SurveyedSlot, values: Values): SurveyedSlot {
  const { answer, input } = slot;
  if (answer === undefined || !Object.hasOwn(values, input.name)) return slot;
  return { input, places: [answer], state: 'open' };
}

/** The slot with the file to be named: the one that fills it now, or the one that filled it when the framework was made. */
function named(slot: SurveyedSlot, values: Values, valueFiles: ValueFiles): NamedSlot {
  const { input, state, file } = slot;
  if (state !== 'open') return { ...slot, named: file };
  return { ...slot, named: Object.hasOwn(values, input.name) ? namedFile(input, valueFiles) : undefined };
}

function valueProblems(survey: Survey, values: Values): Problem<FillProblemCode>[] {
  const inputs = survey.slots.map(({ input }) => input);
  const checked = checkValues(inputs, values);
  const missing = missingRequired(survey, values).map(
    (input): Problem<FillProblemCode> => ({
      severity: 'error',
      code: 'input-missing',
      message: `The ${input.kind} "${input.name}" is required but not given: ${input.describe}.`,
      hint: `Give --set ${input.name}=@FILE, --set ${input.name}=TEXT or --set ${input.name}=- for standard input.`,
    }),
  );
  const homeless = survey.slots
    .filter(({ input, state }) => state !== 'open' && Object.hasOwn(values, input.name))
    .map(noPlaceFor);
  return [...(checked.ok ? [] : checked.problems), ...missing, ...homeless];
}

function noPlaceFor({ input, state }: SurveyedSlot): Problem<FillProblemCode> {
  return state === 'answered'
    ? {
        severity: 'error',
        code: 'input-filled-already',
        message: `"${input.name}" was filled when the framework was created, so there is no slot for it.`,
        hint: `Change it with \`orchestrator update --set ${input.name}=…\`.`,
      }
    : {
        severity: 'error',
        code: 'slot-gone',
        message: `The slot of "${input.name}" is no longer in the files, so its value has no place.`,
        hint: `Put this back where it was: ${input.slot}`,
      };
}

function textFor(input: LockedInput, values: Values): string {
  const given = Object.hasOwn(values, input.name) ? values[input.name] : undefined;
  return given ?? input.default ?? NOT_PROVIDED;
}

/** The replacement of a slot by its value. A value that ends its own last line needs no line end of the frame's after it. */
function insertion(
  place: Replacement | SurveyedSlot['places'][number],
  text: string,
  { kind }: LockedInput,
  { files }: Survey,
): Replacement {
  const { file, start, end } = place;
  const behind =
    kind === 'setting' ? '' : (/^\r?\n/u.exec(files[file]?.text.slice(end, end + 2) ?? '')?.[0] ?? '');
  return { file, start, end: text.endsWith('\n') ? end + behind.length : end, text };
}

/** @param edits - in order, none overlapping another */
function replaced(text: string, edits: readonly Replacement[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const edit of edits) {
    if (edit.start < from) continue;
    pieces.push(text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  return [...pieces, text.slice(from)].join('');
}

/**
 * Renews the start line so that it names the inputs filled now. The interaction it was written for is not recorded: it is the one
 * whose line is found. A start line that was edited by hand or comes from a user's template stays unchanged.
 *
 * @param isIn - whether an input is in the prompt that is sent
 * @param isGiven - whether a value is given for it now
 */
function renewStartLine(
  { slots, files }: Survey,
  isIn: (name: string) => boolean,
  isGiven: (name: string) => boolean,
): Replacement[] {
  const written = slots.map(({ input, state }): StartInput => ({ ...input, filled: state === 'answered' }));
  const now = written
    .filter(({ name }) => isIn(name))
    .map((input) => ({ ...input, filled: input.filled || isGiven(input.name) }));
  const file = files.length - 1;
  const text = files[file]?.text ?? '';
  const end = text.trimEnd().length;
  const start = text.lastIndexOf('\n', end - 1) + 1;
  const interaction = [...INTERACTIONS, undefined].find(
    (known) => startLine(known, written) === text.slice(start, end),
  );
  const line = startLine(interaction, now);
  const isOurs = startLine(interaction, written) === text.slice(start, end);
  return isOurs && line !== text.slice(start, end) ? [{ file, start, end, text: line }] : [];
}
