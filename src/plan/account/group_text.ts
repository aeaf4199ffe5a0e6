import { OWN_HEADING } from '../words/section_roles.ts';
import type { AccountedLine, ImportedDocument } from './imported_document.ts';

/** The lines of a plan between a heading over phases, such as a milestone, and the first of them. */
export function groupText({ phases }: ImportedDocument, lines: readonly AccountedLine[]): AccountedLine[] {
  const isPhase = new Set(phases.map(({ line }) => line));
  const found: AccountedLine[] = [];
  let pending: { readonly level: number; readonly lines: AccountedLine[] } | undefined;
  let isTitle = true;
  for (const each of lines) {
    if (each.kind !== 'heading') {
      if (!isPhase.has(each.line)) pending?.lines.push(each);
      continue;
    }
    if (isPhase.has(each.line)) {
      if (pending !== undefined && each.level > pending.level) found.push(...pending.lines);
      pending = undefined;
    } else {
      pending = isTitle || each.text === OWN_HEADING ? undefined : { level: each.level, lines: [] };
      isTitle = false;
    }
  }
  return found.filter(({ kind, runsOn, fate }) => kind !== 'markup' && !runsOn && fate !== 'frame');
}
