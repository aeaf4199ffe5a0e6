import { LatePattern } from '../../lib/index.ts';

/**
 * Words between two parts of a plan that give their order, by language. To read another language, or other words, it is enough to
 * add them here.
 */

/** "Phase 3 … phase 1": the first comes after the second. */
export const AFTER_WORDS: readonly string[] = [
  // English
  'depends? (?:up)?on',
  'depending on',
  'requires?',
  'needs',
  '(?:is |are )?blocked (?:by|on|until)',
  'waits? (?:for|on|until)',
  'has to wait for',
  'follows',
  'builds? (?:up)?on',
  'relies on',
  'rely on',
  '(?:only )?after',
  '(?:only )?(?:once|when)',
  'not (?:before|until)',
  'gated (?:on|by)',
  // German
  'hängt (?:ab )?von',
  'hängen (?:ab )?von',
  'benötigt',
  'setzt',
  'baut auf',
  '(?:erst )?nach(?:dem)?',
  '(?:erst )?wenn',
  'sobald',
  'folgt auf',
  // French, Spanish, Portuguese, Italian
  'dépend(?:ent)? de',
  'nécessite',
  'requiert',
  'après',
  'une fois',
  'dependen? de',
  'requieren?',
  'después de',
  'tras',
  'una vez',
  'dependem? d[aeo]s?',
  'requer',
  'depois d[aeo]s?',
  'após',
  'uma vez',
  String.raw`dipend(?:e|ono) da\p{L}*`,
  'richiede',
  'dopo',
  'una volta',
  // Russian
  String.raw`завис\p{L}+ от`,
  'требует',
  '(?:только )?после',
  'следует за',
  'опирается на',
  // Chinese, Japanese, Korean
  '依赖于?',
  '取决于',
  '基于',
  '需要先完成',
  '在(?=[^。；]{1,30}(?:基础上|之后|完成后|后))',
  'は(?=[^。；]{1,30}(?:に依存|の?(?:完了)?後))',
  '[은는](?=[^.;]{1,30}(?:에 의존|이후|완료 후|다음))',
];

/** "Phase 1 … phase 3": the first comes before the second. */
export const BEFORE_WORDS: readonly string[] = [
  '(?:must |has to |have to )?(?:be (?:done|finished|complete[d]?) )?before',
  'blocks?',
  'unblocks',
  'precedes?',
  '(?:is |are )?(?:a )?prerequisites? (?:for|of)',
  'leads to',
  '(?:and |, )?then',
  'followed by',
  'vor',
  'blockiert',
  'voraussetzung für',
  'dann',
  'avant',
  'puis',
  'antes de',
  'luego',
  'depois',
  'prima di',
  'poi',
  'перед',
  'блокирует',
  'затем',
  'потом',
  '之后',
  '完成后',
  '然后',
  '先于',
  '完了後',
  'の後に',
  '완료 후',
];

/** Words that say that parts can go side by side. */
export const BESIDE_WORDS: readonly string[] = [
  '(?:in )?parallel(?:ly|i[sz]able|i[sz]ed)?',
  'concurrent(?:ly)?',
  'side by side',
  'at the same time',
  'simultaneous(?:ly)?',
  'independent(?:ly)?',
  '(?:do(?:es)?|need) not (?:depend|wait)',
  'no dependenc(?:y|ies)',
  'any order',
  'without (?:waiting|having to wait)',
  'ohne (?:auf|zu warten)',
  'sin esperar',
  'sem esperar',
  'sans attendre',
  'не дожидаясь',
  '不必等',
  '不用等',
  '待たず',
  '待たない',
  '기다리지 않',
  'gleichzeitig',
  'unabhängig',
  'en paralelo',
  'em paralelo',
  'en parallèle',
  'in parallelo',
  String.raw`параллельн\p{L}+`,
  'одновременно',
  String.raw`независим\p{L}+`,
  '并行',
  '同时进行',
  '並行',
  '同時',
  '병렬',
  '동시',
];

/** A heading over the order of the parts. */
export const ORDER_HEADING =
  /\b(?:(?:implementation|execution|recommended|suggested|build|delivery|work|development) (?:order|sequence)|order of (?:implementation|execution|work)|critical path|(?:umsetzungs|bearbeitungs|implementierungs)?reihenfolge|kritischer pfad|orden (?:de(?! (?:compra|servicio|trabajo|pago)s?\b)|recomendado)|ordem (?:de(?! (?:compra|serviço|pagamento)s?(?!\p{L}))|recomendada)|ordre (?:de|d['’]|recommandé)|chemin critique|ruta crítica|caminho crítico|ordine (?:di|consigliato))|порядок|последовательность|критическ\p{L}+ путь|черговість|(?:实施|实现|开发|执行|推荐)?顺序|実装順|実施順|順序|関鍵路径|关键路径|(?:구현|작업|실행) ?순서/iu;

/** A line over a list of parts that are in order. */
export const ORDER_LABEL = new LatePattern(
  () =>
    String.raw`^[*_\s]*(?=.{3,80}$)(?:[^.;]*(?<!\p{L}))?(?:priorit(?:y|ies)|do first|(?:recommended |suggested |implementation |build |work )?(?:order|sequence)|prioritäten|reihenfolge|prioridad(?:es)?|prioridades?|orden|ordem|priorités?|ordre|priorità|ordine|приоритет\p{L}*|порядок|очередность)(?!\p{L})[^.;]*[:*]+\s*$|^[*_\s]*[^。]{0,20}(?:优先级|顺序|優先順位?|順序|우선순위|순서)[^。]{0,20}[:：*]+\s*$`,
  'iu',
);

/** Words that put a part before all others. */
export const FIRST_WORDS =
  /(?<!\p{L})(?:first|(?:start|begin)(?:ning|ing)? with|zuerst|als erste[sr]?|beginn(?:e|en)? mit|primero|empezar (?:por|con)|primeiro|começar (?:por|com|pel[ao])|d['’]abord|commencer par|per prim[ao]|iniziare da|сначала|сперва|в первую очередь|начать с)(?!\p{L})|首先|最先|先(?:做|完成|实施)|最初に|まず|먼저|우선/iu;
