import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSetting, resolveSettings, SETTING_NAMES, SETTINGS } from '../../src/config/index.ts';
import { times } from '../support/cases.ts';
import { emptyFolder } from '../support/program.ts';

const names = fc.constantFrom(...SETTING_NAMES);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.double().map(String),
  fc.constantFrom(
    'on',
    'off',
    'true',
    'no',
    '0x10',
    'http://',
    'https://a b',
    'http://[::1]:80/v1/',
    'Infinity',
  ),
);

/** Values that a setting takes, as they are typed. */
const GOOD: Record<(typeof SETTINGS)[keyof typeof SETTINGS]['kind'], fc.Arbitrary<string>> = {
  text: fc.stringMatching(/^[a-z][a-z0-9/:.-]{0,40}$/u),
  line: fc.constantFrom('npm ci', "sh -c 'a | b'"),
  paths: fc.constantFrom('node_modules', 'a, b c,d/e'),
  hosts: fc.constantFrom('api.example.com', 'localhost:5432, *.example.com:8443, [::1]:80'),
  url: fc.constantFrom('https://example.org/v1', 'http://localhost:1234/v1', 'https://example.org'),
  secret: fc.stringMatching(/^sk-[a-z0-9]{5,40}$/u),
  command: fc.constantFrom('pass show key', 'echo key'),
  number: fc.integer({ min: 1, max: 3600 }).map(String),
  count: fc.integer({ min: 1, max: 10 }).map(String),
  choice: fc.constant(''),
  switch: fc.constantFrom('on', 'off'),
};

/** Values that a setting of this name takes: of a choice, what can be chosen. */
function goodFor(name: (typeof SETTING_NAMES)[number]): fc.Arbitrary<string> {
  const rule: { readonly kind: keyof typeof GOOD; readonly choices?: readonly string[] } = SETTINGS[name];
  return rule.kind === 'choice' ? fc.constantFrom(...(rule.choices ?? [])) : GOOD[rule.kind];
}

describe('parseSetting', () => {
  test('never throws, never quotes a value that it refuses, and takes again what it took', () => {
    fc.assert(
      fc.property(names, anyText, (name, text) => {
        const parsed = parseSetting(name, text);
        if (parsed.ok) expect(parseSetting(name, String(parsed.value))).toEqual(parsed);
        else {
          expect(parsed.problems).toHaveLength(1);
          const said = JSON.stringify(parsed.problems);
          const words = JSON.stringify(text.trim()).slice(1, -1);
          if (words.length > 12) expect(said).not.toContain(words);
        }
      }),
      times(2000),
    );
  });

  test('takes what each kind is for', () => {
    for (const name of SETTING_NAMES) {
      fc.assert(
        fc.property(goodFor(name), (text) => {
          expect(parseSetting(name, ` ${text}\n`).ok).toBe(true);
        }),
        times(50),
      );
    }
  });
});

describe('resolveSettings', () => {
  test('takes the flag, else the environment, else the user’s file, else the default', () => {
    const plain = SETTING_NAMES.filter((name) => !['secret', 'command'].includes(SETTINGS[name].kind));
    const source = fc.constantFrom(...plain).chain((name) => {
      const value = fc.option(goodFor(name), { nil: undefined });
      return fc.record({ name: fc.constant(name), flag: value, environment: value, user: value });
    });
    fc.assert(
      fc.property(source, ({ name, flag, environment, user }) => {
        const rule = SETTINGS[name];
        const variable = 'variable' in rule ? rule.variable : undefined;
        const parsed = (text: string | undefined) => {
          const value = text === undefined ? undefined : parseSetting(name, text);
          return value?.ok ? value.value : undefined;
        };
        const userFolder = folderWith(user === undefined ? {} : inFile(name, parsed(user)));
        const { all, problems } = resolveSettings({
          flags: flag === undefined ? {} : { [name]: flag },
          env: variable === undefined ? {} : { [variable]: environment },
          userFolder,
        });
        expect(problems).toEqual([]);
        const fromShell = variable === undefined ? undefined : parsed(environment);
        const value = parsed(flag) ?? fromShell ?? parsed(user) ?? rule.fallback;
        const from =
          flag !== undefined
            ? 'flag'
            : fromShell !== undefined
              ? 'environment'
              : user !== undefined
                ? 'user'
                : 'default';
        expect(all[name]).toMatchObject({ name, value, source: from });
      }),
      times(200),
    );
  });

  test('never holds a secret among the values', () => {
    const { all, keys } = resolveSettings({
      flags: { apiKey: 'sk-flag' },
      env: { OPENAI_API_KEY: 'sk-environment' },
      userFolder: folderWith({ apiKey: { value: 'sk-user', origin: 'https://example.org' } }),
    });
    expect(JSON.stringify(all)).not.toContain('sk-');
    expect(keys.map(({ value }) => value)).toEqual(['sk-flag', 'sk-environment', 'sk-user']);
  });

  test.each([
    [{}, {}, 'https://api.openai.com'],
    [{ OPENAI_BASE_URL: 'http://localhost:1/v1' }, {}, 'http://localhost:1'],
    [{ OPENAI_BASE_URL: '' }, {}, 'https://api.openai.com'],
    // A flag may come from a script of a project: the shell's key does not follow it.
    [{}, { baseUrl: 'https://example.org/v1' }, 'https://api.openai.com'],
  ])('the key of the environment %j with the flags %j is for %s', (env, flags, origin) => {
    const { keys } = resolveSettings({ flags, env: { ...env, OPENAI_API_KEY: 'sk-x' }, userFolder: null });
    expect(keys).toMatchObject([{ value: 'sk-x', origin }]);
  });

  test.each([
    [{ baseUrl: 'https://example.org/v1' }, {}, 'https://example.org'],
    [{}, { OPENAI_BASE_URL: 'http://localhost:1/v1' }, 'http://localhost:1'],
    [{}, { OPENAI_BASE_URL: '' }, 'https://api.openai.com'],
  ])('a key from a flag, with %j and %j, is for the endpoint that holds: %s', (flags, env, origin) => {
    const { keys } = resolveSettings({ flags: { ...flags, apiKey: 'sk-x' }, env, userFolder: null });
    expect(keys).toMatchObject([{ value: 'sk-x', origin }]);
  });
});

/** A setting as the file has it. */
function inFile(name: keyof typeof SETTINGS, value: unknown): object {
  const [group = '', key] = name.split('.');
  const isList = SETTINGS[name].kind === 'paths' || SETTINGS[name].kind === 'hosts';
  const kept = isList ? String(value).split(', ') : value;
  return { [group]: key === undefined ? kept : { [key]: kept } };
}

/** A user's folder with these settings. */
function folderWith(settings: object): string {
  const folder = emptyFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings));
  return folder;
}
