import type { Section } from './outline.ts';
import type { UnitLabel } from './unit_label.ts';

/**
 * Headings beside each other that count something by a word that no table knows as one for parts: "Lektion 1", "Lektion 2",
 * "Lektion 3". They are read as parts, with a note to the user.
 *
 * @param labelOf - reads a heading by the words that are known
 */
export function countedByUnknownWords(
  sections: readonly Section[],
  labelOf: (section: Section) => UnitLabel,
): ReadonlyMap<Section, UnitLabel> {
  const found = new Map<Section, UnitLabel>();
  for (const { sections: own } of sections) {
    const byWord = new Map<string, { readonly section: Section; readonly label: UnitLabel }[]>();
    for (const section of own) {
      const label = labelOf(section);
      const counted = label.form === 'plain' ? countedBy(label) : undefined;
      if (counted === undefined) continue;
      const list = byWord.get(counted.word ?? '');
      if (list === undefined) byWord.set(counted.word ?? '', [{ section, label: counted }]);
      else list.push({ section, label: counted });
    }
    for (const list of byWord.values()) {
      const rises = list.every(
        ({ label }, index) => index === 0 || Number(label.id) === Number(list[index - 1]?.label.id) + 1,
      );
      if (list.length >= LEAST && rises) for (const { section, label } of list) found.set(section, label);
    }
    for (const [section, label] of unnumberedAmong(own, (each) => found.get(each) ?? labelOf(each)))
      found.set(section, label);
  }
  return found;
}

/** Beside "TODO 1" and "TODO 2", "TODO (noted in June)" is one as well, though it has no number. */
function* unnumberedAmong(
  sections: readonly Section[],
  labelOf: (section: Section) => UnitLabel,
): Generator<readonly [Section, UnitLabel]> {
  const counted = sections.map(labelOf).filter(({ form, id }) => form === 'word' && id !== undefined);
  if (counted.length < FEWEST_BESIDE) return;
  for (const section of sections) {
    const label = labelOf(section);
    const word =
      label.form === 'plain' ? UNNUMBERED.exec(label.title)?.groups?.word?.toLowerCase() : undefined;
    const same = word === undefined ? undefined : counted.find((each) => each.word === word);
    if (same === undefined) continue;
    const { title, state, hours, estimate } = label;
    yield [section, { ...same, id: undefined, title, state, hours, estimate, isSetOff: true }];
  }
}

const FEWEST_BESIDE = 2;
const UNNUMBERED = /^(?<word>\p{L}[\p{L}\p{M}'’-]{0,20})\s*(?:[(（:：]|\s[–—-]\s)/u;

const LEAST = 3;

function countedBy(label: UnitLabel): UnitLabel | undefined {
  const { word, id, title = '' } = COUNTED.exec(label.title)?.groups ?? {};
  if (word === undefined || id === undefined || NO_PART.test(word)) return undefined;
  return {
    ...label,
    form: 'word',
    word: word.toLowerCase(),
    kind: 'phase',
    id,
    isSetOff: true,
    isGuessed: true,
    title,
  };
}

const COUNTED =
  /^(?<word>\p{L}[\p{L}\p{M}'’-]{0,20})\s*(?:#|№|n[.º°]\s*)?(?<id>\d{1,3})(?:\s*[:：.)—–|-]\s*|$)(?<title>.*)$/u;

/** Words for things that people count and that are no work. */
const NO_PART =
  /^(?:requirements?|req|options?|alternatives?|questions?|q|risks?|examples?|scenarios?|chapters?|rules?|principles?|decisions?|findings?|issues?|problems?|notes?|appendix|figures?|tables?|tests?|cases?|goals?|objectives?|criteri(?:on|a)|approach|ideas?|sections?|layers?|levels?|pillars?|adr|rfc|v|version|anforderung|frage|beispiel|risiko|kapitel|requisito|opción|opção|pregunta|pergunta|riesgo|risco|ejemplo|exemplo|exigence|question|risque|exemple|chapitre|требование|вариант|вопрос|риск|пример|глава|проблема|правило|方案|问题|风险|示例|例|要件|質問|リスク|第)$/iu;
