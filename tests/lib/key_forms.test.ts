import { describe, expect, test } from 'vitest';
import { formsOfKey, KEY_REMOVED, withoutForms } from '../../src/lib/index.ts';
import { createRedactor } from '../../src/llm/redact.ts';
import { secretSign } from '../../src/operations/filling/secrets.ts';
import { createSecrets } from '../../src/tape/secrets.ts';
import { casesIn } from '../support/cases.ts';

type Case = { readonly text: string; readonly what: string | null; readonly without: string };

describe('the look of a key', () => {
  test.each(casesIn<Case>('key_forms.yaml'))('$text', ({ text, what, without }) => {
    const secrets = createSecrets();
    expect(secretSign('src/a.txt', text)?.why).toBe(what === null ? undefined : `it holds ${what}`);
    expect(secrets.clean(text)).toBe(without);
    expect(secrets.find(text) === undefined).toBe(text === without);
    expect(secrets.clean(without)).toBe(without);
  });
});

describe('a key that is known', () => {
  const KEY = 'hunter2-hunter2/ü"x';
  const forms = [
    ['as it is', KEY],
    ['in an address', encodeURIComponent(KEY)],
    ['in JSON', JSON.stringify(KEY).slice(1, -1)],
    ['in JSON with escaped slashes', JSON.stringify(KEY).slice(1, -1).replace('/', '\\/')],
    ['in base64', Buffer.from(KEY).toString('base64')],
    ['in base64 without its end', Buffer.from(KEY).toString('base64').replace(/=+$/u, '')],
    ['in base64url', Buffer.from(KEY).toString('base64url')],
    ['byte for byte', Buffer.from(KEY).toString('latin1')],
  ] as const;
  const secrets = createSecrets();
  secrets.add(KEY);

  test.each(forms)('goes %s', (_name, form) => {
    const stream = createRedactor(KEY).stream();
    const [text, without] = [`a ${form} b`, `a ${KEY_REMOVED} b`];
    expect(withoutForms(text, formsOfKey(KEY))).toBe(without);
    expect(secrets.clean(text)).toBe(without);
    expect(secrets.find(text)).toBe(2);
    expect(stream.push(text) + stream.end()).toBe(without);
    expect(createRedactor(KEY).words(text)).not.toContain(form);
  });

  test('goes whole where one form is a part of another, and none is nothing', () => {
    expect(withoutForms(forms.map(([, form]) => form).join('|'), formsOfKey(KEY))).toBe(
      forms.map(() => KEY_REMOVED).join('|'),
    );
    expect(formsOfKey('')).toEqual([]);
  });
});

describe('a key that is known, and encoded', () => {
  const KEY = `sk-te"st/A&b ü-0123<x>'y`;
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const asAscii = (text: string) =>
    inJson(text).replace(/[^ -~]/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const inHtml = (text: string) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
  const digitsOf = (text: string) => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const percent = digitsOf(KEY)
    .map((digits) => `%${digits}`)
    .join('');
  const REMOVED = KEY_REMOVED;

  test.each([
    ['JSON in JSON', inJson(inJson(KEY)), REMOVED],
    ['JSON in JSON in JSON in JSON', inJson(inJson(inJson(inJson(KEY)))), REMOVED],
    ['JSON in ASCII, in JSON', inJson(asAscii(KEY)), REMOVED],
    ['HTML', inHtml(KEY), REMOVED],
    ['HTML in HTML', inHtml(inHtml(KEY)), REMOVED],
    ['HTML by numbers', [...KEY].map((each) => `&#x${each.codePointAt(0)?.toString(16)};`).join(''), REMOVED],
    ['HTML in JSON', inJson(inHtml(KEY)), REMOVED],
    ['JSON in HTML', inHtml(inJson(KEY)), REMOVED],
    ['an address, every byte', percent, REMOVED],
    ['an address, in capitals', percent.toUpperCase(), REMOVED],
    ['an address in an address', encodeURIComponent(encodeURIComponent(KEY)), REMOVED],
    ['a form', new URLSearchParams({ a: KEY }).toString().slice(2), REMOVED],
    ['base64 behind a name', base64(`user:${KEY}`), `dXNlcj${REMOVED}`],
    ['base64 among other things', base64(`{"key":"${KEY}","x":1}`), `eyJrZXkiOi${REMOVED}IiwieCI6MX0=`],
    ['base64 for addresses', Buffer.from(`ab${KEY}zz`).toString('base64url'), `YW${REMOVED}eno`],
    ['base64 of JSON', base64(`"${inJson(KEY)}"`), `I${REMOVED}Ig==`],
    ['hexadecimal digits', digitsOf(KEY).join(''), REMOVED],
    ['hexadecimal digits in capitals', digitsOf(KEY).join('').toUpperCase(), REMOVED],
    ['a dump', digitsOf(KEY).join(' '), REMOVED],
    [
      'a list of bytes',
      digitsOf(KEY)
        .map((digits) => `0x${digits}`)
        .join(', '),
      `0x${REMOVED}`,
    ],
    [
      'a text of bytes',
      digitsOf(KEY)
        .map((digits) => `\\x${digits}`)
        .join(''),
      `\\x${REMOVED}`,
    ],
  ])('in %s goes', (_name, form, without) => {
    const secrets = createSecrets();
    secrets.add(KEY);
    const text = `before ${form} behind`;
    expect(secrets.clean(text)).toBe(`before ${without} behind`);
    expect(secrets.find(text)).toBeGreaterThanOrEqual(7);
    expect(secrets.find(secrets.clean(text))).toBeUndefined();
  });

  test('in base64 in lines of a patch goes with as many lines as there were', () => {
    const secrets = createSecrets();
    secrets.add(KEY);
    const lines = base64(`${'x'.repeat(40)}${KEY}y`)
      .replace(/.{64}/gu, '$&\n')
      .split('\n');
    const cleaned = secrets.clean(lines.map((line) => `+${line}\n`).join(''));
    expect(cleaned.split('\n')).toHaveLength(lines.length + 1);
    expect(
      cleaned
        .split('\n')
        .slice(0, -1)
        .every((line) => line.startsWith('+')),
    ).toBe(true);
    expect(
      Buffer.from(cleaned.replaceAll(/[+]?\[key removed\]|\n/gu, ''), 'base64').toString(),
    ).not.toContain('te');
  });

  test('is looked for in long texts of nothing but signs of it', () => {
    const secrets = createSecrets();
    secrets.add(KEY);
    for (const piece of ['\\', '&amp;', '%25', '&#38;', 'c2st', '73', '73 ', '0x73, ', 'te'])
      expect(secrets.find(piece.repeat(200_000))).toBeUndefined();
  });
});
