import { LatePattern } from '../../lib/index.ts';

/** A text without the marks that say whether it is done, and the state they give. */
export type Marked = { readonly text: string; readonly state: 'done' | 'cancelled' | undefined };

/** Words for "done", at the end of a heading or as the value of a status, by language. */
const DONE = `(?:(?:locally |fully |100 ?% |all )?(?:complete|completed|done|shipped|finished|implemented|merged|released|delivered|closed|deployed|live)|completad[oa]|complet[oa]|hech[oa]|terminad[oa]s?|realizad[oa]s?|listo|concluíd[oa]s?|feit[oa]|pront[oa]|termin[ée]e?s?|fini|achev[ée]e?s?|fait|erledigt|fertig|abgeschlossen|umgesetzt|готово|сделано|выполнено|завершено|завершён|завершен|завершена|закрыто|已完成|(?:开发|实现|全部)?完成|已通过|已验收|(?:実装|開発|対応|作業)?完了|実装済み?|対応済み?|済|(?:구현|개발|작업) ?완료|완료|완료됨|เสร็จแล้ว|เสร็จ|xong|hoàn thành|gotowe|ukończon[eay]|zrobion[eay]|wykonan[eay]|tamamlandı)`;
const CANCELLED = `(?:cancelled|canceled|dropped|superseded|abandoned|skipped|won'?t do|wontfix|obsolete|rejected|cancelad[oa]|annulée?|verworfen|отменено|отменён|取消|已取消|已被[^（）()]{0,20}取代|已废弃|中止|취소|취소됨)`;
/** Emoji and signs that mean "done" by themselves. */
const DONE_SIGN = String.raw`(?:✅|☑️?|✔️?|✓|🎉|🟢(?=\s*(?:done|complete)))`;

/** It begins where a run of blanks does: to begin anywhere in one would take time by the square of its length. */
const TAIL = new LatePattern(
  () =>
    String.raw`(?<!\s)(?:\s*[-–—:|·,▸►→➜]\s*|\s*[([【（]\s*|\s+)(?:status:?\s*)?(?<sign>${DONE_SIGN}\s*)?(?:(?<done>${DONE})|(?<cancelled>${CANCELLED}))(?:\s*(?:${DONE_SIGN}|[!.])|\s*[,:;@(（–—-]\s*[^()（）]{0,60}|\s+(?:on|in|at|by|am|le|el|em)?\s*\(?[\d][\w ./-]{0,30})?\s*[)\]】）]?$`,
  'iu',
);
const SIGN_AFTER = new RegExp(String.raw`(?<!\s)\s*[([]?${DONE_SIGN}[)\]]?\s*$`, 'u');
const SIGN_BEFORE = new RegExp(String.raw`^(?:${DONE_SIGN}|\[[xX]\])\s*`, 'u');
/**
 * "已完成：Base", "Done: base", as items of a list begin, and "**Applied (dev):** base": words that begin a sentence about the program as
 * well, as in "Merged: settings of both files are printed", count in bold only.
 */
const WORD_BEFORE = new LatePattern(
  () =>
    String.raw`^(?:[*_]{0,2}(?:已完成|已实现|完成済み|実装済み|完了|완료|구현됨|done|completed|shipped|erledigt|fertig|fait|terminé|hecho|completado|feito|concluído|fatto|готово|сделано|выполнено)|(?:\*\*|__)(?:applied|implemented|landed|merged|umgesetzt|implémenté|implementado|implementato|реализовано))(?:\s*[(（][^()（）]{1,40}[)）])?(?:[*_]{0,2})\s*[:：](?:[*_]{0,2})\s*(?=\S)`,
  'iu',
);
/** "（已完成）Base", "[DONE] Base", "[done, 444d554] Base". */
const BRACKET_BEFORE = new LatePattern(
  () => String.raw`^[([（【]\s*(?:${DONE})\s*(?:[,;:@]\s*[^()[\]（）【】]{1,40})?[)\]）】]\s*(?=\S)`,
  'iu',
);
/** "Phase 0: Base — *✅ closed in May*": the mark is before a remark that is set off. */
const SIGN_WITHIN = new LatePattern(
  () =>
    String.raw`(?<!\s)\s*(?:\s[–—-]\s*|[([]\s*|\|\s*)[*_]{0,3}(?:✅|☑️?|✔️?)\s+(?!\p{Lu}{2,}[-\d])[^\n]{1,120}$`,
  'u',
);
/** "**T030 in detail** ✅: both are shown": the mark is between a name in bold and what it stands for. */
const SIGN_BEHIND_NAME =
  /^(?<name>(?<bold>\*\*|__)[^*_\n]{1,80}\k<bold>)\s*(?:✅|☑️?|✔️?)\s*(?<rest>[:：–—].*)$/su;

