import { foldedId } from '../document/references.ts';
import { saysNoNeed } from './document_order.ts';
import type { InferredNeed, StatedLink, Task, TaskList } from './importer.ts';
import { storiesIn } from './spec_kit_names.ts';
import { type Part, waitedParts } from './spec_kit_parts.ts';

/**
 * Setup comes first, then the foundation, then the stories beside each other, and everything else after all groups before it.
 * Within each of these, a task marked [P] comes after the last one above without the mark, and a task without it comes after all
 * above.
 */
export function* specKitOrder(list: TaskList): Generator<InferredNeed> {
  const { tasks } = list;
  const within: InferredNeed[] = [];
  const groups = groupsOf(list).map((group) => {
    const own = [...orderWithin(group, tasks)];
    for (const each of own) within.push(each);
    const inGroup = new Set(group.tasks);
    const statedLinks = group.tasks.flatMap((task) => statedWithin(tasks, task, inGroup));
    return { ...group, ...ends(group.tasks, [...own, ...statedLinks]) };
  });
  yield* within;
  const waited = withoutWaived(groups, waitedParts(groups), list.waived ?? []);
  for (const [index, { title, first }] of groups.entries()) {
    for (const other of waited[index] ?? [])
      for (const task of first)
        for (const on of other.last)
          yield { task, on, reason: `${phraseOf(other.title)} before ${phraseOf(title)}` };
  }
  yield* statedOrder(list, groups);
}

/**
 * Removes the groups that the document says another one does not wait for. What they wait for stays before it, and what waits for
 * it waits for them too.
 */
function withoutWaived<Each extends Group>(
  groups: readonly Each[],
  waited: readonly (readonly Each[])[],
  waived: NonNullable<TaskList['waived']>,
): readonly (readonly Each[])[] {
  if (waived.length === 0) return waited;
  const kept = waited.map((own) => [...own]);
  for (const [index, group] of groups.entries()) {
    const free = new Set(
      waived.flatMap(({ of, on }) =>
        'section' in of && 'section' in on && of.section === group.owner ? [on.section] : [],
      ),
    );
    const left = kept[index]?.filter(({ owner }) => free.has(owner)) ?? [];
    if (left.length === 0) continue;
    const rest = kept[index]?.filter((each) => !left.includes(each)) ?? [];
    const below = left.flatMap((each) => kept[groups.indexOf(each)] ?? []);
    kept[index] = [...new Set([...rest, ...below])];
    for (let later = index + 1; later < groups.length; later++)
      if (kept[later]?.includes(group) === true)
        kept[later] = [...new Set([...(kept[later] ?? []), ...left])];
  }
  return kept;
}

/** The order that the document gives in words: the first tasks of a group after the last of another one. */
function* statedOrder(
  { tasks, stated = [] }: TaskList,
  groups: readonly (Group & { readonly first: readonly number[]; readonly last: readonly number[] })[],
): Generator<InferredNeed> {
  const byId = new Map(tasks.map(({ id }, index) => [foldedId(id ?? ''), index]));
  const byOwner = new Map(groups.map((group) => [group.owner, group]));
  const placesOf = (of: StatedLink['of'], end: 'first' | 'last'): readonly number[] => {
    if ('section' in of) return byOwner.get(of.section)?.[end] ?? [];
    const place = byId.get(of.task);
    return place === undefined ? [] : [place];
  };
  for (const { of, on, line } of stated)
    for (const task of placesOf(of, 'first'))
      for (const other of placesOf(on, 'last'))
        if (task !== other) yield { task, on: other, reason: `line ${line} says so` };
}

/** For each heading, the outermost one above it that has a number or gives its purpose, else itself. */
export function ownersOf(sections: TaskList['sections']): number[] {
  const above: { readonly level: number; readonly owner: number | undefined }[] = [];
  return sections.map(({ level, number, title }, index) => {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    // A feature's name may contain the words for a story or a foundation, and is over all of its tasks.
    const isPart = number !== undefined || (kindOf(title) !== 'other' && !isTitle(sections, index));
    const owner = above.at(-1)?.owner ?? (isPart ? index : undefined);
    above.push({ level, owner });
    return owner ?? index;
  });
}

function kindOf(title: string): Part['kind'] {
  if (STORY.test(title)) return 'story';
  if (FOUNDATION.test(title)) return 'foundation';
  return SETUP.test(title) ? 'setup' : 'other';
}

