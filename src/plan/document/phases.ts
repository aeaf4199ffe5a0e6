import type { Located } from '../types.ts';
import type { Block, TextBlock, TextLine } from './block.ts';
import { FieldCollector, type RawField } from './fields.ts';
import { type Heading, isPhasesHeading, readHeading } from './heading.ts';
import { plain, withoutEscape } from './inline.ts';
import { fieldKey } from './names.ts';
import { readPhase, type UnresolvedPhase } from './phase.ts';
import { foldedId } from './references.ts';

/**
 * Why a heading is taken for that of a phase:
 *
 * - `labelled`: it says "Phase 2a"
 * - `section`: it stands right below a heading "Phases"
 * - `numbered`: it has a number, and fields stand below it
 * - `bold`: it is no heading but a bold line that says "Phase 2a", and fields stand below it
 * - `loose`: fields stand below it
 */
type Ground = 'labelled' | 'section' | 'numbered' | 'bold' | 'loose';

type Open = {
  readonly ground: Ground;
  readonly level: number;
  readonly text: TextLine;
  readonly heading: Heading;
  readonly collector: FieldCollector;
};

type Candidate = UnresolvedPhase & {
  readonly ground: Ground;
  readonly level: number;
  /** The text of its heading, if it has no fields: then it may be the plan's own, or that of a group. */
  readonly empty: TextLine | undefined;
};

/** Finds the phases among the blocks of a document, which are given in their order. */
export class PhaseCollector {
  /** The first heading of the outermost level that is no phase. */
  title: Located<string> | undefined;
  #titleLevel = Number.POSITIVE_INFINITY;
  readonly #boldLines: (TextLine & { readonly id: string })[] = [];
  readonly #candidates: Candidate[] = [];
  readonly #mostPhases: number;
  #open: Open | undefined;
  /** The level of the heading "Phases" that is open, and of those right below it. */
  #section: { readonly level: number; childLevel?: number } | undefined;

  constructor(mostPhases: number) {
    this.#mostPhases = mostPhases;
  }

