import { LatePattern } from '../../lib/index.ts';

/**
 * Words in running text that claim something about the parts of a plan: that they are done, that they are not meant yet. To read
 * another language, or another word, it is enough to add it here.
 */

const START = String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_-])`;
const END = String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_-])`;

/** Matches any word of a list, as a whole word. */
function anyOf(words: readonly string[]): string {
  return `${START}(?:${words.join('|')})${END}`;
}

/** "Done", of parts: a sentence or a line says it. */
const DONE_WORDS: readonly string[] = [
  'completed?|done|shipped|finished|implemented|merged|released|delivered|landed|deployed|closed|resolved|fixed|archived|superseded|abandoned|obsolete|cancell?ed',
  `complet(?:ad|at)[oaie]s?|terminad[oa]s?|finalizad[oa]s?|hech[oa]s?|list[oa]s?|concluíd[oa]s?|feit[oa]s?|pront[oa]s?|entregad?[oa]s?|implementad[oa]s?|publicad[oa]s?|arquivad[oa]s?|archivad[oa]s?`,
  'terminée?s?|achevée?s?|finie?s?|faite?s?|livrée?s?|implémentée?s?|archivée?s?',
  'erledigt|abgeschlossen|fertig(?:gestellt)?|umgesetzt|geliefert|archiviert|verworfen',
  'fatt[oaie]|completat[oaie]|conclus[oaie]|gotow[eay]|zrobion[eay]|ukończon[eay]|zakończon[eay]|tamamlandı|xong|hoàn thành',
  `готов[оаы]?|сделан[оаы]?|выполнен[оаы]?|завершен[оаы]?|завершён[оаы]?|реализован[оаы]?|закрыт[оаы]?|зроблено|виконано|завершено|готово`,
];
const DONE_SIGNS =
  '已经?完成|完成了|已实现|已上线|已交付|已归档|完了|済み?|実装済み?|対応済み?|완료|구현됨|เสร็จ|✅|☑|✔|🎉';

/** Words that say that something is done. */
export const SAYS_DONE = new LatePattern(() => `${anyOf(DONE_WORDS)}|${DONE_SIGNS}`, 'iu');

/** Text with nothing but such words, with a word for the whole before them or not: "**COMPLETED** (v1.0)", "Project done ✅". */
export const ONLY_DONE = new LatePattern(
  () =>
    String.raw`^[\s*_>✅☑✔🎉-]*(?:(?:project|plan|roadmap|status|state|estado|proyecto|projeto|projet|projekt|stato|статус|проект|план|項目|项目|状态|プロジェクト|상태|프로젝트)\s*[:：–—-]?\s*)?[\s*_✅☑✔🎉]*(?:${anyOf(DONE_WORDS)}|${DONE_SIGNS})(?:\s*\p{L}{0,12}mente|\s+(?:successfully|exitosamente|com sucesso|avec succès|erfolgreich|успешно))?[\s*_!.✅☑✔🎉]*(?:[(（][^()（）]{0,60}[)）]|[–—:-]\s.{0,60})?[\s*_!.✅]*$`,
  'iu',
);

/** The whole of a document, or all of its parts. */
export const WHOLE = new LatePattern(
  () =>
    anyOf([
      String.raw`(?:all|every) (?:of (?:it|this|the)|(?:\p{L}+ )?(?:phases?|stages?|steps?|tasks?|items?|milestones?|parts?|sprints?|bugs?|issues?|findings?|tickets?|work))|everything|(?:the|this) (?:whole |entire )?(?:plan|roadmap|project|document|migration|refactor(?:ing)?|rewrite|feature|work)`,
      `todas? (?:las?|os|as|los) (?:fases|etapas|tareas|tarefas|pasos|passos)|todo(?: el| o)? (?:plan|plano|proyecto|projeto)|(?:este|el|o) (?:plan|plano|proyecto|projeto)`,
      'toutes les (?:phases|étapes|tâches)|tout le (?:plan|projet)|ce (?:plan|projet)|le projet',
      'alle (?:phasen|schritte|aufgaben|punkte|arbeitspakete)|alles|(?:der|dieser) (?:ganze )?plan|(?:das|dieses) projekt',
      'все (?:фазы|этапы|задачи|шаги|пункты)|всё|весь план|проект|усі (?:фази|етапи|завдання)|проєкт',
    ]) +
    '|(?:所有|全部|整个|本)(?:阶段|任务|步骤|计划|项目|文档)|全(?:て|フェーズ|タスク|工程)|모든 (?:단계|작업|태스크)|전체',
  'iu',
);

