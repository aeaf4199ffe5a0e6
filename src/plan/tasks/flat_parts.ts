import { nameOf } from './item_name.ts';
import { kindOf, type ListItem } from './list_document.ts';
import { taskOf } from './list_task.ts';

/**
 * `- [ ] 1. Models` right over `- [ ] 1.1 Orders` in one list, as Kiro writes: the items numbered after it are its steps, whether they
 * are indented or not. They stay items of their own where one of them says what it depends on, and where nothing of them is left, or
 * the item over them is ticked: a note reports that.
 */
export function withPartsBelow(items: readonly ListItem[]): readonly ListItem[] {
  const found: ListItem[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined || isCopy(item, items[index + 1])) continue;
    const parts = partsBehind(items, index);
    const isTaken = parts.some(isOpen) && isOpen(item) && parts.every(saysNoPlace);
    found.push(isTaken ? { ...item, children: [...item.children, ...parts] } : item);
    if (isTaken) index += parts.length;
  }
  return found;
}

/** The numbers of an item's own parts, which others may name: "2.1" is done where "2" is. */
export function numbersOfSubitems(item: ListItem): readonly string[] {
  const { number } = nameOf(item);
  return item.children.flatMap((child) => {
    const own = nameOf(child).number;
    return number !== undefined && own?.startsWith(`${number}.`) === true ? own : [];
  });
}

/** The items right after another one, in the same list, that are numbered after it. */
function partsBehind(items: readonly ListItem[], index: number): readonly ListItem[] {
  const over = items[index];
  const number = over === undefined ? undefined : nameOf(over).number;
  if (over === undefined || kindOf(over) !== 'box' || number === undefined || !/^\d+$/u.test(number))
    return [];
  const isPart = (item: ListItem | undefined) =>
    item !== undefined &&
    kindOf(item) === 'box' &&
    item.section === over.section &&
    nameOf(item).number?.startsWith(`${number}.`) === true;
  let end = index + 1;
  while (isPart(items[end])) end++;
  return items.slice(index + 1, end);
}

/** `- [-] 8. Search` over `- [ ] 8. Search`: the same line twice, which an agent leaves that changes the mark. */
function isCopy(item: ListItem, next: ListItem | undefined): boolean {
  const isEmpty = item.children.length + item.more.length + item.blocks.length === 0;
  return isEmpty && item.box !== undefined && next?.box !== undefined && isSame(item, next);
}

function isSame(one: ListItem, other: ListItem): boolean {
  return (
    nameOf(one).number !== undefined && one.text.text === other.text.text && one.section === other.section
  );
}

function isOpen({ box = ' ' }: ListItem): boolean {
  return box.toLowerCase() !== 'x';
}

/** Whether an item does not state its place among the others. */
function saysNoPlace(item: ListItem): boolean {
  const { needs, pace, isFree } = taskOf(item, { id: undefined, names: [], text: item.text });
  return needs.length === 0 && pace === undefined && !isFree && !item.children.some(namesNeeds);
}

/** `_Depends: 1.1, 2.1_` below an item. */
function namesNeeds({ text }: ListItem): boolean {
  return /^_*(?:depends(?: on)?|dependencies|blocked by)\s*:/iu.test(text.text);
}
