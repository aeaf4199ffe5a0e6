import { LatePattern } from '../../lib/index.ts';
import type { TextLine } from '../document/blocks.ts';
import { AFTER_WORDS, BEFORE_WORDS } from '../words/order_words.ts';
import type { StatedLink, Task, TaskProblem } from './importer.ts';
import type { ListDocument, ListItem } from './list_document.ts';
import { shortText } from './short_text.ts';
import type { DrawnOrder } from './spec_kit_drawn.ts';
import { GroupNames } from './spec_kit_names.ts';
import { unreadNote } from './stated_needs.ts';

/** The order of stories, phases and tasks that a document of Spec Kit gives in words. */
export type StatedInWords = {
  readonly links: readonly StatedLink[];
  /** "Independent of US2": what one does not wait for. */
  readonly waived: readonly StatedLink[];
  readonly problems: readonly TaskProblem[];
};

/**
 * Reads "User Story 4 (Phase 6): Depends on US2" in lists and text beside the tasks, and "Depends on: US2" below the heading of a
 * story or in it.
 *
 * @param owners - for each section, the one whose tasks are one group with its own
 * @param isTask - whether an item is a task, which states its own dependencies
 * @param drawn - the order given by drawings, which comes first
 */
export function statedInWords(
  { sections, items }: ListDocument,
  tasks: readonly Task[],
  {
    owners,
    isTask,
    drawn,
    file,
  }: {
    readonly owners: readonly number[];
    readonly drawn: DrawnOrder;
    readonly isTask: (item: ListItem) => boolean;
    readonly file: string;
  },
): StatedInWords {
  const names = new GroupNames(sections, tasks, owners);
  const links: StatedLink[] = [...drawn.links];
  const waived: StatedLink[] = [];
  const unread = [...drawn.unread];
  const read = (line: TextLine, own: number | undefined) => {
    const text = line.text.replace(/[*_`]/gu, '');
    for (const each of waivedIn(text, names, own)) waived.push({ ...each, line: line.line });
    const said = saidIn(text, names, own);
    if (said === 'unread') unread.push({ line: line.line, text: line.text });
    else for (const each of said) links.push({ ...each, line: line.line });
  };
  const groups = new Set(tasks.map(({ section }) => owners[section] ?? -1));
  for (const [index, section] of sections.entries()) {
    const owner = owners[index];
    const own = owner !== undefined && groups.has(owner) ? owner : undefined;
    // A heading is about its own group, whatever else its name says.
    if (own === index) read({ text: section.title, line: section.line, column: section.column }, own);
    for (const line of section.lines) read(line, own);
  }
  const readItem = (item: ListItem) => {
    if (isTask(item)) return;
    const owner = owners[item.section];
    read(item.text, owner !== undefined && groups.has(owner) ? owner : undefined);
    item.children.forEach(readItem);
  };
  items.forEach(readItem);
  const kept = withoutCircles(links);
  const circular = links.filter((each) => !kept.includes(each));
  return {
    links: kept,
    waived,
    problems: [
      ...statedNote(kept, file),
      ...unreadNote([...unread, ...circular.map(({ line, said }) => ({ line, text: said }))], file),
    ],
  };
}

type Said = Omit<StatedLink, 'line'>;

/** Reads the links that a line states, or tells that it cannot be read. */
function saidIn(line: string, names: GroupNames, own: number | undefined): readonly Said[] | 'unread' {
  if (line.length > LONGEST || !ORDER.test(line)) return [];
  const label = /^(?<label>[^:：]{1,80})[:：]\s*/u.exec(line);
  const owners = subjectsOf(names.in(label?.groups?.label ?? ''));
  const text = owners.length === 0 ? line : line.slice(label?.[0].length);
  const found: Said[] = [];
  let isUnread = false;
  for (const sentence of text.split(/(?<=[.;。；])\s*|\s+[–—-]\s+(?=\p{Lu})/u)) {
    const match = ORDER.exec(sentence);
    if (match === null || NEGATED.test(sentence)) continue;
    const left = subjectsOf(names.in(sentence.slice(0, match.index)));
    const right = names.in(sentence.slice(match.index + match[0].length));
    const subjects =
      left.length > 0 ? left : owners.length > 0 ? owners : own === undefined ? [] : [{ section: own }];
    if (right.length === 0 || subjects.length === 0) continue;
    if (right.includes(undefined)) {
      isUnread = true;
      continue;
    }
    const objects = right.flatMap((each) => each ?? []);
    for (const of of subjects)
      for (const on of objects)
        if (!isSame(of, on))
          found.push(
            match.groups?.before === undefined ? { of, on, said: line } : { of: on, on: of, said: line },
          );
  }
  return found.length === 0 && isUnread ? 'unread' : found;
}

/** Reads "Documentation (Phase 6): Can start after US1, independent of US2/US3". */
function waivedIn(line: string, names: GroupNames, own: number | undefined): readonly Said[] {
  const match = line.length > LONGEST ? null : WAIVED.exec(line);
  if (match === null) return [];
  const label = /^[^:：]{1,80}(?=[:：])/u.exec(line)?.[0];
  const said = subjectsOf(names.in(label ?? ''));
  const subjects = said.length > 0 ? said : own === undefined ? [] : [{ section: own }];
  const [named = ''] = line.slice(match.index + match[0].length).split(/[.;。；]|\s[–—-]\s/u);
  return subjects.flatMap((of) =>
    subjectsOf(names.in(named)).flatMap((on) => (isSame(of, on) ? [] : [{ of, on, said: line }])),
  );
}

const WAIVED = /\bindependent(?:ly)? (?:of|from)\b/iu;

const LONGEST = 400;
const EDGE = String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}])`;
const ORDER = new LatePattern(
  () =>
    String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}])(?:(?<after>${AFTER_WORDS.filter((word) => word.length > 4).join('|')}|dependenc(?:y|ies)[^:]{0,20}:|depends:|→\s*needs)|(?<before>${BEFORE_WORDS.filter((word) => word.includes('block') || word.includes('before') || word.includes('prerequisite')).join('|')}))${EDGE}`,
  'iu',
);
const NEGATED =
  /\b(?:no|not|never|without|independent(?:ly)?|in parallel|any)\b|n['’]t\b|независим|无需|不依赖|独立|獨立|独立して|並行|독립|병렬|sin dependencias|sem dependências|sans dépendance|ohne abhängigkeit/iu;

/** "User Story 4 (Phase 6)" names one group twice. */
function subjectsOf(named: readonly (StatedLink['of'] | undefined)[]): StatedLink['of'][] {
  const found: StatedLink['of'][] = [];
  for (const each of named)
    if (each !== undefined && !found.some((other) => isSame(other, each))) found.push(each);
  return found;
}

function isSame(a: StatedLink['of'], b: StatedLink['of']): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(of: StatedLink['of']): string {
  return 'task' in of ? of.task : `§${of.section}`;
}

/** Removes the links that would close a circle with the ones before. */
function withoutCircles(links: readonly StatedLink[]): readonly StatedLink[] {
  const on = new Map<string, Set<string>>();
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(on.get(from) ?? [])].some((next) => reaches(next, to, seen));
  };
  return links.filter((link) => {
    const [of, to] = [keyOf(link.of), keyOf(link.on)];
    if (reaches(to, of)) return false;
    on.set(of, (on.get(of) ?? new Set()).add(to));
    return true;
  });
}

function statedNote(links: readonly StatedLink[], file: string): TaskProblem[] {
  const lines = [...new Map(links.map((each) => [each.line, each])).values()];
  const [first] = lines;
  if (first === undefined) return [];
  const named = lines.slice(0, MAX_NAMED).map(({ line, said }) => `“${shortText(said)}” (line ${line})`);
  const more = lines.slice(MAX_NAMED).map(({ line }) => `line ${line}`);
  return [
    {
      ...{ severity: 'note', code: 'order-stated', file, line: first.line, column: 1 },
      message: `The order is taken from statements outside the tasks: ${[...named, ...more].join(', ')}.`,
      quotes: lines.map(({ line }) => line),
    },
  ];
}

const MAX_NAMED = 6;
