import { LatePattern } from '../../lib/index.ts';

/**
 * Words that mark one of several ways to the same end, of which only one is taken. To read another language, or another word, it
 * is enough to add it here.
 */

const RECOMMENDED =
  'recommended|preferred|chosen|selected|our choice|empfohlen|bevorzugt|gewählt|recomendad[oa]|elegid[oa]|preferid[oa]|escolhid[oa]|recommandée?|retenue?|choisie?|consigliat[oa]|scelt[oa]|zalecan[aey]|wybran[aey]|рекомендуется|рекомендован\\p{L}*|рекомендуем\\p{L}*|выбран\\p{L}*|рекомендовано|обрано|推荐|首选|推奨|おすすめ|採用|권장|추천|채택';
const OTHER =
  'alternative(?:ly)?|alternativ|alternativa(?:mente)?|alternativement|rejected|discarded|dismissed|not (?:chosen|taken|recommended)|verworfen|abgelehnt|nicht (?:empfohlen|gewählt)|descartad[oa]|rechazad[oa]|rejeitad[oa]|rejetée?|écartée?|scartat[oa]|odrzucon[aey]|альтернатив\\p{L}*|отклон[её]н\\p{L}*|отвергнут\\p{L}*|відхилен\\p{L}*|替代(?:方案)?|备选|不采用|已否决|代替案?|却下|不採用|대안|기각';
const WAY =
  'option|alternative|variante?|approach|opción|opcion|opção|alternativa|enfoque|abordagem|approche|opzione|вариант|альтернатива|підхід|варіант|opcja|wariant|方案|选项|選択肢|プラン|옵션|방안|안';

const OPEN = String.raw`[(（\[【]\s*`;
const CLOSE = String.raw`\s*[)）\]】]`;
const LEAD = String.raw`^[\s*_>✅❌⭐👉]*`;

/** "(recommended) …", "Option A (recommended)": the way that is meant. */
const IS_RECOMMENDED = new LatePattern(
  () =>
    `${LEAD}${OPEN}(?:${RECOMMENDED})|${OPEN}(?:⭐\\s*)?(?:${RECOMMENDED})[^()（）]{0,40}${CLOSE}\\s*[*_:：]*`,
  'iu',
);
/** "(alternative) …", "Option B (rejected)". */
const IS_OTHER = new LatePattern(
  () =>
    `${LEAD}(?:${OPEN}(?:${OTHER})[^()（）]{0,40}${CLOSE}|(?:${OTHER})\\s*[*_]*\\s*[:：])|${OPEN}(?:${OTHER})[^()（）]{0,40}${CLOSE}\\s*[*_:：]*`,
  'iu',
);
/** "Option A: …", "Variante 2 –", "方案一". */
const IS_WAY = new LatePattern(
  () => `${LEAD}(?:${WAY})\\s*(?:[#№]\\s*)?(?:\\p{L}|\\d{1,2}|[一二三四五])\\s*[*_]*\\s*(?:$|[:：.)(（–—-])`,
  'iu',
);

/** Reads whether a line marks one of several ways; `undefined` where it does not. */
export function choiceIn(line: string): 'recommended' | 'other' | 'way' | undefined {
  const head = line.slice(0, LONGEST_HEAD).split('\n', 1)[0] ?? '';
  if (IS_OTHER.test(head)) return 'other';
  if (IS_RECOMMENDED.test(head)) return 'recommended';
  return IS_WAY.test(head) ? 'way' : undefined;
}

/** A line further on is about something else. */
const LONGEST_HEAD = 120;

/**
 * Finds the lines beside each other that are ways to the same end. One way alone is no choice: then nothing is found.
 *
 * @returns by index: which are the way that is taken, and which are not; none is taken where nobody says which
 */
export function choiceAmong(
  lines: readonly string[],
): { readonly taken: readonly number[]; readonly others: readonly number[] } | undefined {
  const said = lines.map(choiceIn);
  const at = (...kinds: readonly (typeof said)[number][]) =>
    said.flatMap((each, index) => (each !== undefined && kinds.includes(each) ? [index] : []));
  const taken = at('recommended');
  const others = at('other', 'way');
  const isChoice =
    taken.length + others.length > 1 && (at('way').length > 0 || (taken.length > 0 && others.length > 0));
  return isChoice ? { taken, others } : undefined;
}
