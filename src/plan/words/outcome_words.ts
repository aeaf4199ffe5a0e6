import { LatePattern } from '../../lib/index.ts';

/**
 * Words for the outcome of a command: that it is meant to fail, or a search to find nothing. To read another language, or another
 * word, it is enough to add it here.
 */

const FAILS = [
  String.raw`\bFAIL(?:S|ED|URE)?\b|\bfails?\b(?! the build)|\bfail(?:ed|ing)? (?:with|because|as intended)|\bfailing (?:output|run|result|test)`,
  String.raw`\b(?:exit(?:s|ed)?|returns?|status|code)(?: with)?(?: an?)?(?: (?:exit|status|return|error))?(?: (?:code|status))?(?: of)?[\s:=]+[^\w\s]?[1-9]\d{0,2}(?![\w.%]|\s+(?:rows?|results?|items?|lines?|files?|tests?|match|hits?|records?|entr))`,
  String.raw`\bnon-?zero\b|\berrors? out\b|\bis (?:rejected|refused)\b|\bexits? with (?:an? )?(?:\w+ )?error`,
  String.raw`\bfehlschl[aä]g\p{L}*|\bschlägt\b[^.;]{0,30}\bfehl\b|\bscheiter(?:t|n)\b`,
  String.raw`(?<!\p{L})(?:falla(?:r|n)?|fracasa(?:r|n)?|falha(?:r|m)?|échou(?:e|er|ent)|fallisc(?:e|ono)|fallire|niepowodzeni\p{L}+|başarısız\p{L}*)(?!\p{L})`,
  String.raw`(?<!\p{L})(?:пада(?:ет|ть|ют)|упасть|упад[её]т|провал\p{L}*|заверш\p{L}+ (?:с )?ошибк\p{L}+|с ошибкой)(?!\p{L})`,
  '(?<![不未没])(?:失败|失敗)(?!しな|しません|数|率|なし)|报错|エラー(?:で終了|になる|終了)|실패(?!하지|율| 없)',
];

/** Words right before one of those, which say the opposite: "must not fail", "0 failed". */
const NOT = new LatePattern(
  () =>
    String.raw`(?:(?<!\p{L})(?:not|never|nothing|none|no|without|cannot|zero|0|nicht|nie|niemals|kein\p{L}*|ohne|pas|jamais|sans|ne|nunca|sin|não|sem|non|mai|senza|не|без|nie|if|when|wenn|falls|unless)|n['’]t)\s+(?:[\p{L}\d]+\s+){0,2}$`,
  'iu',
);

const MEANT_TO_FAIL = new LatePattern(() => FAILS.join('|'), 'giu');

/** Whether what is said of a command is that it fails. */
export function saysFails(text: string): boolean {
  for (const { index } of text.matchAll(MEANT_TO_FAIL.pattern))
    if (!NOT.test(text.slice(Math.max(0, index - FEW), index))) return true;
  return false;
}

/** In UTF-16 code units: a negation comes right before the word. */
const FEW = 40;

const NOTHING = new LatePattern(
  () =>
    [
      String.raw`(?<![\p{L}\d.])(?:zero|nothing|none|empty|no (?:\p{L}+ ){0,2}(?:output|results?|match(?:es)?|hits?|lines?|occurrences?|references?|usages?|uses|imports?|mentions?|names?|entries|files?|calls?|remnants?|leftovers?|instances?)|no longer|0 (?:match|hit|result|occurrence|reference|line|use)\p{L}*)(?!\p{L})`,
      String.raw`(?<!\p{L})(?:nichts|keine?n?(?: \p{L}+)? (?:treffer|ausgabe|ergebnis\p{L}*|fundstellen?)|keine(?:n|r)?(?: mehr)?|leer|null treffer|nada|ning[uú]n\p{L}*|nenhum\p{L}*|vac[ií][oa]|vazi[oa]|sin (?:resultados|salida|coincidencias)|sem (?:resultados|saída|ocorrências)|rien|aucun\p{L}*|vide|niente|nulla|nessun\p{L}*|vuot[oa]|nic|brak \p{L}+)(?!\p{L})`,
      String.raw`(?<!\p{L})(?:ничего|не наход\p{L}+|не выда[её]т|не возвраща\p{L}+|пуст\p{L}*|ни одно\p{L}*|нет (?:совпадений|вывода|результатов)|нічого|не знаход\p{L}+)(?!\p{L})`,
      '无(?:输出|结果|匹配)|没有(?:输出|结果|匹配|任何)|為空|为空|返回空|零匹配|見つからない|ヒットしない|何も(?:出力|表示|見つか)|0\\s?件|出力なし|結果なし|없음|없어야|없다|0건|비어',
    ].join('|'),
  'iu',
);

/** Whether what is said of a search is that it finds nothing. */
function saysNothing(text: string): boolean {
  return NOTHING.test(text);
}

/** Whether a command line is a search, which fails where it finds nothing. */
export function isSearch(command: string): boolean {
  return SEARCH.test(command.trim());
}

const SEARCH = /^(?:!\s+)?(?:git\s+grep|[ef]?grep|rg|ag|ack)\s/u;

/** Whether a search alone, or one in the output of another, decides how the line ends. */
function endsAsSearch(command: string): boolean {
  const bare = command.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/gu, 'x').trim();
  return (
    !bare.startsWith('!') &&
    !/[;&]|\|\|/u.test(bare.replace(/\d?>&?\s?(?:\d|\/dev\/null)/gu, '')) &&
    bare.split('|').every((each) => isSearch(each.trim()))
  );
}

/** The options and programs with which a search prints a number. */
const COUNTS = /\s-[A-Za-z]*c[A-Za-z]*(?=\s|$)|\s--count\b|\|\s*wc\b/u;

/**
 * The command by which what is said of one is checked: itself where it is to succeed, a search negated where it is to find
 * nothing; `undefined` where it is to fail otherwise.
 */
export function checkedBy(command: string, said: string): string | undefined {
  if (isSearch(command) && COUNTS.test(command) && /(?<![\d.])0(?![\d.]|\s*%)/u.test(said)) return undefined;
  if (isSearch(command) && saysNothing(said)) return endsAsSearch(command) ? `! ${command}` : undefined;
  return saysFails(said) ? undefined : command;
}
