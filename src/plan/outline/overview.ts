import { LatePattern } from '../../lib/index.ts';
import { foldedId } from '../document/references.ts';
import { statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { sectionRole } from '../words/section_roles.ts';
import { unitKind } from '../words/unit_words.ts';
import { addSentence, type Said } from './done_sentences.ts';
import type { Outline, OutlineBlock } from './outline.ts';
import { withoutBox } from './section_text.ts';
import { boxOf, type Surveyed } from './survey.ts';
import { readUnitLabel } from './unit_label.ts';

/** The state of a part of the plan by another place of the document. */
export type OverviewState = {
  readonly state: 'done' | 'cancelled' | 'open';
  readonly line: number;
  /** Whether it is only in a list of done work: "Phase 1" there may be one of an earlier plan. */
  readonly isWeak?: true;
};

/**
 * The states of parts by lists and tables beside them, by folded id: `- [x] **Phase 1: Models**`, or a row `| 1 | … | Done |`
 * under a heading such as "Status".
 *
 * @param inside - whether a section belongs to a part
 */
export function overviewStates(
  outline: Outline,
  units: readonly Surveyed[],
  inside: (index: number) => boolean,
): ReadonlyMap<string, OverviewState> {
  const states = new Map<string, OverviewState>();
  const [first] = units;
  if (first === undefined) return states;
  const ids = new Set([
    ...units.map(({ label }) => foldedId(label.id ?? '')),
    ...units.flatMap(({ section }) => subpartIds(section)),
  ]);
  const add: Add = (text, state, line, isWeak = false) => {
    const { id, word, form } = readUnitLabel(text);
    if (id !== undefined && (form !== 'word' || word === first.label.word)) addId(id, state, line, isWeak);
  };
  const addId = (id: string, state: OverviewState['state'], line: number, isWeak = false) => {
    const key = foldedId(id);
    const known = states.get(key);
    // Done in one place outweighs open in another, which is out of date.
    if (ids.has(key) && (known === undefined || known.state === 'open' || (known.isWeak === true && !isWeak)))
      states.set(key, { state, line, ...(isWeak && { isWeak }) });
  };
  for (const { index, blocks, heading } of outline.sections) {
    if (inside(index) || EXPECTS.test(heading.text)) continue;
    let isDone = saysDone(heading.text);
    const role = sectionRole(heading.text)?.role;
    for (const block of blocks) {
      if (block.kind !== 'text') {
        if (block.form === 'table') addRows(outline.lines, block, { add, word: first.label.word, ids });
        if (block.form === 'quote') addSentence(quotedIn(outline.lines, block), units, addId);
      } else if (block.isItem) {
        // "Phase 1 is complete" below "Criteria" is one.
        if (role === 'check' || !addSentence(sentencesIn(block), units, addId, { isItem: true }))
          addItem(block, isDone, add);
      } else if (block.depth === 0 && addSentence(sentencesIn(block), units, addId)) continue;
      else if (block.depth === 0) isDone = labelOf(block) === '' ? isDone : saysDone(labelOf(block));
    }
  }
  return states;
}

/** The numbers of the smaller parts of a part: 1.1 and 1.2 below "Phase 1". */
function subpartIds({ sections }: Surveyed['section']): string[] {
  return sections.flatMap(({ heading }) => {
    const { id } = readUnitLabel(heading.text);
    return id?.includes('.') ? [foldedId(id)] : [];
  });
}

type Add = (text: string, state: OverviewState['state'], line: number, isWeak?: boolean) => void;

function sentencesIn({ lines }: Extract<OutlineBlock, { kind: 'text' }>): Said {
  return { text: lines.map(({ text }) => text).join(' '), line: lines[0]?.line ?? 1 };
}

/** Reads the states in a quotation: people set them off there. */
function quotedIn(lines: readonly string[], { line, end }: Extract<OutlineBlock, { kind: 'opaque' }>): Said {
  const own = lines.slice(line - 1, end - 1).map((each) => each.replace(/^[\s>]+/u, ''));
  return { text: own.join(' '), line };
}

/** A line such as "**Completed in this repository:**" over a list; empty where a paragraph is no such line. */
function labelOf({ lines }: Extract<OutlineBlock, { kind: 'text' }>): string {
  const [line, more] = lines;
  const text = more === undefined ? (line?.text ?? '') : '';
  return /[:：]\**$|^\*\*[^*]+\*\*$/u.test(text) ? text.replace(/[*:：]+/gu, '') : '';
}

/** Whether everything listed below a heading or label is done, unless its own text says otherwise. */
function saysDone(label: string): boolean {
  return !STATE_OF_ALL.test(label) && sectionRole(label)?.role === 'done';
}

/** "What is expected after each sprint" is about the future. */
const EXPECTS =
  /\b(?:expected|expectations|anticipated|forecast|targets?|after (?:each|every))\b|erwartet|prévu|esperad[oa]|previst[oa]|ожидаем|预期|预计|期望|完成后|予想|見込み|예상/iu;

/** "Current status" lists both done and open work. */
const STATE_OF_ALL =
  /\b(?:current|status|state|progress|log|history|notes)\b|estado|statut|статус|状态|現状|현재/iu;

function addItem(
  { lines }: Extract<OutlineBlock, { kind: 'text' }>,
  isListedAsDone: boolean,
  add: Add,
): void {
  const [line] = lines;
  if (line === undefined) return;
  const box = boxOf(line);
  const { text } = withoutBox(line);
  const { state } = withoutDoneMarks(text);
  const isTicked = box !== undefined && /[xX☑✓✔✅]/u.test(box);
  if (isTicked) add(boldOf(text), 'done', line.line);
  // "- [ ] **Phase 3: Pages**": a part that is done there is not done here.
  else if (box?.trim() === '' && state === undefined && /^\*\*/u.test(text))
    add(boldOf(text), 'open', line.line);
  else if (box === undefined && (state !== undefined || isListedAsDone))
    add(boldOf(withoutDoneMarks(text).text), state ?? 'done', line.line, state === undefined);
}

/** The bold words at the beginning, or all of a text. */
function boldOf(text: string): string {
  return /^\*\*([^*]+)\*\*/u.exec(text)?.[1] ?? text;
}

function addRows(
  lines: readonly string[],
  { line, end }: Extract<OutlineBlock, { kind: 'opaque' }>,
  { add, word, ids }: { add: Add; word: string | undefined; ids: ReadonlySet<string> },
): void {
  const [head = [], , ...rows] = lines.slice(line - 1, end - 1).map(cellsOf);
  const column = head.findIndex((name) => STATUS.test(name));
  if (column < 0) return;
  // A table of phases 1 to 19 says nothing of sprints 1 to 5.
  const counted = (head[0] ?? '').toLowerCase();
  const isOfOthers = word !== undefined && counted !== word && unitKind(counted) !== undefined;
  if (isOfOthers && rows.some(([id = '']) => !ids.has(foldedId(id)))) return;
  for (const [index, cells] of rows.entries()) {
    const said = cells[column] ?? '';
    const state = /^100 ?%/u.test(said) ? 'done' : statusOf(said);
    // "| F1 | done |": the first cell is the whole name.
    const isWhole = readUnitLabel(cells[0] ?? '').form === 'code';
    const name = cells.slice(0, isWhole ? 1 : 2).join(' ');
    if (state !== 'open' || SAYS_OPEN.test(said))
      add(/^\d+[a-z]?$/u.test(cells[0] ?? '') ? `${cells[0]}. ${cells[1]}` : name, state, line + index + 2);
  }
}

/** Words that say for certain that something is not done; "Anna" or "2 weeks" says nothing. */
const SAYS_OPEN =
  /^[^\p{L}\p{N}]*(?:\d{1,2}(?:\.\d+)? ?%|not started|not done|in progress|ongoing|partial(?:ly)?|pending|planned|to ?do|open|blocked|next|no\b|offen|geplant|in arbeit|en cours|à faire|prévu|planifié|pendiente|en progreso|en curso|planificad[oa]|pendente|em andamento|planejad[oa]|не начат[оа]?|в работе|в процессе|запланирован[оа]?|частично|未开始|未開始|进行中|進行中|待(?:开发|处理|实现)|计划中|部分|未着手|予定|예정|진행 ?중|미착수|대기)/iu;

/** The cells of a row of a table, without emphasis. */
export function cellsOf(row: string): string[] {
  const cells = row
    .trim()
    .replace(/^\||\|$/gu, '')
    .split(/(?<!\\)\|/u);
  return cells.map((cell) => cell.trim().replace(/^(\*{1,2})(.+)\1$/u, '$2'));
}

/** Names of columns that hold a status. */
export const STATUS = new LatePattern(
  () =>
    String.raw`^(?:status|state|done|progress|completed|current status|estado|estatus|situación|situação|andamento|statut|état|etat|avancement|stand|fortschritt|stato|avanzamento|stan|postęp|stav|durum|trạng thái|статус|состояние|прогресс|готово|готовность|стан|прогрес|状态|狀態|状態|進捗|进度|進度|进展|ステータス|状況|상태|진행|진행 ?상황|현황|สถานะ)\??$`,
  'iu',
);
