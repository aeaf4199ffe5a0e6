import { describe, expect, test } from 'vitest';
import { lintComponent, lintComposition, readBuiltIn } from '../../src/framework/index.ts';
import { wordsOfPair } from '../../src/framework/lint/budget.ts';
import { largestCases } from '../../src/framework/lint/cases.ts';
import { frontMatterFault } from '../../src/framework/lint/front_matter_fault.ts';
import { missingInputs, unusedInputs } from '../../src/framework/lint/inputs.ts';
import type { Composition, Part, RuleId, Subject } from '../../src/framework/lint/lint_rule.ts';
import { messageExcerpt } from '../../src/framework/lint/matches.ts';
import { readPromptFile } from '../../src/framework/lint/prompt_file.ts';
import { RULES } from '../../src/framework/lint/rules.ts';
import { hitInPart, spansOf } from '../../src/framework/lint/spans.ts';
import { compositionOf, subjectOf } from '../support/lint.ts';
import { ROOT } from '../support/program.ts';

const [goal] = readBuiltIn(ROOT).goals;
if (goal === undefined) throw new Error('no goal');

const part = (kind: Part['kind'], text: string, metadata: Part['metadata'] = {}): Part => ({
  kind,
  file: `${kind}.txt`,
  text,
  metadata,
});

/** What one rule says of a component's text. */
async function said(id: RuleId, kind: Subject['kind'], text: string): Promise<string[]> {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (rule === undefined || rule.applies === 'composition') throw new Error(id);
  return rule.check(await subjectOf(kind, text)).map(({ message }) => message);
}

/** What one rule says of a composition, and where. */
function saidOf(id: RuleId, composition: Composition): string[] {
  return lintComposition(composition, 'G')
    .filter(({ code }) => code === `lint-${id.toLowerCase()}`)
    .map(({ file, line, column, message }) => `${file} ${line}:${column} ${message}`);
}

test('a block is one whether or not its opening line names a file', () => {
  const block = (open: string, close: string) => readPromptFile(`${open}\n## Limits\n${close}\n`);
  for (const file of [
    block('<idea id="i-924e2a">', '</idea>'),
    block('<idea id="i-924e2a" file="a/n=\\u0022.md">', '</idea>'),
    block('=====BEGIN IDEA 924e2a=====', '=====END IDEA 924e2a====='),
    block('=====BEGIN IDEA 924e2a a=b c.md=====', '=====END IDEA 924e2a====='),
    block('=====BEGIN FILE a.md 924e2a01=====', '=====END FILE a.md 924e2a01====='),
  ]) {
    expect(file.blocks).toMatchObject([{ end: expect.any(Number) }]);
    expect(file.sections).toEqual([]);
  }
});

describe('the rules', () => {
  test('judge the kinds that they are for', () => {
    const judged = (kind: Part['kind']) =>
      RULES.filter(({ applies }) => applies !== 'composition' && applies.includes(kind)).map(({ id }) => id);
    const all = ['A09', 'A10', 'A11', 'A12', 'A13', 'F01'];
    expect(judged('persona')).toEqual(['P01', 'P04', ...all]);
    expect(judged('protocol')).toEqual(['R01', 'R04', 'R05', 'R06', ...all.slice(0, -1), 'A14', 'F01']);
    expect(judged('constraint')).toEqual(['R05', 'R06', 'C02', 'C04', ...all]);
    for (const { applies } of RULES)
      if (applies !== 'composition') expect(new Set(applies).size).toBe(applies.length);
  });

  test('about components together have a good example that is like the bad one but for the fault', () => {
    const shape = (parts: readonly Part[]) =>
      parts.map(({ kind, file, text, metadata }) => [kind, file, text.length > 1, Object.keys(metadata)]);
    for (const { bad, good } of RULES) {
      if (typeof bad === 'string' || typeof good === 'string') continue;
      expect(shape(good)).toEqual(shape(bad));
      for (const { metadata } of [...bad, ...good])
        for (const value of Object.values(metadata)) expect([value].flat()).toHaveLength(1);
    }
  });

  test('look only so far into a line or an item', async () => {
    const far = (gap: number) => `The rows ${'x'.repeat(gap)} double-check it`;
    expect(await said('R06', 'protocol', far(250))).toEqual([]);
    expect(await said('R06', 'protocol', far(350))).toHaveLength(1);
    expect(await said('R06', 'protocol', `The rows double-check it ${'x'.repeat(600)}`)).toEqual([]);
  });

  test('stop at twenty findings of the same thing', async () => {
    expect(await said('C04', 'constraint', 'RULE: a\n'.repeat(30))).toHaveLength(20);
    expect(await said('P04', 'persona', 'Step 1\n'.repeat(20))).toHaveLength(20);
    expect(saidOf('A03', compositionOf(`not <<FILL …>> not given\n${'{{a}}\n'.repeat(30)}`))).toHaveLength(
      20,
    );
    expect(saidOf('A03', compositionOf(`<<FILL …>> not given\n${'<<FILL a>>\n'.repeat(30)}`))).toHaveLength(
      20,
    );
  });

  test('show a piece of a text on one line, shortened', () => {
    expect(messageExcerpt('x'.repeat(60))).toBe('x'.repeat(60));
    expect(messageExcerpt('x'.repeat(61))).toBe(`${'x'.repeat(57)}...`);
    expect(messageExcerpt(`a${' '.repeat(500)}b`)).not.toContain('b');
  });
});

