import {
  type Boundary,
  chooseBoundary,
  isTag,
  looksLikeMarkup,
  nameBoundary,
  unnameBoundary,
} from '../../lib/index.ts';
import type { RenderedFile } from '../composition/index.ts';
import type { Place, Survey, SurveyedSlot } from './survey_slots.ts';
import { occurrences } from './text_positions.ts';

/** A range of a file, and the text that replaces it. */
export type Replacement = Place & { readonly text: string };

/** A slot, and the file to be named in its opening line. */
export type NamedSlot = SurveyedSlot & { readonly named: string | undefined };

/**
 * Chooses other boundaries for the blocks that need them, names in them the files whose text they hold, and returns the
 * replacements. A block needs another boundary if one of the inserted texts contains the boundary's own text, or if the block's
 * text is markup, in which a tag would not stand out.
 *
 * @param texts - the text for each slot, by the input's name
 */
export function moveBoundaries(
  { files, slots, seed }: Omit<Survey, 'slots'> & { readonly slots: readonly NamedSlot[] },
  texts: ReadonlyMap<string, string>,
): Replacement[] {
  const names = slots.flatMap(({ named }) => named ?? []);
  const taken = [...files.map(({ text }) => text), ...texts.values(), ...names];
  return slots.flatMap(({ input, file: written, named }) => {
    const old = boundaryOf(input);
    if (old === undefined) return [];
    const bare = written === undefined ? old : unnameBoundary(old, written);
    const nameIt = (boundary: Boundary) => (named === undefined ? boundary : nameBoundary(boundary, named));
    const own = texts.get(input.name) ?? '';
    const isInDanger = [...texts.values()].some((text) =>
      [old, bare, nameIt(bare)].some((boundary) => holds(text, boundary)),
    );
    const needsOther = isInDanger || (isTag(old) && looksLikeMarkup(own));
    const chosen = needsOther ? chooseBoundary({ input: input.name, seed, texts: taken, plain: true }) : bare;
    if (needsOther) taken.push(chosen.open, chosen.close);
    const moved = nameIt(chosen);
    if (moved.open === old.open && moved.close === old.close) return [];
    return files.flatMap((file, place) => replacementsIn(file, place, old, moved));
  });
}

/** Whether a text contains one of the boundary's lines. A tag counts in any spelling that a reader would take for it. */
function holds(text: string, { open, close }: Boundary): boolean {
  if (text.includes(open) || text.includes(close)) return true;
  const tag = /^<\/([\w-]+)>$/u.exec(close)?.[1];
  return tag !== undefined && new RegExp(`<\\s*/\\s*${tag}\\s*>`, 'iu').test(text);
}

function boundaryOf({ open, close }: { open: string | null; close: string | null }): Boundary | undefined {
  return open === null || close === null ? undefined : { open, close };
}

/** Every mention of the opening line, which occurs in no other text, and the closing line that ends each block. */
function replacementsIn({ text }: RenderedFile, file: number, old: Boundary, moved: Boundary): Replacement[] {
  const opens = occurrences(text, old.open);
  const closes = isTag(old)
    ? opens.flatMap((start) => closingLine(text, start, old.close))
    : occurrences(text, old.close);
  return [
    ...opens.map((start) => ({ file, start, end: start + old.open.length, text: moved.open })),
    ...[...new Set(closes)].map((start) => ({
      file,
      start,
      end: start + old.close.length,
      text: moved.close,
    })),
  ];
}

/** The start of the first line after an offset that is exactly the closing line. */
function closingLine(text: string, from: number, close: string): number[] {
  return occurrences(text, close)
    .filter((start) => {
      const isLine =
        text.charAt(start - 1) === '\n' && /^(?:\r?\n|$)/u.test(text.slice(start + close.length));
      return start > from && isLine;
    })
    .slice(0, 1);
}
