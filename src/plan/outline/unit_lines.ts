import { LatePattern } from '../../lib/index.ts';
import type { TextBlock, TextLine } from '../document/blocks.ts';
import { type FieldKey, fieldKey } from '../document/field_names.ts';
import { ONLY_WANTED, SAYS_DONE } from '../words/claim_words.ts';
import { bareHeading, type RoleFound, sectionRole } from '../words/section_roles.ts';
import { namesTests } from '../words/test_words.ts';
import { openBoxesOf } from './open_boxes.ts';
import type { OutlineBlock, Section } from './outline.ts';
import { withoutBox } from './section_text.ts';
import { boxOf } from './survey.ts';
import { readUnitLabel } from './unit_label.ts';

/** `**Step 1: Write the test**`, alone or with a remark in brackets after it. */
export function isBoldStep({ text }: Pick<TextLine, 'text'>): boolean {
  const name = /^\*\*([^*]{1,160})\*\*:?(?:\s*\([^()]{1,120}\):?)?$/u.exec(text)?.[1];
  if (name === undefined) return false;
  const { form, kind, isSetOff, title, id } = readUnitLabel(name.replace(/:$/u, ''));
  return form === 'word' && kind === 'task' && (isSetOff || title === '') && id !== undefined;
}

/** "Test Evidence:", "Current code:": labels over how something is, and not over what to do. */
export function isEvidence(label: string): boolean {
  return EVIDENCE.test(bareHeading(label));
}

const EVIDENCE = new LatePattern(
  () =>
    `^(?:(?:test |failing )?evidence|(?:current|existing|actual|old|present) (?:code|behaviou?rs?|implementation|output|state|situation|logic)|problem(?:atic)? code|(?:error|failure|stack|log)(?: (?:messages?|traces?|output|logs?))|steps to reproduce|reproduction|(?:aktuelle[rs]?|bisherige[rs]?) (?:code|verhalten|stand)|código (?:actual|atual)|comportamiento actual|comportamento atual|code actuel|comportement actuel|codice attuale|comportamento attuale|текущ(?:ий код|ее поведение)|当前(?:代码|行为)|现有代码|現状の?コード|現在の(?:コード|動作)|현재 ?(?:코드|동작))$`,
  'u',
);

/** `**3.1 Fill the record.** It is too short`: a part of the part, as a paragraph. */
export function isNumberedStep(text: string): boolean {
  return /^\*\*\d{1,3}(?:\.\d{1,3}){1,3}[a-z]?[.):]?\s[^*]+\*\*/u.test(text);
}

/** "**`src/a.ts`** (new) — Read the settings": what is to be done to a file, as a paragraph. */
export function isLeadingStep(text: string): boolean {
  return /^\*\*`[^`]{1,160}`\*\*(?:\s*[(（][^()（）]{1,40}[)）])?\s*(?:[—–:]|-\s)/u.test(text);
}

/** `### 1.2 Environment variables` among `### 1.1` and `### 1.3`: a part of the part, whatever its words may mean elsewhere. */
export function isNumberedPart({ heading }: Section): boolean {
  const { form, id } = readUnitLabel(heading.text);
  return form === 'number' && id?.includes('.') === true;
}

/**
 * Whether a heading that may mean something else is among others that mean steps: "Resources" beside "Errors" and "Types", each
 * over a list.
 */
export function isNamedLikeSiblings(section: Section): boolean {
  const { parent, heading } = section;
  if (parent === undefined || !DESCRIBES.has(sectionRole(heading.text)?.why ?? '')) return false;
  // An open box is there to be ticked.
  if (openBoxesOf(section).counting > 0) return true;
  const others = parent.sections.filter((each) => each !== section && each.level === section.level);
  const alike = others.filter((each) => sectionRole(each.heading.text) === undefined && isList(each));
  return isList(section) && alike.length >= MIN_ALIKE && alike.length * 2 >= others.length;
}

/**
 * Finds items whose names may mean something else, but are steps, since others named in the same way are: "**API fallback**: mock
 * it" beside "**CLI fallback**: …" and "**Diff tool**: …".
 *
 * @returns the lines that they begin on
 */
export function itemsNamedLikeSiblings({ blocks }: Section): ReadonlySet<number> {
  const found = new Set<number>();
  let list: { readonly line: number; readonly name: string; readonly role: RoleFound | undefined }[] = [];
  const close = () => {
    // "Notes: …" is a remark in any list.
    const doubtful = list.filter(
      ({ role, name }) => role?.role === 'aside' && DESCRIBES.has(role.why) && /\s/u.test(name.trim()),
    );
    if (list.length > MIN_ALIKE && doubtful.length * 2 < list.length)
      for (const { line } of doubtful) found.add(line);
    list = [];
  };
  for (const block of blocks) {
    if (block.kind !== 'text' || !block.isItem || block.depth !== 1) {
      if (block.kind === 'text' && block.depth === 0) close();
      continue;
    }
    const line = block.lines[0];
    const name = line === undefined ? undefined : NAMED_ITEM.exec(line.text)?.[1];
    if (line !== undefined && name !== undefined)
      list.push({ line: line.line, name, role: sectionRole(name) });
  }
  close();
  return found;
}

