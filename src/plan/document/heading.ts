import { LatePattern } from '../../lib/index.ts';
import type { Hours, Located } from '../plan.ts';
import { parseHours } from './hours.ts';
import { cut, plain, withoutEscape } from './inline.ts';
import type { TextLine } from './markdown_block.ts';

/** The parts of a heading. */
export type Heading = {
  /** The label: `2a` of "Phase 2a", `3` of "3. Title". */
  readonly id: string | undefined;
  /** Whether the label has the word "Phase" before it. */
  readonly isLabelled: boolean;
  /** Whether something sets the label off from the title, or no title follows. */
  readonly isSetOff: boolean;
  readonly title: Located<string>;
  readonly hours: Hours | undefined;
};

/** Reads the text of a heading as that of a phase. */
export function readHeading(line: TextLine): Heading {
  const whole = undecorated(line);
  const { rest, hours } = withoutHours(whole);
  const label = emphasisedLabel(rest.text) ?? labelOf(rest.text);
  const title = cut(rest, label?.length ?? 0, rest.text.length);
  return {
    id: label?.id,
    isLabelled: label?.isLabelled ?? false,
    isSetOff: label?.isSetOff ?? false,
    title: {
      value: withoutEscape(title.text).replace(/\\([#)\]])$/u, '$1'),
      line: title.line,
      column: title.column,
    },
    hours,
  };
}

/**
 * Reads a bold line as the heading of a phase: `**Phase 1: Setup**`, with a bracket after it or not, `**Phase 1:** Setup`
 * and `**Phase 1**: Setup`.
 */
export function readBoldLine(line: TextLine): Heading | undefined {
  if (!/^(?:\*{2,3}|_{2,3})[Pp](?:hase|HASE)\b/u.test(line.text) || line.text.length > LONGEST_BOLD_LINE)
    return undefined;
  const [, marks = '', inner = ''] =
    /^([*_]{2,3})([^*_]+)\1\s*(?:[([][^()[\]]*[)\]])?:?$/u.exec(line.text) ?? [];
  const outer = readHeading(line);
  const bold = inner === '' ? outer : readHeading(cut(line, marks.length, marks.length + inner.length));
  return bold.isLabelled && bold.isSetOff ? { ...bold, hours: bold.hours ?? outer.hours } : undefined;
}

/** A longer line is a sentence. */
const LONGEST_BOLD_LINE = 120;

/** The heading without emphasis around it, comments after it, and a picture or tick box before it. */
function undecorated(line: TextLine): TextLine {
  if (/^[A-Za-z\d]/u.test(line.text) && !line.text.includes('<')) return line;
  const comment = line.text.indexOf('<!--');
  let text = cut(line, 0, comment < 0 ? line.text.length : comment);
  const mark = /^(?:\[[ xX]?\]|\p{Extended_Pictographic}\uFE0F?)\s+/u.exec(text.text);
  if (mark !== null) text = cut(text, mark[0].length, text.text.length);
  const inner = plain(text.text);
  const edge = (text.text.length - inner.length) / 2;
  return edge > 0 ? cut(text, edge, text.text.length - edge) : text;
}

/** An estimate in brackets at the end of a heading: `(3 hours)`, `[~2h]`. */
function withoutHours(line: TextLine): { rest: TextLine; hours: Hours | undefined } {
  const last = line.text.at(-1);
  if (last !== ')' && last !== ']') return { rest: line, hours: undefined };
  const match = /(?<=^|[^\\])[([]([^()[\]]{1,60})[)\]]$/u.exec(line.text);
  if (match === null) return { rest: line, hours: undefined };
  const text = cut(line, match.index + 1, line.text.length - 1);
  const value = parseHours(text.text, { needsUnit: true });
  if (value === undefined) return { rest: line, hours: undefined };
  return { rest: cut(line, 0, match.index), hours: { ...text, value } };
}

type Label = Pick<Heading, 'isLabelled' | 'isSetOff'> & {
  readonly id: string;
  /** The length of the label with the sign after it. */
  readonly length: number;
};

/** `**Phase 1**: Title`, `**Phase 1:** Title`: only the label is emphasised. */
function emphasisedLabel(text: string): Label | undefined {
  const [all = '', marks = '', inner = ''] =
    /^(\*{1,3}|_{1,3})([^*_]{1,60})\1(?=[\s:.)–—-]|$)/u.exec(text) ?? [];
  if (all === '') return undefined;
  const label = labelOf(inner + text.slice(all.length));
  return label === undefined || label.length < inner.length
    ? undefined
    : { ...label, length: label.length + 2 * marks.length };
}

function labelOf(text: string): Label | undefined {
  const labelled = PHASE.exec(text);
  if (labelled?.groups) {
    const { id = '', mark = '' } = labelled.groups;
    const length = labelled[0].length;
    return {
      id: NUMBER_WORDS[id.toLowerCase()] ?? id,
      isLabelled: true,
      isSetOff: mark !== '' || length === text.length,
      length,
    };
  }
  const numbered = NUMBERED.exec(text);
  if (numbered === null) return undefined;
  const length = numbered[0].length;
  return { id: numbered.groups?.id ?? '', isLabelled: false, isSetOff: true, length };
}

/** `2`, `2a`, `1.2`, `2-b`; `T012`; `B` or `IV`; a number as a word. */
const ID = String.raw`[A-Z]{1,6}(?:-[A-Z]{1,10})+-?\d{1,9}(?![A-Za-z0-9])|(?:[A-Z]{1,4}-?(?:[A-Z]{1,4})?)?\d+(?:[.-]\d+)*(?:-?[A-Za-z])?(?![A-Za-z0-9])|[A-Z]{1,4}(?![A-Za-z0-9])|(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)(?![A-Za-z0-9])`;
const SET_OFF = String.raw`\s*(?<mark>[:.)–—]|-(?=\s|$|\p{L}{2})|\s-(?=\S))\s*|\s+|$|(?=[^\w\s])`;

const PHASE = new LatePattern(
  () => String.raw`^(?:\d+(?:\.\d+)*[.)]?\s+)?[Pp](?:hase|HASE)\s*#?\s*(?<id>${ID})(?:${SET_OFF})`,
  'u',
);
const NUMBERED =
  /^(?:(?:Step|Task|Stage|Milestone|Part|Sprint)\s+)?#?(?<id>\d+(?:\.\d+)*[a-z]?)(?:[.):](?:\s+|$)|\s*[–—](?:\s+|$)|\s+-\s+)/u;

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
};

/** Whether a heading says that the phases are below it. */
export function isPhasesHeading(text: string): boolean {
  // The pattern takes long to make, and most plans do without it.
  return text === 'Phases' || (text.toLowerCase().includes('phase') && PHASES.test(text));
}

const PHASES =
  /^[*_]{0,3}(?:\d+[.)]\s+)?(?:the\s+)?(?:(?:implementation|project|plan|execution|work|development|delivery)\s+)?(?:phases|phase (?:breakdown|list|details))[*_]{0,3}\s*:?(?:\s*\([^()]*\))?$/iu;
