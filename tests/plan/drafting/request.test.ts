import { describe, expect, test } from 'vitest';
import { sendableTexts } from '../../../src/plan/drafting/brief.ts';
import { estimateTokens, fitBlocks } from '../../../src/plan/drafting/token_budget.ts';
import { type DraftBrief, draftRequest, splitRequirement } from '../../../src/plan/index.ts';
import { planOf } from '../../support/plan.ts';

const BRIEF: DraftBrief = {
  requirement: splitRequirement('Add a page. Test it.'),
  goals: [],
  files: [],
  manifests: [],
  instructions: [],
  earlierPlans: [],
  revised: undefined,
};
const ALL = Number.POSITIVE_INFINITY;

/** The detail and the text of what may be told under a label, in so many characters. */
function told(label: string, more: Partial<DraftBrief>, limit = ALL): string[] {
  const one = sendableTexts({ ...BRIEF, ...more }).find((tellable) => tellable.label === label);
  const text = one?.within(limit) ?? '';
  expect(text.length).toBeLessThanOrEqual(limit);
  return [one?.detail ?? '', text];
}

test('nothing is told where there is nothing', () => {
  expect(sendableTexts(BRIEF).map(({ label, detail, within }) => [label, detail, within(ALL)])).toEqual([
    ['GOALS', '0 goals', ''],
    ['MANIFESTS', '', ''],
    ['TREE', '0 files', ''],
    ['INSTRUCTIONS', '', ''],
    ['EARLIER PLANS', '0 plans', ''],
  ]);
});

describe('goals', () => {
  const goals = ['one', 'two'].map((description) => ({ name: 'A', description, keywords: ['k'] }));

  test.each([
    [ALL, 'A: one\nA: two'],
    [13, 'A: one\nA: two'],
    [12, 'A: one'],
    [6, 'A: one'],
    [5, ''],
  ])('in %d characters', (limit, text) => {
    expect(told('GOALS', { goals }, limit)).toEqual(['2 goals', text]);
  });

  test('no line behind one that does not fit', () => {
    const [long, short] = ['x'.repeat(9), ''].map((description) => ({
      name: 'A',
      description,
      keywords: [],
    }));
    if (long === undefined || short === undefined) throw new Error('two goals');
    expect(told('GOALS', { goals: [short, long, short] }, 10)).toEqual(['3 goals', 'A: ']);
    expect(told('GOALS', { goals: [long] }, 12)).toEqual(['1 goal', 'A: xxxxxxxxx']);
  });
});

describe('documents', () => {
  const x = (length: number) => 'x'.repeat(length);

  /** Each of them gets `--- a ---` above it, which is ten characters with the line end. */
  test.each<[string, readonly string[], number, string]>([
    ['one', [' one\n two \n'], ALL, '--- a ---\none\n two'],
    ['one that just fits', ['one two'], 17, '--- a ---\none two'],
    ['one that does not', ['one two'], 16, ''],
    ['one that is cut', [x(30)], 30, `--- a ---\n${x(9)}\n[cut here]`],
    ['two in their order', [x(50), 'short'], ALL, `--- a ---\n${x(50)}\n\n--- b ---\nshort`],
    ['two that just fit', [x(50), 'short'], 77, `--- a ---\n${x(50)}\n\n--- b ---\nshort`],
    ['what a short one leaves', [x(50), 'short'], 76, `--- a ---\n${x(38)}\n[cut here]\n\n--- b ---\nshort`],
    [
      'the same, the other way round',
      ['short', x(50)],
      76,
      `--- a ---\nshort\n\n--- b ---\n${x(38)}\n[cut here]`,
    ],
    ['no room for the long one', [x(50), 'short'], 38, '--- b ---\nshort'],
    ['equal parts', [x(50), x(60)], 62, `--- a ---\n${x(9)}\n[cut here]\n\n--- b ---\n${x(9)}\n[cut here]`],
    ['an empty one', [' ', 'short'], ALL, '--- b ---\nshort'],
    ['an empty one takes no room', ['', 'one two'], 17, '--- b ---\none two'],
  ])('%s', (_, texts, limit, text) => {
    const instructions = texts.map((each, place) => ({ file: 'ab'[place] ?? '', text: each }));
    expect(told('INSTRUCTIONS', { instructions }, limit)[1]).toBe(text);
  });

  test.each([
    ['{"name":"a","private":true,"scripts":{"b":"c"}}', '{\n "name": "a",\n "scripts": {\n  "b": "c"\n }\n}'],
    ['{"private":true}', '{}'],
    ['{', '{'],
    ['null', 'null'],
    ['5', '5'],
    ['"a"', '"a"'],
  ])('of the package %j only what says how it is built', (text, kept) => {
    const manifests = [{ file: 'package.json', text }];
    expect(told('MANIFESTS', { manifests })).toEqual(['package.json', `--- package.json ---\n${kept}`]);
  });

  test('of other files everything', () => {
    const manifests = ['deno.json', 'go.mod'].map((file) => ({ file, text: '{"private":true}' }));
    expect(told('MANIFESTS', { manifests })).toEqual([
      'deno.json, go.mod',
      '--- deno.json ---\n{"private":true}\n\n--- go.mod ---\n{"private":true}',
    ]);
  });
});