/** Says that most of a plan is done: "The repo now implements most of the plan", "fast der ganze Plan ist umgesetzt". */
export const MOSTLY_DONE = new LatePattern(
  () =>
    [
      String.raw`${START}(?:implement(?:s|ed)|covers?|ha(?:s|ve) (?:done|finished)|completes?)\s+(?:most|nearly all|almost all|much|the bulk|large parts) of (?:the|this|it)${END}`,
      String.raw`${START}(?:most|nearly all|almost all|much|the bulk|large parts) of (?:the|this|it|these)(?: \p{L}+){0,3} (?:(?:is|are|has|have|was|were)(?: now| been| already){0,2} (?:done|implemented|completed?|shipped|built|in place|finished|merged|landed))${END}`,
      String.raw`${START}(?:(?:der größte teil|das meiste|fast alles|fast der ganze plan)(?: \p{L}+){0,3} (?:ist|wurde)(?: \p{L}+){0,2} (?:umgesetzt|fertig|erledigt)|(?:la mayor parte|la mayoría|casi todo)(?: \p{L}+){0,4} (?:está|ya está|están) (?:hech|implementad|terminad)[oa]s?|a maior parte(?: \p{L}+){0,4} (?:está|já está) (?:feit|implementad|pront)[oa]|la plupart(?: \p{L}+){0,4} (?:est|sont)(?: déjà)? (?:fait|implémenté|terminé)e?s?|большая часть(?: \p{L}+){0,3}(?: уже)? (?:сделан|реализован|готов|выполнен)[аоы]?)${END}`,
      '(?:大部分|大半|ほとんど)[^。\\n]{0,12}(?:已经?完成|已实现|実装済|完了(?:済|し))|대부분[^.\\n]{0,12}(?:완료|구현)',
    ].join('|'),
  'iu',
);

/** Words that say that something is not so yet, or is only wanted: then a word for "done" claims nothing. */
export const ONLY_WANTED = new LatePattern(
  () =>
    `${anyOf([
      String.raw`when|once|if|until|unless|so that|in order to|an? (?:complete|finished)|before|after|should|must|will|shall|would|can|cannot|could|might|need(?:s|ed)?|to be|not|never|no|n['’]t|isn['’]t|aren['’]t|only|criteri\w+|definition|ensure|verify|check|mark(?:ed)?|how|partial\w*|mostly|partly|nearly|almost|each|remaining|rest|gates?|quality gates?`,
      'cuando|si|hasta|antes|debe[nr]?|sin|no|quando|se|até|deve[mr]?|não|sem|quand|lorsque|si|doit|pas|sans|wenn|falls|sobald|bis|muss|müssen|soll(?:en)?|nicht|kein\\p{L}*|sein',
      'когда|если|пока|до|должн\\p{L}*|не|без|после|коли|якщо|після|має|quando|finché|deve|non',
    ])}|未|没|尚|如果|直到|之前|需要|应|必须|时|とき|場合|まで|(?:完了|完成)(?:後|后|したら)|必要|べき|未完|(?:させ|し)?ないと|않|아직|때|경우|하면|필요`,
  'iu',
);

/** Words that say, amid the work, that something is done already. */
export const ALREADY = new LatePattern(
  () =>
    `${anyOf([
      String.raw`already (?:done|implemented|completed?|exists?|in place|merged|shipped|built|written|landed|released)|(?:was|were|has been|have been) (?:\p{L}+ )?(?:implemented|completed|merged|shipped|released|landed|finished)|(?:done|landed|shipped|merged|implemented) in (?:#\d+|v?\d|pr\b|commit\b|[\da-f]{7,})`,
      'ya (?:está|están|existe|hecho|implementad[oa]s?)|já (?:está|existe|feit[oa]|implementad[oa]s?)|déjà (?:fait|en place|implémentée?|existant)|bereits (?:erledigt|umgesetzt|vorhanden|fertig)|già (?:fatto|implementat[oa])|уже (?:сделан|реализован|есть|готов)\\p{L}*|вже (?:зроблено|реалізовано|є)',
    ])}|^[*_\\s]*(?:built|created|implemented|installed|downloaded|migrated|refactored|introduced|wrote|fixed|resolved) |\\([*_]*(?:completed|done|installed|downloaded|finished)(?![\\p{L}])[^()]{0,80}\\)|已(?:经)?(?:完成|实现|存在|上线|具备)|既に|実装済|対応済|이미`,
  'iu',
);

const NOT_NOW_WORDS: readonly string[] = [
  `future|for later|later|someday|deferred|delayed|postponed|archived?|historical|obsolete|deprecated|superseded|backlog|ice ?box|wish ?list|nice[- ]to[- ]have|optional|stretch(?: goals?)?|post[- ]mvp|parking lot|ideas?|explorations?|on hold|blocked|rejected|won['’]t do|not (?:now|planned)|conditional(?:ly)?|out of scope`,
  'futur[oae]s?|más adelante|ahora no|no ahora|agora não|não agora|pas maintenant|non ora|nicht jetzt(?: anfassen)?|bedingt|condicional|conditionnel(?:le)?|condizionale|mais tarde|plus tard|opciona(?:l|is|les)|optionnel(?:le)?s?|facultati(?:f|ve|vo)|pospuest[oa]s?|adiad[oa]s?|zukunft|zukünftig\\p{L}*|später\\p{L}*|zurückgestellt|zukunftsideen|facoltativ[oaie]|rimandat[oaie]|opcjonaln\\p{L}*|przyszł\\p{L}*',
  'позже|потом|в будущем|будущ\\p{L}*|отложен\\p{L}*|архив\\p{L}*|не трогаем|пока не делаем|не сейчас|необязательн\\p{L}*|опциональн\\p{L}*|бэклог|беклог|идеи|пізніше|майбутн\\p{L}*|відкладен\\p{L}*',
];
const NOT_NOW_SIGNS =
  '暂不|未来|以后|将来|后续|可选|待定|归档|暂缓|搁置|远期|今後|保留|任意|オプション|アイデア|アーカイブ|향후|선택 ?(?:사항|과제|작업|기능|항목|적)|(?:^|[(（[])선택(?:$|[)）\\]])|나중|추후|제외 ?범위|보류|아이디어';

