import type { RenderedFile } from '../composition/index.ts';
import { type Line, linesOf } from './lines.ts';
import type { Composition } from './lint_rule.ts';
import type { PromptFile } from './prompt_file.ts';

/** The file of a composition that holds the slots: the last one. */
export function promptOf({ files }: Composition): RenderedFile {
  return files.at(-1) ?? { file: '', text: '' };
}

/** A slot that is still open, as written in a file. */
export type OpenSlot = {
  readonly offset: number;
  readonly name: string;
  /** Whether it has a name, says if it is required, and describes what to put there. */
  readonly isWhole: boolean;
  readonly line: Line;
};

/** The open slots of a file. `<<FILL …>>`, which means slots in general, does not count. */
export function slotsIn({ text }: PromptFile): OpenSlot[] {
  return linesOf(text).flatMap((line) =>
    [...line.text.matchAll(/<<FILL(?! …)[ \t]{0,4}([\w-]{0,80})/gu)].map((match) => ({
      offset: line.offset + match.index,
      name: match[1] ?? '',
      isWhole: WHOLE.test(line.text.slice(match.index, match.index + 1500)),
      line,
    })),
  );
}

const WHOLE = /^<<FILL [\w-]{1,80} \((?:required|optional(?:, default: [^\n]{1,600}?)?)\): [^\n]{1,600}?>>/u;
