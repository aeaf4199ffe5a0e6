import type { Section } from './outline.ts';

/** The parts directly below one heading. */
type Parts = {
  readonly count: number;
  readonly first: Section | undefined;
  readonly last: Section | undefined;
};

const NO_PARTS: Parts = { count: 0, first: undefined, last: undefined };

/** The parts of a plan by the heading that they are directly below; more of them can be added. */
export class PartsBeside {
  readonly #parts = new Set<Section>();
  readonly #byParent = new Map<Section, Parts>();
  /** The place of each section in its parent, for those parents that were asked for. */
  readonly #places = new Map<Section, ReadonlyMap<Section, number>>();

  constructor(parts: Iterable<Section>) {
    for (const each of parts) this.add(each);
  }

  add(part: Section): void {
    if (this.#parts.has(part) || part.parent === undefined) return;
    this.#parts.add(part);
    const { count, first, last } = this.#byParent.get(part.parent) ?? NO_PARTS;
    this.#byParent.set(part.parent, {
      count: count + 1,
      first: first === undefined || part.index < first.index ? part : first,
      last: last === undefined || part.index > last.index ? part : last,
    });
  }

  /** The parts below the same heading as a section. */
  beside({ parent }: Section): Parts {
    return (parent && this.#byParent.get(parent)) ?? NO_PARTS;
  }

  /** Whether the section before or after another one, below the same heading, is a part. */
  isNextTo(section: Section): boolean {
    const { parent } = section;
    const place = parent && this.#placesIn(parent).get(section);
    if (parent === undefined || place === undefined) return false;
    return [parent.sections[place - 1], parent.sections[place + 1]].some(
      (other) => other !== undefined && this.#parts.has(other),
    );
  }

  #placesIn(parent: Section): ReadonlyMap<Section, number> {
    const known = this.#places.get(parent);
    if (known !== undefined) return known;
    const places = new Map(parent.sections.map((section, index) => [section, index]));
    this.#places.set(parent, places);
    return places;
  }
}