/** A heading over work that is not meant yet, or no longer. */
export const NOT_NOW = new LatePattern(() => `${anyOf(NOT_NOW_WORDS)}|${NOT_NOW_SIGNS}`, 'iu');

/** The same at the very beginning of a text. */
export const NOT_NOW_FIRST = new LatePattern(
  () => `^(?:(?:${NOT_NOW_WORDS.join('|')})${END}|${NOT_NOW_SIGNS})`,
  'iu',
);

/** Values of a status that say that something is still to be done. */
export const OPEN_STATUS = new LatePattern(
  () =>
    String.raw`^[\s*_\p{Extended_Pictographic}\uFE0F[\](]*(?:${[
      'open|planned?|planning|pending|proposed|to[- ]?do|not[- ]?(?:yet )?started|in[- ]?progress|wip|started|active|ongoing|ready|next|upcoming|queued|scheduled|draft(?:ed)?|blocked|waiting|on hold|partial(?:ly)?|under (?:review|way|development)|in (?:review|development|planning|design)|review|approved|agreed|accepted|current|new|backlog|unstarted|incomplete|deferred|later|future|tbd|doing|living|design|spec|idea|research|mvp|alpha|beta|experimental|rfc|revised|updated|final draft|wanted|running|awaiting|n/?a|none|\\d',
      'pendientes?|por hacer|en (?:curso|progreso|proceso|desarrollo)|planificad[oa]|borrador|propuest[oa]|sin (?:empezar|iniciar)|bloquead[oa]|pendentes?|a fazer|em (?:andamento|progresso|desenvolvimento)|planejad[oa]|rascunho|não iniciad[oa]|à faire|en cours|prévue?|planifiée?|brouillon|en attente|offen|geplant|in arbeit|laufend|entwurf|ausstehend|blockiert|vorgeschlagen|bereit|da fare|in corso|pianificat[oa]|bozza|do zrobienia|w trakcie|planowan[eya]',
      'в работе|в процессе|план\\p{L}*|ожидает|не начат\\p{L}*|черновик|открыт\\p{L}*|готов\\p{L}* к|предложен\\p{L}*|заблокирован\\p{L}*|в роботі|очікує|чернетка',
    ].join(
      '|',
    )}|进行中|待|计划|未开始|规划|草案|草稿|准备|讨论|评审|未着手|着手|進行中|予定|計画|検討|下書き|대기|진행|예정|계획|미착수|초안)`,
  'iu',
);