test('files', () => {
  expect(told('TREE', { files: ['a'] })).toEqual(['1 file', 'a']);
  expect(told('TREE', { files: ['a', 'b/c', 'b/d'] }, 9)).toEqual(['3 files', 'a\nb/c\nb/d']);
});

describe('earlier plans', () => {
  const plan = (title: string, count: number) =>
    planOf(
      title + Array.from({ length: count }, (_, place) => `### Phase ${place + 1}: A  ${place}\n`).join(''),
    );
  const steps = Array.from({ length: 20 }, (_, place) => `${place + 1} A ${place}`).join('; ');

  test.each([
    ['one', plan('# T\n', 2), 'T: 1 A 0; 2 A 1'],
    ['one without a title', plan('', 1), 'plan.md: 1 A 0'],
    ['as many phases as are told', plan('# T\n', 20), `T: ${steps}`],
    ['one phase more', plan('# T\n', 21), `T: ${steps}; 1 more`],
    ['three phases more', plan('# T\n', 23), `T: ${steps}; 3 more`],
  ])('%s', (_, earlier, text) => {
    expect(told('EARLIER PLANS', { earlierPlans: [earlier] })).toEqual(['1 plan', text]);
  });
});

/** Each tellable is its share and its text; each block its length, its tokens, and whether it is cut. */
test.each<[number, readonly [number, string][], readonly string[]]>([
  [100, [[1, 'x'.repeat(350)]], ['A 350 100']],
  [100, [[1, 'x'.repeat(351)]], ['A 350 100 cut']],
  [
    100,
    [
      [0.5, 'x'.repeat(350)],
      [1, 'y'.repeat(350)],
    ],
    ['A 175 50 cut', 'B 175 50 cut'],
  ],
  [
    100,
    [
      [0.5, 'x'.repeat(35)],
      [1, 'y'.repeat(350)],
    ],
    ['A 35 10', 'B 315 90 cut'],
  ],
  [
    100,
    [
      [0.1, 'x'.repeat(350)],
      [1, 'y'.repeat(350)],
    ],
    ['B 350 100'],
  ],
  [
    100,
    [
      [0.5, ''],
      [1, 'y'.repeat(350)],
    ],
    ['B 350 100'],
  ],
  [100, [[1, 'é'.repeat(175)]], ['A 175 100']],
  [100, [[1, 'é'.repeat(350)]], ['A 175 100 cut']],
  [100, [[1, `x${'é'.repeat(350)}`]], ['A 175 100 cut']],
  [12, [[1, 'x'.repeat(350)]], ['A 42 12 cut']],
  [11, [[1, 'x'.repeat(350)]], []],
  [11, [[1, 'x'.repeat(38)]], ['A 38 11']],
  [33, [[1, '€'.repeat(350)]], []],
  [20, [[1, 'x'.repeat(20) + 'é'.repeat(100)]], ['A 40 18 cut']],
  [0, [[1, 'x']], []],
])('in %i tokens', (tokens, texts, blocks) => {
  const tellables = texts.map(([share, text], place) => ({
    label: 'AB'[place] ?? '',
    detail: 'd',
    share,
    within: (characters: number) => text.slice(0, characters),
  }));
  const found = fitBlocks(tellables, tokens);
  expect(
    found.map((each) => `${each.label} ${each.text.length} ${each.tokens}${each.isCut ? ' cut' : ''}`),
  ).toEqual(blocks);
  for (const { text, tokens: own, detail } of found)
    expect([own, detail]).toEqual([estimateTokens(text), 'd']);
});

