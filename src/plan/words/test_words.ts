import { LatePattern } from '../../lib/index.ts';

/**
 * Words that distinguish tests to be written, which are work, from criteria, which hold or do not: "Add unit tests for the
 * parser" and "All unit tests pass". To read another language, or another word, it is enough to add it here.
 */

const KIND =
  '(?:unit|integration|e2e|end[- ]to[- ]end|contract|property(?:[- ]based)?|snapshot|component|regression|performance|load|smoke|acceptance|api|ui|functional|playwright|jest|vitest|pytest|cypress|rspec)';
const TESTS = String.raw`(?:(?:${KIND}[- ])tests?|tests|specs|a (?:\p{L}+ ){0,2}test|test (?:cases?|suites?|files?|fixtures?|data|coverage|harness)|coverage)`;
/** Words after it that make a sentence on a state: "tests pass". */
const IS_STATE = String.raw`(?!\s+(?:(?:all|still|that|now|and \p{L}+) ){0,2}(?:pass|succe|are|is|runs?|works?|stays?|remains?|fails?|exists?|go(?:es)?|green))`;
const FROM = String.raw`^[\s*_“"]*(?:\[[ xX]?\]\s+)?(?:[^:：.;]{1,40}[:：][*_]*\s+)?`;
/** A few words, none of which begins another clause. */
const WORDS = String.raw`(?:(?!(?:check|verify|see|should|must|that|when|if|then|without|works?|takes?)(?!\p{L}))[^.;:]){0,80}?`;

/** "tests/test_words.py", "src/__tests__/words.ts", "words_spec.rb" */
const TEST_FILE = String.raw`(?=[\w./@-]{0,80}(?:tests?|specs?|__tests__)(?![a-z]))[\w./@-]{1,120}\.[a-z]{1,5}(?![\w/])`;

/** "Write unit tests for X", "…ユニットテストを作成します". */
const ASKS = [
  String.raw`${FROM}(?:write|add|create|implement|extend|update|expand|develop|set up|build|introduce|port|cover|improve|increase) ${WORDS}(?<!\p{L})(?:${TESTS})(?![\p{L}\d])${IS_STATE}`,
  String.raw`${FROM}(?:write|add|create|implement|include) (?:(?!(?:and|or|to|then)\s)[\p{L}\d-]+ ){0,4}test(?=[\s.]*$| (?:in|to|into|for|with|using|covering|on)(?!\p{L}))${IS_STATE}`,
  String.raw`${FROM}(?:(?:write|add|append|put|extend|update|ergänze|erweitere|añadir|agregar|ampliar|adicionar|ajouter|compléter|добавить|дополнить)(?!\p{L})[^.;:\x60'"]{0,60}[\s\x60]|(?:在|向|为)\s?\x60?)${TEST_FILE}`,
  String.raw`${FROM}(?:schreibe|ergänze|erstelle|schreiben sie) ${WORDS}tests?(?!\p{L})|(?:tests?|testfälle|testdaten)(?!\p{L})[^.;]{0,80}(?:schreiben|hinzufügen|ergänzen|erstellen|anlegen|implementieren|erweitern)[\s.]*$|tests? (?:schrijven|toevoegen)[\s.]*$`,
  String.raw`${FROM}(?:escribir|agregar|añadir|crear|implementar|ampliar|hacer|escrever|adicionar|criar|ampliar|fazer) ${WORDS}(?<!\p{L})(?:tests?|pruebas? (?:unitarias?|de \p{L}+|automáticas?)|pruebas|testes?)(?!\p{L})`,
  String.raw`${FROM}(?:écrire|ajouter|créer|rédiger|implémenter|compléter|scrivere|aggiungere|creare|implementare|napisać|dodać|utworzyć) ${WORDS}(?<!\p{L})(?:tests?|test|testy|testów)(?!\p{L})`,
  String.raw`${FROM}(?:написать|добавить|создать|реализовать|дописать|покрыть|расширить|обновить|написати|додати|створити|покрити) ${WORDS}(?:тест\p{L}*)`,
  `${FROM}(?:编写|撰写|添加|新增|补充|增加|创建|完善|实现|更新|編寫|補充)[^。；;]{0,40}(?:测试|测试用例|单测|測試)(?!通过|通過)`,
  '(?:テスト|テストコード|テストケース|テスト用)[^。]{0,60}(?:作成|追加|実装|記述|用意|準備|配置|拡充|更新)(?:する|します|しておく|すること)?[。\\s]*$|テスト(?:コード|ケース)?を書(?:く|きます)[。\\s]*$',
  '테스트[^.]{0,40}(?:작성|추가|구현|보강|준비)(?:한다|하기|합니다|하세요)?[.\\s]*$',
  String.raw`test\p{L}* (?:yaz|ekle)\p{L}*[\s.]*$|${FROM}(?:viết|thêm|bổ sung|tạo) ${WORDS}(?:tests?|kiểm thử)(?!\p{L})`,
];
const ASKS_FOR_TESTS = new LatePattern(() => ASKS.join('|'), 'iu');

