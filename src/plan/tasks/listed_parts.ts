import { readUnitLabel } from '../outline/unit_label.ts';
import type { SectionRole } from '../words/section_roles.ts';
import { outermostWithBox } from './document_list.ts';
import type { ListItem } from './list_document.ts';

/**
 * The list whose items name themselves as the parts of a plan, one after the other: "1. **Phase 1**: Models". Other lists, of
 * features or steps, are something else beside it. `undefined` where there is none, boxes are elsewhere, or only the heading of
 * another list calls that work.
 */
export function partsListed(
  items: readonly ListItem[],
  roles: readonly (SectionRole | undefined)[],
): readonly ListItem[] | undefined {
  const bySectionOf = new Map<number, ListItem[]>();
  for (const item of items) {
    const own = bySectionOf.get(item.section);
    if (own === undefined) bySectionOf.set(item.section, [item]);
    else own.push(item);
  }
  const lists = [...bySectionOf.values()].filter(areParts);
  const [parts] = lists;
  const isElsewhere = items.some((item) => !parts?.includes(item) && outermostWithBox([item]).length > 0);
  const isWork = ({ section }: ListItem) => roles[section] === 'work';
  const isCalledElse = items.some(isWork) && parts?.some(isWork) === false;
  return lists.length === 1 && !isElsewhere && !isCalledElse ? parts : undefined;
}

function areParts(items: readonly ListItem[]): boolean {
  const labels = items.map(({ text }) => readUnitLabel(boldFirst(text.text)));
  const words = new Set(labels.map(({ word }) => word));
  const ids = labels.map(({ id }) => Number(id));
  return (
    items.length >= MIN_PARTS &&
    words.size === 1 &&
    labels.every(({ form, kind, isSetOff }) => form === 'word' && kind === 'phase' && isSetOff) &&
    ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)
  );
}

/** `**Phase 1**: Models` as it would be in a heading. */
function boldFirst(text: string): string {
  return text.replace(/^\*\*(?<label>[^*]{1,80})\*\*/u, '$<label>');
}

/** One or two can be named for another reason. */
const MIN_PARTS = 3;
