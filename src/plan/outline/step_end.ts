import type { TextBlock, TextLine } from '../document/blocks.ts';
import type { FieldKey } from '../document/field_names.ts';
import { fieldStarts } from '../document/field_start.ts';
import type { RawField } from '../document/fields.ts';
import { boxOf } from './survey.ts';
import { isBoldStep, isLeadingStep, isNumberedStep } from './unit_lines.ts';

/** Whether a block below "Step 1: …" is no part of that step: the next step, an item with a tick box, or a field of the part. */
export function endsStep({ lines, isItem, depth }: TextBlock): boolean {
  const [line] = lines;
  if (line === undefined) return false;
  if (isItem && depth <= 1 && boxOf(line) !== undefined) return true;
  if (depth > 1) return false;
  const [start] = fieldStarts(line);
  const isField = start?.isBold === true && start.key !== undefined && !OF_A_STEP.has(start.key);
  return isField || isBoldStep(line) || isNumberedStep(line.text) || (!isItem && isLeadingStep(line.text));
}

/** Fields that steps have as well. */
const OF_A_STEP: ReadonlySet<FieldKey> = new Set(['steps', 'goal']);

/** Whether a line does nothing but say what the part depends on. */
export function isRemarkOnNeeds({ text }: TextLine, { depth }: TextBlock): boolean {
  return NEEDS.test(text) && (depth <= 1 || /\d/u.test(text));
}

/** The beginning of a line that is a remark and no sentence of its own. */
const NEEDS = /^(?:depends (?:up)?on|blocked by|dependenc(?:y|ies):)\s/iu;

/** Whether the rows of a table below a field are steps: "**File**: `src/a.ts`" is complete, and they are none of its files. */
export function leavesRows(open: RawField | undefined): boolean {
  if (open?.key === undefined || open.key === 'hours') return true;
  return (open.key === 'files' || open.key === 'goal') && open.items.length > 0;
}