/** "Risks: …", "**Risks:** …". */
export const NAMED_ITEM = /^\*{0,2}([^:*`]{2,40}?)(?:\*{1,2}\s*[:：]|[:：]\*{0,2})\s+(\S.*)$/u;

/** Fewer can be beside anything. */
const MIN_ALIKE = 2;

/** "1. Sprint 0" among "2. Use cases" and "3. Steps in detail": one chapter of several, and not all of the work. */
export function isOneOfChapters(section: Section): boolean {
  const others = (section.parent?.sections ?? []).filter((each) => each !== section);
  const numbered = others.filter((each) => CHAPTER.test(each.heading.text));
  return (
    CHAPTER.test(section.heading.text) &&
    numbered.length > 1 &&
    numbered.length * 2 > others.length &&
    numbered.some((each) => sectionRole(each.heading.text)?.role !== 'aside')
  );
}

const CHAPTER = /^\d{1,3}[.)]\s/u;

/** Reasons that say that a text describes something, and not that nothing is to be done. */
export const DESCRIBES: ReadonlySet<string> = new Set([
  'background',
  'how it is built',
  'people, money and time',
  'where to read more',
  'figures to aim at',
]);

/** Whether a section is a list, with a line over it or not. */
function isList({ blocks }: Section): boolean {
  const items = blocks.filter((block) => block.kind === 'text' && block.isItem).length;
  return items > 0 && items * 2 >= blocks.length;
}

/** Whether a section has a mark of done work, or tick boxes. */
export function showsProgress({ heading, blocks }: Section): boolean {
  return (
    readUnitLabel(heading.text).state !== undefined ||
    blocks.some((block) => block.kind === 'text' && boxOf(block.lines[0] ?? heading) !== undefined)
  );
}

/** Whether a section has a list with tick boxes right below its heading. */
export function hasBoxes({ blocks, heading }: Section): boolean {
  return blocks.some(
    (block) => block.kind === 'text' && block.isItem && boxOf(block.lines[0] ?? heading) !== undefined,
  );
}

/**
 * "2026-04-26: the tests passed after the tools were put back" is about the past, whatever is around it. A date with a word for
 * "done" alone, "2027-01-15: Beta released", may as well be a milestone to come, since the current date is unknown.
 */
export function isRecord(text: string): boolean {
  return isDatedAsDone(text) && IN_PAST.test(text.slice(0, LONGEST_RECORD));
}

/** Whether a line begins with a date, and says that something is done. */
export function isDatedAsDone(text: string): boolean {
  if (!DATED.test(text)) return false;
  const said = text.slice(0, LONGEST_RECORD);
  const words = [...said.matchAll(/[\p{L}\p{M}'’-]+/gu)];
  return words.some(({ 0: word, index }) => {
    const isPast = PASSED.test(word) || SAYS_DONE.test(word);
    return isPast && !ONLY_WANTED.test(said.slice(0, index));
  });
}

/** Verbs that are about the past only. */
const IN_PAST =
  /(?<![\p{L}])(?:was|were|had|wurden?|war(?:en)?|hatten?|fue(?:ron)?|estaba[n]?|foi|foram|fut|furent|était|étaient|était|fu|furono|era|erano|był[aoy]?|został[aoy]?|был[аои]?|був|була|було|були)(?![\p{L}])|ました|했다|했음|되었/iu;

/** In UTF-16 code units: a verb of the past comes near the beginning. */
const LONGEST_RECORD = 120;

const DATED =
  /^[*_([]{0,3}(?:\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[.]\d{1,2}[.]\d{4})[*_)\]]{0,3}(?![\d-])/u;
const PASSED =
  /^(?:passed|validated|verified|confirmed|succeeded|works|bestanden|bestätigt|validad[oa]s?|confirmad[oa]s?|validée?s?|confirmée?s?)$|пройден|подтвержд|проверен|验证通过|已验证|検証済|확인됨|통과/iu;

/** Names for checks before a part is over. Beside the parts, a thing to be built may be called so. */
const CHECK_POINTS =
  /^(?:check ?points?|puntos? de control|pontos? de (?:controle|verificação)|points? de contrôle|punti? di controllo|kontrollpunkte?|punkty? kontroln[ye]|контрольн(?:ая|ые) точк[аи]|(?:验收|检查|验证)点|チェックポイント|(?:검증 ?|점검 ?)?체크 ?포인트)$/u;

/** The field that a heading or label means by the role of its section. */
export function keyOf(name: string): FieldKey | undefined {
  if (CHECK_POINTS.test(bareHeading(name))) return 'gates';
  switch (sectionRole(name)?.role) {
    case 'check':
      return 'gates';
    case 'files':
      return 'files';
    case 'work':
      return 'steps';
    default:
      return undefined;
  }
}

/** The field that the heading of a section below a part begins; `undefined` where the section is a step. */
export function fieldOfSection(section: Section): FieldKey | undefined {
  const { heading } = section;
  const key = fieldKey(heading.text, { isMarked: true }) ?? keyOf(heading.text);
  if (key === 'gates' && areTestsAmongWork(section)) return undefined;
  return isNumberedPart(section) && showsProgress(section) ? undefined : key;
}

/** Whether "Tests" over open boxes is among headings of work with open boxes: its cases are to be written as the rest is. */
function areTestsAmongWork(section: Section): boolean {
  if (!namesTests(section.heading.text) || openBoxesOf(section).counting === 0) return false;
  const others = (section.parent?.sections ?? []).filter((each) => each !== section);
  return others.some((each) => !isField(each) && openBoxesOf(each).counting > 0);
}

function isField({ heading }: Section): boolean {
  return (fieldKey(heading.text, { isMarked: true }) ?? keyOf(heading.text)) !== undefined;
}

/** An object with a count of the items below it, by their boxes. */
type Boxed = { readonly boxesBelow: { open: number; done: number; others: number } };

/** Counts the items of a list that have tick boxes, and those that have none. */
export function countBoxes(blocks: readonly OutlineBlock[], { boxesBelow }: Boxed): void {
  for (const block of blocks) {
    const line = block.kind === 'text' && block.isItem ? block.lines[0] : undefined;
    if (line === undefined) continue;
    const box = boxOf(line);
    if (box === undefined) boxesBelow.others += 1;
    else boxesBelow[/[xX☑✓✔✅]/u.test(box) ? 'done' : 'open'] += 1;
  }
}

/** A line without its tick box, and the state that a tick gives. */
export function markedDone(line: TextLine): string {
  const { box, text } = withoutBox(line);
  return box !== undefined && /[xX☑✓✔✅]/u.test(box) ? `${text} (done already)` : text;
}

/** Reads a block of code below a heading for checks: commands as code, and sentences as they are. */
export function checksIn(fence: string): string[] {
  return commandsIn(fence).map((line) => {
    const said = line.replace(/^(?:(?:\p{Extended_Pictographic}\uFE0F?|[☐☑✓✔□•*-])+|\[[ xX]?\])\s*/u, '');
    const isSaid =
      said !== line || /^[^\p{ASCII}]/u.test(said) || /^\p{Lu}\p{Ll}+ \p{Ll}+(?: |$)/u.test(said);
    return isSaid ? said : `\`${line}\``;
  });
}

