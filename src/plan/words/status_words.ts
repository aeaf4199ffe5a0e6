import { LatePattern } from '../../lib/index.ts';
import { ONLY_WANTED, SAYS_DONE } from './claim_words.ts';
import { beginsAsDone, statusOf, TAKES_BACK } from './done_marks.ts';

/** A statement under a heading about the progress of its part. */
export type StatedStatus = {
  /** `mostly`: some of it is left, whether or not the text says what. */
  readonly state: 'done' | 'cancelled' | 'mostly';
  /** The work said to be left; empty where there is none. */
  readonly rest: readonly string[];
  /** Whether all of that is only wanted by some, or if need be. */
  readonly isOptional: boolean;
  /**
   * Whether it begins with the word for the state, instead of being a sentence that contains one: "Done in May", "Basic layout
   * done".
   */
  readonly isPlain: boolean;
};

/**
 * Reads "Stand 13.06.: umgesetzt. Offen nur: die Auswertung", "Status (May): mostly done", "✅ Shipped in v2".
 *
 * @param text - a quotation, or the first paragraph below a heading
 * @param options.isSetOff - whether it is set apart, as a quotation is, so that it needs no label
 * @returns `undefined` where it makes no such statement
 */
export function statedStatus(
  text: string,
  { isSetOff }: { readonly isSetOff: boolean },
): StatedStatus | undefined {
  const bare = text
    .slice(0, LONGEST)
    .replace(/[*_`]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const labelled = LABEL.exec(bare);
  const value = labelled === null ? bare : bare.slice(labelled[0].length);
  if (labelled === null && !(isSetOff && statusOf(bare) === 'done')) return undefined;
  const [said = ''] = value.split(/[.;!?](?:\s|$)|[。；！？]|\s[–—]\s/u);
  if (said.length > LONGEST_SAID) return undefined;
  const state = statusOf(said);
  const isMostly = MOSTLY.test(said) || (state === 'open' && SAYS_DONE.test(said) && TAKES_BACK.test(said));
  if (state === 'cancelled') return { state, rest: [], isOptional: false, isPlain: true };
  if (state === 'open' && (!SAYS_DONE.test(said) || (!isMostly && ONLY_WANTED.test(said)))) return undefined;
  const left = REST.exec(value)?.groups?.rest ?? '';
  const rest = left
    .split(/\s*[;；]\s*/u)
    .map((each) => each.replace(/[.。]$/u, '').trim())
    .filter((each) => each !== '');
  const isOptional = rest.length > 0 && rest.every((each) => OPTIONAL.test(each));
  const isLeft = isMostly || (rest.length > 0 && !isOptional);
  return { state: isLeft ? 'mostly' : 'done', rest, isOptional, isPlain: beginsAsDone(said) };
}

/** A longer text is no status. */
const LONGEST = 2_000;
const LONGEST_SAID = 120;

/** "Stand 13.06.2026 (Runde 46):", "Status:", "État au 3 mai :". */
const LABEL =
  /^[^\p{L}\p{N}]{0,4}(?:(?:current |implementation |aktueller |état |estado |текущ\p{L}+ )?(?:status|state|progress|update|stand|sachstand|fortschritt|umsetzungsstand|statut|état|avancement|estado|situación|situação|progreso|progresso|stato|avanzamento|stan|postęp|durum|статус|состояние|прогресс|стан|прогрес)(?![\p{L}])|(?:当前|目前|实施|完成)?(?:状态|狀態|进度|進度|情况)|(?:現在の?)?(?:状態|状況|進捗|現状|ステータス)|(?:현재 ?)?(?:상태|진행 ?상황|현황))[^:：\n]{0,60}[:：]\s*/iu;

/** Words that say that a part is done, but not all of it. */
const MOSTLY =
  /(?<![\p{L}\p{N}])(?:mostly|largely|partly|partially|partial|nearly|almost|in part|weitgehend|größtenteils|überwiegend|teilweise|fast (?:fertig|erledigt|alles|ganz|vollständig\p{L}*)|nahezu|zum (?:größten )?teil|casi|parcial(?:mente)?|en (?:gran|su mayor) parte|quase|em (?:grande )?parte|presque|partiel(?:lement)?|en (?:grande )?partie|quasi|parzial(?:e|mente)|in (?:gran )?parte|częściowo|prawie|gedeeltelijk|grotendeels|kısmen|[1-9]\d ?%)(?![\p{L}])|почти|частичн\p{L}*|в основном|большей частью|майже|частково|基本|大部分|部分|ほぼ|概ね|おおむね|一部|거의|대부분|부분/iu;

/** Words that say that something was begun, and is not over. */
export const BEGUN = new LatePattern(
  () =>
    String.raw`${MOSTLY.source}|${REST.source}|(?<![\p{L}\p{N}])(?:in progress|wip|ongoing|under way|started|begun|still open|(?:is|are) (?:still )?(?:open|missing|left)|remaining|en (?:curso|progreso|proceso)|em (?:andamento|progresso|curso)|en cours|in arbeit|begonnen|angefangen|in corso|w trakcie|rozpoczęt\p{L}*|devam ediyor|bezig)(?![\p{L}])|в работе|в процессе|начат\p{L}*|в роботі|розпочат\p{L}*|进行中|進行中|着手|対応中|작업 ?중|진행 ?중`,
  'iu',
);

/** "Offen nur: …", "Still open: …", "Queda: …". */
const REST =
  /(?:(?:(?<![\p{L}])(?:(?:noch |bleibt )?offen(?: bleibt| ist)?|es fehl(?:t|en)(?: noch)?|fehl(?:t|en)(?: noch)?|rest(?:arbeiten)?|(?:still |left |remaining )?open|remaining|remains|still (?:missing|to do)|left(?: to do)?|outstanding|missing|not (?:yet )?done|to ?do|pendientes?|queda(?:n)?(?: pendientes?)?|falta(?:n|m)?|pendentes?|resta(?:m)?|reste(?:nt)?(?: à faire)?|à faire|manca(?:no)?|rimane|rimangono|da fare|pozostaje|pozostało|осталось|оста[её]тся|открыто|не сделано|залишилось|залишається)(?: (?:nur|noch|only|just|solo|sólo|só|apenas|seulement|solamente|только|лише))?)|(?:仅|只|尚|还)?剩(?:余|下)|(?:尚)?未完成|待办|残り|残作業|未対応|未完了|남은 ?(?:작업|것|일)?|미완료?)\s*[:：]\s*(?<rest>\S[\s\S]*)$/iu;

/** Words for work that is only done if somebody wants it. */
const OPTIONAL =
  /optional|nur bei bedarf|bei bedarf|kann später|nice[- ]to[- ]have|if (?:needed|wanted|required|ever)|when needed|opcional|si hace falta|se necessário|si besoin|facultatif|optionnel|facoltativ|se serve|opcjonaln|по желанию|при необходимости|необязательн|опциональн|за потреби|可选|如有需要|任意|必要に応じて|선택|필요 ?시/iu;