describe('the frame of a composition', () => {
  test('is over its budget from the first word beyond it, and so are the two files', () => {
    const frame = (words: number) => saidOf('A11', compositionOf('a '.repeat(words)));
    expect(frame(120)).toEqual([]);
    expect(frame(121)).toEqual(['G/00_PERSONA.md 1:1 The frame has 121 words; it has at most 120.']);
    // Two words are added: the line with which the prompt file of an example ends.
    const pair = (words: number) =>
      saidOf('A11', compositionOf([part('persona', 'a '.repeat(words).trim())])).filter(
        (text) => !text.includes('a persona has at most'),
      );
    const around = wordsOfPair(compositionOf([part('persona', 'a')])).words - 1;
    expect(pair(600 - around)).toEqual([]);
    expect(pair(601 - around)).toEqual([
      expect.stringContaining('G/00_PERSONA.md 1:1 The two files have 601 words'),
    ]);
    const persona = saidOf('A11', compositionOf([part('persona', 'a '.repeat(111).trim())]));
    expect(persona).toEqual([
      expect.stringContaining('G/00_PERSONA.md 3:1 It has 111 words; a persona has at most 110'),
    ]);
  });

  test('is counted apart from the labels, the components, and what is the user’s', () => {
    const composition: Composition = {
      components: [part('persona', 'Be kind.\nAnd so on.'), part('protocol', 'Go.')],
      missing: [],
      description: 'To try it.',
      files: [
        { file: '00_PERSONA.md', text: '# The label\n\nBe kind.\nAnd so on.\nOne two.\n' },
        {
          file: '01_PROMPT_TEMPLATE.md',
          text: [
            '# Task',
            'To try it. Again',
            'Not: To try it.',
            '- scope: <<FILL scope (required): x y z>>',
            '<a id="1">',
            'user words',
            '</a>',
            'Three',
            'Be kind.',
            'Go.',
            '<b id="1">',
            'user words',
          ].join('\n'),
        },
      ],
    };
    expect(wordsOfPair(composition)).toEqual({
      frame: 2 + 4 + 1 + 2,
      labels: 3 + 2 + 4,
      words: 9 + 9 + 5 + 1,
      parts: composition.components.map((each, index) => ({ part: each, words: index === 0 ? 5 : 1 })),
    });
  });

  test('has an order in each line that begins with one, in a list or after the name of a phase', () => {
    const orders = (line: string) =>
      saidOf('A11', compositionOf(`${Array.from({ length: 61 }, () => line).join('\n')}\n`)).filter((text) =>
        text.includes('give orders'),
      );
    for (const line of [
      'Write.',
      '  - Write.',
      '* Ask.',
      '12) Ask.',
      '1.   Summarise.',
      '-Summarize.',
      'Phase 12 - The end. Add it.',
      '\t1.\tStop.',
    ])
      expect([line, ...orders(line)]).toEqual([
        line,
        expect.stringMatching(/^G\/01_PROMPT_TEMPLATE.md 61:1 61 lines give orders; at most 60 /u),
      ]);
    for (const line of ['To Write.', 'x) Ask.', 'Writes.', 'Phase x - The end. Add it.', 'Phase 1 - a'])
      expect([line, ...orders(line)]).toEqual([line]);
    expect(orders(`${' '.repeat(130)}Write.`)).toHaveLength(1);
  });

  test('repeats no line of five words or more but for slots', () => {
    const repeated = (line: string) => saidOf('A11', compositionOf(`${line}\n${line.trim()}\n`));
    expect(repeated('one two three four')).toEqual([]);
    expect(repeated('  one two three four five ')).toEqual([
      'G/01_PROMPT_TEMPLATE.md 2:1 This line is a repetition: "one two three four five".',
    ]);
    expect(repeated('<<FILL a (required): x y z>>')).toEqual([]);
    expect(repeated('so it is, a <<FILL')).toHaveLength(1);
  });
});

