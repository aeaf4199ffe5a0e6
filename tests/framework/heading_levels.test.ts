import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerHeadings, raiseHeadings } from '../../src/framework/index.ts';
import type { Part } from '../../src/framework/lint/lint_rule.ts';
import { spansOf } from '../../src/framework/lint/spans.ts';
import { casesIn, times } from '../support/cases.ts';
import { compositionOf } from '../support/lint.ts';

const cases = casesIn<{ readonly text: string; readonly lowered: string }>('heading_levels.yaml');

describe('the headings of a protocol', () => {
  test.each(cases)('of $text stand below those of the frame', ({ text, lowered }) => {
    expect(lowerHeadings(text)).toBe(lowered);
  });

  test.each([
    // The text, what it is after edits in the frame, the lines written there, what becomes of it.
    ['Go.\n## A\nx', 'Go.\n### B\nx', [1], 'Go.\n## B\nx'],
    ['## A\n### B', '## A\n#### C\n### B', [1], '## A\n### C\n### B'],
    ['## A', '## A\n## Mine\n# More', [1, 2], '## A\n## Mine\n## More'],
    ['## A\n```\nx\n```', '## A\n```\n### y\n```', [2], '## A\n```\n### y\n```'],
    ['Go.', 'Go.\n### A', [1], 'Go.\n### A'],
  ])('of %j edited to %j rise again in the lines %j', (text, edited, lines, raised) => {
    expect(raiseHeadings(text, edited, (line) => lines.includes(line))).toBe(raised);
  });

  test('lowered, leave every letter of the text where its place says', () => {
    const line = fc.constantFrom('# A', '## B', '###### F', '```', 'OUTPUT', '', 'text', '  ## C', '## D\r');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const part: Part = { kind: 'protocol', file: 'p.txt', text, metadata: {} };
        const composition = compositionOf([part]);
        for (const { file, start, from, length } of spansOf(composition)) {
          const whole = composition.files.find((one) => one.file === file)?.text;
          expect(whole?.slice(start, start + length)).toBe(text.slice(from, from + length));
        }
        const lowered = lowerHeadings(text);
        expect(lowered.split('\n')).toHaveLength(lines.length || 1);
        expect(lowerHeadings(lowered)).toBe(lowered);
      }),
      times(500),
    );
  });
});
