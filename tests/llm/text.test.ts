import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutFence } from '../../src/llm/answer_text.ts';
import { streamEvents } from '../../src/llm/event_stream.ts';
import { findJson } from '../../src/llm/json_in_text.ts';
import { createRedactor } from '../../src/llm/redact.ts';
import { CANARY, showsKey } from '../support/model.ts';

const jsonValue = fc.jsonValue({ maxDepth: 4 });
const jsonObject = fc.dictionary(fc.string(), jsonValue, { minKeys: 1 });
const fence = fc.constantFrom('```', '~~~', '````');
const prose = fc.stringMatching(/^[A-Za-z ,.:!\n]{0,80}$/u);

test('a fence around any JSON comes off, and the value is found as it was', () => {
  fc.assert(
    fc.property(jsonValue, fence, fc.constantFrom('', 'json', 'JSON '), (value, marks, language) => {
      const text = JSON.stringify(value, null, 2);
      expect(withoutFence(`${marks}${language}\n${text}\n${marks}\n`)).toBe(text);
      expect(findJson(`\n${marks}${language}\r\n${text}\n${marks}`)).toEqual({
        found: true,
        value: JSON.parse(text),
      });
    }),
  );
});

test('text that does not stand in a fence is left alone', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (!/^\s*(?:```|~~~)/u.test(text)) expect(withoutFence(text)).toBe(text);
    }),
  );
});

test('an object is found in any prose around it', () => {
  fc.assert(
    fc.property(prose, jsonObject, prose, (before, value, after) => {
      const text = JSON.stringify(value);
      expect(findJson(`${before}\n${text}\n${after}`)).toEqual({ found: true, value: JSON.parse(text) });
    }),
  );
});

test('no beginning of an object is taken for one', () => {
  fc.assert(
    fc.property(jsonObject, fc.nat(), (value, at) => {
      const text = JSON.stringify(value);
      expect(findJson(text.slice(0, at % text.length)).found).toBe(false);
    }),
  );
});

test('ten times as many brackets take about ten times as long, not a hundred times', () => {
  const cost = (size: number) => {
    const start = performance.now();
    for (const text of ['{', '[', '{}', '{"', '```\n', '{x}']) findJson(text.repeat(size / text.length));
    return performance.now() - start;
  };
  cost(100_000);
  // A quadratic search would come out at 100; what a busy machine adds does not come near that.
  expect(cost(1_000_000) / Math.max(1, cost(100_000))).toBeLessThan(50);
});

test('events come out the same however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-z {}"]{1,20}$/u), { maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.infiniteStream(fc.integer({ min: 0, max: 7 })),
      async (data, end, sizes) => {
        const text = data.map((one) => `: note${end}event: x${end}data: ${one}${end}${end}`).join('');
        async function* cut() {
          for (let rest = text; rest !== ''; ) {
            const size = sizes.next().value ?? 1;
            yield rest.slice(0, size);
            rest = rest.slice(size);
          }
        }
        const found: string[] = [];
        for await (const one of streamEvents(cut())) found.push(one.data);
        expect(found).toEqual(data);
      },
    ),
  );
});

test('no words of an endpoint show a piece of the key, in whatever form, and they are one short line', () => {
  const { words } = createRedactor(CANARY);
  const forms = [
    CANARY,
    CANARY.toUpperCase(),
    CANARY.slice(3, 30),
    `${CANARY.slice(0, 10)}\u0000${CANARY.slice(10)}`,
    `${CANARY.slice(0, 6)}****${CANARY.slice(-4)}`,
    encodeURIComponent(CANARY),
    Buffer.from(CANARY).toString('base64'),
  ];
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...forms), fc.string(), (before, form, after) => {
      const shown = words(`${before} ${form} ${after}`);
      expect(showsKey(shown)).toBe(false);
      expect(shown.toLowerCase()).not.toContain(CANARY.slice(12, 24));
      expect([...shown].length).toBeLessThanOrEqual(200);
      expect(shown).not.toMatch(/[\n\u0000-\u001f]/u);
    }),
  );
  expect(words('x'.repeat(150) + CANARY)).toBe(`${'x'.repeat(150)}[key removed]`);
});

test('a stream loses the key and nothing else, however it is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('sk-', 'sk-canary', ' and ', CANARY, 'ü'), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 200, maxLength: 200 }),
      (parts, sizes) => {
        const text = parts.join('');
        const stream = createRedactor(CANARY).stream();
        let out = '';
        let at = 0;
        for (const size of sizes) {
          out += stream.push(text.slice(at, at + size));
          at += size;
        }
        expect(out + stream.push(text.slice(at)) + stream.end()).toBe(
          text.replaceAll(CANARY, '[key removed]'),
        );
      },
    ),
  );
});

test('a key that is an ordinary word is no secret in an answer', () => {
  const stream = createRedactor('ollama').stream();
  expect(stream.push('ollama runs') + stream.end()).toBe('ollama runs');
});
