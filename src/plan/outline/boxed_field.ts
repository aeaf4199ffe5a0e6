import type { TextLine } from '../document/blocks.ts';
import { fieldKey } from '../document/field_names.ts';
import { type FieldStart, fieldStarts } from '../document/field_start.ts';
import { cut } from '../document/inline.ts';
import { withoutBox } from './section_text.ts';

/**
 * The goal or check that an item with an open box states: "- [ ] Acceptance: the page opens", "- [ ] 목표: 신호 검증". The name says
 * what it is, and the box only that it is not reached yet.
 */
export function boxedField(line: TextLine): FieldStart | undefined {
  const { box, text } = withoutBox(line);
  if (box === undefined || /[xX☑✓✔✅]/u.test(box)) return undefined;
  const [start] = fieldStarts(cut(line, line.text.length - text.length, line.text.length));
  if (start?.rest === undefined || !STATED.has(fieldKey(start.name))) return undefined;
  return start;
}

/** Fields that no step can be, where their names count without marks. */
const STATED: ReadonlySet<ReturnType<typeof fieldKey>> = new Set(['goal', 'gates']);
