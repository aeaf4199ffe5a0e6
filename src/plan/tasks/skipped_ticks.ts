import { LatePattern } from '../../lib/index.ts';
import { documentLines } from '../account/document_lines.ts';
import type { TaskProblem, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warns about ticked items with a remark that they were skipped or put off: "[x] Run the build (skipped, no Docker here)". */
export function skippedTicks({ text, file }: TaskSource): TaskProblem[] {
  const found = ticked(text).filter((item) => SKIPPED.test(item.text.slice(0, LONGEST)));
  const [first] = found;
  if (first === undefined) return [];
  const named = found
    .slice(0, MAX_NAMED)
    .map(({ line, text: said }) => `“${shortText(said)}” (line ${line})`);
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'warning', code: 'box-unclear', file, line: first.line, column: 1 },
      message: `Ticked, although the text says that it was skipped or put off, and treated as done: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'Clear the box of what is still to be done.',
    },
  ];
}

/** The items that are ticked, each with the lines that continue it. */
function ticked(text: string): { readonly line: number; readonly text: string }[] {
  // Nothing else is read in a document without ticks.
  if (!/\[[xX]\]/u.test(text)) return [];
  const found: { line: number; text: string }[] = [];
  let isOpen = false;
  for (const { kind, line, text: said, runsOn } of documentLines(text)) {
    const last = found.at(-1);
    const isTicked = kind === 'ticked' && TICKED.test(said);
    if (isTicked) found.push({ line, text: said.replace(TICKED, '') });
    else if (runsOn && isOpen && last !== undefined) last.text += ` ${said}`;
    isOpen = isTicked || (runsOn && isOpen);
  }
  return found;
}

const TICKED = /^\s*(?:[-*+]\s+)?\[[xX]\]\s+/u;

/** The text that may follow the word: a reason, a time, or nothing; "(skipped tests run again)" is about something else. */
const ENDS = String.raw`[*_]*\s*(?:$|[,;:.)\]，、；：。）]|\s[–—-]\s|(?<=\s)(?:yet|here|now|for now|locally|at all|today|until|till|because|since|due to|by (?:the )?user|(?:to|for) (?:the |an? )?(?:later|next|final|last|upcoming|following|phase|milestone|sprint|release|version|v?\d|follow[- ]?up|backlog|commit|pull request|pr\b)|bis|weil|hasta|porque|até|jusqu|parce|perché|до|пока|потому))`;

/** In brackets or after a dash, as the first word. */
const SKIPPED = new LatePattern(
  () =>
    `(?:[([（]|\\s[–—-]\\s)[*_]*(?:${[
      'skipped|deferred|postponed|not (?:run|done|tested|verified|executed|checked)|untested|to be (?:done|verified|tested)',
      'omitid[oa]|saltad[oa]|aplazad[oa]|pospuest[oa]|sin probar|pulad[oa]|adiad[oa]|ignorée?|reportée?|non testée?|übersprungen|ausgelassen|verschoben|nicht (?:getestet|ausgeführt|geprüft)|saltat[oa]|rimandat[oa]|pominięt[oea]|atlandı|ertelendi',
      'пропущен[аоы]?|отложен[аоы]?|не (?:проверено|выполнено|запускал(?:ось|ся|ась|и)?)|відкладено',
      '已?跳过|已?推迟|延后|未测试|未验证|スキップ|延期|未実施|未検証|건너뜀|보류|미실행|미검증',
    ].join('|')})${ENDS}`,
  'iu',
);

const LONGEST = 1_000;
const MAX_NAMED = 6;
