import type { LabelForm } from './unit_label.ts';

/**
 * The sign in a document that something is the work: headings that are named in some way, or a list or table of some kind.
 */
export type CandidateForm = LabelForm | 'task' | 'box' | 'table' | 'digit' | 'bullet';

/** A list or a set of headings that is the work, or could be. */
export type Candidate = {
  /** The heading over it, or its own. */
  readonly name: string;
  readonly line: number;
  readonly form: CandidateForm;
  /** Whether a heading calls it work. */
  readonly isCalledWork: boolean;
  /** The amount of work left in it: items, and other text below headings. */
  readonly size: number;
};

/** A document's evidence on which of its lists are the work. */
export type Evidence = {
  /** The lists taken for it. */
  readonly taken: readonly Candidate[];
  /** The lists left out although no heading says that they are something else, and they do not repeat the same work. */
  readonly left: readonly Candidate[];
  /** Whether anything unknown is left out, even if it is only text. */
  readonly leavesUnknown: boolean;
  /** Whether the title of the document says that it is a list of work: "To do", "Backlog". */
  readonly isTodo: boolean;
  /** Whether its title says that it is a plan of work: "Migration plan", "Roadmap". */
  readonly isPlan: boolean;
  /** Whether everything that was taken is said to be done. */
  readonly isDone: boolean;
  /** The number of lines of running text beside the lists. */
  readonly proseLines: number;
  /** Whether the numbers in the lists taken begin again. */
  readonly beginsAnew: boolean;
  /** The items taken without tick boxes beside items that have some. */
  readonly bare: Pick<Candidate, 'line' | 'size'> | undefined;
};

/** The reason for doubt about which of a document's lists are the work. */
export type Doubt =
  /** Something else says as clearly that it is the work. */
  | { readonly kind: 'rival'; readonly rivals: readonly Candidate[] }
  /** Open tick boxes are left out. */
  | { readonly kind: 'boxes-left'; readonly places: readonly Candidate[] }
  /** Lists were taken that nothing calls work. */
  | { readonly kind: 'nameless' }
  /** Headings were taken that have no number or word for a part. */
  | { readonly kind: 'unlabelled' }
  /** Several lists were taken as one. */
  | { readonly kind: 'anew' }
  /** Items without tick boxes were taken beside some that have them. */
  | { readonly kind: 'bare'; readonly line: number; readonly count: number }
  /** More items of lists are left out than were taken, and nothing says what they are. */
  | { readonly kind: 'more-left'; readonly lists: readonly Candidate[] }
  /** Lists are everywhere in running text, and nothing shows which is the work. */
  | { readonly kind: 'scattered' };

/**
 * The certainty of a reading, and the reasons for doubt. A `doubtful` reading has to be reported with the lists taken and left;
 * where it is `unknown`, nothing can be taken, and somebody has to say: lists can be anything, or two are equally likely.
 */
export type Certainty = {
  readonly level: 'sure' | 'doubtful' | 'unknown';
  readonly doubts: readonly Doubt[];
};

/** Weighs the evidence for a reading against the evidence for others. */
export function certaintyOf(evidence: Evidence): Certainty {
  const { taken, left, leavesUnknown, proseLines, beginsAnew, bare } = evidence;
  const isWeak = taken.every(({ form }) => form === 'digit' || form === 'bullet');
  const isUnnamed = !taken.some(({ isCalledWork }) => isCalledWork);
  const size = taken.reduce((sum, each) => sum + each.size, 0);
  if (isWeak && isUnnamed && couldBeAnything(evidence, size))
    return { level: 'unknown', doubts: [{ kind: 'scattered' }] };
  const doubts: Doubt[] = [];
  const whole = {
    ...evidence,
    strength: strengthOfAll(taken),
    isNamed: taken.every((each) => each.isCalledWork),
  };
  const rivals = left.filter((each) => each.form !== 'box' && isRival(each, whole));
  const near = rivals.filter((each) => isNear(each, whole));
  if (near.length > 0) return { level: 'unknown', doubts: [{ kind: 'rival', rivals: near }] };
  if (rivals.length > 0) doubts.push({ kind: 'rival', rivals });
  // Items between paragraphs describe as often as they ask for something.
  const isBare = isWeak && isUnnamed && !evidence.isTodo;
  const describes = isBare && proseLines >= MIN_PROSE && proseLines * 3 >= size;
  // Without a word for work in its title either, a document may as well describe what there is.
  if ((describes || (isBare && leavesUnknown)) && !evidence.isPlan)
    return { level: 'unknown', doubts: [{ kind: 'scattered' }] };
  if (isWeak && beginsAnew) doubts.push({ kind: 'anew' });
  else if ((isWeak && leavesUnknown && !whole.isNamed) || describes) doubts.push({ kind: 'nameless' });
  if (leavesUnknown && taken.every(({ form }) => form === 'plain')) doubts.push({ kind: 'unlabelled' });
  const places = left.filter(({ form }) => form === 'box');
  if (places.length > 0) doubts.push({ kind: 'boxes-left', places });
  const unknown = left.filter(({ form, isCalledWork }) => LISTS.has(form) && form !== 'box' && !isCalledWork);
  if (isWeak && rivals.length === 0 && unknown.reduce((sum, each) => sum + each.size, 0) > 2 * size)
    doubts.push({ kind: 'more-left', lists: unknown });
  if (bare !== undefined) doubts.push({ kind: 'bare', line: bare.line, count: bare.size });
  return { level: doubts.length === 0 ? 'sure' : 'doubtful', doubts };
}

