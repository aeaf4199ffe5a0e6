import { LatePattern } from '../../lib/index.ts';
import type { TextLine } from '../document/blocks.ts';
import { parseHours } from '../document/hours.ts';
import { plain } from '../document/inline.ts';
import { withoutDoneMarks } from '../words/done_marks.ts';
import { NUMBERS, UNIT_WORD, type UnitKind, unitKind } from '../words/unit_words.ts';

/**
 * The way in which a heading names a part of a plan:
 *
 * - `word`: "Phase 2a", "Etapa 3", "第一阶段"
 * - `code`: "M1", "P0-2", "T-104"
 * - `time`: "v0.2.0", "Next", "Q3 2026"
 * - `number`: "2. Models", "1.2 Models", and "B — Models", whose word is `letter`
 * - `plain`: without any of these
 */
export type LabelForm = 'word' | 'code' | 'time' | 'number' | 'plain';

/** A heading, read as that of a part of a plan. */
export type UnitLabel = {
  readonly form: LabelForm;
  /** The word before the number, in lower case. */
  readonly word: string | undefined;
  readonly kind: UnitKind | undefined;
  /** Whether its word is in no table, and only comes before numbers that continue. */
  readonly isGuessed?: true;
  readonly id: string | undefined;
  /** Whether a colon or dash sets the label off from the title, or no title follows. */
  readonly isSetOff: boolean;
  /** The rest of the heading; may be empty. */
  readonly title: string;
  readonly state: 'done' | 'cancelled' | undefined;
  readonly hours: number | undefined;
  /** The estimate as it is written, which is no part of the title: "(~2 days)". */
  readonly estimate: string;
};

