import type { Candidate, CandidateForm, Evidence } from '../outline/certainty.ts';
import type { SectionRole } from '../words/section_roles.ts';
import type { SectionOutcome, Task } from './importer.ts';
import { type ItemKind, kindOf, type ListDocument, type ListItem } from './list_document.ts';
import { NO_LIST } from './list_outcomes.ts';
import { isAside } from './list_roles.ts';
import { sameWorkAs } from './same_work.ts';

/** A reading of a document's lists as the work. */
export type ListsRead = {
  readonly items: readonly ListItem[];
  /** Items of lists that are no tasks. */
  readonly leftOut: readonly ListItem[];
  /** The tasks of the items, in their order. */
  readonly tasks: readonly Task[];
  /** The roles of the document's sections. */
  readonly roles: readonly (SectionRole | undefined)[];
  readonly outcomes: readonly SectionOutcome[];
};

/** Gathers the evidence for and against the lists that were taken for the work. */
export function evidenceOfLists(
  { sections, looseLines }: ListDocument,
  { items, leftOut, tasks, roles, outcomes }: ListsRead,
): Evidence {
  const candidatesOf = (among: readonly ListItem[], isOpen: (item: ListItem) => boolean) =>
    [...bySection(among, roles)].map(([place, own]): Candidate & { readonly items: readonly ListItem[] } => {
      const section = sections[place];
      return {
        name: section?.heading ?? section?.title ?? '',
        line: section?.line ?? own[0]?.text.line ?? 1,
        form: formOf(own),
        isCalledWork: roles[place] === 'work',
        size: own.filter(isOpen).length,
        items: own,
      };
    });
  const states = new Map(items.map((item, index) => [item, tasks[index]?.state]));
  const isSame = sameWorkAs(() => tasks.map(({ title }) => title));
  // A heading may say that a list is something else, but an open box is there to be ticked.
  const unknown = leftOut.filter((item) => !isAside(roles[item.section]) || isOpenBox(item));
  const numbers = items.flatMap(({ section, number }) =>
    number === undefined ? [] : [`${section} ${number}`],
  );
  const bare = items.filter((item) => kindOf(item) === 'bullet');
  return {
    taken: candidatesOf(items, (item) => states.get(item) === 'open'),
    left: candidatesOf(unknown, () => true).filter(
      (each) => !isSame(each.items.map(({ text }) => text.text)),
    ),
    leavesUnknown: outcomes.some(({ became, why }) => became === 'left-out' && why === NO_LIST),
    isDone: tasks.every(({ state }) => state !== 'open'),
    isTodo: TODO.test(sections[0]?.title.trim() ?? ''),
    isPlan: PLAN.test(sections[0]?.title ?? ''),
    // Only a document without headings is recognised by the text before the first one.
    proseLines: sections.reduce(
      (sum, { lines }) => sum + lines.length,
      sections.length === 0 ? looseLines : 0,
    ),
    beginsAnew: new Set(numbers).size < numbers.length,
    bare:
      bare[0] === undefined || items.every((item) => item.box === undefined)
        ? undefined
        : { line: bare[0].text.line, size: bare.length },
  };
}

function isOpenBox({ box }: ListItem): boolean {
  return box !== undefined && !/[xX☑✓✔✅]/u.test(box);
}

/** A title that says that the document is a list of work. */
const TODO =
  /^(?:.*\b)?(?:to[- ]?dos?|tasks?|task list|backlog|checklist|action items|next steps|wish ?list|tareas|tarefas|tâches|aufgaben|zu tun|da fare|задачи|待办(?:事项)?|任务(?:列表|清单)?|やること|할 ?일)(?:\b.*)?$/iu;

/** Words in a title that say that the document is about work to come. */
const PLAN =
  /plan|road ?map|roteiro|hoja de ruta|feuille de route|milestones?|sprint|phases?\b|steps\b|implement|migrat|refactor|fahrplan|umsetzung|план|дорожная карта|этап|路线图|路線圖|计划|計畫|計画|规划|方案|ロードマップ|계획|로드맵|kế hoạch|lộ trình|แผน/iu;

/** Items that can be the work, by the indexes of their sections; -1 for those before the first heading. */
export function bySection(
  items: readonly ListItem[],
  roles: readonly (SectionRole | undefined)[],
): ReadonlyMap<number, readonly ListItem[]> {
  const found = new Map<number, ListItem[]>();
  for (const item of items) {
    if (roles[item.section] === 'done') continue;
    const own = found.get(item.section);
    if (own === undefined) found.set(item.section, [item]);
    else own.push(item);
  }
  return found;
}

const FORMS: Readonly<Record<ItemKind, CandidateForm>> = {
  heading: 'task',
  box: 'box',
  number: 'digit',
  bullet: 'bullet',
};

/** The form that says most clearly that it is work, of those that items have. */
function formOf(items: readonly ListItem[]): CandidateForm {
  const kinds = new Set(items.map(kindOf));
  const kind = (['heading', 'box', 'number'] as const).find((each) => kinds.has(each)) ?? 'bullet';
  return FORMS[kind];
}
