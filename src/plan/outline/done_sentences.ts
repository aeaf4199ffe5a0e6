import { LatePattern } from '../../lib/index.ts';
import type { Surveyed } from './survey.ts';

/** Running text, and the line that it begins on. */
export type Said = { readonly text: string; readonly line: number };

/**
 * Reads a sentence that calls parts done by their numbers: "Steps 0–16 are complete and their gates pass", "every phase 1-3
 * shipped", "M0 is implemented", "M0 status: complete", "Las fases 0–9 están completadas", "R0–R2 сделаны".
 *
 * @param options.isItem - whether it is an item of a list, which has to begin with that
 * @returns whether it says anything
 */
export function addSentence(
  { text: whole, line }: Said,
  units: readonly Surveyed[],
  addId: (id: string, state: 'done', line: number) => void,
  { isItem = false }: { readonly isItem?: boolean } = {},
): boolean {
  const own = units[0]?.label.word;
  const text = whole.slice(0, LONGEST_SENTENCE).replace(/[*_`]/gu, '');
  if (!/\d/u.test(text)) return false;
  let isSaid = false;
  const add = (ids: string) => {
    for (const { groups: range } of ids.matchAll(RANGE)) {
      const from = Number(range?.from);
      const to = Number(range?.to ?? from);
      for (const { label } of units) {
        // "10A" is among 0–16, and "M2" among M0–M3.
        const number = Number(/^(?:[A-Z]{1,4}-?)?(\d+)[A-Za-z]?$/u.exec(label.id ?? '')?.[1] ?? Number.NaN);
        if (number >= from && number <= to) addId(label.id ?? '', 'done', line);
      }
      isSaid = true;
    }
  };
  const patterns = isItem ? OF_ITEMS : OF_TEXT;
  for (const { pattern } of patterns)
    for (const { groups, index } of text.matchAll(pattern)) {
      const { word = '', ids = '', code = '', number = '' } = groups ?? {};
      // "Not before phase 1 is complete" says nothing of phase 1.
      const before =
        text
          .slice(0, index)
          .split(/[.;!?]\s/u)
          .at(-1) ?? '';
      if (CONDITION.test(before)) continue;
      if (isItem && !/^(?:[^:：;.]{0,20}[:：]\s*|\p{L}{1,4}\s+)?$/u.test(before)) continue;
      // "F1" is the id of "Phase F1" as well.
      const isOfUnits = (each: Surveyed) =>
        each.label.word === code || each.label.id?.startsWith(code) === true;
      if (code !== '' ? !units.some(isOfUnits) : own !== undefined && !isFormOf(word.toLowerCase(), own))
        continue;
      add(ids || number);
    }
  return isSaid;
}

/** Whether a word is a form of another one: "phases" of "phase", "фазы" of "фаза". */
function isFormOf(word: string, base: string): boolean {
  return word.startsWith(base.length > SHORTEST_STEM ? base.slice(0, -1) : base);
}

const SHORTEST_STEM = 3;

const LONGEST_SENTENCE = 4_000;
const WORDS = '(?<word>phases?|steps?|stages?|milestones?|tasks?|sprints?|parts?)';
const IDS = String.raw`(?<ids>\d{1,4}(?:(?:\s*(?:[–—,&-]|to|through|and))+\s*\d{1,4}){0,20})`;
const CODES = String.raw`(?<ids>(?<code>[A-Z]{1,4})-?\d{1,4}(?:(?:\s*(?:[–—,&-]|to|through|and))+\s*(?:\k<code>-?)?\d{1,4}){0,20})`;
const ARE = String.raw`\s+(?:is|are|was|were|has been|have been)\s+(?:(?:now|all|fully|already|also|both)\s+)*`;
const ENDED = String.raw`(?:complete|completed|done|finished|implemented|shipped|merged)\b(?!\s+(?:when|if|once))`;
const ARE_DONE = new LatePattern(() => String.raw`\b${WORDS}\s+${IDS}${ARE}${ENDED}`, 'giu');
/** "Every step 0-11 shipped on main": a statement about all needs no other word. */
const ALL_DONE = new LatePattern(
  () =>
    String.raw`\b(?:all|each|every)\s+(?:of\s+)?(?:the\s+)?${WORDS}\s+${IDS}\s+(?:has\s+|have\s+)?(?:now\s+|already\s+)?(?:completed|finished|landed|merged|shipped)\b`,
  'giu',
);
const CODES_ARE_DONE = new LatePattern(() => String.raw`\b${CODES}${ARE}${ENDED}`, 'gu');
const STATUS_OF = new LatePattern(
  () =>
    String.raw`\b(?:${CODES}|${WORDS}\s+${IDS.replace('<ids>', '<number>')})\s+status\s*:\s*(?:complete|completed|done|finished|shipped|Complete|Completed|Done|COMPLETE|DONE)\b`,
  'gu',
);
/** "Completed: Phases 0-8". */
const DONE_ARE = new LatePattern(
  () =>
    String.raw`(?:^|[.;]\s+)(?:already )?(?:complete|completed|done|finished|shipped)\s*:\s*${WORDS}\s+${IDS}`,
  'giu',
);
/** "Las fases 0–9 están completadas", "Die Phasen 0 bis 3 sind abgeschlossen", "R0–R2 сделаны". */
const FOREIGN_JOIN = String.raw`(?:(?:\s*[–—,&-]\s*|\s+(?:a|al|bis|à|до|y|e|und|et|и)\s+)(?:[A-Z]{1,4}-?)?\d{1,4}){0,20}`;
const FOREIGN_ARE = String.raw`\s+(?:(?:ya|já|ist|sind|wurden|sont|ont été|está|están|estão|fueron|foram|sono|уже|были|полностью|alle|todas?|toutes|tutte)\s+){0,3}`;
const FOREIGN_ENDED = String.raw`(?:completad[ao]s|terminad[ao]s|hech[ao]s|realizad[ao]s|finalizad[ao]s|concluíd[ao]s|feit[ao]s|abgeschlossen|erledigt|fertig|umgesetzt|terminée?s|achevée?s|finies|completat[ei]|conclus[ei]|сделан[ыоа]|выполнен[ыоа]|завершен[ыоа]|закрыты|готовы)(?![\p{L}])`;
const FOREIGN = new LatePattern(
  () =>
    String.raw`(?<![\p{L}\p{N}])(?:(?<word>\p{L}{3,14})\s+(?<number>\d{1,4}${FOREIGN_JOIN})|(?<ids>(?<code>[A-Z]{1,4})-?\d{1,4}${FOREIGN_JOIN}))${FOREIGN_ARE}${FOREIGN_ENDED}`,
  'giu',
);
/** "Status: F1–F6 done", "Статус: R0–R2 done": after a label for it, a status needs no verb. */
const LABELLED = new LatePattern(
  () =>
    String.raw`^(?:status|state|stand|estado|statut|stato|stan|статус|состояние|状态|狀態|状態|상태)\s*[:：]\s*(?:${CODES}|${WORDS}\s+(?<number>\d{1,4}${FOREIGN_JOIN}))\s+(?:✅\s*)?(?:complete|completed|done|finished|shipped|implemented)(?![\p{L}])`,
  'giu',
);
/** "阶段1-3已完成", "フェーズ1〜3は完了". */
const EAST_ASIAN = new LatePattern(
  () =>
    String.raw`(?<word>阶段|階段|里程碑|フェーズ|ステップ|스프린트|phases?|steps?|milestones?)\s*(?<ids>\d{1,4}(?:\s*[–—、,，~〜～-]\s*\d{1,4}){0,20})\s*(?:は|が|均|都|已|全部|すべて|모두|가|이|는|은|\s)*(?:完成|完了|완료)(?!后|後|之后|时|時|したら|すれば|してから|\s*후|되면|하면|率|률|条件|基準|기준|を|目标|予定|예정)`,
  'giu',
);

/** "Phase 1 ✅, Phase 2 & 3 ⚠️". */
const MARKED = new LatePattern(
  () => String.raw`(?<![\p{L}\p{N}])(?<word>\p{L}{3,14})\s+(?<number>\d{1,4}${FOREIGN_JOIN})\s*[✅☑✔]`,
  'giu',
);

const OF_TEXT = [
  MARKED,
  ARE_DONE,
  ALL_DONE,
  CODES_ARE_DONE,
  STATUS_OF,
  DONE_ARE,
  FOREIGN,
  LABELLED,
  EAST_ASIAN,
];
/** In a list, only what can be nothing but a statement. */
const OF_ITEMS = [FOREIGN, LABELLED, EAST_ASIAN, DONE_ARE];

const CONDITION =
  /(?<![\p{L}])(?:after|as soon as|so that|in order|assum\w+|before|ensure|if|make sure|must|once|only|provided|requires?|should|unless|until|verify|wait\w*|when\w*|while|whether|cuando|una vez|hasta|después|antes|si|quando|assim que|até|depois|se|wenn|sobald|falls|bis|nachdem|bevor|erst|quand|lorsque|dès|après|avant|dopo|когда|если|после|пока|до)(?![\p{L}])|当|等|待|如果|若|直到|一旦|もし/iu;
const RANGE =
  /(?<from>\d{1,4})(?:\s*(?:[–—~〜～-]|to|through|\s(?:al?|bis|à|до)\s)\s*(?:[A-Z]{1,4}-?)?(?<to>\d{1,4}))?/giu;
