import { SAYS_DONE } from '../words/claim_words.ts';
import type { AccountedLine, Claim, ImportedDocument } from './imported_document.ts';

/** Finds rows and ticked items beside the parts that call steps of them done by their codes: "| G-004 | Minimap | ✅ Delivered |". */
export function codedStepsDone(
  { phases, isOwn }: ImportedDocument,
  lines: readonly AccountedLine[],
): Claim[] {
  if (isOwn) return [];
  const owners = new Map<string, number>();
  for (const [index, { work }] of phases.entries())
    for (const text of work.slice(1))
      for (const { groups } of text.matchAll(STEP_CODE)) {
        const code = groups?.code ?? '';
        if (!owners.has(code)) owners.set(code, index);
      }
  if (owners.size === 0) return [];
  return lines.flatMap(({ kind, fate, line, text }): Claim[] => {
    const isBeside = fate === 'left-out' || fate === 'beside';
    const isDone = kind === 'ticked' || (kind === 'row' && text.split('|').some(isDoneCell));
    if (!isBeside || !isDone) return [];
    const named = [...text.matchAll(CODE)].flatMap(([code]) => owners.get(code) ?? []);
    return named.length === 0 ? [] : [{ kind: 'done', line, text, phases: [...new Set(named)] }];
  });
}

const CODE = /(?<![\p{L}\d-])[A-Z]{1,5}-\d{1,5}(?![\p{L}\d-])/gu;
const STEP_CODE = /(?:^|\n[ \t]*-[ \t]+)(?:\*\*)?(?<code>[A-Z]{1,5}-\d{1,5})(?![\p{L}\d-])/gu;

/** A short cell that says so: "✅ Delivered". */
function isDoneCell(cell: string): boolean {
  return cell.trim().length < LONGEST_STATUS && SAYS_DONE.test(cell);
}

const LONGEST_STATUS = 14;