/** "Models – **DONE (merged)**": emphasis around a remark that is set off means nothing. */
const BOLD_TAIL =
  /(?<mark>[-–—:|·,▸►→➜([【（]\s*)(?<emphasis>\*{1,3})(?<bold>[^*]{1,80})\k<emphasis>(?=[)\]】）]?\s*$)/u;
/** A word for "done", set off after one that limits it. */
const ALMOST = new LatePattern(
  () =>
    String.raw`[-–—:|·([（【]\s*(?:almost|nearly|mostly|partially|partly|not(?: yet)?|half|fast|beinahe|größtenteils|teilweise|noch nicht|casi|parcialmente|en parte|quase|presque|quasi|partiellement|pas encore|prawie|częściowo|почти|частично|не|ещё не|майже|neredeyse|kısmen|基本|部分|大致|ほぼ|一部|거의|일부)\s*${DONE}(?![\p{L}])[^\p{L}]{0,20}$`,
  'iu',
);
const STRUCK = /^~~(?<inner>.+?)~~(?<after>.*)$/u;

/** `~~Title~~ **SKIPPED**`: the word after says the same. */
const ONLY_CANCELLED = new RegExp(String.raw`^[\s*_([–—:-]*(?:❌\s*)?${CANCELLED}(?![\p{L}])`, 'iu');

/** Removes the marks of done work from a heading or an item: `✅`, `[x]`, `~~…~~`, "– COMPLETE". */
export function withoutDoneMarks(text: string): Marked {
  const struck = STRUCK.exec(text.trim());
  if (struck?.groups) {
    const { inner = '', after = '' } = struck.groups;
    const isDone = /✅|✔|✓/u.test(after) || new RegExp(`\\b${DONE}\\b`, 'iu').test(after);
    // A title that is struck out but continues in words that are not is still to be done in part.
    const isWhole =
      isDone || ONLY_CANCELLED.test(after) || !/\p{L}{3}/u.test(after.replace(/\([^()]*\)/gu, ''));
    if (isWhole) return { text: inner, state: isDone ? 'done' : isStruckAsDone(after) };
  }
  const before = SIGN_BEFORE.exec(text) ?? WORD_BEFORE.exec(text) ?? BRACKET_BEFORE.exec(text);
  const bare = before === null ? text : text.slice(before[0].length);
  const sign = SIGN_AFTER.exec(bare);
  const whole = sign === null ? bare : bare.slice(0, sign.index);
  const unsigned = whole.includes('*') ? whole.replace(BOLD_TAIL, '$<mark>$<bold>') : whole;
  // "Almost done ✅" says that something is left.
  if (ALMOST.test(unsigned))
    return { text: before === null && sign === null ? text : unsigned.trim(), state: undefined };
  const tail = TAIL.exec(unsigned);
  // "go-live", "pre-release": a hyphen between two words sets nothing off.
  const isCompound =
    tail !== null && /^[-–](?=\p{L})/u.test(tail[0]) && /\p{L}$/u.test(unsigned.slice(0, tail.index));
  // "Orders (complete, 1-2 days)" says what is to be done in that time.
  const isTask =
    tail !== null && /\bcomplete\s*[,:;]\s*[~≈]?\d[\d.–-]*\s*(?:d|h|days?|hours?|weeks?)\b/iu.test(tail[0]);
  const isTold =
    tail !== null && !isCompound && !isTask && (tail.groups?.sign !== undefined || isSetOff(unsigned, tail));
  if (isTold) {
    const state = tail.groups?.cancelled === undefined ? 'done' : 'cancelled';
    return { text: unsigned.slice(0, tail.index).trim(), state };
  }
  const within = before === null && sign === null ? SIGN_WITHIN.exec(unsigned) : null;
  if (within !== null) return { text: unsigned.slice(0, within.index).trim(), state: 'done' };
  const behind = before === null && sign === null ? SIGN_BEHIND_NAME.exec(unsigned) : null;
  if (behind?.groups)
    return { text: `${behind.groups.name ?? ''}${behind.groups.rest ?? ''}`, state: 'done' };
  const hasSign = before !== null || sign !== null;
  return { text: hasSign ? unsigned.trim() : text, state: hasSign ? 'done' : undefined };
}

