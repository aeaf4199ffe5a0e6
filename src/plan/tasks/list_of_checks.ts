import { type Failure, failure } from '../../diagnostics/index.ts';
import { LatePattern } from '../../lib/index.ts';
import { type Outline, withBelow } from '../outline/outline.ts';
import { type Surveyed, titleOf } from '../outline/survey.ts';
import { ASKS } from '../words/claim_words.ts';
import type { TaskCode } from './importer.ts';
import { kindOf, type ListDocument, type ListItem } from './list_document.ts';
import { shortText } from './short_text.ts';

/**
 * Whether a document is a list of checks, and most of its boxes describe a state, not work. Its title has to be about checking,
 * and be called a list of checks or be over boxes that are sentences on a state: in "Email verification" that is the thing to be
 * built.
 */
export function areStates(items: readonly ListItem[], { sections }: ListDocument): boolean {
  const title = sections[0]?.title ?? '';
  if (items.length < MIN_STATES || !VERIFICATION.test(title)) return false;
  if (!items.every((item) => kindOf(item) === 'box')) return false;
  const count = (pattern: LatePattern) => items.filter(({ text }) => pattern.test(text.text)).length;
  if (count(ASKS) * MAX_ASKING >= items.length) return false;
  return CHECKS.test(title) || count(STATE) * 2 > items.length;
}

/** Like {@link areStates}, for a document whose headings would be the parts: chapters of checks, each over boxes. */
export function checksOfParts(
  { root, sections }: Outline,
  units: readonly Surveyed[],
  file: string,
): Failure<TaskCode> | undefined {
  const { text: title = '', line = 1, column = 1 } = (titleOf(root) ?? sections[1])?.heading ?? {};
  if (!CHECKS.test(title) || !VERIFICATION.test(title)) return undefined;
  const boxes = units.flatMap(({ section }) =>
    [...withBelow(section)].flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'text' && block.isItem ? (block.lines[0] ?? []) : [])),
    ),
  );
  const texts = boxes.flatMap(({ text }) => /^\[ ?\]\s+(?<said>\S.*)$/u.exec(text)?.groups?.said ?? []);
  const asking = texts.filter((text) => ASKS.test(text));
  if (texts.length < MIN_STATES || asking.length * 2 >= texts.length) return undefined;
  return failure('usage', {
    severity: 'error',
    code: 'work-unclear',
    message: `By its title, “${shortText(title)}”, it is a list of checks: its boxes say how things should be, not what to do.`,
    ...{ file, line, column },
    hint: 'Begin each task with what to do ("Install Docker", not "Docker is installed"), or choose the section that holds the work with --section "…".',
  });
}

const MIN_STATES = 5;
/** One box in this number may ask for something. */
const MAX_ASKING = 4;

const VERIFICATION = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:verification|validation|readiness|sanity|smoke|acceptance|verificación|validación|comprobación|aceptación|verificação|validação|aceitação|vérification|contrôle|recette|verifica|controllo|accettazione|prüfliste|abnahme\p{L}*|überprüfung|weryfikac\p{L}+|doğrulama|kontrol|проверк\p{L}+|проверочн\p{L}+|приёмк\p{L}+|приемк\p{L}+|перевірк\p{L}+)(?![\p{L}])|验证|检查|验收|確認|検証|확인|검증|점검`,
  'iu',
);

/** Titles of a list of checks. */
const CHECKS = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:${[
      'check[- ]?lists?|checks|criteria|criterion|(?:smoke|sanity|acceptance)[- ]tests?',
      'lista de (?:verificación|comprobación|control|verificação|controle)|criterios?|critérios?',
      'liste de (?:contrôle|vérification)|critères?|lista di (?:controllo|verifica)|criteri',
      String.raw`\p{L}*checklisten?|prüflisten?|prüfpunkte|abnahmeliste|\p{L}*kriterien|lista kontrolna|kryteria|kontrol listesi|kriterler\p{L}*`,
      String.raw`чек-?лист\p{L}*|критери\p{L}+|список проверок|проверочный (?:лист|список)|критері\p{L}+|список перевірок`,
    ].join(
      '|',
    )})(?![\p{L}])|(?:检查|核对|验证|验收|檢查|驗收)(?:清单|清單|列表|表|项|項|标准|標準)|チェック(?:リスト|項目)|(?:確認|検証)(?:リスト|項目)|基準|체크리스트|(?:확인|검증|점검) ?(?:표|목록|항목|기준)`,
  'iu',
);

/** A finite verb, or words for a state. */
const STATE = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:${[
      "is|are|isn['’]t|aren['’]t|has|have|works|pass|passes|runs|exists?|shows?|returns|loads|responds|starts|can|cannot|does|do not|installed|running|available|enabled|configured|reachable|present|up to date|without errors",
      'es|está|están|son|existen?|funcionan?|muestran?|responden?|tienen?|cargan?|hay|instalad[oa]s?|disponibles?|iniciaron',
      'é|estão|são|existem?|funcionam?|mostram?|respondem?|têm|disponíve(?:l|is)',
      'est|sont|fonctionne(?:nt)?|affichent?|répond(?:ent)?|installée?s?|è|sono|esiste|esistono|funzionano|risponde',
      'ist|sind|funktionier(?:t|en)|läuft|laufen|existier(?:t|en)|zeigt|antwortet|kann|können|jest|są|działa|działają|istnieje|çalışıyor',
      String.raw`работа(?:ет|ют)|есть|существу(?:ет|ют)|отобража(?:ется|ются)|показыва(?:ет|ют)|проход(?:ит|ят)|возвраща(?:ет|ют)|открыва(?:ется|ются)|установлен\p{L}*|запущен\p{L}*|доступ(?:ен|на|но|ны)|прац(?:ює|юють)|існує|відкривається`,
    ].join(
      '|',
    )})(?![\p{L}])|正常|正确|成功|已(?:安装|启动|配置|完成)|可以|能够|存在|されている|されること|できる|している|動作する|된다|한다|있다|정상|됨$`,
  'iu',
);
