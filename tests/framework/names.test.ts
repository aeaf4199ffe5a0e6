import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkName, checkTitle, suggestName, suggestTitle } from '../../src/framework/index.ts';
import { hasControlCharacters } from '../../src/lib/index.ts';
import { casesIn, times } from '../support/cases.ts';

type Case = { name: string; text: string; accepted?: string; refused?: string; hint?: string };

/** Texts in which what matters for names is frequent. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 150 }),
  fc.string({
    unit: fc.constantFrom(
      ...'aZ9._- /\\:~@%\t\n\r\u0000\u001b\u0085\u0301\u0338\u200d\u202e\u2028\ufeff\u212b\u1100\u1161\ud800',
    ),
    maxLength: 20,
  }),
  fc
    .tuple(
      fc.constantFrom('CON', 'con', 'Nul', 'aux', 'COM1', 'com¹', 'LPT9', '..', '.git', '-rf', 'C:', '/etc'),
      fc.string({ unit: fc.constantFrom('.', ' ', '/', 'a', '1', '_'), maxLength: 4 }),
    )
    .map((parts) => parts.join('')),
);

const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

function expectSafe(name: string): void {
  expect(name).not.toBe('');
  expect(name).not.toMatch(/[/\\:*?"<>|\s]/u);
  expect(name).not.toMatch(/^[.-]|\.$/u);
  expect(name).not.toMatch(RESERVED);
  expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  expect(hasControlCharacters(name)).toBe(false);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(name.normalize('NFC')).toBe(name);
}

describe('a name', () => {
  test.each(casesIn<Case>('names.yaml'))('$name', ({ text, accepted, refused, hint }) => {
    const result = checkName(text);
    if (accepted !== undefined) expect(result).toEqual({ ok: true, value: accepted });
    else {
      expect(result).toMatchObject({ ok: false, cause: 'usage', problems: [{ code: 'bad-name' }] });
      if (!result.ok) {
        expect(result.problems[0]?.message).toContain(refused);
        if (hint !== undefined) expect(result.problems[0]?.hint).toBe(hint);
      }
    }
  });

  test('that is accepted is one safe folder name, and is accepted again as it is', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = checkName(text);
        if (!result.ok) return;
        expectSafe(result.value);
        expect(checkName(result.value)).toEqual(result);
      }),
      times(1500),
    );
  });

  test('that is refused says why in printable text and suggests one that is accepted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = checkName(text);
        if (result.ok) return;
        expect(result.problems).toHaveLength(1);
        const { message, hint } = result.problems[0] ?? {};
        expect(hasControlCharacters(message ?? '')).toBe(false);
        const suggested = /^Try (.*)\.$/su.exec(hint ?? '')?.[1] ?? '';
        expect(checkName(suggested)).toEqual({ ok: true, value: suggested });
      }),
      times(1000),
    );
  });

  test('can be suggested for any text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const suggested = suggestName(text);
        expectSafe(suggested);
        expect(checkName(suggested)).toEqual({ ok: true, value: suggested });
      }),
      times(1000),
    );
  });

  test.each(['a', '🙂', 'é', '_', ' ', 'e\u0301', '\u001b['])(
    'of 200,000 times %j is judged without stalling',
    (unit) => {
      const result = checkName(unit.repeat(200_000));
      expect(result.ok).toBe(false);
    },
  );

  test('that is a usable one is suggested as it is', () => {
    expect(suggestName('Django_Model_Auditor')).toBe('Django_Model_Auditor');
  });
});

describe('a title', () => {
  test('that is accepted is one line without control characters, and is accepted again as it is', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 250 })), (text) => {
        const result = checkTitle(text);
        if (!result.ok) {
          expect(result.problems[0]?.code).toBe('bad-title');
          expect(hasControlCharacters(result.problems[0]?.message ?? '')).toBe(false);
          return;
        }
        expect(hasControlCharacters(result.value)).toBe(false);
        expect(result.value).not.toMatch(/[\r\n\t\u2028\u2029]/u);
        expect(result.value).toBe(text.trim());
        expect([...result.value].length).toBeLessThanOrEqual(200);
        expect(Buffer.from(result.value).toString()).toBe(result.value);
        expect(checkTitle(result.value)).toEqual(result);
      }),
      times(1000),
    );
  });

  test.each(['', '  ', 'two\nlines', 'two\u2028lines', 'tab\there', '\u001b[31m', 'a'.repeat(201), '\ud800'])(
    '%j is refused',
    (text) => expect(checkTitle(text).ok).toBe(false),
  );

  test.each(['The Code Guardian', '“L’Œuvre” & <Co> {{x}}', '🙂'.repeat(200)])('%j is accepted', (text) => {
    expect(checkTitle(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    ['meticulous_auditor.txt', 'The Meticulous Auditor'],
    ['the_guide.md', 'The Guide'],
    ['theorist.txt', 'The Theorist'],
  ])('for %s is offered as %j', (file, title) => expect(suggestTitle(file)).toBe(title));
});