describe('a placeholder', () => {
  const missing = [{ kind: 'protocol', file: 'gone.txt' }] as const;
  const mark = 'TODO(orchestrator): the protocol `gone.txt`';

  test('is found where it stands', () => {
    const composition = { ...compositionOf(`Go.\n> ${mark}\n`), missing };
    expect(saidOf('A13', composition)).toEqual([
      'G/01_PROMPT_TEMPLATE.md 2:3 No layer of the library has the protocol gone.txt; it has only a placeholder (protocol gone.txt).',
    ]);
  });

  test('is told of at the top where none stands', () => {
    expect(saidOf('A13', { ...compositionOf('Go.\n'), missing })).toEqual([
      expect.stringContaining('G/00_PERSONA.md 1:1 No layer'),
    ]);
    expect(saidOf('A13', { ...compositionOf('Go.\n'), missing, files: [] })).toEqual([
      expect.stringContaining('G/ 1:1 No layer'),
    ]);
  });
});

describe('a component in the generated files', () => {
  const persona = part('persona', 'Be kind.');
  const protocol = part('protocol', 'Go.\n\nOUTPUT\nWrite it.');
  const composition: Composition = {
    components: [persona, protocol, part('constraint', '')],
    missing: [],
    description: 'd',
    files: [
      { file: '00_PERSONA.md', text: 'Be kind.\n' },
      { file: '01_PROMPT_TEMPLATE.md', text: '# Task\n\nGo.\n\n## Output\n\nWrite it.\n' },
    ],
  };

  test('stands in one piece, a protocol in two', () => {
    expect(spansOf(composition)).toEqual([
      { part: persona, file: '00_PERSONA.md', start: 0, from: 0, length: 8 },
      { part: protocol, file: '01_PROMPT_TEMPLATE.md', start: 8, from: 0, length: 3 },
      { part: protocol, file: '01_PROMPT_TEMPLATE.md', start: 24, from: 12, length: 9 },
    ]);
  });

  test('stands in one more piece for each heading that the frame lowers, at its own places', () => {
    const headed = part('protocol', 'Go.\n\nOUTPUT\n## A\nWrite.\n## B');
    const [persona] = composition.files;
    const text = '# Task\n\nGo.\n\n## Output\n\n### A\nWrite.\n### B\n';
    const lowered = {
      ...{ ...composition, components: [headed] },
      files: [...(persona ? [persona] : []), { file: '01_PROMPT_TEMPLATE.md', text }],
    };
    const pieces = spansOf(lowered).map(({ start, from, length }) => [
      text.slice(start, start + length),
      headed.text.slice(from, from + length),
    ]);
    expect(pieces).toEqual(['Go.', '##', ' A\nWrite.\n##', ' B'].map((piece) => [piece, piece]));
    const { at } = hitInPart(lowered, headed, headed.text.indexOf('Write'), 'm');
    expect(text.slice(at)).toBe('Write.\n### B\n');
    expect(wordsOfPair(lowered).labels).toBe(4);
  });

  test('is hit at the same place of its text, and at the next one where that was left out', () => {
    const at = (where: Part, offset: number) => {
      const { file, at } = hitInPart(composition, where, offset, 'm');
      return `${file.slice(0, 2)} ${at}`;
    };
    expect(at(persona, 3)).toBe('00 3');
    expect(at(protocol, 0)).toBe('01 8');
    expect(at(protocol, 2)).toBe('01 10');
    expect(at(protocol, 3)).toBe('01 11');
    expect(at(protocol, 8)).toBe('01 11');
    expect(at(protocol, 12)).toBe('01 24');
    expect(at(protocol, 20)).toBe('01 32');
    expect(at(protocol, 21)).toBe('01 11');
    expect(at(part('persona', 'Elsewhere.'), 3)).toBe('00 0');
    expect(hitInPart(composition, persona, 3, 'm')).toMatchObject({
      message: 'm',
      component: { kind: 'persona', file: 'persona.txt' },
    });
    expect(hitInPart({ ...composition, files: [] }, persona, 3, 'm')).toMatchObject({ file: '', at: 0 });
  });

  test('is named in what is said of it', () => {
    const clash = compositionOf([part('persona', 'Be concise.'), part('protocol', 'Be comprehensive.')]);
    expect(saidOf('A05', clash)).toEqual([
      'G/01_PROMPT_TEMPLATE.md 3:1 "Be comprehensive" contradicts "Be concise" in the persona persona.txt (protocol protocol.txt).',
    ]);
  });
});

