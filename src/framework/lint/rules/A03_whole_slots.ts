import { linesOf } from '../lines.ts';
import type { Composition, CompositionHit, CompositionRule } from '../lint_rule.ts';
import { MAX_HITS } from '../matches.ts';
import { blockAt, readPromptFile } from '../prompt_file.ts';
import { promptOf, slotsIn } from '../slots.ts';

export const A03: CompositionRule = {
  id: 'A03',
  title: 'no unresolved slot, and every open one says what belongs there',
  severity: 'error',
  applies: 'composition',
  reason:
    'A slot that nothing fills, or that does not say what belongs there, is answered with an invention.',
  bad: '## Settings\n\n- scope: <<FILL scope>>\n\n## Protocol\n\nReview {{artifact}}.',
  good: '## How to read this\n\n- A place that still reads `<<FILL …>>` is empty.\n\n## Settings\n\n- scope: <<FILL scope (optional, default: all): the part>>\n\n## Material\n\n<artifact id="a-1">\n{{ name }}\n</artifact>',
  checkComposition: (composition) => {
    const prompt = promptOf(composition);
    const file = readPromptFile(prompt.text);
    const slots = slotsIn(file);
    const broken = slots
      .filter(({ isWhole }) => !isWhole)
      .map(({ offset, name }) => ({
        file: prompt.file,
        at: offset,
        message: `The slot "${name}" lacks its name, whether it is required, or what to put there.`,
      }));
    const hasRule = /<<FILL …>>[^.]{0,60}\b(?:empty|open|not (?:provided|given|filled))\b/u.test(prompt.text);
    const first = slots[0];
    return [
      ...unresolved(composition),
      ...broken.slice(0, MAX_HITS),
      ...(first === undefined || hasRule
        ? []
        : [
            {
              file: prompt.file,
              at: first.offset,
              message: 'No rule says what to do about a slot that is open.',
            },
          ]),
    ];
  },
};

function unresolved({ files }: Composition): CompositionHit[] {
  return files.flatMap(({ file, text }) => {
    const parsed = readPromptFile(text);
    return linesOf(text)
      .flatMap((line) => {
        const at = line.text.search(/\{\{[^{}\n]{0,80}\}\}/u);
        return at >= 0 && blockAt(parsed, line.offset + at) === undefined
          ? [{ file, at: line.offset + at, message: 'Nothing replaces this {{name}}.' }]
          : [];
      })
      .slice(0, MAX_HITS);
  });
}
