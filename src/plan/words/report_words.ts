import { LatePattern } from '../../lib/index.ts';

/**
 * Titles and headings of documents that report, judge or discuss, and plan nothing. To read another language, or another word, it
 * is enough to add it here.
 */

/** Nothing follows but a date, a number or what it is about: "Retrospective on the spring" is one, "Retrospective page" is none. */
const ENDS = String.raw`(?=[\s*_]*(?:$|[:：(（–—\-|,]|\d|#)|\s+(?:of|on|for|about|from|with|notes?|report|de|del|da|do|des?|du|sur|über|auf|vom|von|zu|di|o|об?|за|от|по)(?!\p{L}))`;

/** A kind of such documents. */
export type ReportKind = {
  /** "it is a retrospective". */
  readonly name: string;
  readonly title: LatePattern;
  /** Whether headings named as parts, or open boxes, show that it is a plan in spite of its title; with both, any kind is one. */
  readonly yields: boolean;
};

function titled(words: readonly string[]): LatePattern {
  return new LatePattern(() => String.raw`(?<![\p{L}\p{N}])(?:${words.join('|')})${ENDS}`, 'iu');
}

const REPORT_KINDS: readonly ReportKind[] = [
  {
    name: 'a retrospective',
    yields: false,
    title: titled([
      'retrospectives?|retro|post[- ]?mortem(?: (?:report|analysis|review))?|incident (?:report|review)|after[- ]action (?:report|review)|lessons learned',
      'retrospektive|rückblick|abschlussbericht|retrospectiva|rétrospective|bilan|retrospettiva|retrospekcja|ретроспектива|постмортем|разбор (?:инцидента|полётов)',
      '(?:项目|迭代)?复盘(?:报告|总结)?|事故(?:报告|复盘)|振り返り|ふりかえり|ポストモーテム|障害(?:報告書?)|회고|장애 ?보고서?',
    ]),
  },
  {
    name: 'minutes of a meeting',
    yields: false,
    title: titled([
      'meeting (?:notes|minutes)|minutes (?:of|from)(?: the)? [^:]{1,40}|standup notes|call notes|besprechungsprotokoll|sitzungsprotokoll|meeting-?protokoll|besprechungsnotizen',
      'acta de (?:la )?reunión|ata d[ea] reunião|compte[- ]rendu(?: de (?:la )?réunion)?|verbale(?: della riunione)?|протокол (?:встречи|совещания|собрания|созвона)|notatki ze spotkania',
      '会议(?:纪要|记录)|議事録|会議メモ|회의록',
    ]),
  },
  {
    name: 'a record of a decision',
    yields: true,
    title: titled([
      'adr|architect\\p{L}+ decisions? records?|decision records?|architekturentscheidung|registro de decisi(?:ón|ones)(?: de arquitectura)?|registro de decisão',
      'запись об? (?:архитектурном )?решении|архитектурное решение|(?:架构|架構)?决策记录|アーキテクチャ決定記録|의사결정 ?기록',
    ]),
  },
  {
    name: 'a log of changes',
    yields: false,
    title: titled([
      'change ?log|release notes|журнал изменений|更新日志|变更日志|変更履歴|릴리스 노트|변경 ?이력',
    ]),
  },
  {
    name: 'a checklist for reviewers',
    yields: false,
    title: titled([
      "(?:code |security |design |pr |pull request |peer |merge request )?review(?:er['’]?s?)? check-?list|check-?list for (?:code )?review(?:ers|s)?",
      '(?:code-?)?review-?checkliste|checklist de (?:revisión|revisão|revue)(?: de code| de código)?|lista de (?:revisión|revisão) de código|чек-?лист (?:ревью|код-ревью|для ревью)',
      '(?:代码)?(?:审查|评审)(?:检查)?清单|(?:コード)?レビュー ?チェックリスト|(?:코드 ?)?리뷰 ?체크리스트',
    ]),
  },
  {
    name: 'a report on research',
    yields: true,
    title: titled([
      'research (?:report|notes|findings|summary|results)|literature review|(?:market|competitor|competitive) analysis|benchmark (?:results|report)|feasibility (?:study|report)|case study',
      'forschungsbericht|machbarkeitsstudie|informe de investigación|relatório de pesquisa|rapport (?:de recherche|d’étude)|relazione di ricerca|отч[её]т об? исследовани[ию]',
      '(?:调研|研究|调查)报告|(?:調査|研究)報告書?|(?:조사|연구) ?보고서',
    ]),
  },
  {
    name: 'a discussion',
    yields: true,
    title: titled([
      '(?:design |architecture |technical |open )?discussion(?: notes)?|brainstorm(?:ing)?(?: notes| session)?|pros and cons',
      'diskussion|ideensammlung|discusión|discussão|обсуждение|мозговой штурм|(?:设计|方案)?讨论|議論|ブレインストーミング|논의|브레인스토밍',
    ]),
  },
];

