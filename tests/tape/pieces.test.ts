import { describe, expect, test } from 'vitest';
import { excerpt, firstDifference, similarity } from '../../src/tape/difference.ts';
import { normaliser } from '../../src/tape/normalise.ts';
import { createSecrets, isSecretName, isWord, passwordIn } from '../../src/tape/secrets.ts';

describe('what differs from run to run', () => {
  const normalise = normaliser([
    { path: '/home/ann', word: '{home}' },
    { path: '/home/ann/work/shop', word: '{project}' },
    { path: '/tmp', word: '{temporary}' },
    { path: '/', word: '{root}' },
  ]);

  test.each([
    ['in /home/ann/work/shop/src/a.js', 'in {project}/src/a.js'],
    ["'/home/ann/work/shop'", "'{project}'"],
    ['file:///home/ann/work/shop/a.js:3:1', 'file://{project}/a.js:3:1'],
    ['/home/ann/.config', '{home}/.config'],
    ['/tmp/x-Ab12/out.txt and more', '{temporary}/{name}/out.txt and more'],
    ['at 2026-11-29T03:41:07.120Z, on 2026-11-29', 'at {moment}, on {day}'],
    ['4b0c1a1e-9a39-4e1f-8a3e-0d2b1c3d4e5f', '{id}'],
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', '{commit}'],
    ['http://127.0.0.1:41873/v1', 'http://127.0.0.1:{port}/v1'],
    ['# PRP-12.1.3: of batch 12', '# PRP-{batch}.1.3: of batch {batch}'],
    ['<goal id="g-ab78a9">', '<goal id="{id}">'],
    ['a\r\nb', 'a\nb'],
  ])('%j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
    expect(normalise(expected)).toBe(expected);
  });

  test.each([
    'the /home/anna is another, and so is /home/ann/work/shopping'.replace('/home/ann/work/shopping', 'x'),
    'port localhost:3000, version 1.2.3, 40 hours, step 2 of 3',
    'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'a path/home/ann is none of those',
  ])('%j is what is asked, and stays', (text) => {
    expect(normalise(text)).toBe(text);
  });
});

describe('secrets', () => {
  test('a short word is none, and stays', () => {
    const secrets = createSecrets();
    secrets.add('ollama');
    expect(secrets.clean('ask ollama')).toBe('ask ollama');
  });

  test.each([
    ['Authorization: Bearer abc123.def456-ghi', 'Authorization: Bearer [key removed]'],
    ['"authorization": "Basic dXNlcjpwYXNzMTIz"', '"authorization": "Basic [key removed]"'],
    ["'x-api-key': '0123456789abcdef0123'", "'x-api-key': '[key removed]'"],
    ['https://a.example/v1?x=1&api_key=abcd1234efgh', 'https://a.example/v1?x=1&api_key=[key removed]'],
    ['http://me:pa55word@proxy:3128', 'http://me:[key removed]@proxy:3128'],
    ['STRIPE_SECRET=aB1dE2gH3jK4mN5pQ6', 'STRIPE_SECRET=[key removed]'],
    ['Authorization:     Bearer     abc123.def456-ghi', 'Authorization:     Bearer     [key removed]'],
    [
      `+-----BEGIN RSA PRIVATE KEY-----\n+${'Ab1/'.repeat(16)}\n+-----END RSA PRIVATE KEY-----\n+next`,
      '+[key removed]\n+[key removed]\n+[key removed]\n+next',
    ],
  ])('%j has the look of one', (text, expected) => {
    const secrets = createSecrets();
    expect(secrets.clean(text)).toBe(expected);
    expect(secrets.find(text)).not.toBeUndefined();
    expect(secrets.find(expected)).toBeUndefined();
  });

  test.each([
    'headers: { Authorization: `Bearer ${key}` }',
    'authorization = settings.authorization',
    'fetch(`${base}?key=${apiKey}`)',
    'if (/-----BEGIN PRIVATE KEY-----/.test(text)) return',
    'postgres://${user}:${password}@db',
    'a task-list-of-many-words and sk-short',
    'eyJhbGciOiJIUzI1NiJ9 alone is a head without a body',
    'API_TOKEN=changeme',
  ])('%j is code, and stays', (text) => {
    const secrets = createSecrets();
    expect([secrets.clean(text), secrets.find(text)]).toEqual([text, undefined]);
  });

  test('of several lines go line by line too, and white space around one is none of it', () => {
    const secrets = createSecrets();
    const lines = ['abcd1234efgh5678ijkl9012', 'mnop3456qrst7890uvwx1234'];
    secrets.add(`\n${lines.join('\n')}\n`);
    secrets.add('  trimmed-secret-77 ');
    expect(secrets.clean(`> ${lines[1]}\nand trimmed-secret-77.`)).toBe(
      '> [key removed]\nand [key removed].',
    );
  });

  test.each([
    ['postgres', true],
    ['ollama', true],
    ['letters-only', false],
    ['pa55word', false],
    ['abcdefghijkl', false],
  ])('%j may be a word as well: %j', (value, expected) => expect(isWord(value)).toBe(expected));

  test('stand in variables with such names', () => {
    const names =
      'OPENAI_API_KEY GITHUB_TOKEN DB_PASSWORD AWS_SECRET_ACCESS_KEY npm_config__auth MY_PAT PGPASSWORD SSHPASS';
    expect(names.split(' ').filter((name) => !isSecretName(name))).toEqual([]);
    const others = 'PATH PWD OLDPWD HOME SSH_AUTH_SOCK TOKENIZERS_PARALLELISM KEYBOARD AUTHOR';
    expect(others.split(' ').filter(isSecretName)).toEqual([]);
    expect(passwordIn('http://me:pa55@proxy:3128')).toBe('pa55');
    expect(passwordIn('http://proxy:3128')).toBeUndefined();
  });
});

