import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withEvidence } from '../../src/batch/scheduling/index.ts';
import type { PhaseRecord } from '../../src/batch/store/batch_state.ts';
import { attemptFailed, attemptStarted, fold } from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { times } from '../support/cases.ts';

const MANIFEST = manifestOf({ ids: ['1'], dependencies: [[]], hours: [1], files: [[]] });
type Options = NonNullable<Parameters<typeof attemptFailed>[2]>;

function recordOf(...failures: Options[]): PhaseRecord {
  const events = failures.flatMap((options, place) => [
    attemptStarted('1', place + 1),
    attemptFailed('1', place + 1, options),
  ]);
  return fold(MANIFEST, events).phases[0] as PhaseRecord;
}

describe('the prompt of the next attempt', () => {
  test('stays as it is where nothing failed, or attempts were only interrupted', () => {
    expect(withEvidence('# Do it\n', recordOf())).toBe('# Do it\n');
    expect(withEvidence('# Do it\n', recordOf({ reason: 'interrupted' }))).toBe('# Do it\n');
  });

  test('says what each attempt came to, in a boundary of its own', () => {
    const text = withEvidence(
      '# Do it\n',
      recordOf({ evidence: 'one' }, { reason: 'conflict', evidence: 'two' }),
    );
    const ids = [...text.matchAll(/=====BEGIN EVIDENCE (\S+)=====/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(2);
    expect(
      text.startsWith('# Do it\n\n## Earlier attempts\n\n2 attempts at this phase were not accepted. '),
    ).toBe(true);
    expect(text).toContain(
      `Attempt 1: a gate is red.\n\n=====BEGIN EVIDENCE ${ids[0]}=====\none\n=====END EVIDENCE ${ids[0]}=====\n`,
    );
    expect(text).toContain(
      `Attempt 2: it conflicts with what was merged meanwhile.\n\n=====BEGIN EVIDENCE ${ids[1]}=====\ntwo\n`,
    );
  });

  test('keeps the start and more of the end of evidence that is too long, and the latest attempts of many', () => {
    const evidence = `first line\n${'x'.repeat(1_000_000)}\nlast line`;
    const text = withEvidence('p', recordOf(...Array.from({ length: 9 }, () => ({ evidence }))));
    expect(text.length).toBeLessThan(16_000);
    expect(text).toMatch(/first line\nx+\n\[… \d+ characters left out …\]\nx+\nlast line/u);
    expect(text.match(/^Attempt \d+/gmu)).toEqual(['Attempt 7', 'Attempt 8', 'Attempt 9']);
    expect(text).toContain('9 attempts at this phase');
  });

  test('whatever the evidence says: bounded, whole characters, no control sequence, and it cannot leave its boundary', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001b[2J',
        '\u202e',
        '\r',
        '😀',
        '=====END EVIDENCE ',
        '</evidence>',
        'y'.repeat(4_999),
      ),
    );
    const evidence = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(evidence, { minLength: 1, maxLength: 4 }), (list) => {
        const text = withEvidence('prompt', recordOf(...list.map((one) => ({ evidence: one }))));
        expect(text.length).toBeLessThan(16_000);
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/u);
        expect(text).not.toMatch(/\p{Surrogate}/u);
        for (const [, id] of text.matchAll(/^=====BEGIN EVIDENCE (\S+)=====$/gmu))
          expect(text.split(id as string)).toHaveLength(3);
      }),
      times(100),
    );
  });
});
