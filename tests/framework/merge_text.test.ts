import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conflictLines, hasMarkers, keepYours, mergeText } from '../../src/framework/index.ts';
import { times } from '../support/cases.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '=======', '<<<<<<< yours', '>>>>>>> rendered now'), {
    maxLength: 10,
  })
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

const conflicting = { base: 'one\ntwo\nthree\n', yours: 'one\nMINE\nthree\n', theirs: 'one\nNEW\nthree\n' };

describe('a merged file', () => {
  test('marks a conflict with both sides, and knows its own markers again', () => {
    const { text: merged, conflicts, mark } = mergeText(conflicting);
    expect(merged).toBe(
      `one\n<<<<<<< yours (${mark})\nMINE\n=======\nNEW\n>>>>>>> rendered now (${mark})\nthree\n`,
    );
    expect(conflicts).toBe(1);
    expect(conflictLines(merged, mark)).toEqual([2]);
    expect(hasMarkers(merged.replace(/^<{7}.*\n/mu, ''), mark)).toBe(true);
    expect(hasMarkers('one\nMINE\nthree\n', mark)).toBe(false);
    expect(keepYours(conflicting)).toBe(conflicting.yours);
  });

  test('has markers exactly when it has conflicts, whatever markers the texts hold already', () => {
    fc.assert(
      fc.property(text, text, text, (base, yours, theirs) => {
        const merged = mergeText({ base, yours, theirs });
        expect(hasMarkers(merged.text, merged.mark)).toBe(merged.conflicts > 0);
        expect(conflictLines(merged.text, merged.mark)).toHaveLength(merged.conflicts);
        for (const side of [base, yours, theirs]) expect(side).not.toContain(merged.mark);
      }),
      times(3000),
    );
  });

  test('keeps the line ends that version control gave it', () => {
    const crlf = (lines: string) => lines.replaceAll('\n', '\r\n');
    const yours = crlf('one\ntwo\nthree\n');
    expect(mergeText({ ...conflicting, yours }).text).toBe(crlf(conflicting.theirs));
    const { text: merged } = mergeText({ ...conflicting, yours: crlf(conflicting.yours) });
    expect(merged.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  });
});
