import { LatePattern } from '../../lib/index.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import { isOfPart, STATUS_LINE, statusOf, TAKES_BACK } from '../words/done_marks.ts';
import type { Task, TaskProblem, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';

/**
 * Reports that a document calls itself finished: "Status: implemented", "status: archived" in its front matter. Then nothing of
 * it is work; if the list taken has open tick boxes anyway, somebody has to look.
 */
export function ownStatus(source: TaskSource, tasks: readonly Task[]): TaskProblem[] {
  if (tasks.every(({ state }) => state !== 'open')) return [];
  return statusProblem(source, (lines) => boxesOf(tasks, lines));
}

/** The error that a document in which nothing is found to be done calls itself finished. */
export function finishedByStatus(source: TaskSource): TaskProblem[] {
  return statusProblem(source, () => 'none');
}

function statusProblem(
  { text, file }: TaskSource,
  boxes: (lines: readonly string[]) => Boxes,
): TaskProblem[] {
  const lines = text.split('\n');
  const second = lines
    .slice(0, MAX_LINES)
    .findIndex(
      (line, index) =>
        HEADING.test(line) && !STATUS_HEADING.test(line) && !OVERVIEW.test(line) && hasHeading(lines, index),
    );
  const head = lines.slice(0, second < 0 ? MAX_LINES : second);
  const title = lines.find((line) => HEADING.test(line)) ?? '';
  const own = head.findIndex(
    (line, index) =>
      saysOver(line.replace(/^(?:>\s*|[-*]\s+(?=\*\*))/u, '')) ||
      isStatusBelow(head, index) ||
      isDoneOnDay(line, title) ||
      (line === title && saysDoneItself(line)),
  );
  const at = own < 0 ? lineSayingOver(head) : own;
  if (at < 0) return [];
  const said = `“${shortText((head[at] ?? '').trim())}” (line ${at + 1})`;
  const place = { file, line: at + 1, column: 1 };
  const isDropped = own >= 0 && CANCELLED.test(head[own] ?? '');
  const found = isDropped ? 'none' : boxes(lines);
  if (found === 'mixed')
    return [
      {
        severity: 'warning',
        code: 'done-but-open',
        message: `The document says that it is finished: ${said}. Parts with open tick boxes were treated as open: check whether they are.`,
        ...place,
        hint: 'Tick what is done, or remove the line.',
      },
    ];
  return [
    {
      severity: 'error',
      code: 'tasks-all-done',
      message: `The document says that it is finished: ${said}.${found === 'untouched' ? ' None of the boxes of its tasks is ticked.' : ''}`,
      ...place,
      hint:
        found === 'untouched'
          ? 'If it is open, remove that line, or import it all the same with --keep-done.'
          : 'If something in it is left, give it tick boxes, or choose the section that holds it with --section "…".',
    },
  ];
}

/** "# Migration – 100% complete ✅": the title of a document; "# Phase 1: Base ✅" is that of a part. */
function saysDoneItself(title: string): boolean {
  const { form, state } = readUnitLabel(title.replace(HEADING, ''));
  return form === 'plain' && state === 'done' && /^#\s/u.test(title);
}

/** "Cancelled" or "Done" as the first line below the heading "Status". */
function isStatusBelow(head: readonly string[], index: number): boolean {
  const above = head.slice(0, index).findLast((line) => line.trim() !== '');
  return (
    above !== undefined &&
    STATUS_HEADING.test(above) &&
    (CANCELLED.test(head[index] ?? '') || FINISHED.test(head[index] ?? ''))
  );
}

/** "Cutover completed on 2026-07-24.", where the title says "cutover" as well: a part of the work would have another name. */
function isDoneOnDay(line: string, title: string): boolean {
  const { subject = '' } = DONE_ON_DAY.exec(line)?.groups ?? {};
  const whole = title.toLowerCase();
  return subject
    .split(' ')
    .some((word) => word.length >= SHORTEST_NOUN && whole.includes(word.toLowerCase()));
}

/** In characters: shorter words are "the", "all" and such. */
const SHORTEST_NOUN = 5;

const DONE_ON_DAY = new LatePattern(
  () =>
    String.raw`^[\s*_>]{0,4}(?<subject>(?:\p{L}[\p{L}'’-]{0,30} ){1,4})(?:(?:was|is|has been|wurde|ist|fue|foi|est|a été|è stat[ao]|был[ао]?) )?(?:(?:successfully|fully) )?(?:completed|finished|executed|carried out|rolled out|abgeschlossen|durchgeführt|completad[oa]|terminad[oa]|finalizad[oa]|concluíd[oa]|terminée?|achevée?|completat[oa]|conclus[oa]|завершен[ао]?|завершён|выполнен[ао]?)(?: (?:on|in|am|im|el|em|le|il|в))? (?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[./ ][\p{L}\d]{1,12}[./ ]\d{2,4}|\p{L}{3,12} \d{1,2},? \d{4})[*_]{0,3}(?:[.;!]|\s*$)`,
  'iu',
);

/** A story's last state, alone on its line: "Ready for review" comes before it. */
const FINISHED = /^[\s*_]*(?:✅\s*)?(?:done|completed?|finished|closed|shipped|implemented)[\s*_.✅]*$/iu;

const CANCELLED = /^[\s*_]*(?:status\s*:\s*)?(?:cancell?ed|abandoned|won['’]t do)[\s*_.]*$/iu;

/** The state of the work's tick boxes: none is open, none was ever ticked, or some of each. */
type Boxes = 'none' | 'untouched' | 'mixed';

/** The boxes of what was taken; of several lists, the one with most open tasks is the work, and others are remarks on it. */
function boxesOf(tasks: readonly Task[], lines: readonly string[]): Boxes {
  const counts = new Map<number, { open: number; ticked: number }>();
  for (const [index, { state, line, section }] of tasks.entries()) {
    const own = lines.slice(line - 1, (tasks[index + 1]?.line ?? endOf(line, lines)) - 1);
    const count = counts.get(section) ?? { open: 0, ticked: 0 };
    counts.set(section, count);
    if (state === 'open' && own.some((each) => OPEN_BOX.test(each))) count.open += 1;
    if (state === 'done' || own.some((each) => TICKED_BOX.test(each))) count.ticked += 1;
  }
  const [work] = [...counts.values()].sort((a, b) => b.open - a.open);
  if (work === undefined || work.open === 0) return 'none';
  return work.ticked === 0 ? 'untouched' : 'mixed';
}

const OPEN_BOX = /^\s*(?:[-*+]|\d+[.)])\s+\[ \]/u;
const TICKED_BOX = /^\s*(?:[-*+]|\d+[.)])\s+\[[xX]\]/u;

/** The line after the last task: the next heading, or for a heading the next one that is not below it. */
function endOf(line: number, lines: readonly string[]): number {
  const level = levelOf(lines[line - 1] ?? '');
  const at = lines.findIndex(
    (each, index) => index >= line && levelOf(each) > 0 && (level === 0 || levelOf(each) <= level),
  );
  return at < 0 ? lines.length + 1 : at + 1;
}

function levelOf(line: string): number {
  return /^(?<marks>#{1,6})\s/u.exec(line)?.groups?.marks?.length ?? 0;
}

const HEADING = /^#{1,6}\s/u;

/** A heading over the status of the whole document, as its first line is. */
const STATUS_HEADING = /^#{1,6}\s+(?:\d{1,2}[.)]?\s+)?(?:document )?status\s*$/iu;

/** A heading over what the whole document is about. */
const OVERVIEW =
  /^#{1,6}\s+(?:\d{1,2}[.)]?\s+)?(?:overview|summary|executive summary|introduction|tl;?dr|überblick|zusammenfassung|resumen|resumo|visión general|visão geral|résumé|vue d['’]ensemble|обзор|概述|概览|概要|개요)\s*$/iu;

/** A statement about a whole document is made at its beginning. */
const MAX_LINES = 60;

/** Whether a heading is above a line, so that the next one begins a section. */
function hasHeading(lines: readonly string[], index: number): boolean {
  return lines.slice(0, index).some((line) => HEADING.test(line));
}

/** The index of the line on which a sentence says that the whole is over; -1 where there is no such sentence. */
function lineSayingOver(head: readonly string[]): number {
  const bare = head.map((line) => line.replace(/^>\s?/u, '').replace(/[*_`]+/gu, ''));
  return bare.findIndex((line, index) => {
    if (line.trim() === '' || HEADING.test(line) || /^\s*(?:[-*+]|\d+[.)])\s/u.test(line)) return false;
    // A sentence may continue on the next line.
    const said = SAYS_OVER.exec(`${line} ${bare[index + 1] ?? ''}`.slice(0, LONGEST_SAID));
    if (said === null || said.index >= line.length) return false;
    const above = HEADING.test(bare[index - 1] ?? '') ? '' : (bare[index - 1] ?? '').slice(-LONGEST_SAID);
    const behind = said.input.slice(said.index + said[0].length);
    return isStatement(`${above} ${line.slice(0, said.index)}`, said[0], behind);
  });
}

/**
 * Whether a sentence states that as a fact: without a condition or an exception, and not as the goal of something or of another
 * plan.
 */
function isStatement(above: string, said: string, behind: string): boolean {
  const before = above.slice(lastEnd(above));
  const after = behind.slice(0, SENTENCE_END.exec(behind)?.index ?? behind.length);
  const label = /^\s*(?<name>[^:：]{1,40})[:：]/u.exec(before)?.groups?.name;
  return (
    (label === undefined || NAMES_STATUS.test(label)) &&
    !TAKES_BACK.test(`${said}${after}`) &&
    !ON_CONDITION.test(before) &&
    !OF_ANOTHER.test(before) &&
    !LIMITS.test(after)
  );
}

/** The beginning of the last sentence of a text. */
function lastEnd(text: string): number {
  let at = 0;
  for (const { index } of text.matchAll(SENTENCE_ENDS)) at = index + 1;
  return at;
}

const SENTENCE_END = /[.!?;](?=\s|$)|[。！？；]/u;
const SENTENCE_ENDS = new RegExp(SENTENCE_END, 'gu');

const LONGEST_SAID = 600;

/** "Status: all phases are done" gives a status; "Success: all phases are done" does not. */
const NAMES_STATUS =
  /^[^\p{L}]*(?:status|state|note|update|info|stand|hinweis|notiz|estado|nota|état|stato|статус|состояние|примечание|状态|狀態|注意|说明|状態|注|상태|참고)[^\p{L}]*$/iu;

/** Words before a statement that make it a condition or a wish. */
const ON_CONDITION = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:when|once|until|till|after|if|unless|before|as soon as|provided|assuming|whether|should|must|will|ensure|make sure|verify|check|wenn|falls|sobald|bis|nachdem|bevor|quand|lorsque?|lorsqu|si|dès|une fois|après|avant|jusqu|cuando|una vez|hasta|después|antes|quando|assim que|até|depois|se|dopo|finché|appena|когда|как только|если|после|пока|до)(?![\p{L}])|当|等|待|如果|若|直到|一旦|もし`,
  'iu',
);

/** Words before a statement that make it about an earlier plan. */
const OF_ANOTHER =
  /(?<![\p{L}])(?:first|previous|prior|earlier|former|old|last|v\d[\d.]*|erste[nrs]?|vorherige[nrs]?|vorige[nrs]?|alte[nrs]?|letzte[nrs]?|anterior(?:es)?|précédente?s?|прежн\p{L}+|предыдущ\p{L}+)(?![\p{L}])|上一|之前的|前の|이전/iu;

/** Words that take part of a statement back, or make it a condition, after it. */
const LIMITS = new LatePattern(
  () =>
    String.raw`^\s*(?:后|後|之后|时|時|たら|れば|してから|後に|되면|하면|된 (?:후|뒤)|후)|(?<![\p{L}])(?:except|excluding|apart from|other than|but|besides|only (?:when|if|once)|when|once|if|save for|außer|bis auf|abgesehen|aber|nur|wenn|sobald|sauf|hormis|mais|excepto|salvo|menos|exceto|tranne|eccetto|кроме|за исключением|но|если|когда)(?![\p{L}])|\d\s?%|除|但|만 ?제외|제외|以外|を除`,
  'iu',
);

const PARTS_EN = '(?:phases|milestones|tasks|steps|items|parts|stages|sprints|weeks|stories|batches)';
const DONE_EN =
  '(?:complete|completed|done|implemented|finished|shipped|delivered|merged|closed)(?![\\p{L}])';

/** After "this plan is complete": nothing more, or since when. "Complete and self-contained" says something else. */
const END_OF_STATUS =
  '(?=\\s*[.;!)]|,|\\s+and (?:is )?(?:now )?(?:kept|archived|closed|merged|shipped|deployed|live|only|remains|here|no longer)\\b|\\s+(?:in|on|as of|since|with) (?:v?\\d|#|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|release|version|commit|pr\\b)|\\s*$)';

/** "The milestones below are all complete", "Historical document", "Alle Phasen sind abgeschlossen". */
const SAYS_OVER = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?<!(?:not|nicht|noch|no|não|pas|non|не|ещё) )(?:${[
      `(?<=^[^\\p{L}]{0,6}|this (?:is|was) an? )(?:purely )?(?:historical|archived) (?:\\p{L}+ )?(?:document|record|plan|reference|note|snapshot|copy)(?=[.,;:!)]|\\s*$| kept| only| of (?:the|an?) )|(?:(?:this|the) (?:document|plan|file|roadmap)|this (?:list|migration|refactoring)) (?:is|was|has been) (?:now )?(?:historical|archived|obsolete|superseded|(?:fully |all )?(?:implemented|complete(?:d)?|done|finished|executed))${END_OF_STATUS}|${PARTS_EN} (?:below |in it |here |listed (?:here|below) )?(?:are|have been) (?:now )?all (?:been )?${DONE_EN}|all (?:of )?(?:the |these |its )?(?:\\w+ )?${PARTS_EN} (?:below |in it |here |listed (?:here|below) )?(?:are|have been) (?:now )?${DONE_EN}`,
      'dieses (?:dokument|vorhaben) ist (?:nur noch )?(?:historisch|veraltet|archiviert|abgeschlossen|überholt)|dieser plan ist (?:historisch|veraltet|archiviert|abgeschlossen|überholt|umgesetzt)|alle (?:phasen|aufgaben|schritte|etappen|punkte|meilensteine) sind (?:abgeschlossen|erledigt|umgesetzt|fertig)',
      'este (?:documento|plan|plano) (?:es|está|é|foi) (?:histórico|archivado|obsoleto|completado|concluído|finalizado|arquivado)|tod[oa]s (?:las?|los|as|os) (?:fases|tareas|pasos|etapas|hitos|tarefas|passos|marcos) (?:están|estão|fueron|foram) (?:completad|terminad|concluíd|finalizad|feit)[oa]s',
      'ce (?:document|plan) est (?:archivé|obsolète|terminé|historique)|toutes les (?:phases|tâches|étapes) sont (?:terminées|achevées|faites)|tutte le (?:fasi|attività) sono (?:completate|concluse)',
      '(?:этот )?(?:документ|план) (?:является )?(?:устарел|архивн\\p{L}+|историческ\\p{L}+|выполнен(?: полностью)?)(?![\\p{L}])|все (?:этапы|фазы|задачи|шаги|пункты) (?:уже )?(?:выполнены|завершены|сделаны|реализованы)',
    ].join(
      '|',
    )})|(?:本|该|此)(?:文档|计划|文件)(?:已(?:归档|过时|完成|废弃)|仅供(?:历史)?参考)|所有(?:的)?(?:阶段|任务|步骤|里程碑)(?:均|都|全部)?已(?:全部)?(?:完成|实现)|(?:すべて|全て)の(?:フェーズ|タスク|ステップ)(?:は|が)(?:すでに)?完了(?:済|し)|모든 (?:단계|작업|페이즈)(?:가|이|는|은)? ?(?:완료|끝)`,
  'iu',
);

function saysOver(line: string): boolean {
  const value = STATUS_LINE.exec(line)?.groups?.value;
  if (value !== undefined)
    return !IN_PART.test(value) && !isOfPart(value) && (statusOf(value) !== 'open' || OVER.test(value));
  return OVER_LINE.test(line);
}

/** "Complete (phase 1), phase 2 in progress". */
const IN_PART =
  /\b(?:progress|pending|next|remain\w*|partial\w*|ongoing|phases?|stages?|but|except)\b|\d+\s*\/\s*\d+|\d ?%/iu;

const OVER =
  /^[*_`\s]*(?:✅\s*)?(?:archived?|historical|obsolete|deprecated|superseded|closed|архив|archiviert|archivad[oa]|archivé|归档|已归档|アーカイブ)(?![\p{L}])/iu;
const OVER_LINE =
  /^[*_]{0,3}(?:shipped|archived|completed(?: on| in)?|superseded by|deprecated)[*_]{0,3}\s*[:：]\s*[*_]{0,3}\s*(?:\d|v\d|by\b|\[)/iu;
