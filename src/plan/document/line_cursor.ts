/**
 * The kind of a line, where its first characters alone decide it and no rule of Markdown could see it otherwise:
 *
 * - `text`: running text without indentation, which begins a paragraph or continues one
 * - `indented`: running text after white space, which continues a paragraph; by itself it could be anything
 * - `heading`: a number sign, or more of them, with text after that is not closed by others
 * - `bullet`, `numbered`: an item of a list, without indentation, with running text after its mark
 * - `rule`: three dashes alone
 * - `other`: only the whole of Markdown can tell
 */
export type LineKind =
  | 'text'
  | 'indented'
  | 'heading'
  | 'bullet'
  | 'numbered'
  | 'rule'
  | 'blank'
  | 'end'
  | 'other';

/** Walks over the lines of a text. One object for all of them: a long plan has a million. */
export class LineCursor {
  readonly text: string;
  /** 0-based; at the end, the number of lines. */
  line = 0;
  /** Where the line begins, and where it ends: at its line feed. */
  start = 0;
  end = 0;
  kind: LineKind = 'end';
  /** Where the text begins: after white space and marks. */
  content = 0;
  /**
   * For a heading, its level; for an item, the character that distinguishes its list from others: a bullet, or the sign after
   * the number.
   */
  mark = 0;

  constructor(text: string) {
    this.text = text;
    this.#look();
  }

  next(): void {
    this.moveTo(this.line + 1, this.end + 1);
  }

  /**
   * @param line - the 0-based number of the line
   * @param start - where that line begins
   */
  moveTo(line: number, start: number): void {
    this.line = line;
    this.start = start;
    this.#look();
  }

  /** The text of the line, without the white space around it. */
  get running(): string {
    const { text, content, end } = this;
    const last = text.charCodeAt(end - 1);
    // Most lines end in a letter or a mark; `trim` would have to look for that at both ends.
    const isBare = last > SPACE && last < DELETE;
    return isBare ? text.slice(content, end) : text.slice(content, end).trim();
  }

  #look(): void {
    const { text, start } = this;
    if (start >= text.length) {
      this.kind = 'end';
      return;
    }
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const content = skipSpaces(text, start, end);
    this.end = end;
    this.content = content;
    // As markdown-it counts lines, white space after the last line feed is not one.
    if (content === end) this.kind = feed < 0 ? 'end' : 'blank';
    else if (isRunningText(text, content, end)) this.kind = content === start ? 'text' : 'indented';
    else this.kind = content === start ? this.#marked() : 'other';
  }

  /** The kind of a line that begins with a mark. */
  #marked(): LineKind {
    const { text, start, end } = this;
    const first = text.charCodeAt(start);
    if (first === NUMBER_SIGN) return this.#heading();
    if (first === DASH && end === start + 3 && text.startsWith('---', start)) return 'rule';
    let behind = start + 1;
    if (isDigit(first)) behind = markOfNumber(text, start) + 1;
    else if (first !== DASH && first !== STAR && first !== PLUS) return 'other';
    let content = behind;
    while (text.charCodeAt(content) === SPACE) content++;
    const isItem = content > behind && content - behind <= MAX_SPACES && behind - start <= MAX_DIGITS + 1;
    if (!isItem || !isRunningText(text, content, end)) return 'other';
    this.mark = text.charCodeAt(behind - 1);
    this.content = content;
    return isDigit(first) ? 'numbered' : 'bullet';
  }

  #heading(): LineKind {
    const { text, start, end } = this;
    let behind = start;
    while (text.charCodeAt(behind) === NUMBER_SIGN) behind++;
    const level = behind - start;
    const content = skipSpaces(text, behind, end);
    if (level > 6 || content === behind || !isVisible(text, content)) return 'other';
    this.mark = level;
    this.content = content;
    const { running } = this;
    // Number signs may close it, and bars make it the head of a table if the next line does.
    return running.endsWith('#') || running.includes('|') ? 'other' : 'heading';
  }
}

/**
 * Whether text is certainly part of a paragraph, whatever is around it: it begins no other block, and it cannot be the line under
 * a setext heading or the head of a table, which only dashes, equal signs, colons and bars can.
 */
function isRunningText(text: string, at: number, end: number): boolean {
  const first = text.charCodeAt(at);
  if (first > DELETE) return isVisible(text, at);
  switch (first) {
    case STAR:
    case LOW_LINE: {
      // `**Goal**` and `*so*`; but `* item`, `***` and `* * *`.
      let behind = at + 1;
      while (text.charCodeAt(behind) === first) behind++;
      return behind < end && text.charCodeAt(behind) > SPACE;
    }
    case BACK_TICK:
      return !text.startsWith('```', at);
    default:
      if (isDigit(first)) return markOfNumber(text, at) < 0;
      return first > SPACE && first < DELETE && !MARKS.has(first);
  }
}

/** The position of the mark of an ordered list that begins with a number; negative where there is none. */
function markOfNumber(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  const mark = text.charCodeAt(at);
  if (mark !== STOP && mark !== BRACKET) return -1;
  return text.charCodeAt(at + 1) > SPACE ? -1 : at;
}

/** Whether a character is kept by trimming. */
function isVisible(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code > SPACE && (code < DELETE || text.charAt(at).trim() !== '');
}

function skipSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** An item further after its mark is a block of code. */
const MAX_SPACES = 4;
/** A longer number does not mark an item. */
const MAX_DIGITS = 9;

const TAB = 9;
const SPACE = 32;
const NUMBER_SIGN = 35;
const BRACKET = 41;
const STAR = 42;
const PLUS = 43;
const DASH = 45;
const STOP = 46;
const ZERO = 48;
const NINE = 57;
const LOW_LINE = 95;
const BACK_TICK = 96;
const DELETE = 127;

/** Signs that begin blocks or underlines: `#`, `+`, `-`, `:`, `<`, `=`, `>`, `|`, `~`. */
const MARKS: ReadonlySet<number> = new Set([...'#+-:<=>|~'].map((mark) => mark.charCodeAt(0)));
