import type { ListItem } from './list_document.ts';

/** The names of an item, and the part of its text that gives them. */
export type ItemLabel = {
  readonly number: string | undefined;
  /** Another name of the item: people write "depends on Phase 1" where the list says "**Phase 1: Setup**". */
  readonly alias: string | undefined;
  /** The number in the item's own text, with the signs around it. */
  readonly label: string;
};

/** The number that an item has, in its own text or before it. */
export function nameOf({ text: { text }, number }: ListItem): ItemLabel {
  // An id has no more parts; without a limit, the look back for two stars would begin at each of its parts again.
  const match =
    /^(?:\*\*)?(?:(?:[Tt]ask|TASK|[Ss]tep|(?<phase>[Pp]hase))\s+#?|#)?(?<id>[A-Z]{1,4}-?(?:[A-Z]{1,4})?\d{1,9}(?:[.-]\d{1,4}){0,9}[A-Za-z]?|\d{1,9}(?:\.\d{1,9}){0,9}[a-z]?)(?:(?:\*\*)?[.:)](?:\*\*)?(?=\s)\s+|(?:\*\*)?\s+(?:--|[-–—:])\s+|(?<=\.\d+)\s+|(?<=^\*\*[A-Z]{0,4}-?\d{1,9}(?:[.-]\d{1,4}){0,9})\*\*\s+|(?<=^(?:\*\*)?#\d{1,9})\s+|(?<=[A-Z]-(?:[A-Z]{1,4})?\d{1,9}|^T\d{2,9})(?:\*\*)?\s+)(?=\S)/u.exec(
      text,
    );
  if (match === null) return { number, alias: undefined, label: '' };
  const { id, phase } = match.groups ?? {};
  // "Phase 1. (after lunch)": text followed by remarks alone is the title, not a label.
  const title = text.slice(match[0].length).replace(/\([^()]*\)|\[[^[\]]*\]/gu, '');
  if (title.trim() === '') return { number, alias: undefined, label: '' };
  return {
    number: id,
    alias: phase === undefined ? undefined : `Phase ${id}`,
    label: match[0],
  };
}
