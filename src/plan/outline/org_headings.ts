/**
 * An outline of Org mode, rewritten as Markdown: `* TODO Store` is a task, `** DONE Write it` below it one that is done, and
 * `* Backend` without such a word a heading. The words are those that the file defines (`#+TODO: OPEN | CLOSED`), or else the usual
 * ones. Every line keeps its number.
 *
 * @param text - with line feeds only
 */
export function withOrgHeadings(text: string): string {
  if (!STATED.test(text) || !IS_ORG.test(text) || IS_MARKDOWN.test(text)) return text;
  const reader = new OrgReader(marksIn(text));
  return text
    .split('\n')
    .map((line) => reader.read(line))
    .join('\n');
}

/** A heading with the word for a state, as Org mode has it by default. */
const STATED = /^\*+ (?:TODO|DONE)(?: |$)/mu;

/** A mark that Markdown has no use for: a heading with a state below another heading, a setting, or the beginning of a drawer. */
const IS_ORG =
  /^(?:\*{2,} \S|#\+[A-Za-z_]+:|[ \t]*:[A-Z_]+:[ \t]*$|\* TODO [^\n]*\n\* DONE |\* DONE [^\n]*\n\* TODO )/mu;

/** Marks that Org mode has no use for; what looks like its own may be an example in a block of code. */
const IS_MARKDOWN = /^(?: {0,3}(?:`{3}|~{3})|#{2,6} \S)/mu;

const OPEN = 'TODO NEXT STARTED DOING STRT INPROGRESS IN-PROGRESS WAITING WAIT HOLD BLOCKED';
const DONE = 'DONE FINISHED';
const DROPPED = /^(?:CANCEL|KILL|WONTFIX|DROPPED|ABANDONED|REJECTED|OBSOLETE)/u;

/** The mark in the tick box that each word of a state means. */
function marksIn(text: string): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  const add = (words: string, mark: string) => {
    for (const word of words.split(/\s+/u)) {
      const bare = word.replace(/\(.*$/u, '');
      if (bare !== '' && !marks.has(bare)) marks.set(bare, DROPPED.test(bare) ? '-' : mark);
    }
  };
  for (const { groups } of text.matchAll(
    /^#\+(?:SEQ_|TYP_)?TODO:(?<open>[^|\n]*)(?:\|(?<done>[^\n]*))?$/gimu,
  )) {
    add(groups?.open ?? '', ' ');
    add(groups?.done ?? '', 'x');
  }
  add(OPEN, ' ');
  add(DONE, 'x');
  add('CANCELLED CANCELED KILL', '-');
  return marks;
}

class OrgReader {
  readonly #marks: ReadonlyMap<string, string>;
  /** The level of the outermost task that is open. */
  #task: number | undefined;
  /** The spaces before text that belongs to the item above it. */
  #indent = '';
  /** The spaces that an editor puts before text below the heading, so that it is in line with that. */
  #margin = /^ {0,2}/u;
  #isBelowTask = false;
  #drawer = false;
  #block: string | undefined;

  constructor(marks: ReadonlyMap<string, string>) {
    this.#marks = marks;
  }

  read(line: string): string {
    if (this.#block !== undefined || BLOCK.test(line)) return this.#readBlock(line);
    const { stars, rest = '' } = HEADING.exec(line)?.groups ?? {};
    if (stars !== undefined) return this.#readHeading(stars.length, rest);
    if (this.#drawer || DRAWER.test(line)) {
      this.#drawer = !/^[ \t]*:END:[ \t]*$/iu.test(line);
      return '';
    }
    const { key, value = '' } = SETTING.exec(line)?.groups ?? {};
    if (key !== undefined) return key.toLowerCase() === 'title' ? `# ${value}` : '';
    if (line.trim() === '') return line;
    const text = line.replace(this.#margin, '');
    // Right below its heading, text is no part of that.
    const isNext = this.#isBelowTask && !/^\s*(?:[-+*]|\d+[.)])\s/u.test(text);
    this.#isBelowTask = false;
    return `${this.#indent}${isNext ? `- ${text.trimStart()}` : text}`;
  }

  #readHeading(level: number, rest: string): string {
    this.#drawer = false;
    this.#margin = new RegExp(`^ {0,${level + 1}}`, 'u');
    const word = /^\S+/u.exec(rest)?.[0] ?? '';
    const mark = this.#marks.get(word);
    if (this.#task !== undefined && level <= this.#task) this.#task = undefined;
    if (mark === undefined && this.#task === undefined) {
      this.#indent = '';
      this.#isBelowTask = false;
      return `${'#'.repeat(Math.min(level + 1, DEEPEST))} ${rest}`;
    }
    this.#task ??= level;
    const depth = '  '.repeat(level - this.#task);
    this.#indent = `${depth}  `;
    this.#isBelowTask = true;
    return mark === undefined ? `${depth}- ${rest}` : `${depth}- [${mark}] ${rest.slice(word.length).trim()}`;
  }

  /** Code stays as it is, between the fences of Markdown. */
  #readBlock(line: string): string {
    const { kind = '', language = '' } = BLOCK.exec(line)?.groups ?? {};
    if (this.#block === undefined) {
      this.#block = kind.toLowerCase();
      this.#isBelowTask = false;
      return `${this.#indent}\`\`\`${language}`;
    }
    const end = /^[ \t]*#\+end_(?<kind>\w+)/iu.exec(line)?.groups?.kind?.toLowerCase();
    if (end !== this.#block) return `${this.#indent}${line}`;
    this.#block = undefined;
    return `${this.#indent}\`\`\``;
  }
}

/** The deepest heading of Markdown. */
const DEEPEST = 6;

const HEADING = /^(?<stars>\*+)[ \t]+(?<rest>\S.*)$/u;
const DRAWER = /^[ \t]*:(?:PROPERTIES|LOGBOOK|[A-Z_]+):[ \t]*$/u;
const SETTING = /^#\+(?<key>[A-Za-z_]+):[ \t]*(?<value>.*)$/u;
const BLOCK = /^[ \t]*#\+begin_(?<kind>\w+)[ \t]*(?<language>[\w+-]*)/iu;
