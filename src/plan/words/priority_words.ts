import { LatePattern } from '../../lib/index.ts';

/** Words for how urgent something is, from the first to the last. */
const URGENCY: readonly LatePattern[] = [
  new LatePattern(
    () =>
      String.raw`^(?:🔴|critical|highest|urgent|blocker|must(?: have)?|critique|crítica?|kritisch|критич\p{L}*|紧急|最高|긴급)`,
    'iu',
  ),
  new LatePattern(
    () => String.raw`^(?:🟠|high|hoch|hohe|haute?|élevée?|alta|высок\p{L}*|高|높음|상|should(?: have)?)`,
    'iu',
  ),
  new LatePattern(
    () =>
      String.raw`^(?:🟡|medium|mid|normal|moderate|mittel|mittlere|moyenne?|media|média|средн\p{L}*|中|보통|중간?|could(?: have)?)`,
    'iu',
  ),
  new LatePattern(
    () =>
      String.raw`^(?:🟢|low|lowest|niedrige?|basse?|faible|baja|baixa|bassa|низк\p{L}*|低|낮음|하|nice.to.have|won't)`,
    'iu',
  ),
];

/** The place of a priority among others, the most urgent first: of its number, else of its word. */
export function rankOfPriority(text: string): number | undefined {
  const number = /\d{1,4}/u.exec(text)?.[0];
  if (number !== undefined) return Number(number);
  const urgency = URGENCY.findIndex((words) => words.test(text));
  return urgency < 0 ? undefined : urgency;
}

/** The rank of a priority that a heading or a line names: "(P1)", "High priority", "PRIORITÉ 1", "[Must]". */
export function statedPriority(text: string): number | undefined {
  for (const { piece, isBracketed } of piecesOf(text)) {
    if (/^p[0-4]$/iu.test(piece)) return Number(piece.slice(1));
    const rest = piece.replace(PRIORITY.pattern, ' ').trim();
    const isNamed = rest !== piece && piece.length <= LONGEST_PIECE;
    const isLevel = isBracketed && LEVEL.test(piece);
    const rank = isNamed || isLevel ? rankOfPriority(rest) : undefined;
    if (rank !== undefined) return rank;
  }
  return undefined;
}

const LONGEST_PIECE = 40;

function piecesOf(text: string): { readonly piece: string; readonly isBracketed: boolean }[] {
  const plain = text
    .slice(0, LONGEST)
    .replace(/[*_`]/gu, '')
    .replace(/(priorit\p{L}*|prioridade?|приоритет|优先级|優先度|우선순위)\s*[:：]\s*/giu, '$1 ');
  return plain.split(/(?=[([（【])|(?<=[)\]）】])|[|·:：]|\s[-–—]\s/u).map((part) => ({
    piece: part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
    isBracketed: /^\s*[([（【]/u.test(part),
  }));
}

const LONGEST = 300;

const PRIORITY = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:priorit(?:y|é|à|ät|aet|et)|prioridade?|prio|приоритет\p{L}*|пріоритет\p{L}*|priorytet\p{L}*|öncelik|ưu tiên)(?!\p{L})|优先级|優先度|우선순위`,
  'giu',
);
const LEVEL =
  /^(?:critical|high|medium|low|must(?:[- ]have)?|should(?:[- ]have)?|could(?:[- ]have)?|hoch|mittel|niedrig|haute|moyenne|basse|alta|média|media|baixa|baja|bassa|высокий|средний|низкий|[高中低]|높음|중간|낮음)$/iu;
