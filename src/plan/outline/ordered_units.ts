import { foldedTitle } from '../document/references.ts';
import { ORDER_HEADING } from '../words/order_words.ts';
import { bareHeading } from '../words/section_roles.ts';
import type { ChosenUnits } from './choose_units.ts';
import type { Outline, OutlineBlock, Section } from './outline.ts';
import type { Surveyed } from './survey.ts';

/**
 * Headings without any label that are the parts of a plan, since a section on the order names them: "setup → models → api" below
 * "Order". `undefined` where there are none, or where lists with tick boxes are the work.
 */
export function orderedUnits(outline: Outline, surveyed: readonly Surveyed[]): ChosenUnits | undefined {
  if (surveyed.some(({ count, role }) => role !== 'check' && role !== 'aside' && count.openBoxes > 0))
    return undefined;
  for (const section of outline.sections) {
    if (!isOnOrder(section)) continue;
    const units = unitsNamedIn(section, surveyed, outline.lines);
    if (units.length < MIN_UNITS) continue;
    const heading = section.heading.text.replace(/[*_`]/gu, '');
    return {
      units,
      reason: `“${heading}” names ${units.length} of its headings`,
      ...{ groups: [], passedOver: [], kin: [], unsure: [], beside: [] },
    };
  }
  return undefined;
}

/** Two names are as often a comparison. */
const MIN_UNITS = 3;

function isOnOrder({ heading }: Section): boolean {
  return ORDER_HEADING.test(heading.text) || ORDER_ALONE.test(bareHeading(heading.text));
}

const ORDER_ALONE = /^(?:order|sequence|reihenfolge|orden|secuencia|ordem|sequência|ordre|ordine|sequenza)$/u;

/** The headings beside a section that all names in its lines with arrows, or in its list, are those of. */
function unitsNamedIn(
  section: Section,
  surveyed: readonly Surveyed[],
  lines: readonly string[],
): readonly Surveyed[] {
  const others = (section.parent?.sections ?? []).flatMap((other) => {
    const each = other === section ? undefined : surveyed[other.index];
    const { label, total } = each ?? {};
    const hasText = total !== undefined && total.paragraphs + total.items + total.verbatim > 0;
    return each !== undefined && label?.form === 'plain' && hasText ? [each] : [];
  });
  const byName = new Map(others.map((each) => [foldedTitle(each.section.heading.text), each]));
  const named = section.blocks
    .flatMap((block) => namesIn(block, lines))
    .map((name) => byName.get(foldedTitle(name)));
  // A flow of data has other names as well.
  if (byName.size < others.length || named.includes(undefined)) return [];
  return others.filter((each) => named.includes(each));
}

function namesIn(block: OutlineBlock, lines: readonly string[]): string[] {
  if (block.kind === 'text') {
    const [first] = block.lines;
    if (first === undefined) return [];
    if (block.isItem) return [first.text.split(/\s[–—-]\s|[:：]\s/u)[0] ?? ''];
    return block.lines.flatMap(({ text }) => (ARROW.test(text) ? endsIn(text) : []));
  }
  if (block.form !== 'fence') return [];
  return lines.slice(block.line, block.end - 2).flatMap(endsIn);
}

function endsIn(text: string): string[] {
  return text
    .slice(0, LONGEST)
    .split(ENDS)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const LONGEST = 600;
const ARROW = /[-=─━]{1,6}[>▶►]|[→⟶➜➡⇒▶►]/u;

/** What stands between the names of a drawing: arrows, the lines of branches, signs for "and". */
const ENDS = /\s*(?:[-=─━]{1,6}[>▶►]|[→⟶➜➡⇒▶►↘↗↓↑↙│├└┌┐┘┴┬┼─|▼])\uFE0F?\s*|\s+[+&/]\s+|,\s+/u;
