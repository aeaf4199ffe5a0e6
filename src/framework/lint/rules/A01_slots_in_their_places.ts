import type { CompositionRule } from '../lint_rule.ts';
import { blockAt, readPromptFile } from '../prompt_file.ts';
import { promptOf, slotsIn } from '../slots.ts';

export const A01: CompositionRule = {
  id: 'A01',
  title: 'slots only under Request, Settings, Criteria and Material',
  severity: 'error',
  applies: 'composition',
  reason: 'User text inside a sentence of instructions is read as instructions.',
  bad: '## Settings\n\n- scope: <<FILL scope (optional): the part>>\n\n## Protocol\n\nRead the <<FILL artifact (required): the work>> with care.',
  good: '## Settings\n\n- scope: <<FILL scope (optional): the part>>\n\n## Material\n\n<artifact id="a-1">\n<<FILL artifact (required): the work>>\n</artifact>\n\n## Protocol\n\nRead the artifact. A slot that shows `<<FILL …>>` is open.',
  checkComposition: (composition) => {
    const prompt = promptOf(composition);
    const file = readPromptFile(prompt.text);
    return slotsIn(file)
      .filter(({ offset, line }) => {
        const section = file.sections.find(({ offset: from, end }) => offset >= from && offset < end);
        const isSetting = section?.heading === 'Settings' && /^- [\w-]{1,80}: <<FILL /u.test(line.text);
        return !isSetting && blockAt(file, offset) === undefined;
      })
      .map(({ offset, name }) => ({
        file: prompt.file,
        at: offset,
        message: `The slot "${name}" is among the instructions.`,
      }));
  },
};