/** Reads a heading as that of a part of a plan. */
export function readUnitLabel(heading: string): UnitLabel {
  const whole = heading
    .slice(0, LONGEST)
    .replace(/\s*<!--.*$/u, '')
    .replace(/\{#[\w-]+\}\s*$/u, '')
    .trim();
  const marked = withoutDoneMarks(plain(whole));
  const cleared = undecorated(marked.text.replace(OPEN_TAIL, ''));
  const again = withoutDoneMarks(cleared);
  const { rest, hours, estimate } = withoutHours(again.text);
  const state = marked.state ?? again.state;
  const label = labelOf(rest);
  if (label === undefined)
    return {
      form: 'plain',
      word: undefined,
      kind: undefined,
      id: undefined,
      isSetOff: true,
      title: rest,
      ...{ state, hours, estimate },
    };
  // "Phase 1 ✅ — Setup": the mark is between label and title.
  const title = withoutDoneMarks(label.title);
  return { ...label, title: undecorated(title.text), state: state ?? title.state, hours, estimate };
}

/** A longer heading is a sentence. */
const LONGEST = 300;

/** "Fix the costs — ⏳ to do": the mark of what is not begun is no part of the title. */
const OPEN_TAIL = /(?<=\S)\s+[-–—:|]\s+[⏳⌛🔲⬜]\uFE0F?\s*[^\s\p{P}]{0,12}(?:\s[^\s\p{P}]{1,12}){0,2}$/u;

/** Whether a line is a bold one that names a part of a plan: `**Phase 1: Setup**`, with a remark after it or not. */
export function readBoldHeading({ text }: TextLine): boolean {
  const match = /^(?:\*\*|__)(?<inner>[^*_]{1,160})(?:\*\*|__)(?<after>.*)$/u.exec(text);
  if (match?.groups === undefined) return false;
  const { inner = '', after = '' } = match.groups;
  const { form, isSetOff, title } = readUnitLabel(inner.replace(/:$/u, ''));
  if (form !== 'word' || !isSetOff) return false;
  // `**Phase 1** is done first` is a sentence.
  return title !== '' ? after.length < LONGEST_REMARK : /^\s*(?:$|[:–—(-])/u.test(after);
}

const LONGEST_REMARK = 120;

/** A heading without pictures before and after it, and emphasis in it. */
function undecorated(text: string): string {
  if (BARE.test(text)) return plain(text.trim()).trim();
  const bare = text
    .replace(/^(?:\p{Extended_Pictographic}|\uFE0F|\u200D|\[[ xX~-]?\](?!\())+\s*/u, '')
    .replace(/\s*(?:(?:\p{Extended_Pictographic}|\uFE0F|\u200D)(?![\p{L}\p{N}]))+$/u, '')
    .replace(/^(\*{1,3})([^*]{1,160})\1/u, '$2');
  return plain(bare.trim()).trim();
}

/** Begins with a letter or digit, and has neither stars nor pictures in it, as most headings. */
const BARE = /^[A-Za-z0-9][\x20-)+-~]*$/u;

const TIME_TAIL =
  /(?<!\s)\s*(?:[([（]([^()[\]（）]{1,60})[)\]）]|(?:(?<=\s)[-–—|·]|[⏱⏰⏲⏳🕐-🕧]\uFE0F?)\s*([~≈]?\d[^()[\]（）]{0,40}))$/u;

/** An estimate at the end: "(3 hours)", "- 10-15 minutes", "⏱️ 2 days". Beside others in brackets it is taken out: "(P0, 2 days)". */
function withoutHours(text: string): {
  readonly rest: string;
  readonly hours: number | undefined;
  readonly estimate: string;
} {
  const match = TIME_TAIL.exec(text);
  if (match === null) return { rest: text, hours: undefined, estimate: '' };
  const said = match[1] ?? match[2] ?? '';
  const before = text.slice(0, match.index);
  const hours = parseHours(said, { needsUnit: true });
  if (hours !== undefined) return { rest: before, hours, estimate: match[0].trim() };
  const pieces = said.split(/\s*[;；，、|·]\s*|,\s+/u);
  const each = pieces.map((piece) => parseHours(piece, { needsUnit: true }));
  const [found, ...more] = each.filter((value) => value !== undefined);
  if (pieces.length < 2 || found === undefined || more.length > 0)
    return { rest: text, hours: undefined, estimate: '' };
  const at = each.indexOf(found);
  return {
    rest: `${before} (${pieces.filter((_, index) => index !== at).join(', ')})`,
    hours: found,
    estimate: `(${pieces[at] ?? ''})`,
  };
}

type Label = Omit<UnitLabel, 'state' | 'hours' | 'estimate'>;

const ID = String.raw`(?:[A-Z]{1,4}-?)?\d+(?:[.–-]\d+)*(?:-?[A-Za-z])?(?![\p{L}\p{N}])|[A-Z]{1,4}(?![\p{L}\p{N}])`;
const NUMBER_WORD = Object.keys(NUMBERS)
  .sort((a, b) => b.length - a.length)
  .join('|');
function capitalised(words: string): string {
  return words.replace(/(?<=^|\|)\p{Ll}/gu, (letter) => letter.toUpperCase());
}

const SECTION = String.raw`(?:(?:\d+(?:\.\d+)*|[IVX]+)[.)]?\s+)?`;
/** The sign that sets a label off from its title. */
const MARK = String.raw`\s*(?<mark>[:：.)、，—–·]|-{2,}|-(?=\s|$)|\s-(?=\S)|\||→)\s*`;

const WORD_FIRST = new LatePattern(
  () => String.raw`^${SECTION}(?<word>${UNIT_WORD})\s*(?:[#№]|(?<=^pr)-(?=\d)|no\.?\s*(?=\d))?\s*`,
  'iu',
);
/** After the word. It is looked for by itself, since capitals count in it: the "s" of "Phases" is no label. */
const ID_BEHIND = new LatePattern(
  () =>
    String.raw`^(?<id>${ID}|(?:${NUMBER_WORD}|${capitalised(NUMBER_WORD)})(?![\p{L}\p{N}]))(?:${MARK}|\s+|$|(?=[^\p{L}\p{N}]))`,
  'u',
);
const NUMBER_FIRST = new LatePattern(
  () =>
    String.raw`^${SECTION}(?:第\s*)?(?<id>\d+|[一二三四五六七八九十]{1,3})\s*(?<word>阶段|階段|段階|フェーズ|ステップ|スプリント|단계|주차|차|周|週|步|步骤|期|部分)(?:${MARK}|\s+|$|(?=[^\p{L}\p{N}]))`,
  'u',
);
const ORDINAL_FIRST = new LatePattern(
  () => String.raw`^(?<id>${NUMBER_WORD})\s+(?<word>${UNIT_WORD})(?:${MARK}|\s+|$)`,
  'iu',
);
const CODE = new LatePattern(
  () =>
    String.raw`^(?<id>[A-Z]{1,4}-?\d{1,4}(?:[.-]\d{1,4})*(?:-?[A-Z])?|[A-Z]{1,6}(?:-[A-Z]{1,10})+-?\d{1,5}|[A-Z]{2,6}-\d{1,5})(?![\p{L}\p{N}]|\.\d)(?:\s*\/\s*[A-Z]{1,4}-?\d{1,4}(?:[.-]\d{1,4})*)?(?:${MARK}|\s*$|(?<=^[A-Z]{1,3}\d{1,3}\.\d{1,3})\s+(?=\p{Lu})|\s*(?=[（\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]))`,
  'u',
);
const VERSION = new LatePattern(
  () =>
    String.raw`^(?:(?:version|versão|versión|release|versione|версия|版本|バージョン|버전)\s*)?(?<id>v\d+(?:\.\d+){0,3}(?!\s+(?:models?|schemas?|layout|behaviou?r|database|format|side|code|api)\b)|\d+\.\d+(?:\.\d+|(?=\.x)))(?:[-.](?:alpha|beta|rc|x)[\w.]*)?(?:\s*[/–-]\s*v?\d+(?:\.\d+)+)?(?![\p{L}\p{N}])(?:${MARK}|\s+|$|(?=[（]))`,
  'iu',
);
/** The days of a week over what is done on each. */
const WEEKDAY = [
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday',
  'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag',
  'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche',
  'lunes|martes|miércoles|jueves|viernes|sábado|domingo',
  '(?:segunda|terça|quarta|quinta|sexta)-feira',
  'lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica',
  'понедельник|вторник|среда|четверг|пятница|суббота|воскресенье',
  'понеділок|вівторок|середа|четвер|пʼятниця|субота|неділя',
  'poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela',
  'pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar',
  '[月火水木金土日]曜日?|(?:周|星期)[一二三四五六日天]|[월화수목금토일]요일',
].join('|');
const TIME = new LatePattern(
  () =>
    String.raw`^(?<id>now|next|soon|later|q[1-4](?:[ -/]*\d{4})?|\d{4}[ -/]*q[1-4]|h[12] \d{4}|near(?:er)?[- ]term|short(?:er)?[- ]term|mid[- ]term|medium[- ]term|long(?:er)?[- ]term|immediate(?:ly)?|this (?:week|month|quarter|sprint)|next (?:week|month|quarter|sprint)|esta semana|cette semaine|diese woche|questa settimana|на этой неделе|в этом месяце|цього тижня|本周|今週|이번 ?주|este mês|este mes|kurzfristig|mittelfristig|langfristig|court terme|moyen terme|long terme|corto plazo|medio plazo|largo plazo|curto prazo|médio prazo|longo prazo|в ближайшее время|краткосрочн\p{L}+|среднесрочн\p{L}+|долгосрочн\p{L}+|近期|中期|长期|短期|長期|단기|중기|장기|${WEEKDAY})(?:\s*\([^()]*\))?(?:\s*[:：–—-]\s*|$)`,
  'iu',
);
const NUMBERED =
  /^#?(?<id>\d{1,4}(?:\.\d{1,4})*[a-zA-Z]?)(?:(?<mark>[.):、：])(?:\s+|(?=[^\d\s]))|\s+[–—·•|-]\s+|(?<=\d\.\d{1,4})\s+)(?=\S)/u;

/** "B — Client", "B. Client". */
const LETTERED = /^(?<id>[A-Z])(?:[.):：]\s+|\s+[–—-]\s+)(?=\S)/u;

function labelOf(text: string): Label | undefined {
  const worded = wordLabel(text);
  if (worded !== undefined) {
    const { word, id, mark, title } = worded;
    return {
      form: 'word',
      word: canonical(word),
      kind: unitKind(word) ?? 'phase',
      id: idOf(id),
      isSetOff: mark !== undefined || title === '' || /^[([]/u.test(title),
      title,
    };
  }
  const version = VERSION.exec(text);
  if (version?.groups) {
    const rest = text.slice(version[0].length);
    const isRemark = /^（[^（）]*）$/u.test(rest);
    return timeLabel(version.groups.id?.replace(/^v/iu, ''), isRemark || rest === '' ? text : rest);
  }
  const code = CODE.exec(text);
  if (code?.groups) {
    const { id } = code.groups;
    return {
      form: 'code',
      word: /^[A-Z]+/u.exec(id ?? '')?.[0],
      kind: undefined,
      id,
      isSetOff: true,
      title: text.slice(code[0].length),
    };
  }
  const time = TIME.exec(text);
  if (time !== null) return timeLabel(undefined, text);
  const numbered = NUMBERED.exec(text) ?? LETTERED.exec(text);
  if (numbered?.groups === undefined) return undefined;
  const { id = '' } = numbered.groups;
  return {
    form: 'number',
    word: /\d/u.test(id) ? undefined : 'letter',
    kind: undefined,
    id,
    isSetOff: true,
    title: text.slice(numbered[0].length),
  };
}

type WordLabel = {
  readonly word: string;
  readonly id: string;
  readonly mark: string | undefined;
  readonly title: string;
};

function wordLabel(whole: string): WordLabel | undefined {
  const atOnce = WORD_FIRST.exec(whole);
  const text = atOnce === null ? whole.replace(URGENCY.pattern, '') : whole;
  const first = atOnce ?? (text === whole ? null : WORD_FIRST.exec(text));
  const behind = first === null ? null : ID_BEHIND.exec(text.slice(first[0].length));
  // "Phase IV" and "Phase two", but not "Part of it" or "Days to go".
  const isId =
    behind?.groups?.id !== undefined &&
    (/[\d一二三四五六七八九十①-⑩]/u.test(behind.groups.id) ||
      (/\s$/u.test(first?.[0] ?? '') && !ALSO_VERBS.test(first?.groups?.word ?? '')) ||
      first?.groups?.word === undefined);
  if (first?.groups && behind?.groups && isId) {
    const title = text.slice(first[0].length + behind[0].length);
    return { word: first.groups.word ?? '', id: behind.groups.id ?? '', mark: behind.groups.mark, title };
  }
  const other = NUMBER_FIRST.exec(text) ?? (beginsWithNumberWord(text) ? ORDINAL_FIRST.exec(text) : null);
  if (other?.groups === undefined || other === null) return undefined;
  const { word = '', id = '', mark } = other.groups;
  return { word, id, mark, title: text.slice(other[0].length) };
}

/** Words for parts that are verbs as well: "Change a setting" is no change with the name "a", while "Change 1: the settings" has a number. */
const ALSO_VERBS =
  /^(?:change|änderung|cambio|mudança|modification|изменение|зміна|zmiana|变更|變更|修改|改动|変更|변경)$/iu;

/** "CRITICAL - Phase 1: Models": the urgency of a part comes before its label. */
const URGENCY = new LatePattern(
  () =>
    String.raw`^(?:(?:critical|urgent|high|medium|low|alta|media|média|baja|baixa|crítica|hoch|mittel|niedrig|haute|moyenne|basse)(?:[- ](?:priority|priorität))?|(?:prioridad|prioridade|priorité|priorità) (?:alta|media|média|baja|baixa|haute|moyenne|basse|bassa))\s*(?:[:：–—|]|-(?=\s))\s*(?=\p{L}+\s+\d)`,
  'iu',
);

/** Whether a text may begin with an ordinal label; most headings do not, and its pattern is the longest of all. */
function beginsWithNumberWord(text: string): boolean {
  const word = /^\S+(?=\s)/u.exec(text)?.[0].toLowerCase();
  return word !== undefined && Object.hasOwn(NUMBERS, word);
}

function timeLabel(id: string | undefined, title: string): Label {
  return { form: 'time', word: undefined, kind: 'phase', id, isSetOff: true, title };
}

function canonical(word: string): string {
  const lower = word.toLowerCase().replace(/\s+/gu, ' ');
  return /^(?:week|day|month|semana|settiman|semaine|woche)/u.test(lower)
    ? lower.replace(/(?<=week|day|month|semana|semaine|woche)[sn]$/u, '')
    : lower;
}

/** `2` of "two" and 二; a range keeps its dash. */
function idOf(id: string): string {
  return NUMBERS[id.toLowerCase()] ?? id.replace(/–/gu, '-');
}
