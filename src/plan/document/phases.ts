import type { Located } from '../plan.ts';
import { fieldKey } from './field_names.ts';
import { FieldCollector, type RawField } from './fields.ts';
import { type Heading, isPhasesHeading, readBoldLine, readHeading } from './heading.ts';
import { plain, withoutEscape } from './inline.ts';
import type { Block, OpaqueBlock, TextBlock, TextLine } from './markdown_block.ts';
import { readPhase, type UnresolvedPhase } from './phase.ts';
import { foldedId } from './references.ts';

/**
 * The reason that a heading is taken for that of a phase:
 *
 * - `labelled`: it says "Phase 2a"
 * - `section`: it is right below a heading "Phases"
 * - `numbered`: it has a number, and fields below it
 * - `bold`: it is not a heading but a bold line that says "Phase 2a", with fields below it, and no true heading is a phase
 * - `loose`: it has fields below it
 */
type PhaseContext = 'labelled' | 'section' | 'numbered' | 'bold' | 'loose';

type Open = {
  readonly context: PhaseContext;
  readonly level: number;
  readonly text: TextLine;
  readonly heading: Heading;
  readonly collector: FieldCollector;
};

type Candidate = UnresolvedPhase & {
  readonly context: PhaseContext;
  readonly level: number;
  /** The text of its heading, if it has no fields: then it may be the plan's own, or that of a group. */
  readonly empty: TextLine | undefined;
};

/** Finds the phases among the blocks of a document, which are given in their order. */
export class PhaseCollector {
  /** The first heading of the outermost level that is no phase. */
  title: Located<string> | undefined;
  /** Whether bold lines are meant as headings: where nothing is a phase, or only headings over such lines seem to be. */
  meansBold = false;
  #titleLevel = Number.POSITIVE_INFINITY;
  readonly #boldLines: (TextLine & { readonly id: string })[] = [];
  readonly #candidates: Candidate[] = [];
  readonly #mostPhases: number;
  readonly #readsBold: boolean;
  /** The level of the last heading. */
  #level = DEEP;
  #open: Open | undefined;
  /** The level of the heading "Phases" that is open, and of those right below it. */
  #section: { readonly level: number; childLevel?: number } | undefined;

  /** @param options.readsBold - takes bold lines for headings, which is right where they are meant so */
  constructor(mostPhases: number, { readsBold = false } = {}) {
    this.#mostPhases = mostPhases;
    this.#readsBold = readsBold;
  }

