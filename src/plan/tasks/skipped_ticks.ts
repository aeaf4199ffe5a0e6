import { LatePattern } from '../../lib/index.ts';
import { shortText } from './short_text.ts';
import type { TaskProblem, TaskSource } from './types.ts';

/** That something is ticked, with a remark beside it that it was skipped or put off: "[x] Run the build (skipped, no Docker here)". */
export function skippedTicks({ text, file }: TaskSource): TaskProblem[] {
  const found = text
    .split('\n')
    .flatMap((line, index) =>
      TICKED.test(line) && SKIPPED.test(line.slice(0, LONGEST)) ? [{ line: index + 1, text: line }] : [],
    );
  const [first] = found;
  if (first === undefined) return [];
  const named = found
    .slice(0, MOST_NAMED)
    .map(({ line, text: said }) => `“${shortText(said.replace(TICKED, ''))}” (line ${line})`);
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'warning', code: 'box-unclear', file, line: first.line, column: 1 },
      message: `Ticked, though the text says that it was skipped or put off, and taken for done: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'Empty the box of what is still to be done.',
    },
  ];
}

const TICKED = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[[xX]\]\s+/u;

/** In brackets or behind a dash, as the first word. */
const SKIPPED = new LatePattern(
  () =>
    `(?:[([（]|\\s[–—-]\\s)[*_]*(?:${[
      'skipped|deferred|postponed|not (?:run|done|tested|verified|executed|checked)(?![\\p{L}])|untested|to be (?:done|verified|tested)',
      'omitid[oa]|saltad[oa]|aplazad[oa]|pospuest[oa]|sin probar|pulad[oa]|adiad[oa]|ignorée?|reportée?|non testée?|übersprungen|ausgelassen|verschoben|nicht (?:getestet|ausgeführt|geprüft)|saltat[oa]|rimandat[oa]|pominięt[oea]|atlandı|ertelendi',
      'пропущен\\p{L}*|отложен\\p{L}*|не (?:проверено|выполнено|запускал\\p{L}*)|пропущено|відкладено',
      '跳过|已跳过|推迟|延后|未测试|未验证|スキップ|延期|未実施|未検証|건너뜀|보류|미실행|미검증',
    ].join('|')})`,
  'iu',
);

const LONGEST = 1_000;
const MOST_NAMED = 6;
