import type { AgentReader } from './reading.ts';

/** Takes a stream of text apart into lines. One that is longer than any agent's is handed on in pieces, none of them whole. */
export type LineSplitter = {
  readonly push: (text: string) => readonly Line[];
  /** What stands behind the last line end. */
  readonly end: () => readonly Line[];
};

/** A line without its end, or a piece of one that is too long to be read. */
export type Line = { readonly text: string; readonly isWhole: boolean; readonly endsLine: boolean };

/** In UTF-16 code units: an agent's line has a whole tool result in it. */
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
 * Turns what an agent prints into what a person reads; what its reader does not know stays as it is. Nothing is made safe.
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
