import { leastOf, printable } from '../../lib/index.ts';
import { foldedId } from '../document/references.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import { bareHeading } from '../words/section_roles.ts';
import { gateText } from './gate_text.ts';
import type {
  NamedPart,
  SectionOutcome,
  Task,
  TaskProblem,
  TaskSection,
  TaskSource,
  WholeChecks,
} from './importer.ts';
import type { Link } from './link_tasks.ts';
import type { ListItem } from './list_document.ts';
import { readListDocument } from './list_items.ts';
import { shortText } from './short_text.ts';

/**
 * The sections outside of the parts that say how to tell that the work is done: their checks are made at the end of the work, or
 * at the end of a part that they name.
 */
export function wholeChecks(source: TaskSource, outcomes: readonly SectionOutcome[]): WholeChecks[] {
  const found = outcomes.filter(
    ({ became, why, heading }) =>
      became === 'left-out' && why === CHECKS && !OTHERWISE.test(bareHeading(heading)),
  );
  if (found.length === 0) return [];
  const { sections, items } = readListDocument(source);
  const lines = source.text.split('\n');
  return found.flatMap(({ heading, line, level }): WholeChecks[] => {
    const first = sections.findIndex((section) => section.line === line);
    if (first < 0) return [];
    const next = sections.findIndex((section, index) => index > first && section.level <= level);
    const end = next < 0 ? sections.length : next;
    const own = items.filter(({ section }) => section >= first && section < end);
    if (own.length === 0 || own.length > MAX_CHECKS) return [];
    const areCriteria = /\bcriteria\b/iu.test(heading);
    // "✅ All users can log in", in each line: no ticks, but goals.
    const areGoals = own.every(({ text }) => SIGNED.test(lines[text.line - 1] ?? ''));
    const checks = own.flatMap((item) => {
      if (item.mark === 'heading' || (isTicked(item) && !areGoals)) return [];
      const over = sections[item.section];
      const outside = sections.filter((_, index) => index < first || index >= end);
      const own = partIn(item.text.text, outside);
      const part = own ?? partIn(over?.heading ?? over?.title ?? '', outside);
      const words = wordsOf(item).replace(/\s+/gu, ' ');
      const said = own === undefined ? words : words.replace(NAMED_FIRST, '');
      return [{ text: gateText(printable(said)), part, number: areCriteria ? item.number : undefined }];
    });
    return checks.length === 0 ? [] : [{ heading, line, level, checks, around: around(sections, first) }];
  });
}

/** The lines of the heading around a section, where it is not the title of the document. */
function around(sections: readonly TaskSection[], index: number): WholeChecks['around'] {
  const { level = 0 } = sections[index] ?? {};
  const above = sections.slice(0, index).findLastIndex((section) => section.level < level);
  const outer = sections[above];
  if (
    outer === undefined ||
    (outer.level === leastOf(sections.map((section) => section.level)) && above === 0)
  )
    return undefined;
  const next = sections.find((section, place) => place > above && section.level <= outer.level);
  return { from: outer.line ?? 0, to: next?.line ?? Number.POSITIVE_INFINITY };
}

/** Reasons for leaving out such sections, in the words of the roles of sections. */
const CHECKS = 'how to tell that it is done';
/** A larger number is a catalogue of tests. */
const MAX_CHECKS = 40;

/** Headings about writing tests or releasing: work or advice, and no check on the result. */
const OTHERWISE =
  /strateg|стратег|\bplan\b|test[- ]?plan|\bmatrix\b|framework|^(?:unit|integration|automated|manual|smoke)? ?(?:tests?|testing)$|launch|deploy|release|go[ /-]?live|merge|flight|security|^(?:тесты|тестирование|testy|pruebas|testes|测试.*|テスト|테스트.*)$|план|direction|rollout/iu;

const SIGNED = /^[\s>*+-]*[✓✔✅]/u;

function isTicked({ box = ' ' }: ListItem): boolean {
  return /[xX☑✓✔✅]/u.test(box);
}

/** An item with everything below it, as one sentence. */
function wordsOf({ text, more, children }: ListItem): string {
  const own = [text, ...more].map((line) => line.text).join(' ');
  return [own, ...children.filter((child) => !isTicked(child)).map(wordsOf)].join('; ');
}

/** "**Phase 1**:", "Phase 1 –". */
const NAMED_FIRST = /^(?:\*\*[^*]+\*\*|[^:–—*]{1,40}(?=[:–—]))\s*[:–—-]?\s*(?=\S)/u;

/** The part that a heading or item begins with: phase 1 of "**Phase 1**: all tests pass". */
function partIn(text: string, sections: readonly TaskSection[]): NamedPart | undefined {
  const found = labelOf(text);
  if (found === undefined) return undefined;
  const at = sections.findIndex((section) => {
    const label = labelOf(section.heading ?? section.title);
    return label !== undefined && label.id === found.id && areOneKind(label.word, found.word);
  });
  const own = sections[at];
  if (own?.line === undefined) return { ...found, lines: undefined };
  const next = sections.find((section, index) => index > at && section.level <= own.level);
  return { ...found, lines: { from: own.line, to: next?.line ?? Number.POSITIVE_INFINITY } };
}

function labelOf(text: string): Pick<NamedPart, 'word' | 'id'> | undefined {
  const { form, word, id } = readUnitLabel(/^\*\*([^*]+)\*\*/u.exec(text)?.[1] ?? text);
  return form === 'word' && word !== undefined && id !== undefined ? { word, id: foldedId(id) } : undefined;
}

