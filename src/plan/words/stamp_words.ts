import { LatePattern } from '../../lib/index.ts';

/** A date: "2026-03-01", "March 3, 2026", "1.3.26", "2026年3月". */
const DATE = String.raw`^(?:[^\s\d]{3,12} )?(?:\d{1,2}\S{0,3} (?:de )?(?:[^\s\d]{3,12} )?(?:de )?)?(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d))`;
/** Names of people, which begin with a capital or a sign. */
const NAMES = String.raw`^(?:(?:[@(<]|\p{Lu}|\p{Lo})[^\s]*|and|und|et|y|e|и|[,&+、，])(?!\S)(?:\s+(?:(?:[@(<]|\p{Lu}|\p{Lo})[^\s]*|and|und|et|y|e|и|[,&+、，])(?!\S)){0,7}$`;
const VERSION = String.raw`^v?\d[\w.+-]*(?:\s*\([^()]*\))?$`;

/**
 * Names of fields at the head of a document, each with a pattern for its value: "Data: move the rows" is work. To read another
 * language, it is enough to add it here.
 */
const STAMPS = [
  [
    'date|created|updated|last (?:updated|modified|revised)|datum|stand|erstellt|aktualisiert|fecha|data|actualizado|atualizado|mise? à jour|дата|обновлено|(?:项目)?(?:分析|创建|更新|编写|制定)?(?:时间|日期)|最后更新|作成日|更新日|最終更新|작성일|업데이트',
    DATE,
  ],
  ['authors?|autor(?:en)?|auteur|автор|作者|作成者|작성자', NAMES],
  ['version|версия|版本', VERSION],
] as const;

const PATTERNS = STAMPS.map(([names, value]) => ({
  name: new LatePattern(() => `^(?:${names})(?: (?:on|by|am|le|el|em))?$`, 'iu'),
  value: new LatePattern(() => value, 'u'),
}));

/** Whether a line says when or by whom the document was written, and nothing of the work: "Last updated: 2026-03-01". */
export function isStamp(line: string): boolean {
  if (line.length > LONGEST) return false;
  const { name, value } = FIELD.exec(line.replace(/[*_]/gu, ''))?.groups ?? {};
  if (name === undefined || value === undefined || value.length > LONGEST_VALUE) return false;
  return PATTERNS.some((each) => each.name.test(name) && each.value.test(value));
}

const FIELD = /^[^\p{L}\p{N}]*(?<name>\p{L}[^:：]{0,29}?)\s*[:：]\s*(?<value>\S.*?)\s*$/u;

/** In characters. */
const LONGEST = 200;
const LONGEST_VALUE = 40;