test.each([
  ['MYSQL_PWD=hunter2secret', 'MYSQL_PWD=[key removed]'],
  ['the login is DB_PASS="b1ue-gr33n" there', 'the login is DB_PASS="[key removed]" there'],
  ['cd $OLDPWD; PWD=/home/me/project-2', undefined],
  ['DB_PASSWORD=placeholder', undefined],
])('passwords in lines of variables: %s', (text, cleaned) => {
  expect(createSecrets().clean(text)).toBe(cleaned ?? text);
});

describe('a difference', () => {
  test('is the first line that is another, at the place in it that is', () => {
    expect(firstDifference('a\nb\nc', 'a\nx\nc')).toEqual({ line: 2, before: 'b', after: 'x' });
    expect(firstDifference('a', 'a\nb')).toEqual({ line: 2, before: undefined, after: 'b' });
    expect(firstDifference('a\nb', 'a\nb')).toBeUndefined();
    const long = 'word '.repeat(60);
    expect(excerpt(`${long}old end`, `${long}new end`)).toMatch(/^….*word old end$/u);
    expect(excerpt(undefined, 'x')).toBe('(nothing)');
  });

  test('is what differs in a text, not the id of the lines around it that comes from the text', () => {
    const around = (id: string, text: string) =>
      `Between =====BEGIN DIFF ${id}===== and its end.\n=====BEGIN DIFF ${id}=====\n${text}\n=====END DIFF ${id}=====\n`;
    expect(firstDifference(around('e4ea0d', 'a'), around('588021', 'b'))).toEqual({
      line: 3,
      before: 'a',
      after: 'b',
    });
    expect(firstDifference(around('e4ea0d', 'a'), around('588021', 'a'))?.line).toBe(1);
    const other = around('e4ea0d', 'a').replaceAll('DIFF', 'PLAN');
    expect(firstDifference(around('e4ea0d', 'a'), other)?.line).toBe(1);
  });

  test('leaves a likeness, from none to all', () => {
    expect(similarity('a\nb', 'a\nb')).toBe(1);
    expect(similarity('a\nb', 'c\nd')).toBe(0);
    expect(similarity('a\nb\nc\nd', 'a\nb')).toBe(0.5);
  });
});