/** "Week" and "weeks" are one kind. */
function areOneKind(one: string, other: string): boolean {
  return one.replace(/s$/u, '') === other.replace(/s$/u, '');
}

/** The last task of a named part: below its heading, by its own id, or by a title that names it: "Weeks 3-4 (Sprint 2)". */
function placeOf(
  { word, id, lines }: NamedPart,
  tasks: readonly Task[],
  {
    places,
    unitWords,
  }: { readonly places: ReadonlyMap<string, number>; readonly unitWords: readonly string[] | undefined },
): number | undefined {
  const within =
    lines === undefined ? -1 : tasks.findLastIndex(({ line }) => line >= lines.from && line < lines.to);
  if (within >= 0) return within;
  const isKind = unitWords === undefined || unitWords.some((each) => areOneKind(each, word));
  const own = isKind ? places.get(id) : undefined;
  if (own !== undefined) return own;
  const named = tasks.findLastIndex(({ title }) =>
    [...title.toLowerCase().matchAll(NAMED_WITHIN)].some(
      ([, inner = '']) => labelOf(inner)?.id === id && areOneKind(labelOf(inner)?.word ?? '', word),
    ),
  );
  return named < 0 ? undefined : named;
}

/** A remark in brackets. */
const NAMED_WITHIN = /[([]([^()[\]]{1,40})[)\]]/gu;

/** Adds the checks outside of the tasks to them as gates, with notes on that. */
export type WithChecks = {
  readonly tasks: readonly Task[];
  /** The lines of the sections that were taken. */
  readonly taken: ReadonlySet<number>;
  readonly problems: readonly TaskProblem[];
};

/** @param links - the links of the tasks, by their indexes */
export function withWholeChecks(
  tasks: readonly Task[],
  links: readonly (readonly Link[])[],
  {
    checks: sections = [],
    unitWords,
    ids,
    file,
  }: {
    readonly checks: readonly WholeChecks[] | undefined;
    /** The words of the parts, where headings are the parts. */
    readonly unitWords?: readonly string[] | undefined;
    readonly ids: readonly string[];
    readonly file: string;
  },
): WithChecks {
  if (sections.length === 0) return { tasks, taken: new Set(), problems: [] };
  const needed = new Set(links.flatMap((own) => own.map(({ on }) => on)));
  const ends = tasks.flatMap((_, index) => (needed.has(index) ? [] : [index]));
  const places = new Map(tasks.map(({ id }, index) => [foldedId(id ?? ''), index]));
  const named = criteriaNamed(tasks);
  const gates = new Map<number, string[]>();
  const taken = new Set<number>();
  const problems: TaskProblem[] = [];
  for (const { heading, line, checks, around: own } of sections) {
    // Criteria below the heading of some tasks hold when the last of them is done.
    const scoped =
      own === undefined ? -1 : tasks.findLastIndex((task) => task.line > own.from && task.line < own.to);
    const at = new Set<number>();
    let left = 0;
    for (const { text, part, number } of checks) {
      const place =
        (part === undefined ? undefined : placeOf(part, tasks, { places, unitWords })) ??
        (number === undefined ? undefined : named.get(Number(number))) ??
        (scoped >= 0 ? scoped : undefined) ??
        (ends.length === 1 ? ends[0] : undefined);
      if (place === undefined) left += 1;
      else {
        gates.set(place, [...(gates.get(place) ?? []), text]);
        at.add(place);
      }
    }
    const place = { file, line, column: 1 };
    if (at.size > 0) {
      taken.add(line);
      const names = [...at].slice(0, MAX_NAMED).map((index) => {
        return `${ids[index] ?? ''} (${shortText(tasks[index]?.title ?? '')})`;
      });
      problems.push({
        ...{ severity: 'note', code: 'checks-outside', ...place },
        message: `“${shortText(heading)}” (line ${line}) is outside the parts and says how to tell that they are done: ${counted(checks.length - left)} became gates of ${names.join(', ')}${at.size > MAX_NAMED ? ' …' : ''}.`,
      });
    }
    if (left > 0)
      problems.push({
        ...{ severity: 'warning', code: 'checks-outside', ...place },
        message: `“${shortText(heading)}” (line ${line}) says how to tell that everything is done, but several parts come last: no gate was made of ${counted(left)}.`,
        hint: 'Write them below the part after which they must hold.',
      });
  }
  return {
    tasks: tasks.map((task, index) => {
      const more = gates.get(index) ?? [];
      return more.length === 0 ? task : { ...task, gates: [...new Set([...task.gates, ...more])] };
    }),
    taken,
    problems,
  };
}

/** The last task that names each criterion by its number: "(AC: 1, 3)", as BMAD writes. */
function criteriaNamed(tasks: readonly Task[]): ReadonlyMap<number, number> {
  return new Map(
    tasks.flatMap(({ title, goal }, index) =>
      [...`${title} ${goal ?? ''}`.slice(0, LONGEST_NAME).matchAll(CRITERIA)].flatMap(({ groups }) =>
        [...(groups?.numbers ?? '').matchAll(/\d+/gu)].map(([number]) => [Number(number), index] as const),
      ),
    ),
  );
}

const LONGEST_NAME = 1_000;
const CRITERIA =
  /[([](?:AC|acceptance criteri(?:a|on))s?\b[:\s]*(?<numbers>#?\d{1,3}(?:\s*(?:,|&|and)\s*(?:AC)?#?\d{1,3})*)[)\]]/giu;

const MAX_NAMED = 6;

function counted(count: number): string {
  return count === 1 ? 'one check' : `${count} checks`;
}