describe('the place of a finding', () => {
  const placesIn = (source: string, text: string, metadata: Part['metadata']) =>
    lintComponent(
      { ...part('persona', text, metadata), file: 'x.txt', goals: [] },
      { source, file: 'f' },
    ).map(({ code, line, column }) => `${code} ${line}:${column}`);

  test('of front matter is its key’s own line, plain or quoted', () => {
    const body = 'owns: 5\n';
    const faults = (yaml: string, metadata: Part['metadata']) =>
      placesIn(`---\n${yaml}\n---\n${body}`, body.trim(), { id: 'x', kind: 'persona', ...metadata }).filter(
        (place) => place.startsWith('lint-f01'),
      );
    expect(faults('id: x\nkind: persona\nowns: 5', { owns: 5 })).toEqual(['lint-f01 4:1']);
    expect(faults('id: x\nkind: persona\n"owns": 5', { owns: 5 })).toEqual(['lint-f01 4:1']);
    expect(faults("id: x\nkind: persona\n'owns'  : 5", { owns: 5 })).toEqual(['lint-f01 4:1']);
    expect(faults('id: "the owns: x"\n  owns: x\nkind: persona\nowns: 5', { owns: 5 })).toEqual([
      'lint-f01 5:1',
    ]);
    expect(faults('id: x\nkind: persona', { owns: 5 })).toEqual(['lint-f01 1:1']);
  });

  test('of an empty text is its beginning', () => {
    expect(placesIn('', '', {})).toContain('lint-f01 1:1');
    expect(placesIn('\n\n', '', {})).toContain('lint-f01 1:1');
  });
});

