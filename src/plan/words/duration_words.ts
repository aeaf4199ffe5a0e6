import { LatePattern } from '../../lib/index.ts';

/** Hours of a working day, week and month. */
const DAY = 8;
const WEEK = 40;
const MONTH = 160;

/**
 * Units of time in estimates, with the hours that they mean. To read another language it is enough to add its words here.
 */
const UNIT_WORDS: readonly (readonly [hours: number, words: string])[] = [
  [
    1 / 60,
    `m min mins minute minutes minuten minuto minutos minuti minut minuty minuta мин минута минуты минут хвилин хвилини
    минути dakika phút menit 分 分钟 分鐘 分間 분 นาที`,
  ],
  [
    1,
    `h hr hrs hour hours heure heures std stunde stunden hora horas ora ore godz godzin godziny godzina uur uren ч час часа
    часов часове год години годин saat giờ jam 时 小时 小時 个小时 個小時 時間 시간 ชั่วโมง`,
  ],
  [
    DAY,
    `d day days j jr jrs jour jours jh journée journées tag tage tagen personentag
    personentage arbeitstag arbeitstage arbeitstagen werktag werktage día días dia dias jornada jornadas giorno giorni gg dzień
    dni dag dagen д дн день дня дней днів дні gün ngày hari 天 日 日間 人日 人天 工作日 个工作日 個工作日 营业日 営業日 일 일간
    인일 วัน`,
  ],
  [
    WEEK,
    `w wk wks week weeks semaine semaines woche wochen semana semanas settimana settimane tydz tydzień tygodnie tygodni tygodnia
    weken н нед неделя недели недель неделю недели тиждень тижні тижнів седмица седмици hafta tuần minggu 周 週 周间 週間 个周
    星期 个星期 個星期 礼拜 人周 人週 주 주일 주간 สัปดาห์`,
  ],
  [
    MONTH,
    `mo mos month months mois monat monate monaten mes meses mês mese mesi miesiąc miesiące miesięcy maand maanden мес месяц
    месяца месяцев місяць місяці місяців месец месеца месеци ay tháng bulan 个月 個月 人月 ヶ月 か月 カ月 ケ月 ヵ月 ヶ月間 か月間 カ月間
    ケ月間 개월 달 เดือน`,
  ],
];

/** The hours of each unit, by its word in lower case. */
export const UNIT_HOURS: ReadonlyMap<string, number> = new Map(
  UNIT_WORDS.flatMap(([hours, words]) => words.split(/\s+/u).map((word) => [word, hours] as const)),
);

/** Numbers in words, as far as estimates use them. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...[
    'a',
    'an',
    'one',
    'un',
    'une',
    'una',
    'um',
    'uma',
    'uno',
    'ein',
    'eine',
    'einen',
    'een',
    'один',
    'одна',
    '一',
  ].map((word) => [word, 1] as const),
  ...['two', 'deux', 'zwei', 'dos', 'dois', 'duas', 'due', 'twee', 'два', 'две', '两', '兩', '二'].map(
    (word) => [word, 2] as const,
  ),
  ...['three', 'trois', 'drei', 'tres', 'três', 'tre', 'три', '三'].map((word) => [word, 3] as const),
  ...['four', 'quatre', 'vier', 'cuatro', 'quatro', 'quattro', 'четыре', '四'].map(
    (word) => [word, 4] as const,
  ),
  ...['five', 'cinq', 'fünf', 'cinco', 'cinque', 'пять', '五'].map((word) => [word, 5] as const),
  ...['six', 'sechs', 'seis', 'шесть', '六'].map((word) => [word, 6] as const),
  ['seven', 7],
  ['eight', 8],
  ['nine', 9],
  ['ten', 10],
  ...[
    'half',
    'demi',
    'demie',
    'halber',
    'halbe',
    'halben',
    'media',
    'medio',
    'meio',
    'meia',
    'mezza',
    'mezzo',
    '半',
  ].map((word) => [word, 0.5] as const),
]);

/** Words beside a unit that change nothing: whose days they are. */
export const BESIDE_UNIT: ReadonlySet<string> = new Set(
  `working work business person people man homme hommes dev ouvré ouvrés ouvrable ouvrables hábil hábiles laborable laborables
  útil úteis lavorativi lavorativo рабочий рабочих рабочие рабочего робочих roboczych robocze de`.split(
    /\s+/u,
  ),
);

