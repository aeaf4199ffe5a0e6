import { CONDITIONAL_SUBJECTS, type ConditionalSubject, conditionalLines } from '../composition/index.ts';
import type { LockedInput } from '../generated/framework.lock.ts';
import type { Replacement } from './boundaries.ts';
import type { Place, Survey } from './survey_slots.ts';

/** The text to remove from a framework's files so that nothing in them refers to an input without a value. */
export type Omission = {
  readonly edits: readonly Replacement[];
  /** The removed places; one in hand-edited text stays, and has to be filled with something. */
  readonly places: ReadonlySet<Place>;
};

/**
 * Finds the text to remove: the place of each input, with its name or its boundaries; the rules that then refer to nothing; the
 * headings whose sections are then empty. Only text that is exactly as rendered is removed.
 *
 * @param left - the inputs without a value and without a default
 */
export function omitInputs(survey: Survey, left: readonly LockedInput[]): Omission {
  const places = new Set<Place>();
  const nothingOf = CONDITIONAL_SUBJECTS.filter((name) => isUnspoken(name, survey, left));
  const rules = conditionalLines();
  const unspoken = new Set(nothingOf.flatMap((name) => rules[name]));
  const edits = survey.files.flatMap(({ file, text }, index): Replacement[] => {
    const written = survey.written.find((other) => other.file === file)?.text ?? '';
    const lines = new FileLines(text, written);
    for (const slot of survey.slots) {
      if (!left.includes(slot.input)) continue;
      for (const place of slot.places)
        if (place.file === index && lines.takePlace(place, slot.input)) places.add(place);
    }
    lines.takeRules(unspoken, survey);
    lines.takeEmptyHeadings();
    return lines.taken().map((range) => ({ file: index, ...range, text: '' }));
  });
  return { edits, places };
}

/** Whether nothing of a kind remains: every open place is settled, and no block of the kind is left. */
function isUnspoken(name: ConditionalSubject, { slots }: Survey, left: readonly LockedInput[]): boolean {
  if (name === 'open') return true;
  return slots.every(({ input }) => input.kind !== name || left.includes(input));
}

type LineOf = { readonly text: string; readonly start: number; readonly end: number };

/** The lines of a file, some of which are removed. */
class FileLines {
  readonly #lines: readonly LineOf[];
  readonly #written: ReadonlySet<string>;
  readonly #taken = new Set<number>();

  constructor(text: string, written: string) {
    this.#lines = linesOf(text);
    this.#written = new Set(linesOf(written).map((line) => line.text));
  }

  /** Removes the line of a setting, or the block of another input; returns whether it was as rendered. */
  takePlace({ start }: Place, { kind, name, slot, open, close }: LockedInput): boolean {
    const at = this.#lines.findIndex((line) => start >= line.start && start < line.end);
    if (kind === 'setting') {
      const rest = this.#textAt(at)?.replace(slot, '').replace(name, '') ?? 'x';
      return !/[\p{L}\p{N}]/u.test(rest) && this.#take(at);
    }
    const isWhole =
      this.#textAt(at - 1) === open && this.#textAt(at) === slot && this.#textAt(at + 1) === close;
    if (!isWhole || ![at - 1, at, at + 1].every((line) => this.#take(line))) return false;
    if (this.#textAt(at + 2) === '') this.#taken.add(at + 2);
    return true;
  }

  /** Removes rules wherever they occur outside the blocks of user text. */
  takeRules(rules: ReadonlySet<string>, { slots }: Survey): void {
    let close: string | null = null;
    this.#lines.forEach(({ text }, at) => {
      if (close !== null) {
        if (text === close) close = null;
        return;
      }
      const opened = slots.find(({ input }) => input.open === text);
      if (opened) close = opened.input.close;
      else if (rules.has(text)) this.#take(at);
    });
  }

  /** Removes the headings whose whole section is gone. */
  takeEmptyHeadings(): void {
    for (const at of [...this.#taken].sort((a, b) => a - b)) {
      const above = this.#nextLeft(at, -1);
      const below = this.#nextLeft(at, 1);
      const heading = levelOf(this.#textAt(above));
      const next = below === undefined ? 1 : levelOf(this.#textAt(below));
      if (above === undefined || heading === undefined || next === undefined || next > heading) continue;
      if (this.#take(above))
        for (let line = above; line < (below ?? this.#lines.length); line++) this.#taken.add(line);
    }
  }

  /** The removed ranges of the file, in order. */
  taken(): { start: number; end: number }[] {
    return [...this.#taken]
      .sort((a, b) => a - b)
      .flatMap((at) => {
        const line = this.#lines[at];
        return line ? [{ start: line.start, end: line.end }] : [];
      });
  }

  /** Removes a line that is exactly as rendered. */
  #take(at: number): boolean {
    const text = this.#textAt(at);
    if (text === undefined || !this.#written.has(text)) return false;
    this.#taken.add(at);
    return true;
  }

  #nextLeft(from: number, step: 1 | -1): number | undefined {
    for (let at = from + step; this.#lines[at] !== undefined; at += step)
      if (!this.#taken.has(at) && this.#textAt(at)?.trim() !== '') return at;
    return undefined;
  }

  #textAt(at: number | undefined): string | undefined {
    return at === undefined ? undefined : this.#lines[at]?.text;
  }
}

function levelOf(line: string | undefined): number | undefined {
  return /^(#{1,6}) /u.exec(line ?? '')?.[1]?.length;
}

/** Lines without their ends; version control may have converted them to CRLF. */
function linesOf(text: string): LineOf[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const from = start;
    start += line.length + 1;
    return { text: line.replace(/\r$/u, ''), start: from, end: Math.min(start, text.length) };
  });
}