/**
 * Whether lists without boxes that nothing calls work can be anything: several of them in running text, a short one in a long
 * text, many bullets under many headings, or one list beside others that say as much and more.
 *
 * @param size - the size of the lists that would be taken
 */
function couldBeAnything(
  { taken, left, leavesUnknown, proseLines, isTodo }: Evidence,
  size: number,
): boolean {
  if (taken.length >= MIN_SCATTERED && proseLines * 3 >= size) return true;
  if (isTodo) return false;
  // A short list in a long text is as often its first steps, or its subject.
  if (leavesUnknown && proseLines >= MIN_LONG && proseLines >= 2 * size) return true;
  const areBullets = taken.every(({ form }) => form === 'bullet');
  if (areBullets && taken.length >= MIN_SCATTERED && size >= MIN_DESCRIBED) return true;
  const others = left.filter(({ form, isCalledWork }) => LISTS.has(form) && !isCalledWork);
  const rest = others.reduce((sum, each) => sum + each.size, 0);
  return leavesUnknown && others.length >= MIN_SCATTERED && rest >= 2 * size;
}

/** From this number on, lists without a name can be anything. */
const MIN_SCATTERED = 3;

/** With fewer bullets, it is clear at a look whether several lists are work. */
const MIN_DESCRIBED = 20;

/** From this number of lines on, the text beside a short list is the subject of the document. */
const MIN_LONG = 10;

/** Fewer lines of text beside a list introduce it. */
const MIN_PROSE = 3;

function isRival(
  other: Candidate,
  { taken, isDone, strength, isNamed }: Evidence & { readonly strength: number; readonly isNamed: boolean },
): boolean {
  const { form, isCalledWork, size } = other;
  if (form === 'word') return true;
  // A list that is called work, beside lists that nothing calls work or that are done, holds the rest of the work.
  const isCalled = isCalledWork && size >= MIN_NAMED;
  // Beside lists in which every item is ticked, a list without ticks may be the rest of the work.
  const areLists = taken.every((each) => LISTS.has(each.form));
  if (isDone) return isCalled || (size >= MIN_NAMED && (form === 'digit' || (areLists && form === 'bullet')));
  if (isCalled && !isNamed && areLists) return true;
  return size > 0 && strengthOf(other) > strength - (isCalled ? 2 * CLOSE : CLOSE);
}

/**
 * Whether a rival says so nearly as much as what was taken that somebody has to say which is meant. A heading that calls it work
 * makes up for a weaker form, if nothing calls the others work.
 */
function isNear(
  other: Candidate,
  { taken, isDone, strength }: Evidence & { readonly strength: number },
): boolean {
  if (isDone || other.size < MIN_NAMED) return false;
  // Headings that are named as parts say something that no list says.
  if (LISTS.has(other.form) !== taken.every(({ form }) => LISTS.has(form))) return false;
  const isCalled = taken.some(({ isCalledWork }) => isCalledWork);
  if (isCalled && !other.isCalledWork) return false;
  return strengthOf(other) > strength - (other.isCalledWork && !isCalled ? FAIRLY_NEAR : NEAR);
}

/** Two candidates whose strengths differ by less than this cannot be distinguished. */
const NEAR = 3;
const FAIRLY_NEAR = 12;

const LISTS: ReadonlySet<CandidateForm> = new Set(['box', 'table', 'digit', 'bullet']);

/** Fewer items than this under a heading for work are a word on the work. */
const MIN_NAMED = 2;

/** Two candidates whose strengths differ by less than this can both be meant. */
const CLOSE = 8;

const BASE: Readonly<Record<CandidateForm, number>> = {
  word: 50,
  box: 45,
  task: 42,
  code: 42,
  time: 40,
  table: 40,
  number: 20,
  digit: 20,
  bullet: 5,
  plain: 0,
};

/** Rates how clearly something says that it is the work. */
export function strengthOf({
  form,
  isCalledWork,
  size,
}: Pick<Candidate, 'form' | 'isCalledWork' | 'size'>): number {
  return BASE[form] + (isCalledWork ? 15 : 0) + 10 * Math.log2(1 + size);
}

/** Lists that were taken as one are weighed as one. */
function strengthOfAll(taken: readonly Candidate[]): number {
  const [first] = [...taken].sort((a, b) => BASE[b.form] - BASE[a.form]);
  if (first === undefined) return 0;
  const size = taken.reduce((sum, each) => sum + each.size, 0);
  return strengthOf({ form: first.form, isCalledWork: taken.every((each) => each.isCalledWork), size });
}