/** A unit in Dutch, in which "of" is between the two ends of a range: "2 of 3 dagen", and not "2 of 5 days". */
export const DUTCH_UNIT = new LatePattern(
  () => String.raw`(?<!\p{L})(?:uur|uren|dag|dagen|weken|maand|maanden)(?!\p{L})`,
  'u',
);

/** Words between the two ends of a range, after a quantity. */
export const RANGE_WORDS: ReadonlySet<string> = new Set(
  'to or à ou a o bis oder до или tot of lub do 至 到 から 或 ถึง đến'.split(' '),
);

/** Words that contain both a number and a unit. */
export const WHOLE_WORDS: ReadonlyMap<string, number> = new Map(
  ['полдня', '半天', '半日', '半日間', '半日间', '반나절', '반일'].map((word) => [word, DAY / 2]),
);

/** Words between two quantities that are added. */
export const PLUS_WORDS: ReadonlySet<string> = new Set('and et und y e и en i'.split(' '));

/** Words before an estimate that say how sure it is, or that begin a range. */
export const ABOUT =
  /^(?:(?:about|approx(?:imately)?\.?|around|roughly|circa|ca\.?|up to|at most|max(?:imum)?\.?|under|less than|environ|env\.?|entre|de|von|from|between|etwa|ungefähr|rund|aprox\.?|aproximadamente|cerca de|unos|около|примерно|ок\.|约|約|大约|大約|大概|预计|およそ|약|대략|[~～〜≈<≤±])\s*)+/u;

/** Words after an estimate that change nothing. */
export const BEHIND =
  /(?:(?<!\s)\s*(?:,\s|;|、|，).*|(?<!\s)\s+(?:in\s+)?total|(?<!\s)\s+(?:of (?:work|effort)|est(?:imated|imate|\.)?|effort|geschätzt|estimad[oa]s?|estimée?s?)|(?<!\s)\s*(?:左右|程度|くらい|ぐらい|ほど|前後|정도|가량|内外|以内|이내)|\.)$/u;

/** A number, in figures or a word, and a unit of time. */
const DURATION = () =>
  String.raw`(?:about |approximately |roughly |~|≈|etwa |ca\. ?|circa |unos? |environ |около |约)?(?:\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?|[\p{Script=Latin}\p{Script=Cyrillic}]{2,9}|[一二两三四五六])[\s-]?(?:${[...UNIT_HOURS.keys()].filter((word) => word.length > 2 || /[^\x00-\x7f]/u.test(word)).join('|')})(?![\p{Script=Latin}\p{Script=Cyrillic}])`;

/** "Each sprint is 2 weeks", "two weeks per phase", "each: two weeks", "каждый спринт длится две недели", "每个阶段两周". */
export const EACH_TAKES = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:each|every|jede[rs]?|cada|chaque|ogni|кажд(?:ый|ая|ое)|elke?)\s+(?<word>\p{L}+)\s*(?:is|takes|lasts|runs(?: for)?|dauert|dura|dure|длится|занимает|duurt|=|[:：—–-])?\s*(?<said>${DURATION()})` +
    String.raw`|每个?(?<han>阶段|階段|冲刺|迭代|步骤)(?:持续|需要|为|：)?\s*(?<hanSaid>${DURATION()})` +
    String.raw`|(?<before>${DURATION()})\s+(?:each(?=\s*[.,;)]|$)|je(?=\s*[.,;)]|$)|(?:per|pro|por|par|für jede[nrs]?)\s+(?<behind>\p{L}+))`,
  'giu',
);