/** Titles of plans, whatever their subject: "Implementation plan: release notes", "Add meeting notes". */
const TITLE_OF_PLAN = new LatePattern(
  () =>
    String.raw`^(?:${[
      String.raw`(?:[\p{L}\d-]+ ){0,3}?(?:plans?|road ?maps?|to-?dos?|tasks?|backlog|features?|epics?|user stor(?:y|ies)|specs?|prd|umsetzungsplan|aufgaben?|vorhaben|tareas?|tarefas?|funcionalidad|funcionalidade|hoja de ruta|roteiro|tâches?|fonctionnalité|feuille de route|piano|attività|план|задач[аи]|фича|дорожная карта)\s*(?:[:：–—|-]|(?:for|to|of|für|de|para|pour|per|для)(?!\p{L}))`,
      String.raw`(?:add|implement|create|write|introduce|redesign|refactor|rewrite|fix|improve|replace|remove|build (?:an?|the)) \S`,
      String.raw`\S{0,12}?(?:计划|計画|方案|任务|タスク|계획|작업)\s*[:：–—-]`,
    ].join('|')})`,
  'iu',
);

/** Whether a title is that of a plan, so that the kind of report in it is the plan's subject. */
export function isTitleOfPlan(title: string): boolean {
  return TITLE_OF_PLAN.test(title);
}

/** The kind of report that a title names; `undefined` for any other title, and for that of a plan on such a subject. */
export function reportKind(title: string): ReportKind | undefined {
  const found = REPORT_KINDS.find((each) => each.title.test(title));
  return found === undefined || isTitleOfPlan(title) ? undefined : found;
}

/** The first lines of a document that say the same: "A retrospective on the spring". */
export const SAYS_REPORT = new LatePattern(
  () =>
    String.raw`^[>*_\s]*(?:(?:this (?:document|page|report|file)? ?is )?(?:an?|the|our|my) )(?:short |honest |team |blameless )?(?<kind>retrospective|post[- ]?mortem|incident report)(?: on| of| for| about|[.,*_:]|\s*$)`,
  'iu',
);

/** Headings of a retrospective. */
export const LOOKS_BACK = new LatePattern(
  () =>
    String.raw`^(?:what (?:went|worked|didn['’]t|did not)(?: \p{L}+){0,3} ?(?:well|wrong|badly|work|right)?|what could (?:be|have been|go|we) .{0,30}|contributing factors|lessons(?: learned| learnt)?|was (?:gut|schlecht|nicht so gut) (?:lief|gelaufen ist|war)|lo que (?:salió|funcionó|no funcionó)(?: \p{L}+)?|qué (?:salió|funcionó) (?:bien|mal)|o que (?:deu|funcionou|foi) (?:certo|errado|bem|mal|bom)|ce qui a (?:bien|mal) (?:marché|fonctionné)|cosa (?:è andato|ha funzionato) (?:bene|male)|что (?:прошло|получилось|было|пошло) (?:хорошо|плохо|не так)|做得(?:好|不好|不足)的?(?:地方|方面)?|(?:需要|有待)改进(?:的地方)?|良かった(?:こと|点)|悪かった(?:こと|点)|うまくいった(?:こと|点)|잘(?:한|된) 점|아쉬운 점)$`,
  'iu',
);

/** Headings of a report on what was changed. */
export const REPORTS_CHANGES = new LatePattern(
  () =>
    '^(?:(?:summary of )?changes (?:made|applied|implemented)|what (?:was|has been|we) (?:done|built|changed|implemented|delivered|accomplished)|(?:key )?accomplishments|achievements|(?:summary |final )?statistics|files (?:modified|changed|created|updated|deleted|added)(?: .*)?|(?:migration|implementation|completion|verification|test|final) (?:summary|results|status|details)|results|durchgeführte änderungen|geänderte dateien|cambios realizados|archivos modificados|alterações realizadas|arquivos modificados|modifications (?:apportées|effectuées)|fichiers modifiés|что (?:было )?сделано|внес[её]нные изменения|изменённые файлы|变更内容|修改(?:内容|的文件)|完成(?:内容|情况)|変更内容|変更ファイル|実施内容|변경 ?(?:사항|내용|파일)|수정된 파일)$',
  'iu',
);

/** Titles of a report on what was done. */
export const REPORT_TITLE = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:summary|report|complet(?:e|ed|ion)|results?|closing|bericht|zusammenfassung|abschluss|informe|resumen|relatório|resumo|rapport|résumé|bilan|отч[её]т|итоги|завершен\p{L}*)(?!\p{L})|(?:总结|报告|報告|まとめ|완료|보고서?|요약)`,
  'iu',
);
