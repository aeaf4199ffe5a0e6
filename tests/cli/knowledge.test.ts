import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { draftPlace } from '../support/draft.ts';
import { modelServer, wordsOf } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { goodStream } from '../support/model_server.ts';
import { documentOf, run } from '../support/program.ts';

const SOURCE =
  'export function cart(items) {\n  if (items.length === 0) throw new Error("empty cart");\n  return items;\n}\n';

const says = (statements: readonly unknown[], open: readonly string[] = []) =>
  goodStream(JSON.stringify({ statements, open }));

const place_ = { path: 'src/cart.js', from: 2, to: 2, quote: 'throw new  Error("empty cart")' };

const claim = (more: object = {}, text = 'An empty cart is refused.') => ({
  text,
  evidence: [{ ...place_, ...more }],
});

function shop(address: string | null) {
  return draftPlace(address, { 'src/cart.js': SOURCE, '.env': 'CART_KEY=cart-secret\n' });
}

describe.each(['research', 'document'])('%s', (verb) => {
  test('an answer that never fits is told with a remedy for questions, and not one for plans', async () => {
    const server = await modelServer(CANARY, [() => goodStream('{"statements": 3, "open": []}')]);
    const failed = await run([verb, 'What of an empty cart?'], shop(server.baseUrl));
    expect(failed.code).toBe(3);
    expect(failed.err).toContain('or ask for less at a time.');
    expect(failed.err).not.toMatch(/constraint|requirement/u);
  });

  test('names only ways to ask that it has', async () => {
    const refused = await run([verb, '@none.md'], shop(null));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('Give the question as words, as @FILE, or as - for standard input.');
  });

  test('keeps what the files bear out, drops the rest and counts it', async () => {
    const lies = [
      { path: 'src/none.js' },
      { path: '../outside.js' },
      { path: 'secret/key.txt', from: 1, to: 1, quote: 'nobody sees this' },
      { path: '.env', from: 1, to: 1, quote: 'CART_KEY' },
      { from: 3, to: 3 },
      { from: 2, to: 99 },
      { from: 3, to: 2 },
      { quote: 'return null' },
      { quote: '' },
      { from: 1, to: 1_000_000 },
    ].map((more) => claim(more, 'A lie.'));
    const half = { text: 'Half a lie.', evidence: [place_, { ...place_, quote: 'not there' }] };
    const server = await modelServer(CANARY, [says([claim(), ...lies, half], ['Who pays?\u001b[31m'])]);
    const place = shop(server.baseUrl);
    const result = await run([verb, 'What of an empty cart?', '--json'], place);
    expect(result.code).toBe(0);
    expect(documentOf(result)).toMatchObject({
      ok: true,
      file: './.orchestrator/knowledge/what-of-an-empty-cart.md',
      statements: [
        { text: 'An empty cart is refused.', evidence: [{ path: 'src/cart.js', from: 2, to: 2 }] },
      ],
      dropped: lies.length + 1,
      problems: [{ code: 'statements-dropped' }],
    });
    const page = readFileSync(join(place.cwd, '.orchestrator/knowledge/what-of-an-empty-cart.md'), 'utf8');
    expect(page).toMatch(/^---\nschema: orchestrator\.knowledge\/1\n/u);
    expect(page).toMatch(/ {2}- \{ path: "src\/cart\.js", sha256: [0-9a-f]{64} \}\n---/u);
    expect(page).toContain('- An empty cart is refused. (`src/cart.js:2`)\n');
    expect(page).not.toMatch(/lie|\u001b/u);
    const [request] = server.requests;
    const words = request ? wordsOf(request) : '';
    expect(words).toContain('2    if (items.length === 0)');
    expect(words).not.toMatch(/cart-secret|nobody sees this/u);
    expect(server.complaints).toEqual([]);
  });

  test('keeps the same answer once, and another one beside it', async () => {
    const other = claim({}, 'An empty cart throws.');
    const server = await modelServer(CANARY, [says([claim()]), says([claim()]), says([other])]);
    const place = shop(server.baseUrl);
    for (let asked = 0; asked < 3; asked++)
      expect(await run([verb, 'What of an empty cart?'], place)).toMatchObject({ code: 0 });
    expect(readdirSync(join(place.cwd, '.orchestrator/knowledge')).sort()).toEqual([
      'what-of-an-empty-cart-2.md',
      'what-of-an-empty-cart.md',
    ]);
  });

  test('finds the singular by its plural', async () => {
    const server = await modelServer(CANARY, [
      says([claim({ path: 'lib/quantity.js', from: 1, quote: 'parseQuantity' })]),
    ]);
    const place = draftPlace(server.baseUrl, { 'lib/quantity.js': 'export function parseQuantity() {}\n\n' });
    expect(await run([verb, 'quantities'], place)).toMatchObject({ code: 0 });
  });

  test('of which nothing holds keeps nothing', async () => {
    const server = await modelServer(CANARY, [says([claim({ quote: 'return null' })])]);
    const place = shop(server.baseUrl);
    const result = await run([verb, 'the cart', '--json'], place);
    expect(result.code).toBe(1);
    expect(documentOf(result)).toMatchObject({ ok: false, dropped: 1, statements: [], file: null });
    expect(existsSync(join(place.cwd, '.orchestrator/knowledge'))).toBe(false);
  });

  test('an answer that is no JSON goes back once, and what comes then counts', async () => {
    const server = await modelServer(CANARY, [goodStream('I think so.'), says([claim()])]);
    const place = shop(server.baseUrl);
    expect(await run([verb, 'the cart'], place)).toMatchObject({ code: 0 });
    expect(await run([verb, 'the cart'], place)).toMatchObject({ code: 0 });
    expect(readdirSync(join(place.cwd, '.orchestrator/knowledge'))).toEqual(['the-cart.md']);
  });

  test('without a model is the remedy', async () => {
    const result = await run([verb, 'the cart'], shop(null));
    expect(result.code).toBe(1);
    expect(result.err).toContain('config set apiKey');
  });
});
