import { LatePattern, reachedFrom } from '../../lib/index.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import { isDatedAsDone } from '../outline/unit_lines.ts';
import { PartNames } from '../sequence/part_names.ts';
import {
  ALREADY,
  COMES_BEFORE,
  ITEM_PUT_OFF,
  MOSTLY_DONE,
  NEEDS_LABEL,
  NOT_BEGUN,
  NOT_NOW,
  NOT_NOW_FIRST,
  NOT_WANTED,
  ON_A_CONDITION,
  ONLY_DONE,
  ONLY_IF,
  ONLY_WANTED,
  OPEN_STATUS,
  PUT_OFF_STATUS,
  RANKS,
  SAYS_DONE,
  SAYS_PUT_OFF,
  STATES_ORDER,
  WHOLE,
} from '../words/claim_words.ts';
import { isOfPart, STATUS_LINE, statusOf } from '../words/done_marks.ts';
import { OWN_HEADING, sectionRole } from '../words/section_roles.ts';
import { codedStepsDone } from './coded_steps.ts';
import type { AccountedLine, Claim, ImportedDocument } from './imported_document.ts';
import { laterWork } from './later_work.ts';
import { besideTitle, waiting, waitingGroups } from './waiting_claims.ts';

/** The claims of a document that do not show in the plan that was made of it, in the order of its lines. */
export function claimsMissingFromPlan(made: ImportedDocument, lines: readonly AccountedLine[]): Claim[] {
  if (made.phases.length === 0) return [];
  // Few lines name a part, and building the pattern of the names takes longer than reading most plans.
  let known: PartNames | undefined;
  const names = (): PartNames => {
    known ??= namesOf(made, lines);
    return known;
  };
  let texts: ReadonlyMap<number, string> | undefined;
  const isNumbered = (heading: number) => {
    texts ??= textsOf(lines);
    return readUnitLabel(texts.get(heading) ?? '').id !== undefined;
  };
  const isPart = new Set(made.phases.map(({ line }) => line));
  const said = lines.flatMap((each) => {
    if (NO_CLAIMS.has(each.kind) || each.text.length > LONGEST) return [];
    if (isPart.has(each.line)) return datedPart(each, made);
    return claimIn(each, made, { names, isNumbered }) ?? [];
  });
  return [
    ...said,
    ...codedStepsDone(made, lines),
    ...notNow(made, lines),
    ...laterWork(made, lines, names).filter(({ line }) => said.every((each) => each.line !== line)),
    ...waiting(made),
    ...waitingGroups(made, lines),
    ...priorities(lines),
  ].sort((a, b) => a.line - b.line);
}

const NO_CLAIMS: ReadonlySet<AccountedLine['kind']> = new Set(['code', 'ticked', 'markup']);

/** A longer line is a paragraph. */
const LONGEST = 600;

/** The line that a part is made of, where it is dated. */
function datedPart({ line, text, phase }: AccountedLine, { isOwn }: ImportedDocument): Claim[] {
  if (isOwn || phase === undefined) return [];
  if (isMarkedDone(bare(text))) return [{ kind: 'done', line, text, phases: [phase] }];
  if (isDatedAsDone(bare(text))) return [{ kind: 'dated', line, text, phases: [phase] }];
  return MIXED.test(text) ? [{ kind: 'already', line, text, phases: [phase] }] : [];
}

/** "[done, 444d554] Export": brackets at the beginning or end that say that it is done, with a remark or without. */
function isMarkedDone(text: string): boolean {
  const { first, last } = IN_BRACKETS.exec(text)?.groups ?? {};
  const [said = ''] = (first ?? last ?? '').split(/[,;:：，]/u);
  return ONLY_DONE.test(said) && said !== '';
}

const IN_BRACKETS =
  /^(?:[A-Z]{1,5}-?\d{1,5}[.:)]?\s+)?[[(（【](?<first>[^()[\]（）【】]{2,60})[)\]）】]\s|[[(（【](?<last>[^()[\]（）【】]{2,60})[)\]）】]$/u;