/** A line that begins by naming dependencies. */
export const NEEDS_LABEL = new LatePattern(
  () =>
    String.raw`^[\s*_>-]*(?:depends (?:up)?on|dependenc(?:y|ies)|prerequisites?|blocked by|requires|depende de|dependencias?|dependências?|prerrequisitos?|pré-requisitos?|requisitos previos|dépend de|dépendances?|prérequis|pré-requis|abhängig(?:keit(?:en)?)? von|abhängigkeiten|voraussetzung(?:en)?|dipende da|dipendenze|prerequisiti|зависимости|зависит от|требует|предусловия|залежності|залежить від|前置依赖|前置条件|依赖|依存(?:関係)?|前提(?:条件)?|의존성?|선행(?: ?조건| ?작업)?)[*_]*\s*[:：]`,
  'iu',
);

/** Words after the name of a task that make it wait: "(after the pilot)", "once the client is stable". */
export const WAITS_FOR = new LatePattern(
  () =>
    `${START}(?:${[
      'after|once|depends (?:up)?on|blocked (?:by|on)|waits? for|not before',
      'después de|tras|una vez|depende de|depois d[aeo]s?|após|après|une fois|dépend de|sobald|erst nach|abhängig von|dopo|dipende da',
      'после|зависит от|після|залежить від',
    ].join('|')})\\s+\\S|完成后|之后|依赖|取决于|完了後|の後に|이후|완료 후`,
  'iu',
);

/** Words that say that something comes before the part named next to them. */
export const COMES_BEFORE = new LatePattern(
  () =>
    `${START}(?:before|prior to|ahead of|vor|antes d[eao]l?|avant|prima d[ie]l?l?a?|przed|до|перед)${END}|之前|前に|以前|이전|önce`,
  'iu',
);

/** Values of a status that say that something waits, or is put off. */
export const PUT_OFF_STATUS = new LatePattern(
  () =>
    String.raw`^[\s*_\p{Extended_Pictographic}\uFE0F[\](]*(?:${[
      'deferred|postponed|on[- ]hold|paused|parked|shelved|later|future|someday|backlog|ice ?box|blocked|not now',
      'aplazad[oa]|pospuest[oa]|en pausa|bloquead[oa]|adiad[oa]|pausad[oa]|reportée?|en pause|bloquée?|zurückgestellt|verschoben|pausiert|blockiert|später|rimandat[oa]|in pausa|bloccat[oa]|odłożon[eay]|wstrzyman[eay]|ertelendi|beklemede',
      'отложен\\p{L}*|на паузе|приостановлен\\p{L}*|заблокирован\\p{L}*|позже|відкладен\\p{L}*|заблоковано',
    ].join('|')})${END}|^(?:暂缓|搁置|延期|推迟|阻塞|以后|保留|見送り|延期|ブロック|보류|연기|차단)`,
  'iu',
);

/** Words that say that a part is not to be begun now: "Do not start this before the pilot". */
export const NOT_BEGUN = new LatePattern(
  () =>
    `${START}(?:${[
      "(?:do not|don['’]t|must not|should not|never) (?:yet )?(?:start|begin|work on|touch|implement|build|tackle)(?: \\p{L}+){0,6} (?:now|yet|until|before|unless)|not to be (?:started|begun) (?:yet|now|until|before)",
      'no (?:empezar|iniciar|comenzar)(?: \\p{L}+){0,5} (?:ahora|todavía|aún|hasta|antes)|não (?:começar|iniciar)(?: \\p{L}+){0,5} (?:agora|ainda|até|antes)|ne pas (?:commencer|démarrer)(?: \\p{L}+){0,5} (?:maintenant|encore|avant)|(?:noch )?nicht (?:jetzt |vor )?(?:beginnen|anfangen|starten)|non (?:iniziare|cominciare)(?: \\p{L}+){0,5} (?:ora|ancora|prima)|nie zaczynać',
      'не (?:начинать|начинайте|приступать|браться)|не починати',
    ].join(
      '|',
    )})${END}|(?:şu an|henüz|şimdi)\\P{P}{0,20}başlama|(?:暂不|先不|现在不要|不要现在|尚不)(?:开始|启动|实施|做)|(?:まだ|今は)[^。]{0,12}(?:始めない|着手しない|開始しない)|(?:아직|지금은?) [^.]{0,12}(?:시작하지|착수하지)`,
  'iu',
);

