import { type Failure, failure } from '../../diagnostics/index.ts';
import { leastOf } from '../../lib/index.ts';
import { saysNone } from '../document/inline.ts';
import type { Outline } from '../outline/outline.ts';
import { type Surveyed, titleOf } from '../outline/survey.ts';
import { isTitleOfPlan } from '../words/report_words.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { TaskCode } from './importer.ts';
import { kindOf, type ListDocument, type ListItem } from './list_document.ts';
import { shortText } from './short_text.ts';

/**
 * Fails because every section that a document calls work says that there is none: "Planned", over "(None)". Lists elsewhere,
 * without boxes, are about something else.
 *
 * @param items - the items that would be taken for the work
 */
export function nothingLeft(
  { sections, items: all }: ListDocument,
  items: readonly ListItem[],
  file: string,
): Failure<TaskCode> | undefined {
  if (items.some((item) => kindOf(item) === 'box' || kindOf(item) === 'heading')) return undefined;
  // The title gives the subject of the whole document.
  const outermost = leastOf(sections.map(({ level }) => level));
  const called = sections.flatMap((section, place) =>
    section.level > outermost && sectionRole(section.title)?.role === 'work' ? [{ ...section, place }] : [],
  );
  const [first] = called;
  const places = new Set(called.map(({ place }) => place));
  if (first === undefined || items.some(({ section }) => places.has(section))) return undefined;
  const listed = new Map<number, ListItem[]>();
  for (const item of all) {
    const there = listed.get(item.section);
    if (there === undefined) listed.set(item.section, [item]);
    else there.push(item);
  }
  const areEmpty = called.every(({ lines, place }) => {
    const texts = [...lines, ...(listed.get(place) ?? []).map(({ text }) => text)];
    return texts.length > 0 && texts.every(({ text }) => saysNone(text));
  });
  if (!areEmpty) return undefined;
  const named = called.slice(0, MAX_NAMED).map(({ title, line }) => `“${shortText(title)}” (line ${line})`);
  return failure('problems', {
    severity: 'error',
    code: 'tasks-all-done',
    message: `Nothing is left to do in it: ${named.join(' and ')} ${called.length === 1 ? 'says' : 'say'} so.`,
    file,
    line: first.line,
    column: first.column,
    hint: 'If another section is the work, choose it with --section "…".',
  });
}

const MAX_NAMED = 4;

/**
 * Fails because a document is a record by its title, and nothing in it says that work is left: a history of releases lists what
 * has been done, as a plan lists what is to be done.
 *
 * @param items - the items that would be taken for the work
 */
export function recordOnly(
  { sections }: ListDocument,
  items: readonly ListItem[],
  file: string,
): Failure<TaskCode> | undefined {
  const [title] = sections;
  if (title === undefined || !isRecord(title.title)) return undefined;
  const saysWhatIsLeft = items.some((item) => kindOf(item) === 'box' || kindOf(item) === 'heading');
  const isCalled = sections.some(
    (section) => section !== title && sectionRole(section.title)?.role === 'work',
  );
  return saysWhatIsLeft || isCalled ? undefined : recordFailure(title, file);
}

/** Like {@link recordOnly}, for a document whose headings would be the parts: decisions and releases in their order. */
export function recordOfParts(
  { root }: Outline,
  units: readonly Surveyed[],
  file: string,
): Failure<TaskCode> | undefined {
  const { text: title = '', line = 1, column = 1 } = titleOf(root)?.heading ?? {};
  if (!isRecord(title)) return undefined;
  const saysWhatIsLeft = units.some(
    ({ total, fields, label, role }) =>
      total.openBoxes + total.doneBoxes > 0 ||
      fields.has('dependencies') ||
      fields.has('hours') ||
      label.state !== undefined ||
      role === 'work',
  );
  return saysWhatIsLeft ? undefined : recordFailure({ title, line, column }, file);
}

function recordFailure(
  { title, line, column }: { readonly title: string; readonly line: number; readonly column: number },
  file: string,
): Failure<TaskCode> {
  return failure('usage', {
    severity: 'error',
    code: 'work-unclear',
    message: `By its title, “${shortText(title)}”, it describes what has been done, and nothing in it says what is left.`,
    ...{ file, line, column },
    hint: 'Give what is left tick boxes, or a heading that calls it work.',
  });
}

/** Whether a title says that a document is a record. */
function isRecord(title: string): boolean {
  return RECORD.test(title) && !isTitleOfPlan(title);
}

const RECORD =
  /\b(?:decisions? (?:archive|log|records?)|archived? decisions|(?:roadmap|plan|milestone|phase) archive|archived (?:roadmap|plan|milestone|phases?)|change ?log|history of|(?:project |version |implementation |release )?history|retrospective|post[- ]?mortem|release notes|lessons learned|storico|cronologia|historial|historique|histórico|projektverlauf|chronik|änderungsprotokoll)\b|история (?:изменений|версий|проекта)|журнал изменений|更新日志|变更记录|开发历史|変更履歴|更新履歴|변경 ?이력|개발 ?이력/iu;
