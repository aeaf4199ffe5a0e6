/**
 * Words for the parts of a plan, by language, in lower case and in every form that comes before a number. A part is one of a
 * plan's own (`phase`) or a smaller one (`task`): "Step 1.2" below "Phase 1" is a step of it.
 *
 * To read another language, or another word, it is enough to add it here.
 */
const UNIT_WORDS: Readonly<Record<UnitKind, readonly string[]>> = {
  phase: [
    // English
    ...[
      'phase',
      'stage',
      'milestone',
      'sprint',
      'week',
      'weeks',
      'part',
      'priority',
      'iteration',
      'increment',
    ],
    ...[
      'wave',
      'day',
      'days',
      'month',
      'months',
      'epic',
      'chunk',
      'release',
      'version',
      'tier',
      'track',
      'block',
    ],
    ...['workstream', 'work stream', 'task group', 'group', 'batch', 'quarter', 'session'],
    // Spanish, Portuguese, Italian
    ...['fase', 'etapa', 'hito', 'semana', 'semanas', 'parte', 'prioridad', 'iteración', 'bloque', 'versión'],
    ...['marco', 'prioridade', 'iteração', 'bloco', 'versão', 'tappa', 'settimana', 'settimane', 'priorità'],
    ...['iterazione', 'traguardo', 'versione', 'dia', 'día', 'giorno', 'mes', 'mês', 'mese'],
    ...['sesión', 'sessão', 'sessione', 'sitzung', 'сессия', 'セッション', '세션'],
    // French
    ...[
      'étape',
      'etape',
      'jalon',
      'semaine',
      'semaines',
      'partie',
      'priorité',
      'itération',
      'lot',
      'bloc',
      'jour',
    ],
    // German, Dutch
    ...[
      'stufe',
      'meilenstein',
      'woche',
      'wochen',
      'teil',
      'priorität',
      'etappe',
      'abschnitt',
      'tag',
      'tage',
      'monat',
      'welle',
      'mijlpaal',
      'deel',
    ],
    // Russian, Ukrainian
    ...[
      'фаза',
      'этап',
      'веха',
      'неделя',
      'недели',
      'часть',
      'приоритет',
      'спринт',
      'стадия',
      'итерация',
      'блок',
    ],
    ...['день', 'дня', 'дни', 'месяц', 'неделю'],
    ...['етап', 'тиждень', 'частина', 'пріоритет', 'ітерація', 'версия', 'релиз'],
    // Polish, Czech, Turkish, Vietnamese, Indonesian
    ...['faza', 'etap', 'kamień milowy', 'tydzień', 'część', 'fáze', 'faz', 'aşama', 'hafta', 'bölüm'],
    ...['giai đoạn', 'tuần', 'phần', 'tahap', 'minggu', 'bagian'],
    // Swedish, Danish, Norwegian, Finnish, Hungarian, Romanian, Greek
    ...[
      'fas',
      'vecka',
      'del',
      'milstolpe',
      'uge',
      'uke',
      'milepæl',
      'vaihe',
      'viikko',
      'fázis',
      'hét',
      'φάση',
      'εβδομάδα',
    ],
    ...['etapa', 'săptămâna'],
    // Arabic, Persian, Hebrew, Hindi
    ...['المرحلة', 'مرحلة', 'الأسبوع', 'فاز', 'مرحله', 'هفته', 'שלב', 'שבוע', 'चरण'],
    // Japanese, Chinese, Korean, Thai
    ...[
      'フェーズ',
      'マイルストーン',
      'スプリント',
      'ステージ',
      '段階',
      '阶段',
      '階段',
      '里程碑',
      '迭代',
      '冲刺',
      '优先级',
    ],
    ...['단계', '페이즈', '마일스톤', '스프린트', '주차', 'เฟส', 'ระยะที่', 'ระยะ'],
  ],
  task: [
    ...[
      'task',
      'step',
      'item',
      'story',
      'user story',
      'feature',
      'ticket',
      'issue',
      'pr',
      'commit',
      'work package',
    ],
    ...[
      'paso',
      'tarea',
      'passo',
      'tarefa',
      'attività',
      'étape',
      'tâche',
      'schritt',
      'aufgabe',
      'stap',
      'taak',
    ],
    ...[
      'шаг',
      'задача',
      'крок',
      'завдання',
      'krok',
      'zadanie',
      'adım',
      'görev',
      'bước',
      'nhiệm vụ',
      'langkah',
    ],
    ...[
      'steg',
      'trin',
      'askel',
      'tehtävä',
      'lépés',
      'feladat',
      'βήμα',
      'الخطوة',
      'خطوة',
      'المهمة',
      'مهمة',
      'گام',
      'משימה',
      'कार्य',
    ],
    ...['change', 'änderung', 'cambio', 'mudança', 'modification', 'изменение', 'зміна', 'zmiana'],
    ...['变更', '變更', '修改', '改动', '変更', '변경'],
    ...['ステップ', 'タスク', '步骤', '任务', '步驟', '任務', '태스크', '작업', 'ขั้นตอนที่', 'งานที่'],
  ],
};

/** Whether a part is one of a plan's own, or a smaller one. */
export type UnitKind = 'phase' | 'task';

const KINDS: ReadonlyMap<string, UnitKind> = new Map(
  (['task', 'phase'] as const).flatMap((kind) => UNIT_WORDS[kind].map((word) => [word, kind] as const)),
);

/** The kind of part that a word in front of a number means; `undefined` where it is no such word. */
export function unitKind(word: string): UnitKind | undefined {
  return KINDS.get(word.toLowerCase().replace(/\s+/gu, ' '));
}

const escaped = [...KINDS.keys()].sort((a, b) => b.length - a.length).join('|');

/** All the words, as an alternative in a pattern that ignores case. */
export const UNIT_WORD = `(?:${escaped})`;

/** Numbers as words, and in the digits of East Asia. */
export const NUMBERS: Readonly<Record<string, string>> = Object.fromEntries([
  ...[
    ['one', 'first', 'primera', 'primeira', 'première', 'erste', 'первая', 'первый', '一', '①'],
    ['two', 'second', 'segunda', 'deuxième', 'zweite', 'вторая', 'второй', '二', '②'],
    ['three', 'third', 'tercera', 'terceira', 'troisième', 'dritte', 'третья', 'третий', '三', '③'],
    ['four', 'fourth', 'cuarta', 'quarta', 'quatrième', 'vierte', 'четвёртая', '四', '④'],
    ['five', 'fifth', 'quinta', 'cinquième', 'fünfte', 'пятая', 'пятый', '五', '⑤'],
    ['six', 'sixth', 'sexta', 'sixième', 'sechste', '六', '⑥'],
    ['seven', 'seventh', 'séptima', 'sétima', 'septième', '七', '⑦'],
    ['eight', 'eighth', 'octava', 'oitava', 'huitième', '八', '⑧'],
    ['nine', 'ninth', 'novena', 'nona', 'neuvième', '九', '⑨'],
    ['ten', 'tenth', 'décima', 'dixième', '十', '⑩'],
  ].flatMap((words, index) => words.map((word) => [word, String(index + 1)])),
  ...Array.from({ length: 89 }, (_, index) => [inHan(index + 11), String(index + 11)]),
]);

/** 二十三 for 23: from 11 to 99. */
function inHan(number: number): string {
  const digits = '一二三四五六七八九';
  const tens = Math.floor(number / 10);
  return `${tens === 1 ? '' : digits[tens - 1]}十${digits[(number % 10) - 1] ?? ''}`;
}