/** In brackets after a title: words for work that is only done if something else happens. */
export const ONLY_IF = new LatePattern(
  () =>
    `^\\s*(?:examples?$|(?:trigger(?:ed by)?|tetik|auslöser|déclencheur|disparador|gatilho|condition|condición|condição|bedingung|триггер|условие|触发(?:条件)?|前提|発火条件|트리거)\\s*[:：]|(?:only )?(?:if|when|as) (?:needed|necessary|required|there is (?:a )?(?:need|demand))|on demand|only (?:if|when)|(?:bei|nach) bedarf|falls nötig|nur wenn|si (?:es |hace )?(?:necesario|falta)|sólo si|solo si|se necess[aá]rio|só se|si (?:besoin|nécessaire)|seulement si|se necessario|solo se|jeśli potrzeba|gerektiğinde|(?:при|по) необходимости|если (?:нужно|понадобится|потребуется)|только если|за потреби|按需|如有需要|必要时|視情況|视情况|必要に応じて|必要なら|필요 ?(?:시|하면))`,
  'iu',
);

/** A heading over the order of first and later work. */
export const RANKS = new LatePattern(
  () =>
    `${START}(?:priorit(?:y|ies)|prioriti[sz](?:ation|ed)|priorisierung|prioritäten|prioridad(?:es)?|priorización|prioridades?|priorização|priorités?|priorisation|priorità|priorytety?|öncelik\\p{L}*|приоритет\\p{L}*|пріоритет\\p{L}*|(?:recommended|suggested) (?:order|sequence))${END}|优先级|优先顺序|優先順位|優先度|우선 ?순위`,
  'iu',
);

/** The beginning of an item that asks for something to be done. */
export const ASKS = new LatePattern(
  () =>
    String.raw`^[\s*_\x60[(]*(?:\[[^\]]{1,12}\]\s*)?(?:(?:${[
      'add|adjust|allow|analy[sz]e|apply|archive|assign|attach|audit|automate|avoid|benchmark|build|bump|call|change|check|clarify|clean|close|collect|compare|complete|configure|confirm|connect|consolidate|convert|copy|cover|create|cut|decide|define|delete|deploy|deprecate|derive|design|detect|develop|disable|document|drop|emit|enable|enforce|ensure|establish|evaluate|expand|export|expose|extend|extract|finali[sz]e|find|finish|fix|generate|guard|handle|harden|identify|implement|import|improve|include|initiali[sz]e|inject|install|integrate|introduce|investigate|keep|launch|link|load|log|maintain|make|map|measure|merge|migrate|minimi[sz]e|modify|monitor|move|normali[sz]e|optimi[sz]e|parse|persist|pin|plan(?! for(?![\\p{L}]))|polish|port|prepare|prevent|profile|promote|prove|provide|publish|reduce|refactor|register|reject|release|remove|rename|render|repair|replace|report|research|resolve|restrict|return|review|revise|rewrite|route|run|save|scaffold|send|separate|serve|set|ship|show|simplify|split|stabili[sz]e|standardi[sz]e|start|stop|store|stream|strip|support|switch|sync|tag|test|track|train|translate|trim|try|tune|unify|update|upgrade|use|validate|verify|wire|wrap|write',
      String.raw`\p{Ll}{3,}(?:ar|er|ir)|\p{L}{3,}(?:ть|ти|тися|ться)`,
    ].join(
      '|',
    )})${END}|(?:添加|新增|增加|实现|完善|优化|编写|设计|修复|创建|支持|重构|接入|搭建|配置|移除|删除|更新|迁移|集成|测试|开发|补充|引入|拆分|统一))|(?:の|を)?(?:実装|作成|追加|修正|対応|導入|整備|検証)(?:する)?[。]?$|(?:추가|구현|작성|수정|개선|연동|설정|개발|정리|하기)$`,
  'iu',
);

/** An item that ends by saying that it is not wanted: "Polling for all bots – not needed". */
export const NOT_WANTED = new LatePattern(
  () =>
    String.raw`(?:\s[–—-]\s*|[([（【]\s*|[:：]\s*)[*_~]*(?:not (?:needed|wanted|necessary|doing|now)|no longer (?:needed|wanted)|won['’]t (?:do|fix)|skip(?:ped)?|dropped|no hace falta|descartad[oa]|não (?:precisa|é necessário)|pas (?:nécessaire|besoin)|nicht (?:nötig|notwendig|mehr nötig)|entfällt|не (?:надо|нужно|требуется|делаем)|не потрібно|不需要|不要|不做|无需|不要です|불필요|필요 ?없음)[*_~]*\s*[)\]）】]?[.!]?$`,
  'iu',
);

