import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswer, KINDS, lintComponent, readBuiltIn } from '../../src/framework/index.ts';
import type { Subject } from '../../src/framework/lint/lint_rule.ts';
import { RULES } from '../../src/framework/lint/rules.ts';
import { times } from '../support/cases.ts';
import { problemsOf } from '../support/lint.ts';
import { ROOT } from '../support/program.ts';
import { sampleOf, TRIES_ALL } from '../support/seed.ts';

const builtIn = readBuiltIn(ROOT);

describe('any text', () => {
  const piece = fc.constantFrom(
    ...RULES.flatMap(({ bad }) => (typeof bad === 'string' ? bad.split('\n') : bad.map(({ text }) => text))),
    ...[
      '\n',
      '\r\n',
      ' ',
      '"',
      '`',
      '“',
      '- ',
      '1. ',
      '## ',
      '```',
      '<<FILL',
      '{{',
      '}}',
      ':',
      '\0',
      '\ud800',
      '🙂',
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const value = fc.oneof(
    text,
    fc.double(),
    fc.constant(null),
    fc.boolean(),
    fc.array(fc.oneof(text, fc.integer()), { maxLength: 3 }),
  );
  const metadata = fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        'id',
        'kind',
        'owns',
        'goals',
        'interaction',
        'output_headings',
        'generated',
        'requires_tools',
        'requires_inputs',
        '__proto__',
      ),
      fc.string(),
    ),
    value,
    { maxKeys: 5 },
  );

  test('is judged by every rule without a throw, and each finding has a place in it', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...KINDS), metadata, (text, kind, metadata) => {
        const subject: Subject = { kind, file: 'x.txt', text, metadata, goals: builtIn.goals };
        const lines = text.split('\n');
        for (const { line = 0, column = 0, message } of lintComponent(subject, { source: text, file: 'f' })) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(message).not.toContain('\n');
        }
        problemsOf(text);
        problemsOf([
          { kind, file: 'x.txt', text, metadata },
          { kind: 'protocol', file: 'y.txt', text: `OUTPUT\n${text}`, metadata },
        ]);
        checkAnswer(kind, text);
      }),
      times(2000),
    );
  }, 600_000);

  // Enough for a square to be out of all proportion; `npm run properties` takes more.
  const SIZE = TRIES_ALL ? 200_000 : 80_000;
  const REPEATED = [
    'a',
    ' ',
    '\n',
    '\t',
    '"',
    '`',
    '“',
    '-',
    '#',
    '*',
    '=',
    '<',
    '{{',
    '9',
    '9,',
    '.',
    ': ',
    '1. ',
    'If ',
    '- If a, ',
    'Phase 1 ',
    'Phase 1 - ',
    'Exit ',
    'RULE:',
    'RULE: a\n',
    'STOP\n',
    'OUTPUT\n',
    'Example\n',
    'Example: "',
    '<<FILL ',
    '<<FILL a (optional, default: ',
    'at least ',
    'at least 5 ',
    '5 to ',
    'double-check ',
    're-read a ',
    'years of ',
    'never ask ',
    'wrong ',
    '\n- wrong:',
    'a-agent',
    'INTERACTION: ',
    '`npm ',
    'see a/',
    '<a id="b">\n',
    '=====BEGIN a=====\n',
    '## Material\n',
    '## A  b\n',
    '\r\n',
    '🙂',
    'TODO(orchestrator)',
  ];
  // Each of them is tried by every third run, chosen by the seed.
  const tried = sampleOf(REPEATED, { name: 'repeated text', kindOf: () => '', share: 1 / 3 });
  test.each(tried.map((unit) => [unit]))('of %j costs by its length, not by the square of it', (unit) => {
    const cost = (size: number) => {
      const text = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
      const started = process.cpuUsage();
      for (const kind of KINDS)
        lintComponent({ kind, file: 'x.txt', text, metadata: {}, goals: [] }, { source: text, file: 'f' });
      problemsOf(text);
      problemsOf([{ kind: 'protocol', file: 'x.txt', text, metadata: {} }]);
      // In milliseconds of this process's own: what else the machine does is not counted.
      return process.cpuUsage(started).user / 1000;
    };
    cost(SIZE / 10);
    // Ten times the text: a quadratic rule would come out at 100.
    expect(cost(SIZE) / Math.max(10, cost(SIZE / 10))).toBeLessThan(60);
  });

  const PAIRS = [
    ['Never guess. Avoid tables. ', 'Ask the reader. Include the code. '],
    ['Never guess. ', 'Guess what is missing. '],
    ['Begin with the verdict. ', 'End with the verdict. '],
    ['Under 500 words. ', 'At most 500 words. '],
    ['No code unless asked for. ', 'Include the code if asked. '],
  ] as const;
  test.each(PAIRS)('of a persona of %j and a protocol of %j costs by its length too', (one, other) => {
    const cost = (size: number) => {
      const text = (unit: string) => unit.repeat(Math.ceil(size / unit.length));
      const started = process.cpuUsage();
      problemsOf([
        { kind: 'persona', file: 'x.txt', text: text(one), metadata: {} },
        { kind: 'protocol', file: 'y.txt', text: text(other), metadata: {} },
      ]);
      return process.cpuUsage(started).user / 1000;
    };
    cost(2000);
    expect(cost(40_000) / Math.max(10, cost(4000))).toBeLessThan(60);
  });
});
