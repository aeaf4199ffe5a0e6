import { LatePattern } from '../../lib/index.ts';

/**
 * Words over questions that the owner of a plan has to answer before the work. To read another language, or another word, it is
 * enough to add it here.
 */

const HEADINGS = [
  '(?:open|unresolved|outstanding|remaining|pending) (?:questions?|decisions?|points|issues to decide)(?: .{1,40})?',
  '(?:questions?|decisions?|clarifications?) (?:for (?:you|the (?:owner|user|team|maintainers?|client|customer|reviewers?)|review|discussion|stakeholders?)|to (?:be )?(?:answer(?:ed)?|resolved?|clarif(?:y|ied)|ma[dk]e|confirm(?:ed)?)|needed|required|pending)(?: .{1,40})?',
  'decision points?|needs? (?:a )?(?:decisions?|confirmation|clarification|your (?:input|decision))|(?:things|points|items) to (?:confirm|decide|clarify)|awaiting (?:a )?(?:decision|input|confirmation|your .{1,20})',
  '(?:offene|ungeklärte) (?:fragen|punkte|entscheidungen)|fragen an (?:dich|euch|sie|den .{1,20}|die .{1,20})|(?:noch )?zu (?:klären|entscheiden)|entscheidungsbedarf|rückfragen',
  'preguntas (?:abiertas|pendientes|sin resolver|para (?:ti|usted|el .{1,20}))|decisiones (?:pendientes|por tomar)|por (?:decidir|confirmar)',
  '(?:perguntas|questões) (?:em aberto|abertas|pendentes|para você)|decisões (?:pendentes|a tomar)|a (?:decidir|confirmar)',
  'questions (?:ouvertes|en suspens|à trancher|pour vous)|décisions (?:à prendre|en attente)|à (?:décider|trancher|confirmer)|points à (?:clarifier|confirmer)',
  'domande aperte|questioni aperte|decisioni (?:aperte|da prendere)|da (?:decidere|confermare)|(?:pytania otwarte|otwarte pytania|do ustalenia)',
  '(?:открытые|нерешённые|нерешенные) вопросы|вопросы (?:к|для) .{1,30}|(?:требует|требуют) (?:решения|уточнения|подтверждения)|нужно решить|на уточнение|відкриті питання',
  '(?:开放|待解决|待确认|待定|未决|待决)(?:的)?(?:问题|事项|决策)|需要?(?:你|您|用户|业主)?(?:确认|决定|决策)(?:的)?(?:问题|事项)?|待(?:确认|决定|定)',
  '(?:未解決|未決定|要確認|要決定)(?:の)?(?:質問|事項|課題|点)?|確認(?:したい|が必要な)?(?:事項|点)|質問事項',
  '미해결 ?(?:질문|사항)|(?:확인|결정)(?:이)? ?(?:필요|필요한)(?: ?사항)?|열린 ?질문',
];
const HEADING = new LatePattern(() => `^(?:${HEADINGS.join('|')})$`, 'iu');

const LINES = [
  '(?:before|prior to) (?:proceeding|starting|beginning|we (?:start|begin|proceed)|you (?:start|begin|proceed)|(?:the )?(?:implementation|work)(?: starts| begins)?|any work|coding)[^.!?]{0,30}(?:confirm|decide|answer|clarify|choose|agree|let me know)[^.!?]{0,60}',
  '(?:please |kindly )(?:confirm|decide|answer|clarify|choose|let me know)[^.!?]{0,60}|(?:i|we) need (?:your|a) (?:decision|input|confirmation|answer)[^.!?]{0,60}|(?:questions?|decisions?) for you',
  String.raw`(?:vor dem (?:start|beginn)|bevor (?:wir|es|du|sie)|bitte)[^.!?]{0,40}(?:bestätig|klär|entscheid|beantwort)\p{L}*[^.!?]{0,60}`,
  String.raw`(?:antes de (?:empezar|continuar|proceder|começar|prosseguir|iniciar)|por favor)[^.!?]{0,30}(?:confirm|decid|respond|aclar|esclare)\p{L}*[^.!?]{0,60}`,
  String.raw`(?:avant de (?:commencer|continuer|poursuivre)|merci de|veuillez)[^.!?]{0,30}(?:confirm|décid|répond|précis)\p{L}*[^.!?]{0,60}|prima di (?:iniziare|procedere)[^.!?]{0,30}(?:conferm|decid|rispond)\p{L}*[^.!?]{0,60}`,
  String.raw`(?:перед (?:началом|стартом)|прежде чем|пожалуйста)[^.!?]{0,40}(?:подтверд|реш|ответ|уточн)\p{L}*[^.!?]{0,60}`,
  '(?:开始|继续|实施|动手)(?:之)?前[^。！？]{0,12}(?:确认|决定|回答|明确)[^。！？]{0,20}|请(?:先)?(?:确认|回答|决定)[^。！？]{0,20}',
  '(?:開始|着手|実装)(?:する)?前に[^。！？]{0,20}(?:確認|決定|回答)[^。！？]{0,20}|(?:시작|진행)(?:하기)? ?전에?[^.!?]{0,20}(?:확인|결정|답)[^.!?]{0,20}',
];
const LINE = new LatePattern(() => `^(?:${LINES.join('|')})[:：]$`, 'iu');

/** "(needs decision)", "decision needed", in an item. */
const NEEDS_DECISION = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:needs? (?:a |an )?(?:owner |user |product |human |your )?decision|decision (?:needed|required|pending)|question for (?:you|the owner)|entscheidung (?:nötig|erforderlich|ausstehend)|requiere decisión|requer decisão|décision requise|требует решения)(?!\p{L})|待决定|需要?(?:你|您)决定|要決定|결정 ?필요`,
  'iu',
);

/** Words of an answer: "Answer: yes", "→ decided: Redis", "(resolved)". */
const ANSWERED = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:answer(?:ed)?|decided|decision|resolved|resolution|antwort|entschieden|entscheidung|geklärt|respuesta|decidido|resuelto|resposta|réponse|décidé|tranché|risposta|deciso|ответ|решено|решение)\s*[*_]*\s*(?:[:：—–)\]-]|$)|(?:已(?:决定|解决|确认)|答[:：]|結論|決定済|결정됨|답변)|✅|☑|~~`,
  'iu',
);

/** Whether a heading or label is over questions to be answered: "Open questions", but not "Resolved questions". */
export function namesQuestions(name: string): boolean {
  const bare = name.replace(/[*_`#]/gu, '').replace(/\p{Extended_Pictographic}\uFE0F?/gu, '');
  const plain = bare.replace(/^[\s\d.)]+|\s*[(（][^()（）]*[)）]\s*$/gu, '').trim();
  return HEADING.test(plain.replace(/[:：?？]$/u, '').trim()) || LINE.test(plain);
}

/** Whether a text says that somebody has to decide. */
export function needsDecision(text: string): boolean {
  return NEEDS_DECISION.test(text);
}

/** Whether a question has its answer beside it. */
export function isAnswered(text: string): boolean {
  return ANSWERED.test(text);
}
