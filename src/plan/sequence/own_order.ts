import { LatePattern } from '../../lib/index.ts';
import type { Section } from '../outline/outline.ts';
import type { OrderStatement } from './order_statement.ts';
import type { PartNames } from './part_names.ts';

/** What the text of a part says about its place: "do it before phase 4", "does not depend on PR 2". */
type OwnOrder = OrderStatement & {
  /** Lines that name a part that is not known. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
  readonly line: number;
};

/** Reads the sentences of a part's own text in which the part itself is not named. */
export function ownOrder(section: Section, part: number, names: PartNames): OwnOrder | undefined {
  const after: [number, number][] = [];
  const beside: [number, number][] = [];
  const unread: { line: number; text: string }[] = [];
  let found = 0;
  for (const block of section.blocks) {
    if (block.kind !== 'text' || block.depth > 1) continue;
    const text = block.lines.map((line) => line.text).join(' ');
    if (!MAY_SAY.test(text)) continue;
    const line = block.lines[0]?.line ?? section.line;
    for (const sentence of text.slice(0, LONGEST).replace(/[*_`]/gu, '').split(SENTENCE_END)) {
      const [mention, ...more] = names.mentionsIn(sentence).filter(({ parts }) => !parts.includes(part));
      if (mention === undefined) continue;
      const [left, right] = [sentence.slice(0, mention.start), sentence.slice(mention.end)];
      const isFree = FREE_OF.test(left) || FREE_BEHIND.test(right);
      const isBefore =
        !block.isItem &&
        more.length === 0 &&
        ((BEFORE.test(left) && ASKS.test(left) && !DENIED.test(left.split(/[,;，]/u).at(-1) ?? '')) ||
          BEFORE_BEHIND.test(right));
      if (!isFree && !isBefore) continue;
      found ||= line;
      const others = isFree ? [mention, ...more].flatMap(({ parts }) => parts) : mention.parts;
      if (others.length === 0) unread.push({ line, text: sentence });
      for (const other of others)
        if (isFree) beside.push([part, other]);
        else after.push([other, part]);
    }
  }
  return found === 0 ? undefined : { after, beside, unread, line: found };
}

const LONGEST = 2_000;
const SENTENCE_END = /(?<=[.;!?])\s+|(?<=[。；！？])/u;

const NOT = "(?:does(?:n['’]t| not)|do(?:n['’]t| not)|not|never|no longer)";

/** "It doesn't depend on", right before a part. */
const FREE_OF = new LatePattern(
  () =>
    String.raw`(?<!\p{L})(?:${[
      `${NOT} (?:strictly |directly |need to )?(?:depend(?:ent|ing)? (?:up)?on|require|need|wait (?:for|on)|block(?:ed)? (?:by|on))`,
      '(?:fully |completely )?independent(?:ly)? (?:of|from)',
      'without (?:waiting (?:for|on)|depending on|needing)',
      '(?:völlig )?unabhängig von',
      'hängt nicht (?:ab )?von',
      'braucht (?:die |den |das )?nicht',
      'no depende de(?: la| el)?|independiente de(?: la| el)?|não depende d[aeo]|independente d[aeo]',
      String.raw`ne dépend pas de(?: la| l['’])?|indépendante? de(?: la)?|non dipende da\p{L}*|indipendente da\p{L}*`,
      String.raw`не (?:зависит от|требует)|независим\p{L}* от`,
    ].join('|')})\s+(?:the )?$|(?:不依赖于?|不需要等待?|无需等待?|独立于)\s*$`,
  'iu',
);
const FREE_BEHIND = /^\s*(?:に(?:は)?依存しない|とは?独立|에 의존하지 않|과? ?독립)/u;

/** "before", right before a part. */
const BEFORE =
  /(?<!\p{L})(?:before|prior to|ahead of|vor|avant|antes de|antes d[ao]|prima d(?:i|ella|el)|перед)\s+(?:(?:starting|beginning|any work on|the|der|dem|beginn von|la|el|le) ){0,2}$/iu;
const BEFORE_BEHIND =
  /^\s*(?:之前(?:必须)?(?:完成|处理|做完|解决)|の前に(?:完了|終わ|行|済|対応)|(?: 시작)? ?전에 (?:완료|끝|처리|해결))/u;

/** "Do not start before phase 1": that is the other way round. */
const DENIED =
  /(?<!\p{L})(?:not|never|cannot|can['’]t|don['’]t|nicht|erst|kein\p{L}*|no|nunca|não|ne|pas|non|не|нельзя)(?!\p{L})/iu;

/** Words that ask for the work of the part. */
const ASKS =
  /(?<!\p{L})(?:must|has to|have to|should|needs? to|to be|pay|paid|complete[d]?|finish(?:ed)?|do|done|land(?:ed)?|ship(?:ped)?|merge[d]?|fix(?:ed)?|resolve[d]?|clear(?:ed)?|implement(?:ed)?|required|erledigen|erledigt|muss|müssen|sollte|abschließen|fertig|terminar|debe|deben|hacer|resolver|concluir|deve|fazer|faire|doit|doivent|terminer|fare|completare|нужно|надо|должн\p{L}*|сделать|закончить|завершить|выполнить)(?!\p{L})/iu;

const MAY_SAY = new LatePattern(
  () =>
    'depend|require|need|wait|block|before|prior|ahead|unabhängig|hängt|braucht|vor |avant|antes|dépend|prima|dipend|перед|завис|требует|依|待|独立|之前|前に|전에|의존|독립',
  'iu',
);