  /** @param verbatim - gives the text of a block that stays as it is */
  add(block: Block, verbatim: (block: OpaqueBlock) => TextLine): void {
    if (block.kind === 'heading') this.#addHeading(block.level, block.text);
    else if (block.kind === 'opaque') {
      if (block.form !== 'html' && block.form !== 'quote' && this.#open?.collector.isOpen)
        this.#open.collector.addVerbatim(verbatim(block), block.depth);
    } else if (!this.#addBoldLine(block)) this.#open?.collector.addText(block);
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
    const found = chosen(this.#candidates.filter((candidate) => !groups.has(candidate)));
    this.meansBold = this.#boldLines.length > 0 && this.#hasBoldLineInEach(found);
    return withIds(found);
  }

  /** Bold lines that name, as a heading would, a phase that is not among these. */
  uncounted(phases: readonly UnresolvedPhase[]): Located<string>[] {
    const ids = new Set(this.#boldLines.length === 0 ? [] : phases.map(({ phase }) => foldedId(phase.id)));
    return this.#boldLines
      .filter(({ id }) => !ids.has(foldedId(id)))
      .map(({ text, line, column }) => ({ value: plain(text), line, column }));
  }

  #addHeading(level: number, text: TextLine): void {
    const heading = readHeading(text);
    this.#level = level;
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
    const context = this.#contextOf(level, heading);
    if (context !== 'labelled' && context !== 'section') this.#offerTitle(level, text);
    this.#open = { context, level, text, heading, collector: new FieldCollector() };
  }

  /** Whether bold lines are in each, before any of its fields. */
  #hasBoldLineInEach(candidates: readonly Candidate[]): boolean {
    let at = 0;
    return candidates.every(({ context, phase }) => {
      while ((this.#boldLines[at]?.line ?? phase.end) <= phase.line) at++;
      const bold = this.#boldLines[at]?.line ?? phase.end;
      const fields = [phase.goal, phase.hours, phase.files, phase.dependencies];
      return (
        context === 'loose' &&
        bold < phase.end &&
        !fields.some((field) => field !== undefined && field.line < bold)
      );
    });
  }

  /** Takes a bold line for the heading of a phase, where that is asked for. */
  #addBoldLine(block: TextBlock): boolean {
    const [text] = block.lines;
    if (block.depth > 0 || text === undefined) return false;
    const heading = readBoldLine(text);
    if (heading?.id === undefined) return false;
    const owner = this.#open?.heading.id;
    // `Phase 1.1` within Phase 1 is a part of it.
    if (owner === undefined || !heading.id.startsWith(`${owner}.`))
      this.#boldLines.push({ ...text, id: heading.id });
    if (!this.#readsBold) return false;
    this.#close(text.line);
    const level = Math.min(this.#level, DEEP);
    this.#open = { context: 'bold', level, text, heading, collector: new FieldCollector() };
    const below = block.lines.slice(1);
    if (below.length > 0) this.#open.collector.addText({ ...block, lines: below });
    return true;
  }

  /** Whether a heading belongs to the phase that is open, as a field does. */
  #isBelow(open: Open, level: number, heading: Heading): boolean {
    if (level <= open.level) return false;
    if (heading.isLabelled && heading.isSetOff) return false;
    if (open.context === 'bold') return fieldKey(heading.title.value) !== undefined;
    if (open.context === 'labelled' || open.context === 'section') return true;
    return open.collector.fields.length > 0 && heading.id === undefined && !this.#isTitle(open);
  }

  #isTitle(open: Open): boolean {
    return this.title?.line === open.text.line;
  }

  #contextOf(level: number, heading: Heading): PhaseContext {
    if (heading.isLabelled) return 'labelled';
    if (this.#section !== undefined) {
      this.#section.childLevel ??= level;
      if (level === this.#section.childLevel) return 'section';
    }
    return heading.id === undefined ? 'loose' : 'numbered';
  }

  #offerTitle(level: number, text: TextLine): void {
    if (level >= this.#titleLevel || text.text === '' || (level === 2 && text.text === 'Context')) return;
    this.title = {
      value: withoutEscape(plain(text.text)).replace(/\\([#)\]])$/u, '$1'),
      line: text.line,
      column: text.column,
    };
    this.#titleLevel = level;
  }

  /** Makes the open phase a candidate, if its fields make it one. */
  #close(end: number): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || this.#candidates.length > this.#mostPhases) return;
    const { context, level, text, heading } = open;
    const { fields } = open.collector;
    if ((context === 'numbered' || context === 'bold') && knownAmong(fields) === 0) return;
    if (context === 'loose' && (knownAmong(fields) < 2 || this.#isTitle(open))) return;
    const at = { id: heading.id ?? '', line: text.line, end, column: text.column };
    const empty = fields.every(({ name }) => fieldKey(name) === undefined) ? text : undefined;
    const { phase, names, dependencies } = readPhase(heading, fields, at);
    this.#candidates.push({ context, level, empty, phase, names, dependencies });
  }
}

/** A level above any heading within a phase, used where the document has no heading to show it. */
const DEEP = 2;

/** Counts the different fields that the program knows. */
function knownAmong(fields: readonly RawField[]): number {
  return new Set(fields.flatMap(({ key }) => key ?? [])).size;
}

/** The candidates that hold beside the others: where phases are labelled, headings that only look like one do not count. */
function chosen(rest: readonly Candidate[]): Candidate[] {
  const firstLabelled = rest.find(({ context }) => context === 'labelled');
  const hasSection = rest.some(({ context }) => context === 'section');
  const hasNumbered = rest.some(({ context }) => context === 'numbered');
  return rest.filter(({ context, level, empty, phase }) => {
    if (context === 'labelled') return true;
    if (context === 'section') return empty === undefined || firstLabelled === undefined || phase.id !== '';
    if (firstLabelled !== undefined)
      return level === firstLabelled.level && phase.line > firstLabelled.phase.line;
    return !hasSection && (context === 'numbered' || !hasNumbered);
  });
}

/** Headings without fields that only hold phases: `## Phase 1: Backend` over `### Phase 1.1: Models`. */
function groupsAmong(candidates: readonly Candidate[]): Set<Candidate> {
  const groups = new Set<Candidate>();
  for (const [index, candidate] of candidates.entries()) {
    const next = candidates[index + 1];
    if (candidate.empty !== undefined && next?.context === 'labelled' && next.level > candidate.level)
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
