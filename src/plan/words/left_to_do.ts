const DONE =
  '(?:done|finished|completed?|implemented|built|work(?:s|ing|ed)?|ready|fixed|tested|shipped|there|migrated|supported)';
const IS_NOT = "(?:what (?:is|are|has|have|does|do)(?: still)?(?: not|n['’]t)|(?:still )?not)";

/** Headings over work that is left: "Not done yet", "What does not work yet", "What's missing". */
export const LEFT_TO_DO = new RegExp(
  `^(?:${[
    `${IS_NOT} yet (?:been )?(?:fully )?${DONE}|${IS_NOT} (?:been )?(?:fully )?${DONE}(?: yet| so far)`,
    "what (?:is|has)(?: not|n['’]t) (?:been )?(?:done|finished|completed?)",
    "what(?:['’]s| is) (?:still )?(?:missing|left|remaining|outstanding)(?: to (?:do|build|implement))?|left to do|still (?:missing|to do)",
    'was (?:noch )?(?:fehlt|offen ist|zu tun ist|nicht (?:fertig|erledigt) ist)|was noch nicht (?:geht|funktioniert|läuft|fertig ist)|(?:es )?fehlt noch|noch (?:offen|nicht (?:fertig|erledigt|umgesetzt))',
    '(?:lo que|qué|que) (?:falta|queda)(?: por hacer)?|(?:lo que )?(?:aún|todavía) no (?:funciona|está (?:hecho|listo|terminado))',
    '(?:o que|que) (?:ainda )?(?:falta|resta)(?: fazer)?|(?:o que )?ainda não (?:funciona|está (?:feito|pronto))',
    'ce qui (?:reste|manque)(?: encore)?(?: à faire)?|reste à faire|ce qui ne (?:marche|fonctionne) pas encore|pas encore (?:fait|terminé)',
    '(?:che )?(?:cosa|quello che) (?:manca|resta)(?: da fare)?|(?:cosa )?non (?:funziona ancora|ancora (?:fatto|finito|pronto))|co (?:zostało(?: do zrobienia)?|jeszcze nie działa)|czego brakuje',
    'что (?:ещё |еще )?(?:осталось|не сделано|не готово|не реализовано)(?: сделать)?|что (?:ещё|еще|пока) не работает|(?:ещё |еще |пока )?не (?:сделано|готово|реализовано)|осталось(?: сделать)?|що (?:ще )?(?:залишилося|не зроблено|не готово)(?: зробити)?|що (?:ще|поки) не працює',
    '(?:还|還|尚|仍)?未完成(?:的?(?:任务|工作|事项|功能))?|(?:还|尚)(?:没有?|未)(?:完成|实现)的?.{0,6}|剩余(?:的?(?:任务|工作|事项))?|还(?:缺|差)什么',
    '未完了(?:の?タスク)?|未対応|残(?:り|タスク|作業)|まだ.{0,12}(?:ていない|動かない|できない).{0,4}|미완료(?: (?:작업|항목))?|미구현(?: (?:기능|항목))?|남은 ?(?:일|작업|것)|아직 .{0,12}않.{0,4}',
  ].join('|')})$`,
  'u',
);
