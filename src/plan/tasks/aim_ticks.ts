import { LatePattern } from '../../lib/index.ts';
import type { TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/** A list of aims whose items have ticks for bullets, by the index of its first line. */
type TickedAims = {
  readonly label: string;
  readonly at: number;
  readonly items: readonly number[];
};

/**
 * Removes the ticks before the items of "Deliverables" or "Goals", if every item has one while the work beside them has open tick
 * boxes: such ticks are bullets. The lines keep their numbers.
 */
export function withoutAimTicks(text: string): string {
  if (!AIMS_AND_TICKS.test(text)) return text;
  const lines = text.split('\n');
  for (const { items } of tickedAims(lines))
    for (const index of items) lines[index] = (lines[index] ?? '').replace(TICKED, '$<bullet>');
  return lines.join('\n');
}

/** Reports where ticks were taken for bullets. */
export function aimTicksNote(text: string, file: string): TaskProblem[] {
  const found = AIMS_AND_TICKS.test(text) ? tickedAims(text.split('\n')) : [];
  const [first] = found;
  if (first === undefined) return [];
  const named = found
    .slice(0, MAX_NAMED)
    .map(({ label, at, items }) => `“${shortText(label)}” (line ${at + 1}: ${items.length})`);
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'warning', code: 'box-unclear', file, line: first.at + 1, column: 1 },
      message: `Ticks before results and goals were read as bullets, because the work beside them has open boxes: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'If something there is done, tick the boxes of its work.',
    },
  ];
}

const MAX_NAMED = 5;

function tickedAims(lines: readonly string[]): TickedAims[] {
  const found: TickedAims[] = [];
  /** The answers of {@link areBoxesOpen}, by line: several lists of aims may be below one heading. */
  const areOpen = new Map<number, boolean>();
  const headings: { readonly level: number; readonly at: number }[] = [];
  let isFenced = false;
  let label: { readonly text: string; readonly at: number } | undefined;
  let items: number[] = [];
  let isWhole = true;
  const close = () => {
    const scope = headings.at(-1)?.at ?? 0;
    // A heading "Deliverables" is over its list alone: the work is below the heading around it.
    const from = label?.at === scope ? (headings.at(-2)?.at ?? 0) : scope;
    if (label !== undefined && items.length > 0 && isWhole) {
      const isOpen = areOpen.get(from) ?? areBoxesOpen(lines, from);
      areOpen.set(from, isOpen);
      if (isOpen) found.push({ label: label.text, at: label.at, items });
    }
    label = undefined;
    items = [];
    isWhole = true;
  };
  for (const [at, line] of lines.entries()) {
    if (/^\s*(?:`{3}|~{3})/u.test(line)) isFenced = !isFenced;
    if (isFenced) continue;
    const level = /^#{1,6}(?=\s)/u.exec(line)?.[0].length;
    const isLabel =
      level !== undefined || /^\s*(?:[-*]\s+)?[*_]{0,2}[^|]{2,60}[:：][*_]{0,2}\s*$/u.test(line);
    if (isLabel) {
      close();
      if (level !== undefined) {
        while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
        headings.push({ level, at });
      }
      const text = line.replace(/^[#\s*_-]+|(?<![\s*_:：])[\s*_:：]+$/gu, '');
      if (AIMS.test(text)) label = { text, at };
    } else if (label !== undefined && TICKED.test(line)) items.push(at);
    else if (/^\s*(?:[-*+]|\d+[.)])\s/u.test(line)) isWhole = false;
    else if (/^\S/u.test(line) && items.length > 0) close();
  }
  close();
  return found;
}

/** Whether all tick boxes below a heading, up to the next one of its level, are open, and there are some. */
function areBoxesOpen(lines: readonly string[], from: number): boolean {
  const level = /^#{1,6}(?=\s)/u.exec(lines[from] ?? '')?.[0].length ?? 0;
  let isOpen = false;
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const own = /^#{1,6}(?=\s)/u.exec(line)?.[0].length ?? 0;
    if (index > from && own > 0 && own <= level) break;
    const mark = /^\s*(?:[-*+]|\d+[.)])\s+\[(?<mark>[ xX])\]\s/u.exec(line)?.groups?.mark;
    if (mark !== undefined && mark !== ' ') return false;
    isOpen ||= mark === ' ';
  }
  return isOpen;
}

const TICKED = /^(?<bullet>\s*[-*+]\s+)(?:✅|✔|✓)\uFE0F?\s+(?=\S)/u;

/** A label over the results of the work, with the number of its part before it or after it. */
const AIMS = new LatePattern(
  () =>
    String.raw`^(?:\P{L}*)(?:\p{L}+\s+\d+(?:\.\d+)*\s+|(?:key|main|expected|desired|final|wichtigste|erwartete[rs]?|principales)\s+)*(?:${[
      'deliverables?|outcomes?|(?:expected )?results?|goals?|objectives?|aims?|success(?: criteria| metrics)?',
      'ergebnisse?|ziele?|liefergegenstände|erfolgskriterien|entregables?|objetivos?|resultados?(?: esperados?)?|metas?|criterios de éxito|entregáveis|critérios de sucesso',
      'livrables?|objectifs?|résultats?(?: attendus?)?|critères de (?:succès|réussite)|risultati|obiettivi|consegne|criteri di successo|rezultaty|cele',
      'результат(?:ы)?|цел[иь]|критерии успеха|результати|цілі|交付物|目标|目標|成果物?|预期结果|成功标准|成功基準|산출물|목표|결과|성공 기준|kết quả|mục tiêu',
    ].join('|')})(?:\s+\p{L}+\s+\d+)?(?:\s*[(（][^()（）]*[)）])?$`,
  'iu',
);

/** Documents without ticks at all need no closer look. */
const AIMS_AND_TICKS = /^\s*[-*+]\s+(?:✅|✔|✓)\uFE0F?\s/mu;
