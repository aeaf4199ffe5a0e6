import type { Located } from '../types.ts';
import type { Block, TextLine } from './blocks.ts';
import { FieldCollector } from './fields.ts';
import { type Heading, isPhasesHeading, readHeading } from './heading.ts';
import { plain, withoutEscape } from './inline.ts';
import { fieldKey } from './names.ts';
import { readPhase, type UnresolvedPhase } from './phase.ts';

/**
 * Why a heading is taken for that of a phase:
 *
 * - `labelled`: it says "Phase 2a"
 * - `section`: it stands right below a heading "Phases"
 * - `numbered`: it has a number, and fields stand below it
 * - `loose`: fields stand below it
 */
type Ground = 'labelled' | 'section' | 'numbered' | 'loose';

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
  readonly text: TextLine;
  readonly isEmpty: boolean;
};

/** Finds the phases among the blocks of a document, which are given in their order. */
export class PhaseCollector {
  /** The first heading of the outermost level that is no phase. */
  title: Located<string> | undefined;
  #titleLevel = Number.POSITIVE_INFINITY;
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
    else if (block.kind === 'text') this.#open?.collector.addText(block);
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
    if (groups.size === 1) for (const { level, text } of groups) this.#offerTitle(level, text);
    return withIds(chosen(this.#candidates.filter((candidate) => !groups.has(candidate))));
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

  /** Whether a heading belongs to the phase that is open, as a field does. */
  #isBelow(open: Open, level: number, heading: Heading): boolean {
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
    const known = new Set(fields.flatMap(({ key }) => key ?? []));
    if (ground === 'numbered' && known.size === 0) return;
    if (ground === 'loose' && (known.size < 2 || this.#isTitle(open))) return;
    const at = { id: heading.id ?? '', line: text.line, end, column: text.column };
    const isEmpty = fields.every(({ name }) => fieldKey(name) === undefined);
    this.#candidates.push({ ground, level, text, isEmpty, ...readPhase(heading, fields, at) });
  }
}

/** The candidates that hold beside the others: where phases are labelled, what only looks like one is none. */
function chosen(rest: readonly Candidate[]): Candidate[] {
  const firstLabelled = rest.find(({ ground }) => ground === 'labelled');
  const hasSection = rest.some(({ ground }) => ground === 'section');
  const hasNumbered = rest.some(({ ground }) => ground === 'numbered');
  return rest.filter(({ ground, level, isEmpty, phase }) => {
    if (ground === 'labelled') return true;
    if (ground === 'section') return !isEmpty || firstLabelled === undefined || phase.id !== '';
    if (firstLabelled !== undefined)
      return level === firstLabelled.level && phase.line > firstLabelled.phase.line;
    return !hasSection && (ground === 'numbered' || !hasNumbered);
  });
}

/** Headings without fields that only hold phases: `## Phase 1: Backend` over `### Phase 1.1: Models`. */
function groupsAmong(candidates: readonly Candidate[]): Set<Candidate> {
  const groups = new Set<Candidate>();
  for (const [index, candidate] of candidates.entries()) {
    const next = candidates[index + 1];
    if (candidate.isEmpty && next?.ground === 'labelled' && next.level > candidate.level)
      groups.add(candidate);
  }
  return groups;
}

/** Gives the phases without a label their ordinals. */
function withIds(candidates: readonly Candidate[]): UnresolvedPhase[] {
  return candidates.map(({ phase, names, references }, index) => ({
    names,
    references,
    phase: phase.id === '' ? { ...phase, id: String(index + 1) } : phase,
  }));
}