/** Text that gives the order in which things are done: a label for it, or numbers with arrows between them. */
export const STATES_ORDER = new LatePattern(
  () =>
    String.raw`^[\s*_>-]*(?:(?:recommended |suggested |execution |implementation )?(?:order|sequence)|reihenfolge|orden|ordem|ordre|ordine|порядок|последовательность|черговість|顺序|順序|順番|순서)[*_]*\s*[:：]|(?:(?<![\p{L}\p{N}.])[A-Z]{0,4}-?\d{1,4}(?:\.\d{1,4}){0,4}[a-z]?\s*(?:→|->|=>|➜|⇒)\s*(?:\p{L}{1,20}\s)?(?=[A-Z]{0,4}-?\d)){2}`,
  'iu',
);

/** Words in done work that say that something of it is left. */
export const STATES_REMAINDER = new LatePattern(
  () =>
    String.raw`\b(?:(?:only|just|still) (?:missing|remaining|remains|to do|open)|remaining (?:work|tasks?|items?)\s*:|remains? to be (?:done|built|written)|left to do|not yet (?:done|implemented|built|written)|still needs? to be|(?:only|just) (?:[\w'’-]{1,20} ){1,5}(?:is|are) (?:still )?(?:missing|left|open|to do))\b|\bfaltam? (?:apenas|só|solo|sólo|ainda|todavía)\b|\b(?:noch offen|noch zu tun|(?:fehlt|fehlen) (?:nur )?noch|nur noch (?:[\p{L}\d-]{1,20} ){1,5}(?:fehlt|fehlen|offen))\b|\breste(?:nt)? à faire\b|\bmanca(?:no)? (?:solo|ancora)\b|осталось (?:только|сделать)|ещё не (?:сделан|готов)|(?:尚|还)未(?:完成|实现)|待(?:清理|处理|补充|完善)(?!后)|后续需要?|遗留(?:问题|事项)|残(?:り|作業)\s*[:：]|未実装|남은 (?:작업|일)|[;,–—-]\s*(?:còn (?!lại đã)|chưa |still (?:to|needs?|missing)(?![\p{L}])|(?:es |il )?(?:fehlt|fehlen|manque|falta|faltan|manca|осталось|остаётся|осталась|не хватает|бракує|залишилось)(?![\p{L}]))|[，；]\s*(?:还(?:差|需|缺)|仍需|尚缺)|[、,]\s*(?:あとは|残りは)`,
  'iu',
);

/** A heading over the remaining work, without case and marks. */
export const REST_HEADING = new LatePattern(
  () =>
    '^(?:(?:still )?(?:remaining|outstanding|pending|open|missing)(?: (?:work|tasks?|items?|steps?|points?))?|to[- ]?dos?|left(?: to do)?|not (?:yet )?(?:done|finished)|(?:noch )?offen(?:e (?:punkte|aufgaben))?|restarbeiten|was (?:noch )?fehlt|pendientes?|por hacer|pendências|pendente|reste à faire|restant|da fare|rimanente|осталось|не сделано|待办|未完成|剩余(?:工作|任务)?|残(?:り|作業|タスク)|未対応|남은 ?(?:일|작업)|미완료)$',
  'u',
);

/** A number of parts: "5 phases", "12 задач", "11 阶段". */
export const PART_COUNT = new LatePattern(
  () =>
    String.raw`(?<![\p{L}\p{N}.#,–-])(?<number>\d{1,3})\s?(?<unit>(?:phases?|stages?|milestones?|sprints?|weeks?|steps?|tasks?|phasen|etappen|schritte|aufgaben|wochen|fases?|etapas?|tareas?|tarefas?|pasos?|passos?|semanas?|hitos?|étapes?|tâches?|fasi|passi|attività|settimane|этап(?:а|ов)|фаз[ыа]?|задач[иа]?|шаг(?:а|ов)|недел[ьи])${END}|(?:个)?(?:阶段|任务|步骤|フェーズ|タスク|ステップ)|(?:개 ?)?(?:단계|작업|태스크))`,
  'giu',
);