/** "(done / in flight)": some of it is done. */
const MIXED =
  /[([（](?=[^()（）]{0,60}(?<![\p{L}])(?:done|completed?|shipped|implemented|fertig|erledigt|fait|hecho|feito|fatto|готово|сделано|完成)(?![\p{L}]))(?=[^()（）]{0,60}(?:in[- ](?:flight|progress|work)|partly|partially|ongoing|wip|begonnen|en curs[oe]?|en cours|em andamento|in corso|в работе|进行中|進行中))/iu;

/** A line without the mark, the box or the number of an item. */
function bare(text: string): string {
  return text.replace(/^(?:[-*+]\s+)?(?:\[ ?\]\s+)?(?:\d{1,3}[.)]\s+)?/u, '');
}

/** "Original goals: DEFERRED", as a heading beside the parts: it is about all of them. */
function putsOffAll({ kind, text }: AccountedLine): boolean {
  const said = kind === 'heading' ? GOALS.exec(text.replace(/[*_`]/gu, '')) : null;
  return said !== null && PUT_OFF_STATUS.test(text.replace(/[*_`]/gu, '').slice(said[0].length));
}

const GOALS =
  /^[^\p{L}]*(?:[\p{L}\d-]+ ){0,3}(?:goals?|plan|implementation|work|scope|project|tasks|prp)(?: status)?\s*[:–—-]\s*/iu;

function textsOf(lines: readonly AccountedLine[]): ReadonlyMap<number, string> {
  return new Map(lines.map(({ line, text }) => [line, text]));
}

/** The names of all parts, phases first. */
function namesOf({ phases, done }: ImportedDocument, lines: readonly AccountedLine[]): PartNames {
  const texts = textsOf(lines);
  return new PartNames(
    [...phases, ...done].map(({ id, title, line }) => ({
      id: id ?? undefined,
      title,
      word: readUnitLabel(texts.get(line) ?? '').word,
    })),
  );
}

function claimIn(
  each: AccountedLine,
  made: ImportedDocument,
  { names, isNumbered }: { readonly names: () => PartNames; readonly isNumbered: (line: number) => boolean },
): Claim | undefined {
  const { line, text, phase, fate, kind } = each;
  const claim = (what: Claim['kind'], phases: readonly number[]): Claim => ({
    kind: what,
    line,
    text,
    phases,
  });
  const status = STATUS_LINE.exec(text)?.groups?.value;
  if (status !== undefined && phase !== undefined) {
    if (PUT_OFF_STATUS.test(status)) return claim('not-now', [phase]);
    if (statusOf(status) === 'done' && isOfWhole(each)) return claim('done', [phase]);
    return statusOf(status) === 'open' && !OPEN_STATUS.test(status) ? claim('status', [phase]) : undefined;
  }
  const saysNotDone = () => (kind !== 'row' && MARKS_MIXED.test(text)) || TO_COMPLETE.test(text);
  const own = phase === undefined ? undefined : made.phases[phase];
  if (own !== undefined && fate !== 'work' && !own.statesNeeds && NEEDS_LABEL.test(text))
    return claim('needs', [phase ?? 0]);
  if (own !== undefined && fate !== 'frame' && NOT_WANTED.test(text)) return claim('not-now', [phase ?? 0]);
  if (own !== undefined && !made.isOwn && fate === 'work' && ITEM_PUT_OFF.test(text))
    return claim('not-now', [phase ?? 0]);
  const isProse = kind === 'text' || kind === 'quote';
  // In a plan's own form, goals and fields say what they are for.
  const isFree = !made.isOwn || (fate !== 'work' && fate !== 'frame');
  if (own !== undefined && isProse && (PUT_OFF.test(text) || (isFree && saysPutOff(text))))
    return claim('not-now', [phase ?? 0]);
  if (own !== undefined && isProse && NOT_BEGUN.test(text)) {
    // "Do not start before phase 2 is done" states an order.
    const others = names()
      .mentionsIn(text)
      .filter(({ parts }) => !parts.includes(phase ?? 0));
    if (others.length === 0) return claim('not-now', [phase ?? 0]);
    const isHeld = others.every(({ parts }) => parts.length > 0 && comesAfter(made, phase ?? 0, parts));
    if (!own.statesNeeds && !isHeld) return claim('needs', [phase ?? 0]);
  }
  // "Initial setup (before Phase 1)", in a section that is left out.
  const isFirst = (said: string) =>
    COMES_BEFORE.test(said) &&
    names()
      .mentionsIn(said)
      .some(({ parts }) => parts.length > 0);
  if (kind === 'heading' && own === undefined && besideTitle(text).some(isFirst)) return claim('needs', []);
  const isBeside = fate === 'beside' || fate === 'left-out';
  if (isBeside && phase === undefined && putsOffAll(each))
    return claim(
      'not-now',
      made.phases.map((_, index) => index),
    );
  if (
    isBeside &&
    kind !== 'heading' &&
    STATES_ORDER.test(text) &&
    !made.phases.every(({ statesNeeds }) => statesNeeds)
  )
    return claim('needs', []);
  if (phase !== undefined) {
    if (kind !== 'heading' && isOfWhole(each) && ONLY_DONE.test(text) && !saysNotDone())
      return claim('done', [phase]);
    // This is not reported for a document that is a plan already.
    if (!made.isOwn && fate === 'work' && isDatedAsDone(bare(text))) return claim('dated', [phase]);
    return !made.isOwn && fate !== 'frame' && ALREADY.test(text) ? claim('already', [phase]) : undefined;
  }
  const all = () => made.phases.map((_, index) => index);
  if (saysNotDone()) return undefined;
  if (fate !== 'done' && isProse && isOfWhole(each) && MOSTLY_DONE.test(text)) return claim('done', all());
  if (kind === 'row' && !text.split('|').some(isDoneCell)) return undefined;
  if (fate === 'done' || (!SAYS_DONE.test(text) && !ALREADY.test(text)) || ONLY_WANTED.test(text))
    return undefined;
  if (namesGoal(text) || NEEDS_LABEL.test(text)) return undefined;
  // The status of a section that was left out is its own.
  if (status !== undefined && (isOfPart(status) || (fate === 'left-out' && isNumbered(each.section))))
    return undefined;
  const meant = names()
    .mentionsIn(text)
    .flatMap(({ parts }) => parts);
  const open = [...new Set(meant)].filter((part) => part < made.phases.length);
  if (meant.length > 0) return open.length > 0 && isAbout(text) ? claim('done', open) : undefined;
  const isBare = kind !== 'heading' && ONLY_DONE.test(text);
  const isWhole =
    (status !== undefined && statusOf(status) !== 'open') ||
    isBare ||
    (text.length < LONGEST_CLAIM && WHOLE.test(text));
  return isWhole && isOfWhole(each) ? claim('done', all()) : undefined;
}

/** "Phase 1 ✅, phases 2 and 3 ⚠️": a status of each, which says nothing of the whole. */
const MARKS_MIXED =
  /✅[^\n]{0,120}(?:⚠|⏳|🔄|🚧|❌|⬜|☐|🔜|📋|🟡|🔴)|(?:⚠|⏳|🔄|🚧|❌|⬜|☐|🔜|📋|🟡|🔴)[^\n]{0,120}✅/u;

/** "Complete implementation of all tools": what is to be done. */
const TO_COMPLETE =
  /^[\s*_>-]*complete (?!and|as|on|in|since|with|by|except|but|for|at|per|via|now|already)(?:the |all |full )?\p{L}{3,}/iu;

/** "Milestone 2: Types complete" names what is to be reached, unless a mark says that it has been. */
function namesGoal(text: string): boolean {
  const { word, id, title, state } = readUnitLabel(text);
  return MILESTONE.test(word ?? '') && id !== undefined && title !== '' && state === undefined;
}

const MILESTONE = /^(?:milestone|meilenstein|hito|marco|jalon|веха|віха|里程碑|マイルストーン|마일스톤)/u;

/** Whether a phase comes after all of some parts in the plan; those that are done come before everything. */
function comesAfter({ phases }: ImportedDocument, phase: number, parts: readonly number[]): boolean {
  const before = reachedFrom(phase, (at) => phases[at]?.after ?? []);
  return parts.every((part) => part >= phases.length || before.has(part));
}

/** Whether a cell is a status: "the bill is settled and counted" only describes. */
export function isDoneCell(cell: string): boolean {
  return SAYS_DONE.test(cell) && (cell.trim().length < LONGEST_STATUS || ONLY_DONE.test(cell.trim()));
}

const LONGEST_STATUS = 14;

/** In a row of a table, every cell makes a statement of its own. */
function isAbout(text: string): boolean {
  return text.length < LONGEST_CLAIM;
}

const LONGEST_CLAIM = 200;

/** Whether a line can be about the whole document: it is running text, and no row or item of a list of done work. */
function isOfWhole({ kind, level }: AccountedLine): boolean {
  return (kind === 'text' && level === 0) || kind === 'quote' || kind === 'heading';
}

/** Claims that a part is not meant now, made by its own name or by a heading above it. */
function notNow({ phases, isOwn }: ImportedDocument, lines: readonly AccountedLine[]): Claim[] {
  const found = new Map<number, { text: string; phases: number[] }>();
  const above: AccountedLine[] = [];
  const at = new Map(phases.map(({ line }, index) => [line, index]));
  // One heading is over many parts, and makes the same claim about all.
  const cache = new Map<AccountedLine, boolean>();
  const isOver = (heading: AccountedLine): boolean => {
    const known = cache.get(heading) ?? headingSaysNotNow(heading);
    cache.set(heading, known);
    return known;
  };
  let isFirst = true;
  for (const each of lines) {
    const index = at.get(each.line);
    if (each.kind === 'heading') {
      while ((above.at(-1)?.level ?? 0) >= each.level) above.pop();
      // The title gives the subject of the whole document.
      if (!isFirst || index !== undefined) above.push(each);
      isFirst = false;
    }
    if (index === undefined) continue;
    const saying = each.kind === 'heading' ? above : [...above, each];
    const over = saying.find((heading) =>
      heading === each ? partSaysNotNow(each, isOwn ? phases[index]?.title : undefined) : isOver(heading),
    );
    if (over === undefined) continue;
    const known = found.get(over.line);
    if (known === undefined) found.set(over.line, { text: over.text, phases: [index] });
    else known.phases.push(index);
  }
  return [...found].map(
    ([line, { text, phases: own }]): Claim => ({ kind: 'not-now', line, text, phases: own }),
  );
}

/** Whether a heading says that the text below it is not meant now. */
function headingSaysNotNow({ text }: AccountedLine): boolean {
  if (text === OWN_HEADING) return false;
  const bare = text.replace(/[*_`]/gu, '');
  const { form, title } = readUnitLabel(text);
  if (form === 'word' || form === 'code') return saysBesideTitle(title) || isLeftForLater(title);
  const role = sectionRole(text);
  // A backlog may be the only work there is.
  if (role?.role === 'work' && !saysBesideTitle(bare)) return false;
  return (role?.role === 'aside' && NO_WORK.has(role.why)) || NOT_NOW.test(bare);
}

/**
 * Whether a part says that it is not meant now, beside its title or in its first line.
 *
 * @param title - where it is known, with any marks it has
 */
function partSaysNotNow({ text, kind }: AccountedLine, title: string | undefined): boolean {
  const bare = text.replace(/[*_`]/gu, '');
  if (kind !== 'heading') return saysBesideTitle(bare) || NOT_WANTED.test(bare);
  const own = title !== undefined && ONLY_WORDS.test(title) ? title : readUnitLabel(text).title;
  // "Phase 5 - Examples" has its title after a dash.
  return saysBesideTitle(own) || isLeftForLater(own);
}

/** A title without signs that reading a label would remove: bold type, pictures, marks of done work, hours. */
const ONLY_WORDS = new LatePattern(() => String.raw`^[\p{L}\p{N}][\p{L}\p{N} ]*$`, 'u');

/** "Later: more pages", "Backlog & ideas"; but "Optional chaining" is a title. */
function isLeftForLater(title: string): boolean {
  const match = NOT_NOW_FIRST.exec(title);
  return (
    match !== null &&
    /^(?:$|\s*[:–—&/,(（]|\s+(?:and|und|y|e|et|и|work|tasks?|cleanup|features?|improvements?|enhancements?|ideas?|phases?|tareas|mejoras|tarefas|melhorias|tâches|améliorations|aufgaben|ideen|задачи|улучшения|идеи|завдання|покращення)(?![\p{L}]))/iu.test(
      title.slice(match[0].length),
    )
  );
}

/** Whether that says that something is not meant now. */
function saysBesideTitle(text: string): boolean {
  const beside = besideTitle(text);
  return beside.length > 0 && (beside.some((each) => ONLY_IF.test(each)) || NOT_NOW.test(beside.join(' ')));
}

/** Reasons for which the text below a heading is no work, whatever form it has. */
const NO_WORK: ReadonlySet<string> = new Set([
  'not to be done',
  'ideas for later',
  'risks',
  'open questions and decisions',
]);

/** Headings of sections that are left out and rank the work in a numbered list, which is an order of its own. */
function priorities(lines: readonly AccountedLine[]): Claim[] {
  const found: { line: number; text: string; count: number }[] = [];
  let open: (typeof found)[number] | undefined;
  for (const { kind, line, text, fate, phase } of lines) {
    if (kind === 'heading') {
      const isRank =
        phase === undefined && text.length < LONGEST_CLAIM && RANKS.test(text) && !RISKS.test(text);
      open = isRank ? { line, text, count: 0 } : undefined;
      if (open !== undefined) found.push(open);
    } else if (kind === 'number' && fate === 'left-out' && open !== undefined) open.count += 1;
  }
  return found
    .filter(({ count }) => count > 1)
    .map(({ line, text }): Claim => ({ kind: 'needs', line, text, phases: [] }));
}

/** "High priority risks" ranks dangers, and no work. */
const RISKS = /risk|riesgo|risco|risque|risik|rischi|ryzyk|риск|ризик|风险|リスク|위험/iu;

/** Whether running text in a part says that the part is put off, and not only what would be if something happened. */
function saysPutOff(text: string): boolean {
  return text.length < LONGEST_CLAIM && SAYS_PUT_OFF.test(text) && !ON_A_CONDITION.test(text);
}

/** "Deferred to v0.2", as the first words below a heading. */
const PUT_OFF = new LatePattern(
  () =>
    String.raw`^[\s>*_(]{0,4}(?:deferred|postponed|put off|on hold|verschoben|zurückgestellt|aplazad[oa]|pospuest[oa]|adiad[oa]|reportée?|rinviat[oa]|odłożon[eay]|ertelendi|отложено|відкладено|延期|推迟|暂缓|見送り|보류)(?!\p{L})`,
  'iu',
);
