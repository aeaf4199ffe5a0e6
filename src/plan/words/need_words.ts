import { UNIT_WORD } from './unit_words.ts';

/** A part by its label, "Phase 2", "step 3.1"; or several, "Phases 1 and 2". */
const WORD = `${UNIT_WORD}s?`;
const ID = String.raw`#?(?:\d{1,4}(?:[.-]\d{1,4})*[a-z]?|[A-Z])(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}])`;
const ONE = String.raw`${WORD}\s*${ID}(?:\s?\([^()]{1,60}\))?`;
const MORE = String.raw`(?:\s*(?:,|[;&+/–-]|,?\s+(?:and|und|y|et|e|и|to|through)\s)\s*(?:${WORD}\s*)?${ID}|\s*[、，]\s*${ONE})`;
const PARTS = `${ONE}${MORE}{0,6}`;

/** Words before the parts that are needed. The subject is the part itself: "This phase depends on …", "Can start once …". */
const BEFORE = [
  `(?:(?:this|it)(?: ${WORD})? )?(?:(?:also |only )?depends? (?:only |also )?(?:up)?on(?: the completion of)?|(?:is )?(?:dependent|contingent) on|(?:is )?blocked (?:by|on|until)|(?:requires?|needs?)(?: the)?(?: completion of)?|waits? (?:for|on)|builds? (?:up)?on(?: top of)?|(?:comes|goes|runs?|starts?|begins?|follows)(?: only)?(?: after| once)|follows|(?:can|may|should|must|will|to)(?: only)? (?:be )?(?:start(?:ed)?|begin|begun|run|done|come|go|proceed|follow)(?: only)? (?:after|once|when))`,
  '(?:only )?(?:once|after) (?:the )?(?:completion of )?',
  'prerequisites? (?:is|are)',
  `(?:(?:diese|dieser) ${WORD} )?(?:(?:ist )?abhängig von|hängt (?:ab )?von|benötigt|erfordert|setzt|braucht|baut auf|kann erst nach|(?:erst|startet|beginnt)(?: erst)? nach)(?: der| den| dem)?`,
  '(?:(?:esta|este) \\p{L}+ )?(?:depende[nm]? d(?:e|a|o|as|os)|requiere|requer|necesita|precisa d[aeo]|solo después de|después de|depois d[ao])(?: la| las| el)?',
  "(?:(?:cette|ce) \\p{L}+ )?(?:dépend d(?:e|u|es)|nécessite|requiert|après)(?: la| les)?(?: l['’])?",
  '(?:dipende d(?:a|alla|al|allo|alle|agli)|richiede)(?: la| le)?',
  '(?:зависит от|требует|после|только после)(?: завершения)?',
  '依赖于?|需要?先完成|需要完成',
].join('|');

/** Words after them that say no more than that they are to be done first, and reasons. */
const AFTER = String.raw`(?:\s+(?:(?:(?:is|are|has been|have been|to be|being)\s+)?(?:fully\s+)?(?:complete|completed|done|finished|merged|shipped|delivered|in place|ready|stable|landed)|ab|voraus|auf|beginnen|starten|(?:estar |esté |estén )?(?:completad|terminad|concluíd)[ao]s?))?(?:\s*(?:[—–;]|\s-\s|\(|because\b|since\b|as\b)(?![^\n]*(?<!\p{L})(?:no|not|never|or|unless)(?!\p{L}))[^\n\d]{0,120})?`;

/** Words after parts in languages in which they come there. */
const BEHIND =
  '(?:に依存(?:する|します)?|の完了後(?:に(?:開始|着手|実施)(?:する|します)?)?|が完了してから|完成(?:之)?后(?:才能|才可|方可|再)?(?:开始|进行)?|에 의존(?:함|한다|합니다)?|완료 ?후(?:에)?(?: ?(?:시작|진행)(?:함|한다|합니다)?)?)';

/** Words around parts that are to be finished before this one: "Complete Phase A before starting this". */
const FIRST =
  '(?:complete|finish|do|land|merge|ship) (?<first>PARTS)(?:,? (?:completely|fully))? (?:first|before (?:starting|beginning|this|you (?:start|begin))[^.\\n\\d]{0,40})|(?<whole>PARTS) (?:must|has to|have to|needs? to|should) (?:be |have been )?(?:complete|completed|done|finished|merged|in place|land|ship)(?: first| before (?:starting|beginning|this|you (?:start|begin))[^.\\n\\d]{0,40})?';

/**
 * A sentence that says nothing but which parts have to be done first, by their labels: "Depends on Phase 2.", "Can start once
 * Phases 1 and 2 are complete". One of its groups has those. To read another language, add its words here.
 */
export function needsSentenceSource(): string {
  const before = String.raw`(?:${BEFORE})\s*:?\s*(?<parts>${PARTS})${AFTER}`;
  const behind = String.raw`(?:在\s?)?(?<before>${PARTS})\s?${BEHIND}`;
  return String.raw`^\s*(?:${before}|${behind}|${FIRST.replaceAll('PARTS', PARTS)})\s*[.。!]?\s*$`;
}