  add(block: Block): void {
    if (block.kind === 'heading') this.#addHeading(block.level, block.text);
    else if (block.kind === 'text' && !this.#addBoldLine(block)) this.#open?.collector.addText(block);
  }

  /**
   * The phases, or `undefined` where there are too many.
   *
   * @param end - the line after the last
   */
  finish(end: number): UnresolvedPhase[] | undefined {
    this.#close(end);
    if (this.#candidates.length > this.#mostPhases) return undefined;
    const groups = groupsAmong(this.#candidates);
    // A single one over all phases is the plan's own heading.
    if (groups.size === 1)
      for (const { level, empty } of groups) if (empty !== undefined) this.#offerTitle(level, empty);
    return withIds(chosen(this.#candidates.filter((candidate) => !groups.has(candidate))));
  }

  /** Bold lines that name, as a heading would, a phase that is none of these. */
  uncounted(phases: readonly UnresolvedPhase[]): Located<string>[] {
    const ids = new Set(this.#boldLines.length === 0 ? [] : phases.map(({ phase }) => foldedId(phase.id)));
    return this.#boldLines
      .filter(({ id }) => !ids.has(foldedId(id)))
      .map(({ text, line, column }) => ({ value: plain(text), line, column }));
  }

  #addHeading(level: number, text: TextLine): void {
    const heading = readHeading(text);
    if (this.#open !== undefined && this.#isBelow(this.#open, level, heading)) {
      this.#open.collector.addHeading(text);
      return;
    }
    this.#close(text.line);
    if (this.#section !== undefined && level <= this.#section.level) this.#section = undefined;
    if (!heading.isLabelled && isPhasesHeading(text.text)) {
      this.#section = { level };
      return;
    }
    const ground = this.#groundOf(level, heading);
    if (ground !== 'labelled' && ground !== 'section') this.#offerTitle(level, text);
    this.#open = { ground, level, text, heading, collector: new FieldCollector() };
  }

  /** Takes a bold line for the heading of a phase, unless a phase with a true one is open. */
  #addBoldLine({ lines, depth, ...block }: TextBlock): boolean {
    const [text, ...below] = lines;
    if (depth > 0 || text === undefined || !BOLD_LABEL.test(text.text)) return false;
    const heading = readHeading(text);
    if (heading.id === undefined || !heading.isSetOff) return false;
    this.#boldLines.push({ ...text, id: heading.id });
    if (this.#open?.ground === 'labelled' || this.#open?.ground === 'section') return false;
    this.#close(text.line);
    this.#open = { ground: 'bold', level: BOLD_LEVEL, text, heading, collector: new FieldCollector() };
    if (below.length > 0) this.#open.collector.addText({ ...block, depth, lines: below });
    return true;
  }

  /** Whether a heading belongs to the phase that is open, as a field does. */
  #isBelow(open: Open, level: number, heading: Heading): boolean {
    if (open.ground === 'bold') return !heading.isLabelled && fieldKey(heading.title.value) !== undefined;
    if (level <= open.level) return false;
    if (heading.isLabelled && heading.isSetOff) return false;
    if (open.ground === 'labelled' || open.ground === 'section') return true;
    return open.collector.fields.length > 0 && heading.id === undefined && !this.#isTitle(open);
  }

  #isTitle(open: Open): boolean {
    return this.title?.line === open.text.line;
  }

  #groundOf(level: number, heading: Heading): Ground {
    if (heading.isLabelled) return 'labelled';
    if (this.#section !== undefined) {
      this.#section.childLevel ??= level;
      if (level === this.#section.childLevel) return 'section';
    }
    return heading.id === undefined ? 'loose' : 'numbered';
  }

  #offerTitle(level: number, text: TextLine): void {
    if (level >= this.#titleLevel || text.text === '') return;
    this.title = {
      value: withoutEscape(plain(text.text)).replace(/\\([#)\]])$/u, '$1'),
      line: text.line,
      column: text.column,
    };
    this.#titleLevel = level;
  }

  /** Makes a candidate of the phase that is open, if its fields make it one. */
  #close(end: number): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || this.#candidates.length > this.#mostPhases) return;
    const { ground, level, text, heading } = open;
    const { fields } = open.collector;
    if ((ground === 'numbered' || ground === 'bold') && knownAmong(fields) === 0) return;
    if (ground === 'loose' && (knownAmong(fields) < 2 || this.#isTitle(open))) return;
    const at = { id: heading.id ?? '', line: text.line, end, column: text.column };
    const empty = fields.every(({ name }) => fieldKey(name) === undefined) ? text : undefined;
    const { phase, names, dependencies } = readPhase(heading, fields, at);
    this.#candidates.push({ ground, level, empty, phase, names, dependencies });
  }
}

/** A line that is bold from end to end, as far as its beginning tells. */
const BOLD_LABEL = /^(?:\*{2,3}|_{2,3})[Pp](?:hase|HASE)\b.*[*_]$/u;

/** Below all headings. */
const BOLD_LEVEL = 7;

/** How many different fields that the program knows there are. */
function knownAmong(fields: readonly RawField[]): number {
  return new Set(fields.flatMap(({ key }) => key ?? [])).size;
}

/** The candidates that hold beside the others: where phases are labelled, what only looks like one is none. */
function chosen(rest: readonly Candidate[]): Candidate[] {
  const firstLabelled = rest.find(({ ground }) => ground === 'labelled');
  const hasSection = rest.some(({ ground }) => ground === 'section');
  const hasNumbered = rest.some(({ ground }) => ground === 'numbered');
  const hasBold = rest.some(({ ground }) => ground === 'bold');
  return rest.filter(({ ground, level, empty, phase }) => {
    if (ground === 'labelled') return true;
    if (ground === 'section') return empty === undefined || firstLabelled === undefined || phase.id !== '';
    if (firstLabelled !== undefined)
      return level === firstLabelled.level && phase.line > firstLabelled.phase.line;
    if (hasSection) return false;
    return ground === 'numbered' || (!hasNumbered && (ground === 'bold' || !hasBold));
  });
}

/** Headings without fields that only hold phases: `## Phase 1: Backend` over `### Phase 1.1: Models`. */
function groupsAmong(candidates: readonly Candidate[]): Set<Candidate> {
  const groups = new Set<Candidate>();
  for (const [index, candidate] of candidates.entries()) {
    const next = candidates[index + 1];
    if (candidate.empty !== undefined && next?.ground === 'labelled' && next.level > candidate.level)
      groups.add(candidate);
  }
  return groups;
}

/** Gives the phases without a label their ordinals. */
function withIds(candidates: readonly Candidate[]): UnresolvedPhase[] {
  return candidates.map((candidate, index) => {
    const { phase, names, dependencies } = candidate;
    return phase.id === '' ? { names, dependencies, phase: { ...phase, id: String(index + 1) } } : candidate;
  });
}