describe('front matter', () => {
  const about = (metadata: Part['metadata'], ...goals: (typeof goal)[]) => {
    const rule = RULES.find(({ id }) => id === 'F01');
    if (rule === undefined || rule.applies === 'composition') throw new Error('F01');
    const subject = {
      ...part('persona', 'Go.', { id: 'x', kind: 'persona', ...metadata }),
      file: 'x.txt',
      goals,
    };
    return rule.check(subject);
  };

  test('that names goals or inputs that are not there is told so at its key', () => {
    const input = (name: string) => ({ ...goal.inputs[0], name }) as (typeof goal.inputs)[number];
    const one = { ...goal, name: 'ONE', inputs: [input('a')], variants: [] };
    const two = {
      ...goal,
      name: 'TWO',
      inputs: [],
      variants: [{ ...goal, name: 'v', inputs: [input('b')] }],
    };
    expect(about({ goals: ['NONE'] })).toEqual([]);
    expect(about({ goals: ['ONE', 'OEN', 'Q'.repeat(100)] }, one)).toEqual([
      { at: { key: 'goals' }, message: 'There is no goal "OEN"; the closest is ONE.' },
      { at: { key: 'goals' }, message: `There is no goal "${'Q'.repeat(80)}".` },
    ]);
    expect(about({ goals: ['ONE', 'TWO'], requires_inputs: ['a'] }, one, two)).toEqual([
      { at: { key: 'requires_inputs' }, message: 'It requires the input "a", which TWO does not declare.' },
    ]);
    expect(about({ goals: ['TWO'], requires_inputs: ['b'] }, one, two)).toEqual([]);
    const long = 'q'.repeat(100);
    expect(about({ goals: ['ONE', 'TWO'], requires_inputs: [long] }, one, two).at(-1)?.message).toBe(
      `It requires the input "${'q'.repeat(80)}", which ONE and TWO does not declare.`,
    );
    expect(about({ goals: [5, 'ONE'] }, one)).toEqual([
      { at: { key: 'goals' }, message: 'Its "goals", item 1, must be a text.' },
    ]);
  });

  test('of a mapping inside is told by the key that holds it', () => {
    const generated = { model: 'm', date: 'd', description: 'd', prompt: 'p' };
    expect(about({ generated: { ...generated, qqqqqqqqq: 1 } })).toEqual([
      { at: { key: 'generated' }, message: '"qqqqqqqqq" is not a key of "generated".' },
    ]);
    expect(about({ generated: { ...generated, model: 5 } })).toEqual([
      { at: { key: 'generated' }, message: 'Its "generated" must be a text.' },
    ]);
    expect(about({ generated: { model: 'm', date: 'd', description: 'd' } })).toEqual([
      { at: { key: 'generated' }, message: 'Its "generated" has no "prompt".' },
    ]);
    const [fault] = about({ ['k'.repeat(100)]: 1 });
    expect(fault?.message).toBe(`"${'k'.repeat(80)}" is not a key of front matter.`);
  });

  test('with a key of any form is told by that key', () => {
    const fault = (instancePath: string) =>
      frontMatterFault({ keyword: 'maxItems', instancePath, params: {}, schemaPath: '' });
    expect(fault('/a~1b~0c')).toEqual({ at: { key: 'a/b~c' }, message: 'Its "a/b~c" is not valid.' });
    expect(fault(`/${'k'.repeat(90)}`).at).toEqual({ key: 'k'.repeat(80) });
    expect(fault('/owns/11').message).toBe('Its "owns", item 12, is not valid.');
    expect(fault('/owns/1a').message).toBe('Its "owns" is not valid.');
    expect(fault('/owns/a1').message).toBe('Its "owns" is not valid.');
  });
});

describe('the cases of a goal', () => {
  const setting = (name: string) =>
    ({ name, kind: 'setting', required: false, default: null, describe: 'd' }) as const;
  const use = (file: string, when: Record<string, string[]> = {}) => ({
    file,
    when: Object.entries(when).map(([input, values]) => ({ input, values })),
  });
  const cases = (...constraints: ReturnType<typeof use>[]) =>
    largestCases({
      ...goal,
      inputs: [...new Set(constraints.flatMap(({ when }) => when.map(({ input }) => input)))].map(setting),
      constraints,
    });

  test('give each setting values that are its own', () => {
    expect(cases(use('a', { k: ['x'] }), use('b', { l: ['y'] }))).toEqual([
      { values: { k: 'x', l: 'y' }, constraints: ['a', 'b'] },
    ]);
    expect(cases(use('a', { k: ['x'], l: ['z'] }), use('b', { l: ['y'] }))).toEqual([
      { values: { l: 'y' }, constraints: ['b'] },
      { values: { k: 'x', l: 'z' }, constraints: ['a'] },
    ]);
  });

  test('have of the same constraints only the first, with the first of values that mean the same', () => {
    expect(cases(use('a', { k: ['x', 'y'] }), use('a', { k: ['z'] }))).toEqual([
      { values: { k: 'x' }, constraints: ['a'] },
    ]);
    expect(cases(use('a'))).toEqual([{ values: {}, constraints: ['a'] }]);
  });

  test('are no more than can be judged', () => {
    const many = Array.from({ length: 10 }, (_, index) => use(`f${index}`, { [`k${index}`]: ['x', 'y'] }));
    expect(cases(...many).length).toBeLessThan(10);
    const exclusive = Array.from({ length: 300 }, (_, index) => use(`f${index}`, { k: [`v${index}`] }));
    expect(cases(...exclusive)).toHaveLength(255);
  });

  test('tell inputs apart whichever component speaks of them', () => {
    const parts = { ...goal, inputs: [setting('the_depth')], constraints: [] };
    expect(unusedInputs(parts, [part('persona', 'a'), part('protocol', 'The -  depth')])).toEqual([]);
    expect(missingInputs(parts, [part('persona', 'a', { requires_inputs: 'x' })])).toEqual([]);
  });
});
