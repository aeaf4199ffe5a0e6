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
