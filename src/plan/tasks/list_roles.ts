import { leastOf } from '../../lib/index.ts';
import { DESCRIBES } from '../outline/unit_lines.ts';
import { RANK } from '../words/rank_words.ts';
import { bareHeading, type SectionRole, sectionRole } from '../words/section_roles.ts';
import type { TaskSection } from './importer.ts';
import { laterVersions } from './later_versions.ts';
import { kindOf, type ListDocument } from './list_document.ts';

/**
 * The role that each heading over tasks gives its section, or else the role from the nearest heading around it that gives one.
 */
export function sectionRoles(sections: readonly TaskSection[]): readonly (SectionRole | undefined)[] {
  const above: { readonly level: number; readonly role: SectionRole | undefined }[] = [];
  const outermost = leastOf(sections.map(({ level }) => level));
  const tops = sections.filter(({ level }) => level === outermost).length;
  const priorities = new Set(sections.filter(({ title }) => RANK.test(title.trim())));
  const areRanked = priorities.size > 1;
  const later = laterVersions(sections);
  return sections.map((section) => {
    const { title, level } = section;
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    // The title of the document gives the subject of all of it.
    const isTitle = level === outermost && tops === 1;
    // Beside "Critical", "Nice to have" is the rest of the work.
    const isRanked = areRanked && priorities.has(section);
    const own = isRanked ? 'work' : later.has(section) ? 'aside' : sectionRole(title)?.role;
    const role = (isTitle ? undefined : own) ?? above.at(-1)?.role;
    above.push({ level, role });
    return role;
  });
}

/**
 * Like {@link sectionRoles}, except that where a document lists boxes by topics ("Parser", "Outline"), "Tests" and "Architecture"
 * are topics among them, not criteria or descriptions.
 */
export function rolesIn({
  sections,
  items,
}: Pick<ListDocument, 'sections' | 'items'>): readonly (SectionRole | undefined)[] {
  const roles = withoutContents(sections, items, sectionRoles(sections));
  const others = new Set(items.filter((item) => kindOf(item) !== 'box').map(({ section }) => section));
  const own = new Set(items.map(({ section }) => section).filter((section) => !others.has(section)));
  const ticks = ticksOf(items);
  return roles.map((role, section) => {
    if (!own.has(section) || TOPICS.has(role)) return role;
    const { title = '' } = sections[section] ?? {};
    const isAmong = topicsBeside(section, { sections, roles, own }) >= MIN_TOPICS;
    return isAmong && (isTopic(title) || isWorkedOff(title, ticks.get(section))) ? undefined : role;
  });
}

type Ticks = { open: number; done: number };

function ticksOf(items: ListDocument['items']): ReadonlyMap<number, Ticks> {
  const found = new Map<number, Ticks>();
  for (const { section, box } of items) {
    const ticks = found.get(section) ?? { open: 0, done: 0 };
    if (box !== undefined) ticks[/[xX☑✓✔✅]/u.test(box) ? 'done' : 'open'] += 1;
    found.set(section, ticks);
  }
  return found;
}

/**
 * Whether a list with ticked and open boxes is being worked off, like its siblings: "Risk scoring" there is a field of work,
 * whatever its words mean elsewhere. Work that is not to be done, and criteria, keep their role.
 */
function isWorkedOff(title: string, ticks: Ticks | undefined): boolean {
  const found = sectionRole(title);
  const isSaid =
    found?.why === 'not to be done' || /criteri|критери|標準|标准|基准|基準|조건|기준/iu.test(title);
  return found !== undefined && !isSaid && ticks !== undefined && ticks.open > 0 && ticks.done > 0;
}

/** Counts the lists of boxes below the same heading and on the same level that are topics. */
function topicsBeside(
  section: number,
  {
    sections,
    roles,
    own,
  }: {
    readonly sections: readonly TaskSection[];
    readonly roles: readonly (SectionRole | undefined)[];
    readonly own: ReadonlySet<number>;
  },
): number {
  const parentOf = (index: number) =>
    sections.slice(0, index).findLastIndex(({ level }) => level < (sections[index]?.level ?? 0));
  const [level, parent] = [sections[section]?.level, parentOf(section)];
  return [...own].filter(
    (other) => TOPICS.has(roles[other]) && sections[other]?.level === level && parentOf(other) === parent,
  ).length;
}

/** The roles of topics: none that is known, or the one of a heading around them. */
const TOPICS: ReadonlySet<SectionRole | undefined> = new Set<SectionRole | undefined>([undefined, 'work']);

/** Fewer lists can be one of work and one of something else. */
const MIN_TOPICS = 2;

/** A list that repeats the headings is a table of contents, whatever is over it. */
function withoutContents(
  sections: ListDocument['sections'],
  items: ListDocument['items'],
  roles: readonly (SectionRole | undefined)[],
): readonly (SectionRole | undefined)[] {
  const titles = new Set(sections.map(({ title }) => bareHeading(title)));
  const own = new Map<number, { all: number; named: number }>();
  for (const item of items) {
    if (item.box !== undefined || item.mark === 'heading') continue;
    const linked = /^\[([^\]]+)\]\(#[^)]*\)/u.exec(item.text.text)?.[1];
    const count = own.get(item.section) ?? { all: 0, named: 0 };
    count.all += 1;
    if (linked !== undefined || titles.has(bareHeading(item.text.text))) count.named += 1;
    own.set(item.section, count);
  }
  return roles.map((role, section) => {
    const { all = 0, named = 0 } = own.get(section) ?? {};
    return role !== 'work' && named >= MIN_NAMED && named * 3 >= all * 2 ? 'aside' : role;
  });
}

/** Fewer items can have the names of headings by chance. */
const MIN_NAMED = 3;

/** "Architecture improvements" with boxes beside other headings with boxes is a field of work; "Out of scope" is not. */
function isTopic(title: string): boolean {
  const why = sectionRole(title)?.why;
  return TOPIC.test(title.trim()) || (why !== undefined && DESCRIBES.has(why));
}

/** Headings of one or two words for a field of work, which mean something else beside a plan. */
const TOPIC =
  /^(?:(?:unit |integration |e2e )?tests?|testing|architecture|design|(?:data )?models?|data model|schemas?|apis?|configuration|infrastructure|documentation|research|feedback|tests et qualité|тесты|тестирование|测试|テスト|테스트)$/iu;

/** Whether a section holds no work, as its heading says. */
export function isAside(role: SectionRole | undefined): boolean {
  return role === 'aside' || role === 'check' || role === 'files';
}