describe('the request', () => {
  const revised = planOf('# T\n\n### Phase 1: A\n\n### Phase 2: B\n');

  test('has rules, then what it is made of, then says what to do', () => {
    const { messages, schema, blocks, tokens } = draftRequest({ ...BRIEF, files: ['a'] }, 10_000) ?? {};
    const [system, user] = messages ?? [];
    expect(messages?.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(system?.content.match(/^- /gmu)).toHaveLength(26);
    expect(system?.content).toMatch(/^- phases\[\]\.hours \(number, more than 0, at most 8\): \S/mu);
    expect(user?.content.replace(/ [0-9a-f]{6}(?======)/gu, '')).toBe(
      [
        'Draft the plan for REQUIREMENT.',
        '=====BEGIN REQUIREMENT=====\n1  Add a page.\n2  Test it.\n=====END REQUIREMENT=====',
        '=====BEGIN TREE=====\na\n=====END TREE=====',
        'Now answer with the JSON value.',
      ].join('\n\n'),
    );
    expect(blocks).toEqual([
      {
        label: 'REQUIREMENT',
        detail: '2 lines',
        text: '1  Add a page.\n2  Test it.',
        tokens: 8,
        isCut: false,
      },
      { label: 'TREE', detail: '1 file', text: 'a', tokens: 1, isCut: false },
    ]);
    expect(Object.keys(schema?.schema ?? {})).toEqual([
      'title',
      'description',
      'type',
      'additionalProperties',
      'required',
      'properties',
    ]);
    const whole = `${system?.content}${user?.content}${JSON.stringify(schema?.schema)}`;
    expect(tokens).toBe(estimateTokens(whole));
  });

  test('has the plan that is built on, and one rule more for it', () => {
    const { messages, blocks } = draftRequest({ ...BRIEF, revised }, 10_000) ?? {};
    expect(messages?.[0]?.content.match(/^- /gmu)).toHaveLength(27);
    expect(messages?.[1]?.content).toMatch(/^Draft what REQUIREMENT adds to PLAN/u);
    const text = revised.source;
    const tokens = estimateTokens(text);
    expect(blocks?.[1]).toEqual({ label: 'PLAN', detail: 'plan.md, 2 phases', text, tokens, isCut: false });
    const alone = draftRequest({ ...BRIEF, revised: planOf('### Phase 1: A\n') }, 10_000);
    expect(alone?.blocks[1]?.detail).toBe('plan.md, 1 phase');
    const short = draftRequest({ ...BRIEF, requirement: splitRequirement('Add it.') }, 10_000);
    expect(short?.blocks[0]?.detail).toBe('1 line');
  });

  test.each([
    ['alone', undefined],
    ['with a plan', revised],
  ])('fits whole or is not made: %s', (_, plan) => {
    const requirement = splitRequirement('Add it.\n'.repeat(200));
    const brief = {
      ...BRIEF,
      requirement,
      revised: plan,
      files: Array.from({ length: 900 }, (__, n) => `src/a${n}.js`),
    };
    let least = 10_000;
    for (let step = 5000; step >= 1; step = step === 1 ? 0 : Math.ceil(step / 2))
      while (least >= step && draftRequest(brief, least - step) !== undefined) least -= step;
    const made = draftRequest(brief, least);
    expect(made?.blocks.map(({ label }) => label)).toEqual(plan ? ['REQUIREMENT', 'PLAN'] : ['REQUIREMENT']);
    // What lies between is kept for the lines around the blocks.
    const spare = least - (made?.tokens ?? 0);
    expect(spare).toBeGreaterThan(150);
    expect(spare).toBeLessThan(300);
    const more = draftRequest(brief, least + 100);
    expect(more?.blocks.at(-1)).toMatchObject({ label: 'TREE', isCut: true });
    expect(more?.blocks.at(-1)?.tokens).toBeLessThanOrEqual(50);
  });
});
