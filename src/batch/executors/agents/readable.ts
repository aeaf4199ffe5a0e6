import type { AgentReader } from './reading.ts';

/** Splits a stream of text into lines. A line longer than any agent's is passed on in pieces, none of them whole. */
export type LineSplitter = {
  readonly push: (text: string) => readonly Line[];
  /** The text after the last line end. */
  readonly end: () => readonly Line[];
};

/** A line without its end, or a piece of one that is too long to be read. */
export type Line = { readonly text: string; readonly isWhole: boolean; readonly endsLine: boolean };

/** In UTF-16 code units: an agent's line contains a whole tool result. */
const LONGEST = 4 * 1024 * 1024;

/** Starts at the beginning of a line. @param longest - in UTF-16 code units */
export function lineSplitter(longest = LONGEST): LineSplitter {
  const held: string[] = [];
  let size = 0;
  let isCut = false;
  const flush = (endsLine: boolean): Line => {
    const line = { text: held.join(''), isWhole: endsLine && !isCut, endsLine };
    held.length = 0;
    size = 0;
    isCut = !endsLine;
    return line;
  };
  return {
    push(text) {
      const lines: Line[] = [];
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        held.push(text.slice(start, end));
        lines.push(flush(true));
        start = end + 1;
      }
      held.push(text.slice(start));
      size += text.length - start;
      if (size > longest) lines.push(flush(false));
      return lines;
    },
    end() {
      const rest = held.join('');
      if (rest === '') return [];
      const isWhole = !isCut;
      held.length = 0;
      return [{ text: rest, isWhole, endsLine: false }];
    },
  };
}

/**
 * Turns an agent's output into text for a person; lines its reader does not know stay unchanged. Does not sanitize anything.
 *
 * @param wanted - `work` leaves out the lines by which it begins
 */
export function readableStream(
  read: AgentReader,
  wanted: 'all' | 'work' = 'all',
): {
  readonly push: (text: string) => string;
  readonly end: () => string;
} {
  const splitter = lineSplitter();
  const shown = ({ text, isWhole, endsLine }: Line): string => {
    const reading = isWhole ? read(text) : undefined;
    if (reading === undefined) return `${text}${endsLine ? '\n' : ''}`;
    if (wanted === 'work' && reading.begins) return '';
    return reading.shows.map((line) => `${line}\n`).join('');
  };
  return {
    push: (text) => splitter.push(text).map(shown).join(''),
    end: () => splitter.end().map(shown).join(''),
  };
}
