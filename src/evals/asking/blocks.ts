import { chooseBoundary, shortHash } from '../../lib/index.ts';

/** A part of a prompt that holds somebody else's text. */
export type PromptBlock = { readonly name: string; readonly title: string; readonly text: string };

/** Parts of a prompt, each under its title and between lines that no text in it can close. */
export function blocksText(blocks: readonly PromptBlock[]): string {
  const texts = blocks.map(({ text }) => text);
  const seed = shortHash(texts.join('\0'));
  return blocks
    .map(({ name, title, text }) => {
      const { open, close } = chooseBoundary({ input: name, seed, texts, plain: true });
      return `${title}\n\n${open}\n${text.trimEnd()}\n${close}\n`;
    })
    .join('\n');
}