/** "Unit tests for the parser": below a heading such as "Tests", that is what has to be written. */
const NAMES_TESTS = new LatePattern(
  () =>
    `${FROM}(?:${[
      String.raw`${KIND}[- ]tests?(?: suite)?(?:\s*[:：]| (?:for|of|on|covering|with)(?!\p{L})|[\s.]*$)`,
      String.raw`(?:unit-?|integrations-?|end-to-end-?)tests? (?:für|der|des|zu)(?!\p{L})|(?:tests?|pruebas|testes) (?:unitarios?|unitarias?|unitários?|unitaires?|de integración|de integração|d['’]intégration) (?:para|de|del|do|da|pour|des?|du)(?!\p{L})`,
      String.raw`(?:юнит|модульные|интеграционные|unit)[- ]?тесты (?:для|на|к)(?!\p{L})`,
      '(?:单元|集成|端到端)测试\\s?[:：]',
    ].join('|')})`,
  'iu',
);

/** Words by which a text is on the outcome of tests, and not on tests that are missing. */
const OUTCOME = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:pass(?:es|ed|ing)?|green|succeeds?|bestehen|grün|laufen|pasan|verdes?|passam|passent|passano|проходят|зел[её]ные)(?!\p{L})|[≥>]\s?\d|\d\s?%|通过|通過|通る|成功|통과`,
  'iu',
);

/** Headings and labels over tests, and not over criteria. */
const TESTS_NAME = new LatePattern(
  () =>
    String.raw`^[\s*_#\d.]*(?:(?:${KIND} )?(?:tests?|testing|test cases|test suite)(?: (?:to write|needed|required|cases))?|тест(?:ы|ирование)|тест-кейсы|unit-?tests|testfälle|pruebas(?: unitarias)?|testes(?: unitários)?|tests (?:unitaires|unitarios)|testy|测试(?:用例)?|单元测试|測試|テスト|テストケース|테스트(?: ?케이스)?)[\s*_:：]*$`,
  'iu',
);

/** Whether a heading or label is over tests as such: "Tests", "Unit tests", but not "Test criteria" or "Verification". */
export function namesTests(name: string): boolean {
  return TESTS_NAME.test(name);
}

/** Whether a text by itself asks for tests to be written. */
export function asksForTests(text: string): boolean {
  return ASKS_FOR_TESTS.test(firstLine(text));
}

/** Whether a text below a heading or label such as "Tests" names tests, and not how they have to end. */
export function namesTestsToWrite(text: string): boolean {
  const first = firstLine(text);
  return NAMES_TESTS.test(first) && !OUTCOME.test(first);
}

/** Whether a text says how tests have to end: "All tests pass". */
export function saysOutcome(text: string): boolean {
  return OUTCOME.test(firstLine(text));
}

/** Whether a text ends with how tests have to end: "Write tests for the parser, and all of them pass". */
export function endsWithOutcome(text: string): boolean {
  return ENDS_WITH_OUTCOME.test(firstLine(text));
}

const ENDS_WITH_OUTCOME = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:pass|passes|green|succeed|succeeds|bestehen|grün|pasan|passam|passent|passano|проходят|зел[её]ные)[\s.!)*]*$|(?:通过|通過|通る|成功する|통과)[\s。.!]*$`,
  'iu',
);

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, LONGEST) ?? '';
}

const LONGEST = 400;
