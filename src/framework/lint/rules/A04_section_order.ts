import { linesOf } from '../lines.ts';
import type { CompositionRule } from '../lint_rule.ts';
import { FRAME_HEADINGS, readPromptFile } from '../prompt_file.ts';
import { promptOf } from '../slots.ts';

export const A04: CompositionRule = {
  id: 'A04',
  title: 'reading rules, request, settings, criteria, material, protocol, output, limits, start line',
  severity: 'error',
  applies: 'composition',
  reason: 'Rules for reading count only for what comes after them, and what is read last is done first.',
  bad: '## Protocol\n\nGo.\n\n## How to read this\n\n- Read.\n\n## Limits\n\nNone.',
  good: '## How to read this\n\n- Read.\n\n## Request\n\n<request id="r-1">\nGo.\n</request>\n\n## Protocol\n\nGo.\n\n## Limits\n\nNone.\n\nNow do all of it in this reply.',
  checkComposition: (composition) => {
    const prompt = promptOf(composition);
    const seen = new Set<string>();
    const sections = readPromptFile(prompt.text).sections.filter(
      ({ heading }) => !seen.has(heading) && seen.add(heading),
    );
    const misplaced = sections.filter(({ heading }, index) =>
      sections.slice(0, index).some((before) => rank(before.heading) > rank(heading)),
    );
    const last = linesOf(prompt.text).findLast((line) => line.text.trim() !== '');
    const hasStart = last !== undefined && /^Now \S/u.test(last.text);
    return [
      ...misplaced.map(({ heading, offset }) => ({
        file: prompt.file,
        at: offset,
        message: `The section "${heading}" is after one that must come later.`,
      })),
      ...(hasStart
        ? []
        : [
            {
              file: prompt.file,
              at: last?.offset ?? 0,
              message: 'The last line does not say "Now …" what to do.',
            },
          ]),
    ];
  },
};

function rank(heading: (typeof FRAME_HEADINGS)[number]): number {
  return FRAME_HEADINGS.indexOf(heading);
}
