import type { Problem } from '../../diagnostics/index.ts';
import { ownValue } from '../../lib/index.ts';
import { namedFile, type RenderedFile } from '../composition/index.ts';
import type { FrameworkLock, LockedInput } from '../generated/framework.lock.ts';
import { occurrences, positionAt } from './text_positions.ts';

/** Codes of the problems that slots in a framework's files on disk can have. */
export type SlotProblemCode = 'slot-doubled' | 'slot-outside-boundary' | 'slot-by-hand';

/** A framework's current files, including hand edits, with the places for values. */
export type Survey = {
  readonly files: readonly RenderedFile[];
  /** The same files as originally written. */
  readonly written: readonly RenderedFile[];
  readonly slots: readonly SurveyedSlot[];
  /** The seed that makes boundary ids unique to this framework. */
  readonly seed: string;
  readonly problems: readonly Problem<SlotProblemCode>[];
};

/** An input, and the places of its slot in the files. */
export type SurveyedSlot = {
  readonly input: LockedInput;
  readonly places: readonly Place[];
  /**
   * - `open`: the slot is there
   * - `answered`: it was filled when the framework was made
   * - `by-hand`: it was there when the files were written, and somebody has replaced it
   */
  readonly state: 'open' | 'answered' | 'by-hand';
  /** The file that its opening line names, because the value is that file's text. */
  readonly file?: string;
  /** The place of the framework's request, which another one may replace for one run. */
  readonly answer?: Place;
};

/** A range of one of the files, in UTF-16 code units. */
export type Place = { readonly file: number; readonly start: number; readonly end: number };

/**
 * Finds the slots of a framework in its files, and the effects of hand edits on them. A slot of criteria or material counts only
 * between its boundaries: outside them its text would be read as instructions.
 *
 * @param files - in the order in which a model reads them, as on disk
 * @param shown - returns a file's name as shown to a person
 */
export function surveySlots(
  lock: Pick<FrameworkLock, 'goal' | 'name' | 'inputs' | 'answers' | 'files'>,
  files: readonly RenderedFile[],
  shown: (file: string) => string,
): Survey {
  const problems: Problem<SlotProblemCode>[] = [];
  const slots = lock.inputs.map((input): SurveyedSlot => {
    const places = placesOf(input.slot, files);
    const written = placesOf(input.slot, lock.files).length;
    problems.push(...problemsOf({ input, places, written }, files, shown));
    const answered = Object.hasOwn(lock.answers.values, input.name);
    const state = places.length > 0 ? 'open' : answered ? 'answered' : 'by-hand';
    const answer =
      state === 'answered' && input.kind === 'request' ? answerPlace(lock, input, files) : undefined;
    const file = answered ? namedFile(input, lock.answers.valueFiles ?? {}) : undefined;
    return { input, places, state, ...(answer && { answer }), ...(file !== undefined && { file }) };
  });
  const byHand = slots
    .filter(({ state }) => state === 'by-hand')
    .map(({ input }) => replacedByHand(input, shown));
  return {
    files,
    written: lock.files,
    slots,
    seed: `${lock.goal}\0${lock.name}`,
    problems: [...problems, ...byHand],
  };
}

/** The place of the request that a framework was made with, unless somebody edited it. */
function answerPlace(
  { answers }: Pick<FrameworkLock, 'answers'>,
  { name, open, close }: LockedInput,
  files: readonly RenderedFile[],
): Place | undefined {
  const value = ownValue(answers.values, name);
  if (value === undefined || open === null || close === null) return undefined;
  const before = `${open}\n`;
  const block = `${before}${value}${value.endsWith('\n') ? '' : '\n'}${close}`;
  const found = placesOf(block, files);
  const [place] = found;
  if (place === undefined || found.length > 1) return undefined;
  const start = place.start + before.length;
  // Its last line end belongs to the frame: another request may have none.
  const end = start + value.replace(/\r?\n$/u, '').length;
  return { ...place, start, end };
}

function placesOf(slot: string, files: readonly RenderedFile[]): Place[] {
  return files.flatMap(({ text }, file) =>
    occurrences(text, slot).map((start) => ({ file, start, end: start + slot.length })),
  );
}

type Found = {
  readonly input: LockedInput;
  readonly places: readonly Place[];
  /** Number of occurrences of the slot in the files as written; a user's own template may show it twice. */
  readonly written: number;
};

function problemsOf(
  { input, places, written }: Found,
  files: readonly RenderedFile[],
  shown: (file: string) => string,
): Problem<SlotProblemCode>[] {
  const at = ({ file, start }: Place) => ({
    file: shown(files[file]?.file ?? ''),
    ...positionAt(files[file]?.text ?? '', start),
  });
  const outside = places.filter((place) => !isBetweenBoundaries(input, place, files[place.file]?.text ?? ''));
  if (outside.length > 0) {
    return outside.map((place) => ({
      severity: 'error',
      code: 'slot-outside-boundary',
      message: `The slot of "${input.name}" is not on its own line between its boundaries, so its content could be read as instructions.`,
      ...at(place),
      hint: `Put it back between ${input.open} and ${input.close}, or remove it here.`,
    }));
  }
  return places.slice(Math.max(written, 1)).map((place) => ({
    severity: input.kind === 'setting' ? 'warning' : 'error',
    code: 'slot-doubled',
    message: `The slot of "${input.name}" is here more often than it was written.`,
    ...at(place),
    hint:
      input.kind === 'setting'
        ? 'Each of them is filled; remove one unless that is intended.'
        : 'Remove one of them: the same text would be sent twice.',
  }));
}

/** Settings may occur anywhere; other slots need a line of their own, after their opening line and before their closing one. */
function isBetweenBoundaries(
  { slot, open, close }: LockedInput,
  { start, end }: Place,
  text: string,
): boolean {
  if (open === null || close === null) return true;
  const before = linesOf(text.slice(0, start));
  const after = linesOf(text.slice(end));
  if (before.at(-1) !== '' || after[0] !== '' || slot.includes('\n')) return false;
  return before.lastIndexOf(open) > before.lastIndexOf(close) && after.includes(close);
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/u);
}

function replacedByHand(input: LockedInput, shown: (file: string) => string): Problem<SlotProblemCode> {
  return {
    severity: 'note',
    code: 'slot-by-hand',
    message: `The slot of "${input.name}" is no longer in the files; what is there now is sent as it is.`,
    file: shown('01_PROMPT_TEMPLATE.md'),
  };
}