/** Words for the whole beside a number: "12 tasks in all". */
export const IN_TOTAL = new LatePattern(
  () =>
    `${anyOf([
      'total(?:s|ing)?|in all|overall|altogether|insgesamt|gesamt|en total|no total|au total|in totale|totale|totaal|łącznie|всего|итого|усього|toplam',
    ])}|总计|總計|合计|合計|一共|全部で|総計|총|전체`,
  'iu',
);

/** A sentence in a part that says that the part is put off, given up or optional. */
export const SAYS_PUT_OFF = new LatePattern(
  () =>
    `${START}(?:${[
      '(?:this|the) (?:whole |entire )?(?:phase|stage|step|part|milestone|sprint|task|work|section|item)?\\s?(?:is|was|has been|will be|stays|remains)(?: \\p{L}+){0,2} (?:deferred|postponed|put off|on hold|cancell?ed|dropped|superseded|obsolete|optional|out of scope|abandoned|descoped|shelved|parked|no longer (?:needed|planned|wanted))|(?:deferred|postponed|put off|superseded by|cancell?ed) (?:until|till|to|by|for now|in favou?r)',
      '(?:ist|wird|wurde|bleibt)(?: [\\p{L}\\d.]+){0,4} (?:verschoben|zurückgestellt|gestrichen|aufgeschoben|optional|hinfällig|verworfen)',
      '(?:es|está|queda|fue|ha sido|se)(?: \\p{L}+){0,3} (?:aplazad[oa]|pospuest[oa]|pospone|aplaza|cancelad[oa]|descartad[oa]|opcional)|(?:é|está|foi|fica|ficou)(?: \\p{L}+){0,3} (?:adiad[oa]|cancelad[oa]|descartad[oa]|opcional|suspens[oa])',
      '(?:est|sera|a été|reste)(?: \\p{L}+){0,3} (?:reportée?|annulée?|optionnel(?:le)?|abandonnée?|facultati(?:f|ve)|suspendue?)|(?:è|viene|sarà|resta|è stat[oa])(?: \\p{L}+){0,3} (?:rimandat[oa]|annullat[oa]|facoltativ[oa]|opzionale|rinviat[oa]|sospes[oa])',
      'jest (?:opcjonaln[aey]|odłożon[aey])|został[aoy]? (?:odłożon|anulowan)[aey]|(?:эта?п?|этап|фаза|задача|шаг|работа)(?: \\p{L}+){0,3} (?:отложен\\p{L}{0,2}|отменен\\p{L}{0,2}|отменён\\p{L}{0,2}|необязател\\p{L}*|опционал\\p{L}*)|ertelendi|iptal edildi|isteğe bağlı',
    ].join(
      '|',
    )})${END}|(?:本|该|此)(?:阶段|任务|步骤|部分|节)[^。，]{0,6}(?:取消|推迟|暂缓|延期|搁置|可选|作废)|(?:延期|見送|中止|保留)(?:する|した|とする|となっ|り(?:と|ま|。|$))|(?:보류|연기|취소)(?:한다|합니다|됨|됐|되었|입니다|하기로|했)|선택 ?사항(?:이다|입니다)`,
  'iu',
);

/** A sentence that says what happens only in some case. */
export const ON_A_CONDITION = new LatePattern(
  () =>
    `${anyOf(['if|unless|in case|wenn|falls|si|sinon|se|caso|если|якщо|jeśli|eğer'])}|如果|若|もし|場合|만약|경우`,
  'iu',
);

/**
 * The beginning of an item that is put off: "(deferred until the second version) …", "*(futuro)* …". In the middle of a sentence
 * such words are about something else.
 */
export const ITEM_PUT_OFF = new LatePattern(
  () =>
    String.raw`^(?:\[ ?\]\s*)?[*_~]*[([（【]\s*(?:${[
      'deferred|postponed|put off|on hold|later|future|someday|not now|stretch',
      'aplazad[oa]|pospuest[oa]|a futuro|futuro|adiad[oa]|reportée?|plus tard|rinviat[oa]|rimandat[oa]|in futuro|verschoben|zurückgestellt|später|odłożon[eay]|na później|ertelendi|sonra',
      'отложен\\p{L}*|позже|на потом|відкладен\\p{L}*|пізніше',
      '暂缓|推迟|延期|以后|将来|今後|後で|見送り|보류|나중에|향후',
    ].join('|')})${END}`,
  'iu',
);
