import { withoutAccents } from './accents.ts';

/**
 * The contents of a section, by its heading:
 *
 * - `work`: things to be done
 * - `done`: things that have been done
 * - `check`: how to tell that something is done
 * - `files`: which files are touched
 * - `aside`: anything else; nothing in it is work
 */
export type SectionRole = 'work' | 'done' | 'check' | 'files' | 'aside';

/** The reason why sections of figures, "Success metrics", hold no work. */
export const FIGURES = 'figures to aim at';

/** A role, and the words for it that a person would say: "risks". */
export type RoleFound = { readonly role: SectionRole; readonly why: string };

/**
 * Headings of sections, by language. The first line that fits decides. A heading is compared without case, marks, pictures,
 * numbers before it and remarks in brackets after it.
 *
 * To read another language, or another word, it is enough to add it here.
 */
const rolesOf = (): readonly Role[] => [
  ['work', 'work', LEFT_TO_DO],
  [
    'aside',
    'not to be done',
    /^(?:không (?:triển khai|làm|thực hiện|nằm trong).*|ngoài phạm vi.*)$|^(?!what (?:does|do|is|are|has|have)(?: not|n['’]t) (?:been )?(?:done|finished|completed?|implemented|built|work(?:s|ing|ed)?|ready|fixed|tested|migrated)(?:$|[ :(–—,]))(?:kapsam dışı.*|yapılmayacak.*|fuori (?:ambito|scope|dal perimetro).*|poza zakresem.*|(?:deliberately |explicitly )?not (?:doing|planned|in scope|to do|now|included|goals?)\b.*|what not to .*|what we (?:are|will|do)(?: not|n't) .*|won'?t (?:do|fix|have).*|(?:(?:explicit|key|main|known|deliberate) )*(?:exclusions?|omissions?)(?:$|[ :(–—].*)|(?:explicit )?non[- ]?goals?\b.*|exclusion(?:es|s)?(?: .*)?|exclusões.*|esclusion[ei].*|ausschlüsse.*|исключения.*|виключення.*|out[- ]of[- ]scope\b.*|(?:intentionally |explicitly )?(?:archived|historical|obsolete|excluded|deferred|delayed|rejected|abandoned|dropped|cancelled|canceled|superseded|postponed)\b.*|what .{0,40}(?:\b(?:not|never)\b|n['’]t\b).*|what (?:is intentionally delayed|can be postponed|this is not|is not .*)|later \/ do not .*|anti[- ]?goals?|fuera (?:de|del) alcance.*|no objetivos.*|fora (?:de|do) escopo.*|hors (?:du )?périmètre.*|nicht[- ]ziele.*|außerhalb des (?:umfangs|rahmens).*|вне (?:рамок|скоупа|области).*|не (?:входит|делаем|цели|планируется).*|чего не делаем.*|non fare|da non fare|nicht tun|ne pas faire|à ne pas faire|no hacer|não fazer|не делать|do not do|don['’]?ts|don['’]t|不要做.*|しないこと|하지 말 것|不做.*|非目标.*|范围外.*|対象外.*|除外.*|含まない.*|やらないこと.*|スコープ外.*|하지 않는 것.*|범위 외.*|비목표.*)$/u,
  ],
  [
    'aside',
    'not to be done',
    /^(?:(?:explicitly|deliberately|intentionally|consciously|currently|previously|already|temporarily|considered|evaluated|discussed|but|and|or|for|now|ideas?|options?|alternatives?|approaches|features?|items?|things|topics?|what|was|were|is|we|bewusst|vorerst|ausdrücklich|vorläufig|ideen|wurde|wir|haben|expl[ií]citamente|deliberadamente|conscientemente|por|ahora|de|momento|opciones|opções|ideias|volontairement|explicitement|délibérément|pour|le|moment|idées|esplicitamente|volutamente|per|ora|idee|opzioni|interventi|punti|attività|puntos|tareas|pontos|tarefas|itens|points|tâches|mesures|punkte|aufgaben|maßnahmen|punkty|zadania|пункты|задачи|работы|завдання|роботи|celowo|świadomie|na|razie|pomysły|сознательно|намеренно|явно|временно|пока|идеи|что|было|свідомо|навмисно|тимчасово|ідеї|bilinçli|olarak|şimdilik|fikirler) ){0,3}(?:excluded|rejected|postponed|discarded|ruled out|excluid[oa]s?|descartad[oa]s?|aplazad[oa]s?|pospuest[oa]s?|rechazad[oa]s?|adiad[oa]s?|rejeitad[oa]s?|exclue?s|écartée?s?|rejetée?s?|reportée?s?|repoussée?s?|esclus[oaie]|rinviat[oaie]|rimandat[oaie]|scartat[oaie]|ausgeschlossen\p{L}{0,2}|zurückgestellt\p{L}{0,2}|verschoben\p{L}{0,2}|abgelehnt\p{L}{0,2}|verworfen\p{L}{0,2}|odrzucon[eay]|odłożon[eay]|wykluczon[eay]|исключ[её]нн?\p{L}{1,3}|отложенн?\p{L}{1,3}|отклон[её]нн?\p{L}{1,3}|відкладен\p{L}{1,2}|відхилен\p{L}{1,2}|ertelenen(?:ler)?|reddedilen(?:ler)?)(?: (?:or|and|o|ou|e|y|et|oder|und|lub|i|и|или|та|або|ve|veya) [\p{L}'’-]+)?$/u,
  ],
  [
    'done',
    'done already',
    /^(?:current (?:[\p{L}\d.-]+ ){1,2}status|tamamlanan.*|yapılanlar.*|biten(?:ler)?|what (?:was|has been|we have|we've) (?:already )?(?:done|built|shipped|finished)\b.*|.*(?:что (?:уже )?(?:сделано|готово|реализовано|зафиксировано)).*|уже (?:сделано|готово|реализовано).*|qué está hecho.*|o que (?:já )?(?:está|foi) (?:pronto|feito).*|was (?:schon )?(?:fertig|erledigt) ist.*|ce qui est (?:déjà )?fait.*|co (?:już )?(?:jest )?zrobione.*|co già è fatto.*|già fatto.*|zrobione.*|ukończone.*|fatto|fatte|completat[oaie].*|(?:already |recently |previously )?(?:done|completed?|shipped|finished|closed|delivered|released|implemented|resolved)(?:$|[ :(–—-].*)|(?:(?:version|release) )?v?\d+(?:\.\d+)*[\w.-]* [(–—-]*\s*(?:is )?(?:done|completed?|shipped|finished|released)\)?|(?:completed|finished|shipped|done|implemented|closed) (?:tasks?|items?|phases?|work|milestones?|features?)\b.*|what(?: is|'s| has been)? (?:already )?(?:done|shipped|solved|completed|works)\b.*|current (?:state|status)\b.*|(?:change ?log|version history|history|release notes|recent changes)|(?:core )?features? implemented|entregues?|entregad[oa]s?|geliefert|livrée?s?|consegnat[oaie]|поставлено|出荷済み|已交付|hecho|completado.*|terminado.*|feito|concluíd[oa]s?.*|terminé.*|fait|erledigt.*|fertig.*|abgeschlossen.*|сделано.*|готово|выполнено.*|завершено.*|что уже (?:есть|сделано|готово).*|已完成.*|完成(?:済み|した.*)?|実装済み|完了(?!条件|基準|の定義|判定).*|완료(?! ?(?:조건|기준|정의)).*|เสร็จแล้ว.*|สถานะปัจจุบัน.*)$/u,
  ],
  [
    'check',
    'how to tell that it is done',
    /^(?:(?:(?:(?:production|launch|release|project|product|feature|final|overall) )?(?:maturity|readiness|completion|acceptance|done|definition of ready) (?:check-?list|list|criteria)|go[ /-]{1,3}no-?go(?: .*)?|(?:check-?list|lista|listado) (?:de |da |do |del )?(?:maturidade|madurez|pronto|prontidão|conclusão|aceite|aceitação|aceptación|cierre|entrega)(?: .*)?|defini(?:ção|ción) de (?:pronto|feito|hecho|terminado|listo)(?: .*)?|checklist de (?:maturité|recette|clôture)(?: .*)?|définition (?:de|du) (?:fini|terminé)(?: .*)?|reifegrad-?checkliste|abnahmeliste|abnahme-?checkliste|fertig-?definition|checklista (?:gotowości|odbioru)|lista di (?:accettazione|completamento)|чек-?лист (?:готовности|зрелости|приёмки|приемки)(?: .*)?|список готовности|готовность(?: (?:этапа|среза|фазы|спринта|шага|части|проекта|релиза))?|критерии готовности(?: .*)?|(?:成熟度|就绪|上线|完成度|完成)(?:检查|核对)?清单|完成の?定義|完成判定.*|動作確認|完成度チェックリスト|(?:완료|완성도|성숙도|출시) ?체크리스트)$|(?:verification|validation|acceptance|tests?|testing|checks) (?:per|by|for (?:each|every)|of each) (?:phase|stage|step|milestone|part|sprint)|(?:stop(?:ping)?|termination|abort|kill|launch|go[- ]?live|readiness|sign[- ]?off) (?:criteria|conditions)(?: .*)?|go ?\/ ?no[- ]?go(?: .*)?|(?:.* )?(?:çıkış|kabul|başarı|bitiş|tamamlanma|doğrulama) (?:kriter|ölçüt)\p{L}*.*|doğrulama(?: .*)?|(?:crit[eé]ri\p{L}*|crit[eè]res?|kriteri\p{L}*|критери\p{L}*)(?: .*)?|(?:quick |short |быстрый |краткий )?(?:check ?list|чек-?лист) (?:for|before|when|для|перед) .*|тест[- ]?план.*|чек-?лист (?:проверки|приёмки|приемки).*|testplan.*|plan de (?:pruebas|tests?|testes).*|piano di test.*|plan testów.*|testy|test|criteri di (?:accettazione|successo).*|verifica|(?:overall |final |release |(?:phase|stage|milestone|week|sprint|session|day|part|step|iteration|wave|release) \S+ |global |per[- ]phase |project )*(?:acceptance|success|exit|completion|done|validation|verification|release|quality|pass|test|review|go[ /-]?live)[ -]*(?:criteria|criterion|conditions?|checklist|check|checks|gates?|signals?|tests?|plan|matrix|direction.*)(?: .*)?|(?:acceptance|success|exit|validation|verification|checkpoint|gates?|quality gates?|tests?|testing|how to (?:verify|test)|verify|checks?|done when|done if|definition of done|dod|(?:[\p{L}-]+[ -])?checks? (?:validation|verification)|(?:validation|verification) framework|must[- ]haves?|post[- ]?conditions?|expected (?:results?|outcomes?)|completion gate|manual (?:testing|verification|tests)|automated (?:testing|verification|tests)|unit tests?|integration tests?|test plan|testing strategy|test strategy|security check(?:list|s)?.*|pre[- ]?(?:launch|deploy(?:ment)?|release|merge|flight) checklist|deployment checklist|final checklist|review checklist|milestone \S+ completion gate|phase \S+ exit criteria.*|smoke tests?.*|.*\bexit criteria\b.*|.*\bacceptance (?:criteria|gates?)\b.*)|criterios? de (?:aceptación|éxito|aceitação|sucesso|conclusão|cierre).*|pruebas|verificación|verificação|validación|validação|testes|critères? (?:d['’]acceptation|de succès|de réussite).*|vérification|tests d['’]acceptation|recette|akzeptanzkriterien.*|abnahme(?:kriterien.*)?|приёмка|приемка|aceptación|aceitação|accettazione|erfolgskriterien.*|überprüfung|verifikation|prüfung|fertig,? wenn.*|критери[ий].*|готово,? когда.*|проверк[аи]|тесты|тестирование|приёмка|приемка|definition of done.*|验收(?:标准|条件)?.*|(?:.{0,8})?检查(?:清单|列表|表(?![单格达])|项(?!目)).*|核对清单.*|完成(?:标准|条件|定义).*|测试.*|验证.*|成功(?:标准|基準).*|受け入れ(?:基準|条件).*|受入(?:基準|条件).*|完了(?:条件|基準|の定義).*|検証.*|テスト|確認(?:事項|方法).*|완료 ?(?:조건|기준|정의).*|수용 ?(?:기준|조건).*|수락 ?(?:기준|조건).*|인수 ?(?:기준|조건).*|검증.*|테스트.*|성공 ?기준.*|เกณฑ์.*|ทดสอบ.*|tiêu chí.*|điều kiện (?:hoàn thành|nghiệm thu|chấp nhận).*|nghiệm thu.*|kryteria.*)$/u,
  ],
  [
    'files',
    'files that are touched',
    /^(?:(?:new |modified |changed |affected |relevant |key |critical |created |important )*files?(?: (?:modified|changed|created|touched|affected|to (?:modify|create|change|edit|touch|add (?:or|and) (?:touch|change|modify|edit))|changes?|summary|list|structure|overview|map))*(?: ?\/ ?\w+)?(?: summary)?|archivos?(?: .*)?|arquivos?(?: .*)?|fichiers?(?: .*)?|dateien.*|файлы.*|(?:涉及|修改|变更|关键)?文件.*|改动汇总.*|(?:変更|対象|関連)?ファイル.*|(?:변경 ?)?파일.*|ไฟล์.*)$/u,
  ],
  [
    'aside',
    FIGURES,
    /^(?:(?:(?:success|key|target|business|performance|quality|impact|product|project|outcome) )*(?:metrics|kpis?|okrs?|targets|slos?)(?: (?:and|&|for|to|of|by|that|we)\b.*)?|(?:(?:success|key|target|business|performance|quality|product) )+(?:metric|target|benchmark|slo)s?(?: .*)?|benchmarks?|(?:future|phase|milestone) (?:\S+ )?targets?\b.*|.* targets|performance (?:goals?|budgets?).*|test count.*|current achievements|métricas.*|indicadores.*|métriques.*|kennzahlen.*|метрики.*|показатели.*|指标.*|指標.*|지표.*)$/u,
  ],
  [
    'aside',
    'risks',
    /^(?:riskler.*|(?:current|known|technical|present) limits?|(?:key |main |current |common |frequent |top |known |technical |project |open )*(?:(?:mistakes to avoid|risks?|threats?|pitfalls?|gotchas?|failure modes?|caveats?)\b.*|(?:blockers?|concerns?|issues|limitations?|constraints?)(?: (?:and|&) .*)?)|rollback\b.*|contingency\b.*|mitigations?\b.*|riesgos?.*|riscos?.*|risques?.*|risiken.*|risiko.*|rischi.*|ryzyk[aoi].*|риски.*|главные риски.*|(?:известные |текущие )?ограничения.*|limitaciones(?: .*)?|limitações(?: .*)?|limitations? connues?.*|(?:bekannte )?einschränkungen.*|limitazioni(?: .*)?|既知の(?:問題|制限).*|制限事項.*|알려진 (?:문제|제한).*|风险.*|(?:当前|已知)?限制.*|已知问题.*|リスク.*|위험.*|리스크.*|common mistakes.*|err?or(?:es|i) (?:comun[ei]s?|frecuentes)|erros comuns|erreurs (?:fréquentes|courantes)|häufige fehler|частые ошибки|常见(?:错误|陷阱).*|よくある(?:ミス|間違い).*|(?:자주 하는|흔한) 실수.*|ความเสี่ยง.*)$/u,
  ],
  [
    'aside',
    'what was learned',
    /^(?:(?:sprint |project |team )?(?:retrospectives?|retro)(?: notes?)?|(?:self[- ]?)?reflections?(?: questions?)?|questions to reflect on|lessons(?: learned| learnt)?|learnings|what (?:we|i)(?: have|['’]ve)? learn(?:ed|t)|key takeaways|takeaways|rückblick|retrospektive|erkenntnisse|lecciones aprendidas|lições aprendidas|leçons apprises|lezioni apprese|r[eé]trospectiv[ae]|ретроспектива|извлечённые уроки|振り返り|ふりかえり|复盘|经验教训|회고|배운 점)$/u,
  ],
  [
    'aside',
    'table of contents',
    /^(?:(?:table of )?contents|toc|sommaire|table des matières|índice(?: de contenidos)?|contenidos?|conteúdo|sumário|indice|inhalt|inhaltsverzeichnis|inhoud(?:sopgave)?|spis treści|obsah|оглавление|содержание|зміст|目次|目录|目錄|목차|차례|สารบัญ|mục lục|içindekiler)$/u,
  ],
  [
    'aside',
    'ways to choose from',
    /^(?:(?:option|alternative|variante?|opción|opção|alternativa|opzione|вариант|альтернатива|варіант|opcja|wariant) (?:#|№)?(?:[a-z]|\d{1,2})(?:$|[\s:.)(–—-].*)|(?:方案|选项|選択肢|옵션|방안) ?(?:[a-z]|\d{1,2}|[一二三四五])(?:$|[\s:：.)(（–—-].*)|(?:pros|cons|advantages|disadvantages|benefits and drawbacks|pros (?:and|&) cons|vor- und nachteile|vorteile|nachteile|ventajas|desventajas|vantagens|desvantagens|avantages|inconvénients|vantaggi|svantaggi|плюсы|минусы|преимущества|недостатки|переваги|недоліки|优点|缺点|优缺点|メリット|デメリット|장점|단점|장단점))$/u,
  ],
  [
    'work',
    'work',
    /^(?:(?:(?:our |the )?(?:recommended|chosen|selected|preferred) (?:approach|option|solution|path|way|course(?: of action)?|steps|actions))|empfohlene[rs]? (?:vorgehen|weg|ansatz|lösung|schritte)|(?:enfoque|camino|solución|opción) (?:recomendad|elegid)[oa]|(?:abordagem|caminho|solução|opção) (?:recomendad|escolhid)[oa]|(?:approche|solution|option|voie) (?:recommandée|retenue|choisie)|approccio consigliato|рекомендуем(?:ый подход|ое решение|ые действия)|推荐(?:方案|做法|路径)|推奨(?:アプローチ|案|手順)|권장 ?(?:접근|방안|절차))$/u,
  ],
  [
    'aside',
    'open questions and decisions',
    /^(?:(?:(?:architectur\p{L}+|design|technical|technology|tech|key|product|project|planning|process|implementation|important|major|main|past|previous|current|resolved|confirmed|agreed|locked|final|outstanding|strategic|scope|ux|ui|api|data|tooling|stack|infrastructure|security|and|&|v?\d[\d.]*) ){1,4}decisions?|(?:open |unresolved |key |outstanding |expected |anticipated |likely |discussion )*(?:questions?|decisions?|unknowns?)\b.*|decisions? (?:log|made|needed|on .*)|what to decide.*|trade[- ]?offs?.*|alternatives?\b.*|(?:possible |available |considered |design |implementation |release |deployment |migration |solution )*(?:options|choices)(?: (?:considered|to consider))?|preguntas.*|perguntas.*|questions ouvertes.*|offene fragen.*|вопросы.*|открытые вопросы.*|что решить.*|开放问题.*|待定.*|決定.*|未解決.*|결정.*|미해결.*|(?:예상|미해결|검토) ?질문.*|想定(?:される)?質問.*|质疑.*|(?:预期|待确认|开放)(?:的)?(?:提问|问题).*)$/u,
  ],
  [
    'aside',
    'background',
    /^(?:how to use this .*|cómo usar (?:este|esta) .*|como usar (?:este|esta) .*|comment utiliser (?:ce|cette|cet) .*|(?:wie man|so nutzt du) (?:diese[srn]?|das) .*|come usare (?:questo|questa) .*|как (?:пользоваться|использовать) .*|(?:本|此)?(?:文件|文档)(?:使用|用法).*|このファイルの使い方.*|(?:only )?(?:proceed|start|begin|continue) (?:only )?(?:after|when|if|once)|entry (?:criteria|conditions)|pre-?conditions?(?: .*)?|before (?:you )?(?:start|begin)(?:ning|ing)?|genel bakış|özet|amaç(?:lar)?|giriş|arka plan|bağlam|working rules.*|rules (?:of|for) work(?:ing)?.*|ground rules.*|arbeitsregeln.*|reglas de trabajo.*|regras de trabalho.*|règles de travail.*|regole di lavoro.*|правила (?:работы|ведения|разработки).*|çalışma kuralları.*|(?:工作|开发|协作)(?:规则|守则|约定).*|(?:作業|開発|運用)ルール.*|작업 규칙.*|(?:the )?(?:problem|motivation|background|context|introduction|intro|overview|summary|executive summary|abstract|purpose|vision|mission|why|rationale|objectives?|goals?|one[- ]liner|tl;?dr|scope|thesis.*|hypothes[ie]s|analysis|current focus|project overview|strategy|philosophy|principles?|guiding principles?|design principles?|what (?:this|we|it) (?:is|are|does).*|why .*|what we (?:compare|learn|know|have|found|see|measure)\b.*|problem statements?|requirements?|functional requirements|non[- ]functional requirements|user stories|personas?|assumptions?|validated assumptions|goals and .*|(?:(?:key|core|basic|main|game) )?concepts|current (?:baseline|architecture|problems?|issues?|behaviou?r|limitations).*|baseline|findings?|observations?|root cause.*|research.*|prior art.*|state of the art|key considerations?|considerations?|hard constraints|global constraints|prerequisites?|pre[- ]?requisites?|before you (?:begin|start).*|status(?: legend)?|legend|conventions?|terminology|glossary|definitions|how to (?:use|read|contribute|influence)(?: .*)?|contributing|contribution guide(?:lines)?|priority areas.*|delivery rules?|rules?|guard ?rails?|guidelines|instructions|notes?|remarks|accepted constraints.*|changelog)|resumen|contexto|visión(?: general)?|objetivos?|requisitos|introducción|alcance|visão geral|resumo|contexte|objectifs?|vue d['’]ensemble|périmètre|introduction|kontext|ziele?|überblick|hintergrund|zusammenfassung|anforderungen|контекст.*|цел[иь]|обзор|введение|описание|проблема|требования|анализ.*|рекомендация|вывод|выводы|背景|贡献(?:指南|方式)?|如何贡献|参与贡献|目录|致谢|反馈.*|概述|概览|目标|项目目标|目的|现状分析.*|前提.*|要件|概要|はじめに|目標|.{1,20}戦略|배경|.{1,20}전략|принципы(?: .*)?|principi(?:os|es)?|princípios|prinzipien|grundsätze|(?:基本|设计|开发|总体)?原则|(?:基本|設計|品質|開発)?方針|(?:\p{Script=Hangul}{1,6} ?)?원칙|개요|목표|목적|요구사항|목차|(?:purpose|goals?|aims?|scope|background) of (?:this|the) (?:plan|document|project)|(?:本?(?:計画書?|ドキュメント|文書|プロジェクト)|本書)の(?:目的|概要|背景|範囲|目標)|(?:本?(?:计划|项目|文档)书?)的?(?:目的|目标|背景|概述|意义|范围)(?:与.*|和.*)?|(?:개발|프로젝트|문서|계획)(?:의)? ?(?:목적|목표|개요|배경)|цел[ьи] (?:проекта|плана|документа)|objetivos? del (?:plan|proyecto|documento)|objetivos? do (?:plano|projeto|documento)|objectifs? du (?:plan|projet|document)|ziele? (?:des|dieses) (?:plans|projekts|dokuments)|obiettiv[oi] del (?:piano|progetto|documento)|เป้าหมาย|ภาพรวม)$/u,
  ],
  [
    'aside',
    'how it is built',
    /^(?:(?:target |system |high[- ]level |proposed |current |technical |software |module |package )*(?:architecture|design|data ?(?:flow|model)s?|schemas?|api|apis|endpoints?|stack|tech(?:nology|nical)? stack|structure|project structure|directory structure|folder structure|repo(?:sitory)? structure|module breakdown|dependency graph|dependenc(?:y|ies)|data structures?|interfaces?|protocols?|wire format|configuration)(?: .*)?|design details.*|(?:implementation|engineering|developer|dev|coding) notes.*|code sketch.*|technical (?:details|notes|approach|design|specs?|specifications?)|arquitectura.*|arquitetura.*|architektur.*|архитектура.*|схема .*|выбор стека.*|контракт .*|架构.*|总体架构.*|设计.*|.{0,6}技术(?:栈|选型|架构).*|.{0,6}技術スタック.*|기술 ?스택.*|(?:технологический )?стек(?: технологий)?|stack (?:t[eé]cnic[oa]|tecnol[oó]gic[oa]|technique|technologique)|technologie[- ]?stack|stos technologiczny|teknoloji (?:yığını|altyapısı)|目录结构.*|アーキテクチャ.*|構成.*|설계.*|아키텍처.*|โครงสร้าง.*)$/u,
  ],
  [
    'aside',
    'people, money and time',
    /^(?:(?:genel )?zaman çizelgesi.*|takvim.*|bütçe|(?:team|people|roles?|owners?|ownership(?: matrix)?|resources?|resource requirements|required resources|budget|costs?|pricing|timeline|schedule|calendar|gantt.*|estimates?|effort(?: summary)?|time ?line summary|raci|communication.*|stakeholders?|credentials?.*|environment variables|contacts?|feedback.*|recursos.*|equipo|equipe|cronograma.*|presupuesto|orçamento|ressourcen|zeitplan|budget|équipe|calendrier|команда|сроки|бюджет|ресурсы|团队|预算|时间线|(?:开发|项目|发布)?时间表|スケジュール|体制|일정|팀 구성|ค่าใช้จ่าย)(?: .*)?)$/u,
  ],
  [
    'aside',
    'where to read more',
    /^(?:kaynaklar.*|referanslar.*|(?:references?|links?|related(?: .*)?|see also|further reading|reading list.*|sources?|bibliography|appendix\b.*|appendices|attachments|evidence|faq|examples?|code examples?|sample .*|referencias|referências|références|quellen|anhang.*|ссылки|источники|приложение.*|参考.*|附录.*|資料.*|参考資料|참고.*|부록.*|สรุป.*)(?: .*)?)$/u,
  ],
  [
    'aside',
    'ideas for later',
    /^(?:gelecek(?:teki)? .*|ileride.*|fikirler|(?:future|later|someday|maybe|ideas?|ideas? park|parking lot|backlog ideas|wish ?list|nice[- ]to[- ]haves?(?: (?:for )?later)?|stretch(?: goals?)?|beyond\b.*|long[- ]term (?:ideas|vision)|what could come.*|potential .*|possible .*|under consideration|exploring|research ideas|icebox)(?: (?:ideas?|work|enhancements?|improvements?|possibilities|considerations|plans?|features?|directions?|roadmap|extensions?|additions?|scope|phases?|opportunities)\b.*)?|future .*|improvement roadmap.*|post[- ]?mvp\b.*|(?:later|subsequent) (?:iterations?|versions?|releases?)(?: .*)?|v[2-9](?:\.\d+)?(?: .*)?[(（](?:later|future|post[- ]?mvp|after (?:the )?(?:mvp|launch|v1))(?: (?:iterations?|versions?|releases?|work|ideas?))?[)）]|ideas? (?:for|de) .*|ideas|ideias.*|(?:mejoras|funcionalidades|ideas|tareas|líneas) futuras.*|trabajos? futuros?.*|(?:améliorations|évolutions|idées|fonctionnalités) futures.*|(?:travaux|développements) futurs.*|(?:melhorias|ideias|tarefas) futuras.*|trabalhos? futuros?.*|(?:punti|sviluppi|miglioramenti|lavori|passi|interventi)(?: (?:di|da|del|della) \p{L}+)? futuri.*|(?:idee|estensioni|evoluzioni|attività|funzionalità) futur[ei].*|lavoro futuro.*|futur[oi]|zukünftige .*|ideen.*|идеи.*|в будущем.*|на будущее.*|未来.*|后续(?:想法|展望).*|将来.*|今後.*|향후 ?(?:개선|아이디어|계획).*|장기 방향.*|อนาคต.*)$/u,
  ],
  [
    'work',
    'work',
    /^(?:(?:.* )?yapılacaklar.*|görevler.*|adımlar|aşamalar|fazlar|yol haritası.*|uygulama planı.*|sonraki adımlar.*|(?:known |open )?bugs(?: (?:to fix|and .*))?|bug ?fixes|to fix|technical debt|tech debt|stories|chores|da fare|do zrobienia|attività|zadania|to do|opened|open|planejad[oa]s?|planificad[oa]s?|planead[oa]s?|geplant|planifiée?s?|prévue?s?|pianificat[oaie]|запланировано|в планах|计划中|规划中|予定|예정|만들 것|planowane|zu tun|offen|à faire|por hacer|pendiente|pendentes?|a fazer|сделать|надо сделать|(?:(?:the |our |detailed |proposed |suggested |recommended |updated |rewritten |phased |active |open |pending |remaining |outstanding |immediate |priority |high[- ]level |overall |current |weekly |key |development |project |feature )*(?:(?:implementation|execution|work|action|task|development|delivery|build|migration|rollout|refactoring|project|battle|step[- ]by[- ]step|phase|sprint)[ -]*)?(?:plan|plans|phases|phase details|phase breakdown|steps?|tasks?(?: (?:list|breakdown|tracking))?|to[- ]?dos?|road ?map|milestones?|sprints?|work items?|action items?|backlog|беклог|бэклог|next steps?|next|now|soon|up next|in progress|work ?streams?|order|sequence|items|work|slices|next slices|features|breakdown|priorities|near[- ]term|short[- ]term|mid[- ]term|medium[- ]term)(?: \(.*\))?)|what to do(?: .*)?|(?:[\p{L}-]+ ){1,3}(?:work items|action items|task list|to-?dos)|near[- ]term.*|short[- ]term.*|mid[- ]term.*|medium[- ]term.*|long[- ]term|this (?:week|month|quarter|sprint)|next (?:week|month|quarter|sprint|release|version|up)|planned(?: (?:for|in) .*)?|longer[- ]term|upcoming(?: (?:phases?|work|tasks?|features?|milestones?|steps?|changes?))?|doing|work|(?:implementation|execution|delivery|development|build|recommended execution) order|.* execution plan|.* implementation plan|.* (?:task|work) breakdown|near-term delivery order|milestones .*|improvements?|implementation(?: blueprint| approach)?|implementação|implementación|implémentation|implementazione|implementierung|реализация|实现|実装|구현|list of tasks.*|plan de (?:implementación|trabajo|acción|implementação|trabalho|ação).*|tareas|pasos|próximos pasos.*|fases.*|hoja de ruta.*|tarefas.*|próximos passos.*|roteiro.*|etapas|plan d['’](?:action|exécution|implémentation).*|tâches|étapes|prochaines étapes.*|feuille de route.*|(?:offene |nächste |anstehende |verbleibende )?aufgaben|etappen|phasen|meilensteine|teilschritte|arbeitsschritte|jalons|hitos|marcos|tappe|fasi|вехи|фазы|спринты|фази|віхи|umsetzung.*|nächste schritte.*|umsetzungsplan.*|arbeitspakete|schritte|впереди(?: .*)?|планы|план(?: работ| реализации| действий)?|следующий шаг|задачи|этапы|шаги|следующие шаги.*|дорожная карта.*|что делать.*|计划|計画|계획|开发计划|实施计划|实现计划|任务|任务列表|待办.*|待(?:修复|处理|完成|实现|开发|解决|优化|验证).*|下一步.*|步骤|里程碑|路线图|开发顺序|推荐开发顺序|(?:実装)?タスク.*|作業|作業(?:内容|項目|手順)|工作内容|任务清单|作业内容|실행 ?작업|実装計画|次のステップ|次(?:の|回)?アクション|ロードマップ|マイルストーン|実装手順|やること|작업.*|할 일|태스크|다음 (?:단계|액션|작업).*|로드맵|마일스톤|실행 순서|구현 계획|แผนงาน.*)$/u,
  ],
];

type Role = readonly [role: SectionRole, why: string, pattern: RegExp];

let roles: readonly Role[] | undefined;
let plainRoles: readonly Role[] | undefined;

/** Made on first use: V8 reads each pattern as soon as it comes by, and a plan's own format has no heading that needs them. */
function allRoles(): readonly Role[] {
  roles ??= rolesOf();
  return roles;
}

/** The same without accents; made on first use, since most documents have no heading that needs them. */
function rolesWithoutAccents(): readonly Role[] {
  plainRoles ??= allRoles().map(
    ([role, why, { source, flags }]): Role => [role, why, new RegExp(withoutAccents(source), flags)],
  );
  return plainRoles;
}

/**
 * The roles of the headings looked at last. Several readers ask about each heading of a document, and documents have many
 * headings of one name; the patterns take longer than all other work on a heading.
 */
const KNOWN = new Map<string, RoleFound | undefined>();

/** The heading of a plan's own format. Asking the patterns about it, each of which V8 compiles first, takes a tenth of a `plan check`. */
export const OWN_HEADING = 'Phases';
const OWN_ROLE: RoleFound = { role: 'work', why: 'work' };

/** More than the headings of any document that is read, as a document is gone through several times. */
const MAX_KNOWN = 65_536;

/** The role that a heading gives its section; `undefined` where it gives none that is known. */
export function sectionRole(heading: string): RoleFound | undefined {
  if (heading === OWN_HEADING) return OWN_ROLE;
  if (KNOWN.has(heading)) return KNOWN.get(heading);
  const found = roleSaid(heading);
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  // A longer heading would keep a whole document in memory.
  if (heading.length <= LONGEST_HEADING) KNOWN.set(heading, found);
  return found;
}

function roleSaid(heading: string): RoleFound | undefined {
  const bare = bareHeading(heading);
  if (bare === '' || bare.length > LONGEST_HEADING) return undefined;
  if (SAYS_EMPTY.test(bare)) return { role: 'aside', why: 'the heading says that there is none' };
  if (LACKS.test(bare)) return undefined;
  const forms = [
    bare,
    bare.replace(/\s*[([（【].*$/u, '').trim(),
    bare.replace(/\s*[,，、].*$/u, '').trim(),
    // "待修复 / To Fix": one heading in two languages.
    bare.replace(/^[^ -~]{1,20} \/ /u, ''),
  ];
  for (const form of new Set(forms)) {
    const found = form === '' ? undefined : allRoles().find(([, , pattern]) => pattern.test(form));
    if (found !== undefined) return { role: found[0], why: found[1] };
  }
  if (forms.some((form) => COMPOSED.test(form))) return { role: 'work', why: 'work' };
  // "Criterio de saida": people leave the accents out.
  const plainly = withoutAccents(bare);
  const found = rolesWithoutAccents().find(([, , pattern]) => pattern.test(plainly));
  if (found !== undefined) return { role: found[0], why: found[1] };
  const simple = toSimplifiedChinese(bare);
  return simple === bare ? undefined : roleSaid(simple);
}

/** "Order of the implementation", composed of any word for a plan and any word for the work. */
const COMPOSED =
  /^(?:(?:ordem|orden|ordre|ordine|sequência|secuencia|séquence|sequenza|plan|plano|piano|cronograma|calendario|calendário|calendrier|fases|etapas|pasos|passos|étapes|tappe|passi|fasi|tareas|tarefas|tâches|attività|roteiro|hoja de ruta|feuille de route|roadmap|порядок|план|график|этапы|шаги|задачи|графік|етапи|кроки|завдання|kolejność|etapy|kroki|volgorde|stappen|fasen)(?: (?:recomendad|sugerid|propost|propuest|рекомендуем|предлагаем)\p{L}+| recommandée?| suggérée?| proposée?)? (?:de |da |do |del |di |della |delle |du |des |pour |para |per |по |van de |van )?(?:d['’]|l['’]|la |le |el |o |a |de )?(?:implementa(?:ção|ción|zione)|implémentation|execução|ejecución|exécution|esecuzione|desenvolvimento|desarrollo|développement|sviluppo|constru(?:ção|cción|ction)|trabalho|trabajo|travail|lavoro|entregas?|migra(?:ção|ción|zione|tion)|refactor\p{L}*|réalisation|realizzazione|реализации|внедрения|разработки|работ|выполнения|миграции|реалізації|розробки|впровадження|робіт|wdrożenia|realizacji|implementacji|prac|implementatie|uitvoering)(?:$|[ :(–—,].*)|(?:plan|plano|piano|roadmap|roteiro|cronograma|hoja de ruta|feuille de route|план|дорожная карта|fahrplan) (?:por|en|em|par|per|in|nach|by|по) (?:fases|etapas|phases|étapes|fasi|phasen|sprints?|фазам|этапам)(?:$|[ :(–—,].*)|(?:umsetzungs|implementierungs|entwicklungs|arbeits|migrations|bau)[- ]?(?:plan|reihenfolge|schritte|phasen|etappen)(?:$|[ :(–—,].*)|(?:empfohlene )?reihenfolge der (?:umsetzung|implementierung|entwicklung|arbeiten)|(?:推荐|建议|推奨)?(?:实施|实现|开发|開發|執行|执行|実装|開発|実施|作業|移行|迁移|重构|改造|구현|개발|작업|실행|이전) ?(?:顺序|順序|步骤|步驟|计划|計画|計畫|路线|路径|阶段|フェーズ|手順|ステップ|タスク|任务|清单|순서|단계|계획|일정))$/u;

/** "Anhänge fehlen", "Examples are missing": words that begin like the name of another section name work on it. */
const LACKS =
  /^(?!was |what |es |noch )(?:[\p{L}\d'’/-]{1,30} ){1,4}(?:fehlt|fehlen|beheben|ergänzen|nachtragen|nachziehen|entfernen|ersetzen|aktualisieren|(?:is|are) (?:missing|outdated|broken)|eksik|отсутству(?:ет|ют)|устарел[аио]?|が(?:ない|足りない)|누락)$/u;

/** "Planned (None)". */
const SAYS_EMPTY =
  /[([（【](?:none|nothing|n\/a|empty|none (?:yet|left|planned|at (?:the )?moment)|nothing (?:yet|left|planned)|keine?|leer|ninguno|nenhum|aucune?|нет|пусто|无|なし|없음)[.!]?[)\]）】]$/u;

const LONGEST_HEADING = 120;

/** A heading in lower case, without marks, pictures and a number before it. */
export function bareHeading(heading: string): string {
  return heading
    .slice(0, 2 * LONGEST_HEADING)
    .toLowerCase()
    .replace(/[*_`~]+/gu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(
      /^(?:[①-⑳]\s*|(?:\d+|[ivx]+|[a-z])(?:\.\d+)*[.)、:]?\s+|\d+(?:\.\d+)+\s*|[一二三四五六七八九十]+[、.]\s*|\d+[.．、](?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])|section \d+[.:]?\s*)/u,
      '',
    )
    .replace(/\p{Extended_Pictographic}|\uFE0F/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/[\s:：.。,]+$/u, '')
    .trim();
}

/** Characters of traditional Chinese with the simplified ones that the tables here use, as pairs. */
const PAIRS =
  '檢检驗验證证測测試试標标準准階阶計计畫画劃划務务風风險险範范圍围問问題题結结構构總总覽览說说設设開开發发關关後后現现狀状態态進进項项備备註注執执實实資资訊讯單单清清確确認认條条件件參参考考連连錄录術术語语環环境境產产應应該该變变更更優优級级儲储檔档據据庫库團团隊队時时間间預预算算決决議议選选擇择還还沒没較较專专業业網网頁页點点顯显輸输處处理理過过濾滤類类別别簡简繁繁體体歷历史史記记編编輯辑難难雜杂復复複复舊旧遷迁維维護护運运營营釋释佈布內内紹绍個个們们這这樣样從从來来對对於于與与無无為为';

const SIMPLE = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, index) => [PAIRS[2 * index], PAIRS[2 * index + 1]] as const),
);

/** A text with the characters of simplified Chinese where it has traditional ones: 檢查清單 as 检查清单. */
function toSimplifiedChinese(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  return Array.from(text, (letter) => SIMPLE.get(letter) ?? letter).join('');
}

const DONE =
  '(?:done|finished|completed?|implemented|built|work(?:s|ing|ed)?|ready|fixed|tested|shipped|there|migrated|supported)';
const IS_NOT = "(?:what (?:is|are|has|have|does|do)(?: still)?(?: not|n['’]t)|(?:still )?not)";

/** Headings over work that is left: "Not done yet", "What does not work yet", "What's missing". */
const LEFT_TO_DO = new RegExp(
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