/**
 * `~~get the old one to work~~ get the new one to work`: struck-out words before others were written first, and are no longer
 * meant. `undefined` where a text does not begin so.
 */
export function withoutStruckBeginning(
  text: string,
): { readonly struck: string; readonly rest: string } | undefined {
  const { inner, after = '' } = STRUCK.exec(text)?.groups ?? {};
  const rest = after.replace(/^\s*(?:(?:→|->|=>|[:;,–—-])\s*)?/u, '');
  // "~~Setup~~ (the tests are missing)", "~~Setup~~ only its tests" are remarks on the struck-out words.
  const isOther = /^[\p{L}\p{N}`*_"'“«]/u.test(rest) && !SAYS_WHAT_IS_LEFT.test(rest);
  return inner === undefined || !isOther ? undefined : { struck: inner, rest };
}

const SAYS_WHAT_IS_LEFT =
  /^(?:only|just|but|except|besides|apart|still|without|its|nur|bis auf|außer|solo|salvo|só|exceto|sauf|seulement|только|кроме|тільки|крім|除了|只|仅)(?![\p{Ll}])/iu;

function isStruckAsDone(after: string): 'done' | 'cancelled' {
  return new RegExp(`\\b${CANCELLED}\\b`, 'iu').test(after) ? 'cancelled' : 'done';
}

/** "Phase 2: Make the form complete" is not done: the word has to be set off, or in capitals. */
function isSetOff(text: string, { index, 0: tail, groups }: RegExpExecArray): boolean {
  const word = groups?.done ?? groups?.cancelled ?? '';
  if (/^\s*[-–—:|([【（▸►→➜]/u.test(tail)) return index > 0;
  return (/^\P{Ll}+$/u.test(word) && word.length > 2 && /\p{Ll}/u.test(text)) || /[^\p{ASCII}]/u.test(word);
}

/** Words for a fault with nothing left to do about it; in a title such words say something else. */
const DONE_OF_FAULT = `(?:fixed|resolved|solved|verified|corregid[oa]|resuelt[oa]|corrigid[oa]|resolvid[oa]|corrigée?|résolue?|behoben|gelöst|corrett[oa]|risolt[oa]|naprawion[eay]|исправлен[оаы]?|устранен[оаы]?|решен[оаы]?|виправлен[оаі]?|已修复|已解决|修正済み?|解決済み?|수정됨|해결됨|해결|수정 ?완료)`;

const STATUS_DONE = new RegExp(
  String.raw`^[*_\s]*(?:(?:(?:${DONE_SIGN}|\[[xX]\])\s*)?(?:${DONE}|${DONE_OF_FAULT})(?![\p{L}])(?!\s+(?:when|wenn|quand|когда))|${DONE_SIGN}|\[[xX]\])`,
  'iu',
);
const STATUS_CANCELLED = new RegExp(String.raw`^[*_\s]*(?:❌\s*)?${CANCELLED}(?![\p{L}])`, 'iu');

/**
 * Reads the value of a status: "✅ Complete", "Done (2026-05-06)". A "done" that continues in other words, "complete redesign",
 * or that takes something back, "fixed, not merged", says that something is left.
 */
export function statusOf(quoted: string): 'done' | 'cancelled' | 'open' {
  const value = quoted.replace(/`/gu, '');
  const done = STATUS_DONE.exec(value);
  if (done !== null) return isSettled(value.slice(done[0].length)) ? 'done' : 'open';
  return STATUS_CANCELLED.test(value) ? 'cancelled' : 'open';
}

/** Whether a text begins with a sign or word for "done", whatever follows. */
export function beginsAsDone(text: string): boolean {
  return STATUS_DONE.test(text);
}

