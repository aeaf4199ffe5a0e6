import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resumedPrompt, withoutResumption } from '../../src/batch/run/parts/resume_session.ts';
import { times } from '../support/cases.ts';

test('a tape has the prompt of an attempt that goes on as it is without that', () => {
  const prompt = fc
    .array(fc.constantFrom('Do it.', '', 'Your earlier attempt at this task', '# A'))
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(prompt, fc.boolean(), (asked, hasMoved) => {
      expect(withoutResumption(resumedPrompt(asked, { base: 'a'.repeat(40), hasMoved }))).toBe(asked);
      expect(withoutResumption(asked)).toBe(asked);
    }),
    times(200),
  );
});
