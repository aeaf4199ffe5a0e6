import { STATUS_LINE, statusOf } from '../words/done_marks.ts';
import { type Section, withBelow } from './outline.ts';
import type { Surveyed } from './survey.ts';
import { readUnitLabel, type UnitLabel } from './unit_label.ts';

/**
 * The status of a part given at its end: a line "PHASE 6 COMPLETED: 2026-03-12", or a status below a heading that is about the
 * whole part, "Phase 4 deliverables".
 */
export function statusBelow({ section, label }: Surveyed): 'done' | 'cancelled' | undefined {
  for (const each of withBelow(section)) {
    const isAboutWhole = each !== section && namesWhole(each, label);
    for (const block of each.blocks) {
      const text = block.kind === 'text' && block.depth === 0 ? (block.lines[0]?.text ?? '') : '';
      if (text === '' || text.length > LONGEST) continue;
      const said = saysOf(text, label) ?? (isAboutWhole ? STATUS_LINE.exec(text)?.groups?.value : undefined);
      const state = said === undefined ? 'open' : statusOf(said);
      if (state !== 'open') return state;
    }
  }
  return undefined;
}

/** A longer line is a sentence about something. */
const LONGEST = 100;

/** "Deliverables", "Phase 4 deliverables". */
function namesWhole({ heading }: Section, label: UnitLabel): boolean {
  const { word, id, form, title } = readUnitLabel(heading.text);
  const inner = form === 'number' ? readUnitLabel(title) : { word, id };
  const isOwn = inner.id === label.id && inner.word === label.word && label.word !== undefined;
  return (
    isOwn ||
    /^(?:\d+(?:\.\d+)*\s+)?(?:deliverables|results?|outcome|status|progress)$/iu.test(heading.text.trim())
  );
}

/** Reads the rest of a line that begins with the part's own name: `COMPLETED: 2026-03-12`. */
function saysOf(text: string, label: UnitLabel): string | undefined {
  if (label.word === undefined || !text.toLowerCase().includes(label.word)) return undefined;
  const bare = text.replace(/[*_]/gu, '');
  const named = readUnitLabel(bare);
  if (named.word !== label.word || named.id !== label.id) return undefined;
  if (named.state === 'done' && /^[\d\s./:-]*$/u.test(named.title)) return 'done';
  return CONDITION.test(bare) || named.title.length > LONGEST_SAID ? undefined : named.title;
}

const LONGEST_SAID = 50;

/** "Phase 2 complete when the tests pass" says when it will be. */
const CONDITION = /\b(?:when|if|once|after|by|wenn|sobald|quand|lorsque|cuando|quando|если|когда)\b/iu;
