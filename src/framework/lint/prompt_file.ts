import { type Line, linesOf } from './lines.ts';

/** The headings of a prompt file's frame, in their required order. */
export const FRAME_HEADINGS = [
  'How to read this',
  'Request',
  'Settings',
  'Criteria',
  'Material',
  'Protocol',
  'Output',
  'Limits',
] as const;

/** A part of a prompt file under one of the frame's headings. */
export type Section = {
  readonly heading: (typeof FRAME_HEADINGS)[number];
  readonly offset: number;
  readonly end: number;
};

/** A block of user text. Without a closing line it has no end. */
export type UserBlock = { readonly open: Line; readonly close: string; readonly end: number | undefined };

/** A parsed prompt file. */
export type PromptFile = {
  readonly text: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly UserBlock[];
};

/** Parses a prompt file into the frame's sections and the blocks of user text; headings inside a block do not begin a section. */
export function readPromptFile(text: string): PromptFile {
  const starts: Omit<Section, 'end'>[] = [];
  const blocks: UserBlock[] = [];
  let close: string | undefined;
  for (const line of linesOf(text)) {
    const last = blocks.at(-1);
    if (close !== undefined && last) {
      if (line.text !== close) continue;
      blocks[blocks.length - 1] = { ...last, end: line.offset };
      close = undefined;
      continue;
    }
    close = closingOf(line.text);
    if (close !== undefined) blocks.push({ open: line, close, end: undefined });
    const heading = FRAME_HEADINGS.find((name) => line.text === `## ${name}`);
    if (heading) starts.push({ heading, offset: line.offset });
  }
  const sections = starts.map((start, index) => ({
    ...start,
    end: starts[index + 1]?.offset ?? text.length,
  }));
  return { text, sections, blocks };
}

/** The line that closes a block, derived from its opening line, which may also name a file. */
function closingOf(line: string): string | undefined {
  const tag = /^<([A-Za-z][\w-]{0,63}) id="[\w-]{1,80}"(?: file="[^"<>]*")?>$/u.exec(line)?.[1];
  if (tag !== undefined) return `</${tag}>`;
  const named = /^=====BEGIN (\S{1,100} [0-9a-f]{6,40}) .+=====$/u.exec(line)?.[1];
  const label = named ?? /^=====BEGIN ([^=]{1,160})=====$/u.exec(line)?.[1];
  return label === undefined ? undefined : `=====END ${label}=====`;
}

/** The first section with a heading. */
export function sectionNamed(file: PromptFile, heading: Section['heading']): Section | undefined {
  return file.sections.find((section) => section.heading === heading);
}

/** The block of user text that contains an offset. */
export function blockAt(file: PromptFile, offset: number): UserBlock | undefined {
  return file.blocks.find(
    ({ open, end }) => offset > open.offset + open.text.length && offset < (end ?? file.text.length),
  );
}
