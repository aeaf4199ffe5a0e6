import { findOutput } from '../composition/index.ts';
import { type Line, linesOf } from './lines.ts';

/** A phase of a protocol: its heading and what follows, up to the next phase or block. */
export type PhaseBlock = { readonly number: number; readonly text: string; readonly offset: number };

/** The phases of a protocol, in the order written. */
export function phasesOf(text: string): PhaseBlock[] {
  const end = Math.min(stopLine(text)?.offset ?? text.length, findOutput(text)?.start ?? text.length);
  const starts = [...text.matchAll(PHASE)].filter(({ index }) => index < end);
  return starts.map((match, index) => ({
    number: Number(match[1]),
    offset: match.index,
    text: text.slice(match.index, starts[index + 1]?.index ?? end),
  }));
}

const PHASE = /^[ \t]{0,8}(?:[-*#]{1,6}[ \t]{0,4})?(?:\*\*)?Phase[ \t]{1,4}(\d{1,3})[ \t]{0,4}[-–—:.]/gimu;

/** The block under the line `STOP`: where it begins, and the rules in it by their names. */
export type StopBlock = { readonly offset: number; readonly rules: ReadonlySet<string> };

/** A protocol's stop rules; `undefined` without a line `STOP`. */
export function stopOf(text: string): StopBlock | undefined {
  const line = stopLine(text);
  if (line === undefined) return undefined;
  const output = findOutput(text)?.start ?? text.length;
  const block = text.slice(line.offset, output > line.offset ? output : text.length);
  const rules = [...block.matchAll(STOP_RULE)].map((match) => (match[1] ?? '').slice(0, 4).toLowerCase());
  return { offset: line.offset, rules: new Set(rules) };
}

const STOP_RULE =
  /^[ \t]{0,8}(?:[-*][ \t]{1,4})?(?:\*\*)?(done|blocked|budget|user(?:[ _-]says?)?(?:[ _-]stops?)?)(?:\*\*)?:/gimu;

function stopLine(text: string): Line | undefined {
  return linesOf(text).find((line) => /^[ \t]{0,8}(?:#{1,6}[ \t]{1,4})?STOP:?[ \t]*$/u.test(line.text));
}

/** What a protocol's output contract shows. */
export type OutputContract = {
  readonly offset: number;
  readonly headings: readonly Line[];
  readonly hasEmptyRule: boolean;
  /** What stands under the line that begins with `Example`, and what that line says of it. */
  readonly example: (Line & { readonly label: string }) | undefined;
};

/** A protocol's output contract; `undefined` without a line `OUTPUT`. */
export function outputOf(text: string): OutputContract | undefined {
  const output = findOutput(text);
  if (output === undefined) return undefined;
  const lines = linesOf(text.slice(output.end)).map((line) => ({
    ...line,
    offset: line.offset + output.end,
  }));
  const headings = lines.flatMap((line) => {
    const heading = /^#{1,6}[ \t]{1,8}(\S.*)/u.exec(line.text)?.[1];
    return heading === undefined ? [] : [{ offset: line.offset, text: firstColumn(heading) }];
  });
  return {
    offset: output.start,
    headings,
    hasEmptyRule: lines.some((line) => /\bempty\b/iu.test(line.text)),
    example: exampleIn(lines),
  };
}

/** A heading's own words: what stands before two spaces or a tab. */
function firstColumn(heading: string): string {
  return (heading.split(/ {2}|\t/u, 1)[0] ?? '').trim();
}

function exampleIn(lines: readonly Line[]): OutputContract['example'] {
  const start = lines.findIndex((line) => /^(?:#{1,6} )?Examples?\b/u.test(line.text));
  const first = lines[start];
  if (first === undefined) return undefined;
  const after = /:(.*)/u.exec(first.text)?.[1] ?? '';
  const body = lines.slice(start + 1).map(({ text }) => text);
  const text = [after, ...body].join('\n').trim();
  return text === ''
    ? undefined
    : { label: first.text, text, offset: lines[start + 1]?.offset ?? first.offset };
}