/** The lines of a block of shell commands, without prompts and remarks. */
function commandsIn(fence: string): string[] {
  const [open = '', ...lines] = fence.split('\n').slice(0, -1);
  if (!/^(?:`{3,}|~{3,})\s*(?:ba|z)?(?:sh|shell|console)?\s*$/u.test(open)) return [];
  return lines
    .map((line) =>
      line
        .replace(/^\s*\$\s+/u, '')
        .replace(/\s+#\s.*$/u, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('`') && !line.endsWith('\\'));
}

/** The text of a quotation, on one line. */
export function unquoted(text: string): string {
  return text
    .replace(/^[^\S\n]*>\s?/gmu, '')
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}

/** Whether a label such as "Ergebnis" is over the results of a part. */
export function nameResults(name: string): boolean {
  return RESULTS.test(name);
}

const RESULTS =
  /^(?:key |main )?deliverables?$|^entregable[s]?$|^entregáve(?:l|is)$|^livrables?$|^交付物$|^成果物$|^산출물$|^(?:(?:expected|desired) )?(?:outcomes?|results?)$|^(?:erwartetes )?ergebnis$|^résultats?(?: attendus?)?$|^resultados?(?: esperados?)?$|^risultat[oi](?: attes[oi])?$|^(?:ожидаемый )?результат$|^(?:预期)?(?:结果|成果)$|^(?:期待)?結果$|^(?:기대 ?)?결과$/iu;

/**
 * Whether a paragraph of one line is a name for the list behind it: "Exit criteria:", or "**2a. Capture**" with nothing else on
 * its line.
 */
export function isListName(
  { text }: TextLine,
  { lines }: TextBlock,
  next: OutlineBlock | undefined,
): boolean {
  if (lines.length !== 1 || text.length > LONGEST_LABEL) return false;
  const isBeforeList = next?.kind === 'text' && next.isItem && next.depth <= 1;
  return /[:：]\**$/u.test(text) || (isBeforeList && isBoldName({ text }));
}

/** Whether a line is in bold, with or without a remark in brackets after it. */
export function isBoldName({ text }: Pick<TextLine, 'text'>): boolean {
  return BOLD_NAME.test(text);
}

const BOLD_NAME = /^\*\*[^*]{2,80}\*\*(?:\s*[(（][^()（）]{1,40}[)）])?$/u;

/** A longer line that ends with a colon is a sentence. */
const LONGEST_LABEL = 90;