/** Words for the parts, by language. */
const STORY =
  /\buser stor(?:y|ies)\b|\bUS\d+\b|historias? de usuario|histórias? (?:de|do) usuário|(?:histoires?|récits?) utilisateur|nutzer(?:geschichte|story)|anwender(?:geschichte|story)|пользовательск\p{L}+ истори|истори\p{L} пользовател|用户故事|使用者故事|ユーザーストーリー|사용자 스토리|stori[ae] utente|histori[ae] użytkownika/iu;
const FOUNDATION =
  /\bfoundation(?:al|s)?\b|\bblocking\b|fundament|fundação|bloqueante|grundlage|\bfondations?\b|fondament|bloquant|основ|фундамент|基础|基礎|基盤|기반|기초|podstaw/iu;
const SETUP =
  /^(?:set-?\s?up\b|configura|preparaci|einrichtung|vorbereitung|initialisation|mise en place|настройка|подготовка|设置|設定|准备|セットアップ|準備|설정|준비|konfiguracj|przygotowan|impostazion)/iu;

/** Tasks under one numbered heading, those below its own headings included. */
type Group = Part & {
  readonly title: string;
  /** The index of the section over it. */
  readonly owner: number;
  readonly tasks: number[];
};

function groupsOf({ sections, tasks }: TaskList): Group[] {
  const groups = new Map<number, Group>();
  const owners = ownersOf(sections);
  for (const [index, task] of tasks.entries()) {
    const owner = owners[task.section] ?? -1;
    const title = sections[owner]?.title ?? '';
    const group = groups.get(owner) ?? {
      ...{ kind: kindOf(title), stories: storiesIn(title) },
      ...{ title, owner, tasks: [] },
    };
    groups.set(owner, group);
    group.tasks.push(index);
  }
  return [...groups.values()];
}

/** Whether a heading is over all others. */
function isTitle(sections: TaskList['sections'], index: number): boolean {
  const first = sections[0]?.level ?? 0;
  return index === 0 && sections.every(({ level }, place) => place === 0 || level > first);
}

function phraseOf(title: string): string {
  const short = title.split(/\s[-–—(]|:/u)[0]?.trim() ?? '';
  return short === '' ? 'what stands above' : short;
}

function* orderWithin({ tasks: own }: Group, tasks: readonly Task[]): Generator<InferredNeed> {
  let before: Before = { ends: [], beside: [], reason: '' };
  for (const index of own) {
    const task = tasks[index] as Task;
    const { ends, beside } = before;
    const isSilent = saysNoNeed(task) && !task.isFree;
    const isParallel = task.pace?.value === 'parallel';
    const reason = isParallel ? before.reason : `${task.id ?? 'it'} is not marked [P]`;
    if (isParallel) {
      if (isSilent) for (const on of ends) yield { task: index, on, reason };
      beside.push({ place: index, waits: isSilent });
      continue;
    }
    const all = [...(beside.some(({ waits }) => waits) ? [] : ends), ...beside.map(({ place }) => place)];
    if (isSilent) for (const on of all) yield { task: index, on, reason };
    // A task that states its needs is between the others, though it need not wait for those above.
    before = { ends: isSilent ? [index] : [...all, index], beside: [], reason };
  }
}

/** The tasks above a task: the ends of those not marked [P], and the ones marked [P] after all of these. */
type Before = {
  readonly ends: readonly number[];
  readonly beside: { readonly place: number; readonly waits: boolean }[];
  readonly reason: string;
};

/** The dependencies that a task states itself, as far as it names tasks of its group by their ids. */
function statedWithin(tasks: readonly Task[], task: number, group: ReadonlySet<number>): InferredNeed[] {
  const { needs } = tasks[task] as Task;
  const said = needs.map(({ text }) => text).join(' ');
  const named = new Set(said.match(/\bT\d+[a-z]?\b/gu) ?? []);
  if (named.size === 0) return [];
  return [...group].flatMap((on) => (named.has(tasks[on]?.id ?? '') ? [{ task, on, reason: '' }] : []));
}

/** The tasks of a group that wait for no other task of it, and those that no other task of it waits for. */
function ends(own: readonly number[], edges: readonly InferredNeed[]): { first: number[]; last: number[] } {
  const waiting = new Set(edges.map(({ task }) => task));
  const waitedFor = new Set(edges.map(({ on }) => on));
  return {
    first: own.filter((task) => !waiting.has(task)),
    last: own.filter((task) => !waitedFor.has(task)),
  };
}