function isSettled(behind: string): boolean {
  const said = behind.slice(0, LONGEST_STATUS);
  return !TAKES_BACK.test(said) && (!/^\s+\p{Ll}/u.test(said) || SAYS_WHEN.test(said));
}

/** In UTF-16 code units: a longer text is no status. */
const LONGEST_STATUS = 300;

/** Text after a word for "done": when and where, by whom, and that more of the kind is done too. */
const SAYS_WHEN = new LatePattern(
  () =>
    String.raw`^\s+(?:(?:on|in|at|as of|since|am|im|seit|le|la|el|en|em|dal|il|w|od|в|с|від|з)\s+(?:\p{L}{3,12}\.?\s+)?[#vV(]?\d|(?:in|via|with|through|mit|con|com|avec|par|pull|merge)\s+(?:the\s+)?(?:pr|mr|commit|pull request|merge request|release|version|issue|#)|(?:by|von|por|par|da|przez)\s+[@\p{Lu}]|(?:and|und|y|e|et|i|и|та|&|\+)\s+(?:\p{L}+\s+)?(?:${DONE}|${DONE_OF_FAULT}|tested|reviewed|documented|working|pushed|archived)(?![\p{L}])|(?:today|yesterday|already|successfully|heute|gestern|ayer|hoy|ontem|hoje|hier)(?![\p{L}])|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?\s+\d|\d)`,
  'iu',
);

/** Words that say that something is left of work that is called done. */
export const TAKES_BACK = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:${[
      "not|isn['’]t|hasn['’]t|aren['’]t|but|however|open|needs?|needed|required|partly|partially|in part|except|apart from|pending|remaining|remains|missing|to ?do|still|broken|failing|reopened|wip|in progress|awaiting|waiting|blocked",
      'nicht|aber|jedoch|offen|nötig|teilweise|teils|außer|ausser|bis auf|fehlt|fehlen|noch|ausstehend',
      'no está|pero|sin embargo|abiert[oa]s?|necesari[oa]|parcial(?:mente)?|en parte|excepto|salvo|faltan?|pendientes?|todavía|aún',
      'não|mas|porém|abert[oa]s?|necessári[oa]|em parte|exceto|pendentes?|ainda',
      "pas|mais|ouverte?s?|nécessaire|partiel(?:lement)?|en partie|sauf|manquante?s?|encore|reste(?:nt)?|n['’]est",
      'non|però|ma|apert[oaie]|necessari[oa]|parzial(?:e|mente)|tranne|manca(?:no)?|ancora',
      'nie|ale|otwart[eya]|potrzebn[eya]|częściowo|oprócz|brakuje|jeszcze|değil|ama|açık|gerekli|kısmen|hariç|eksik',
      'не|но|однако|открыт\\p{L}*|нужн\\p{L}*|частичн\\p{L}*|кроме|осталось|оста[её]тся|ещ[её]|але|проте|відкрит\\p{L}*|потрібн\\p{L}*|частково|крім|залишилось|ще',
    ].join(
      '|',
    )})(?![\p{L}])|但|未|尚|还|部分|除了|需要|待|たが|が、|ただし|残|一部|必要|하지만|아직|남은|일부|제외|필요`,
  'iu',
);

/** A line that gives a status: "**Status**: planned". */
export const STATUS_LINE = new LatePattern(
  () =>
    String.raw`^(?:[*_]{0,2})(?:status|state|estado|statut|stato|stan|статус|состояние|状态|狀態|状態|ステータス|상태|สถานะ)(?:[*_]{0,2})\s*[:：](?:[*_]{0,2})\s*(?<value>(?!\x60[^\x60]*\x60\s*[(,].*\x60)\S.*)$`,
  'iu',
);

/** Whether a status says that one numbered thing is done: "✅ Priority 1 completed", not "Done on 23 May". */
export function isOfPart(status: string): boolean {
  const { word } = PART_STATUS.exec(status)?.groups ?? {};
  return word !== undefined && statusOf(word) === 'open';
}

const PART_STATUS = new LatePattern(
  () => String.raw`^[^\p{L}]*(?<word>\p{L}{3,})\s+\d{1,3}(?:\.\d{1,3})?\s+\p{L}`,
  'u',
);
