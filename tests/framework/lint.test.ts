import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  checkAnswer,
  componentPrompt,
  FOLDERS,
  interactionOf,
  KINDS,
  lintComponent,
  readBuiltIn,
} from '../../src/framework/index.ts';
import { parseComponent } from '../../src/framework/library/parse_component.ts';
import { largestCases } from '../../src/framework/lint/cases.ts';
import { missingInputs, unusedInputs } from '../../src/framework/lint/inputs.ts';
import type { Composition, Part, Rule, RuleId, Subject } from '../../src/framework/lint/lint_rule.ts';
import { RULES } from '../../src/framework/lint/rules.ts';
import { compositionOf, problemsOf, saidOf, subjectOf } from '../support/lint.ts';
import { ROOT } from '../support/program.ts';

const builtIn = readBuiltIn(ROOT);

function ruleOf(id: RuleId): Rule {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(id);
  return rule;
}

/** What one rule says of a component's file. */
async function said(id: RuleId, kind: Subject['kind'], source: string): Promise<string[]> {
  const rule = ruleOf(id);
  if (rule.applies === 'composition') throw new Error(id);
  return rule.check(await subjectOf(kind, source)).map(({ message }) => message);
}

/** The shipped components, as they stand in their files. */
async function shipped() {
  return Promise.all(
    builtIn.components.map(async ({ kind, file }) => {
      const source = readFileSync(join(ROOT, 'components', FOLDERS[kind], file), 'utf8');
      const parsed = await parseComponent(source, file);
      if (!parsed.ok) throw new Error(file);
      const subject: Subject = { kind, file, ...parsed.value, goals: builtIn.goals };
      return { subject, source };
    }),
  );
}

describe('every rule', () => {
  test('of the rubric is there once, under its id, with a title and a reason of one sentence', () => {
    const ids = ['P4', 'R6', 'C4', 'A15', 'F1'].flatMap((last) =>
      Array.from(
        { length: Number(last.slice(1)) },
        (_, index) => `${last[0]}${String(index + 1).padStart(2, '0')}`,
      ),
    );
    // These asked for shapes that made answers worse; their ids are not used again.
    const gone = ['P02', 'P03', 'R02', 'R03', 'C01', 'C03'];
    expect(RULES.map(({ id }) => id)).toEqual(ids.filter((id) => !gone.includes(id)));
    for (const { title, reason } of RULES) {
      expect(title).toMatch(/^[a-z][^.]+$/u);
      expect(reason).toMatch(/^[A-Z][^.!?]+\.$/u);
    }
  });

  test.each(RULES.map((rule) => [rule.id, rule.title, rule] as const))(
    '%s, %s, fires on its bad example and is silent on its good one',
    async (_, __, rule) => {
      expect(await saidOf(rule, 'bad')).not.toEqual([]);
      expect(await saidOf(rule, 'good')).toEqual([]);
      for (const message of await saidOf(rule, 'bad')) expect(message).toMatch(/^[^\n]{3,300}\.$/u);
    },
  );

  test('quotes what a component says on one line, without what would move the cursor', async () => {
    const source = '---\nid: x\nkind: protocol\noutput_headings: ["A\\n\\e[2Jb"]\n---\nOUTPUT\nNone.\n';
    const subject = await subjectOf('protocol', source);
    const found = lintComponent(subject, { source, file: 'x.md' });
    expect(found.map(({ message }) => message)).toContain(
      'Its front matter lists the output heading "A b", which the text does not have.',
    );
  });

  test('is silent on the whole shipped library', async () => {
    for (const { subject, source } of await shipped())
      expect(lintComponent(subject, { source, file: subject.file })).toEqual([]);
  });
});

/** Everything that each bad example is there to show, so that no part of a rule can go without a test noticing. */
test.each<[RuleId, readonly string[]]>([
  ['P01', ['IQ of 1', '20+ years', 'You remember', 'world-class', 'deep breath']],
  ['P04', ['"Phase 1"', '"STOP"', '"done:"', '"## Output"', '"RULE:"']],
  ['R01', ['says single_pass, its front matter turn_by_turn']],
  ['R04', ['"Coverage" is where its front matter lists "Findings"']],
  ['R05', ['"You are"', '"your role"']],
  ['R06', ['"Double-check"']],
  ['C02', ['"Try to"', '"where possible"', '"unless it makes sense"']],
  ['C04', ['second "RULE:"', '"Phase 3"']],
  ['A01', ['"artifact" is among the instructions']],
  ['A02', ['never closed', 'outside all boundaries', 'that it is data']],
  ['A03', ['{{name}}', '"scope" lacks', 'No rule says']],
  ['A04', ['"How to read this" is after', 'last line']],
  [
    'A05',
    ['"comprehensive report" contradicts "answers are concise"', '"casual tone" contradicts "formal tone"'],
  ],
  ['A06', ['"at least 25 ideas" is a different range than "20 to 50 ideas"']],
  ['A07', ['both own "verdict_form"', 'conflicts with protocol b.txt', 'needs the exit "cause_named"']],
  ['A08', ['contains "TODO"', 'no R number']],
  ['A09', ['"at least 10 issues"']],
  ['A10', ['43%']],
  ['A11', ['a constraint has at most 45']],
  ['A12', ['context manager', 'search the web', 'npm test', 'CLAUDE.md']],
  ['A13', ['TODO(orchestrator)']],
  ['A14', ['"Do Phase 1"', '"then stop"', '"Wait for"', '"first reply only"']],
  [
    'A15',
    [
      '"Ask the user" contradicts "Ask nothing"',
      '"one question per turn" contradicts "in this reply"',
      '"A table" contradicts "No tables"',
      '"Rename the file" contradicts "Never rename a file"',
      '"The answer has at most 500 words" contradicts "Under 300 words"',
    ],
  ],
  ['F01', ['"verison" is not a key', 'not "example"', 'no "generated"', 'lower-case words']],
])('%s says each of the things that its bad example shows', async (id, parts) => {
  const messages = await saidOf(ruleOf(id), 'bad');
  for (const part of parts) expect(messages).toContainEqual(expect.stringContaining(part));
});

/** Plain English that only looks like a breach, and breaches in other words. */
describe('a rule judges', () => {
  test.each<[RuleId, Subject['kind'], string, number]>([
    ['P01', 'persona', 'A contract for 5 years. If you recall it, say so. The hours add up to 300 hours.', 0],
    ['P01', 'persona', 'You have decades of hands-on experience and 15 years of experience.', 2],
    ['P01', 'persona', "You've reviewed thousands of designs.", 1],
    ['P01', 'persona', 'Re-read the text 200 times slowly. Spend 300 hours on a virtual whiteboard.', 3],
    ['P04', 'persona', 'You do the first step in the second phase. Say "Phase 1" never.', 0],
    ['P04', 'persona', '  blocked: ask.\nOUTPUT\nStop when all is read.', 3],
    ['R01', 'protocol', 'INTERACTION: gated phases. Wait for approval.', 0],
    ['R01', 'protocol', 'INTERACTION: as you like.', 1],
    ['R01', 'protocol', 'Phase 1 - Read.', 1],
    ['R01', 'protocol', '---\ninteraction: sometimes\n---\nINTERACTION: single pass.', 1],
    ['R04', 'protocol', 'Write.', 1],
    ['R04', 'protocol', '---\noutput_headings: [A, B]\n---\nOUTPUT\n## A\nempty: none\nExample:\nx', 1],
    ['R04', 'protocol', '---\noutput_headings: [A]\n---\nOUTPUT\n## A\n## B\nempty: none\nExample:\nx', 1],
    [
      'R04',
      'protocol',
      '---\noutput_headings: [A]\n---\nOUTPUT\n## A\n## B\nTwo lines, left out when there are none.',
      0,
    ],
    [
      'R04',
      'protocol',
      '---\noutput_headings: [A, C]\n---\nOUTPUT\n## A\n## B\nTwo lines, left out when there are none.',
      1,
    ],
    ['R05', 'protocol', 'Ask whether you are right. Name the role.', 0],
    ['R06', 'protocol', 'Review your work. Make sure everything is correct.', 2],
    ['R06', 'protocol', 'Make sure that everything is complete: the counts match.', 0],
    ['C02', 'constraint', 'Quote where possible.', 1],
    ['C02', 'constraint', 'RULE: Quote.\nAPPLIES WHEN: one tries to quote if possible.', 0],
    ['C04', 'constraint', 'RULE: a\nGOOD: "Phase 1 comes first"', 0],
    ['A09', 'protocol', 'Name exactly five risks.', 1],
    ['A09', 'protocol', 'Ask at least 2 people.', 0],
    ['A10', 'protocol', 'Say “Successfully fixed 12 files”.', 1],
    ['A10', 'protocol', 'Say "done". Write "12 files".\n\nExample:\n"Fixed 12 files"', 0],
    ['A12', 'protocol', 'Choose the right tool. A user-agent reads the file. `R1` is a rule; run it.', 0],
    ['A12', 'protocol', 'Ask the code-agent. Use the Bash tool. Do a web search. Call the MCP server.', 4],
    ['A12', 'protocol', '---\nrequires_tools: [web_search]\n---\nDo a web search.', 0],
    ['A11', 'persona', 'word '.repeat(111), 1],
    ['A11', 'persona', 'word '.repeat(110), 0],
    ['A11', 'protocol', 'word '.repeat(181), 1],
    ['A11', 'protocol', 'word '.repeat(180), 0],
    ['A11', 'constraint', 'word '.repeat(46), 1],
    ['A11', 'constraint', 'word '.repeat(45), 0],
  ])('%s a %s %j: %i findings', async (id, kind, source, count) => {
    expect(await said(id, kind, source)).toHaveLength(count);
  });

  test('F01 front matter against its schema, the file, the kind, the goals and the origin', async () => {
    const [goal] = builtIn.goals;
    const rule = ruleOf('F01');
    const about = async (kind: Subject['kind'], yaml: string) => {
      const subject = await subjectOf(kind, `---\n${yaml}\n---\nText.`);
      if (rule.applies === 'composition' || goal === undefined) throw new Error('F01');
      return rule.check({ ...subject, goals: [goal] });
    };
    const messages = async (kind: Subject['kind'], yaml: string) =>
      (await about(kind, yaml)).map(({ message }) => message).join('\n');
    const head = 'id: example\nkind: persona\n';
    expect(await about('persona', head)).toEqual([]);
    expect(await messages('persona', `${head}goals: [${goal?.name}]\nrequires_inputs: [topic]`)).toBe('');
    expect(await messages('persona', `${head}goals: [${goal?.name}]\nrequires_inputs: [nothing]`)).toContain(
      'requires the input "nothing"',
    );
    expect(await messages('persona', `${head}goals: [TEACH_OR_EXPLAN]`)).toContain(
      'the closest is TEACH_OR_EXPLAIN',
    );
    expect(await messages('persona', `${head}version: '1.0'`)).toContain('a semantic version');
    expect(await messages('persona', `${head}version: 1`)).toContain('must be a text');
    expect(await messages('persona', `${head}owns: x`)).toContain('must be a list');
    expect(await messages('persona', `${head}owns: [a, A b]`)).toContain('"owns", item 2, must be');
    expect(await messages('persona', `${head}owns: [a, a]`)).toContain('same value twice');
    expect(await messages('persona', `${head}exits: [a]`)).toContain('"exits" belongs to a protocol');
    expect(await messages('persona', `${head}status: silver`)).toContain('one of: draft, tested, gold');
    expect(await messages('persona', `${head}summary: ''`)).toContain('"summary"');
    expect(await messages('persona', 'kind: persona')).toContain('has no "id"');
    expect(await messages('persona', `${head}origin: seed`)).toContain('has no "use_when"');
    expect(await messages('persona', `${head}origin: generated`)).toContain('has no "generated"');
    expect(await messages('persona', `${head}generated: { model: m }`)).toContain(
      '"generated" has no "date"',
    );
    expect(await messages('persona', `${head}histroy: [a]\ntitel: x`)).toMatch(/"history"[\s\S]*"title"/u);
    const unclosed =
      rule.applies === 'composition' ? [] : rule.check(await subjectOf('persona', '---\nid: a\nText.'));
    expect(unclosed).toEqual([{ at: 0, message: expect.stringContaining('no second "---" ends it') }]);
    const [note] = rule.applies === 'composition' ? [] : rule.check(await subjectOf('persona', 'Text.'));
    expect(note).toMatchObject({ severity: 'note', at: 0 });
  });
});

describe('compositions', () => {
  const part = (kind: Part['kind'], file: string, text: string): Part => ({ kind, file, text, metadata: {} });

  test('over their budget, shouting, ordering about or repeating themselves are told so, with the place', () => {
    const long = problemsOf([part('persona', 'a.txt', 'word '.repeat(1400))]);
    expect(long.map(({ message }) => message)).toContainEqual(expect.stringContaining('at most 600'));
    const loud = problemsOf([part('persona', 'a.txt', 'You MUST.\n'.repeat(6))]);
    expect(loud).toContainEqual(
      expect.objectContaining({
        code: 'lint-a11',
        severity: 'warning',
        file: 'GOAL/00_PERSONA.md',
        line: 8,
        column: 5,
      }),
    );
    expect(problemsOf([part('persona', 'a.txt', 'You MUST.\n'.repeat(5))])).toEqual([]);
    const orders = Array.from({ length: 61 }, (_, index) => `Write ${index}.`).join('\n');
    expect(problemsOf([part('protocol', 'a.txt', orders)])).toMatchObject([
      { message: expect.stringContaining('61 lines') },
    ]);
    const twice = problemsOf([
      part('persona', 'a.txt', 'Name the part before you speak of it.'),
      part('protocol', 'b.txt', 'Go.\nName the part before you speak of it.'),
    ]);
    expect(twice).toMatchObject([
      { code: 'lint-a11', file: 'GOAL/01_PROMPT_TEMPLATE.md', line: 4, column: 1 },
    ]);
    const frame = compositionOf(`## How to read this\n\n${'word '.repeat(121)}\n\nNow begin.`);
    const rule = ruleOf('A11');
    expect(rule.checkComposition?.(frame)).toMatchObject([
      { message: 'The frame has 123 words; it has at most 120.' },
    ]);
  });

  test('that lack a component name it', () => {
    const missing = [{ kind: 'persona', file: 'gone.txt' }] as const;
    const composition: Composition = { ...compositionOf([part('protocol', 'b.txt', 'Go.')]), missing };
    expect(ruleOf('A13').checkComposition?.(composition)).toMatchObject([
      { component: missing[0], message: expect.stringContaining('persona gone.txt') },
    ]);
  });

  test('are blamed on the component responsible, at its place in the generated file', () => {
    const protocol = 'INTERACTION: single pass.\n\nOUTPUT\n## A\nGive a comprehensive report.';
    const [problem] = problemsOf([
      part('persona', 'a.txt', 'You are concise.'),
      { ...part('protocol', 'b.txt', protocol) },
    ]).filter(({ code }) => code === 'lint-a05');
    expect(problem?.message).toContain('(protocol b.txt)');
    expect(problem?.message).toContain('in the persona a.txt');
  });

  test('have cases that switch on every set of constraints that can stand together, and only those', () => {
    const [goal] = builtIn.goals;
    if (goal === undefined) throw new Error('no goal');
    const kind = { name: 'kind', kind: 'setting', required: false, default: null, describe: 'd' } as const;
    const use = (file: string, ...values: string[]) => ({
      file,
      when: values.length > 0 ? [{ input: 'kind', values }] : [],
    });
    const cases = (...constraints: ReturnType<typeof use>[]) =>
      largestCases({ ...goal, inputs: [kind], constraints }).map((each) => each.constraints);
    expect(cases(use('a'))).toEqual([['a']]);
    expect(cases(use('a'), use('b', 'x'))).toEqual([['a', 'b']]);
    expect(cases(use('a'), use('b', 'x'), use('c', 'y'))).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ]);
    expect(cases(use('a', 'x', 'y'), use('b', 'y', 'z'))).toEqual([['a', 'b']]);
  });

  test('tell inputs that no component speaks of, and inputs that a component requires in vain', () => {
    const [goal] = builtIn.goals;
    if (goal === undefined) throw new Error('no goal');
    const input = (name: string) => ({ ...goal.inputs[1], name }) as (typeof goal.inputs)[number];
    const parts = {
      ...goal,
      inputs: [
        ...goal.inputs.slice(0, 1),
        input('source_text'),
        input('depth'),
        input('kind'),
        input('scope'),
      ],
      constraints: [{ file: 'c', when: [{ input: 'kind', values: ['x'] }] }],
    };
    const one = {
      ...part('protocol', 'a.txt', 'Read the source\ntext.'),
      metadata: { requires_inputs: ['topic'], optional_inputs: ['scope'] },
    };
    expect(unusedInputs(parts, [one]).map(({ name }) => name)).toEqual(['depth']);
    expect(missingInputs(parts, [one])).toEqual([{ input: 'topic', file: 'a.txt' }]);
  });
});

describe('a finding', () => {
  test.each([['\n'], ['\r\n']])(
    'has the line and the column in the file, below the front matter, with %j',
    async (end) => {
      const source = [
        '---',
        'id: other',
        'kind: persona',
        '---',
        '',
        '',
        'Your role.',
        '  In Step 2 it goes.',
        '',
        '',
      ].join(end);
      const parsed = await parseComponent(source, 'f');
      if (!parsed.ok) throw new Error('f');
      const subject: Subject = { kind: 'persona', file: 'example.txt', ...parsed.value, goals: [] };
      const problems = lintComponent(subject, { source, file: 'f' });
      expect(problems).toContainEqual(
        expect.objectContaining({ code: 'lint-p04', file: 'f', line: 8, column: 6 }),
      );
      expect(problems).toContainEqual(expect.objectContaining({ code: 'lint-f01', line: 2, column: 1 }));
      expect(problems.map(({ line }) => line)).toEqual(
        problems.map(({ line }) => line).sort((a, b) => (a ?? 0) - (b ?? 0)),
      );
      expect(problems.every(({ hint }) => hint?.endsWith('.'))).toBe(true);
    },
  );

  test('stands there at most twenty times for one rule and pattern', async () => {
    expect(await said('P04', 'persona', 'Phase 1\n'.repeat(1000))).toHaveLength(20);
  });
});

describe('what a model is told and what its answer is held to', () => {
  test.each(KINDS)('are the same rules for a %s', (kind) => {
    const [goal] = builtIn.goals;
    if (goal === undefined) throw new Error('no goal');
    const [system] = componentPrompt({
      name: { kind, file: 'x.txt' },
      goal,
      description: 'd',
      siblings: [],
      example: undefined,
    });
    for (const rule of RULES) {
      if (rule.applies === 'composition' || rule.id === 'F01') continue;
      expect(system?.content.includes(`- ${rule.title}. ${rule.reason}`)).toBe(rule.applies.includes(kind));
    }
  });

  test.each([
    '**Persona:**\n\n',
    '# Persona\n',
    '**Persona: Release writer**\n\n',
    'Sure!\n\n__The persona__:\n',
    'Persona: ',
  ])('the label %j is no part of a text', async (label) => {
    const persona = (await shipped()).find(({ subject }) => subject.kind === 'persona')?.subject.text ?? '';
    expect(checkAnswer('persona', label + persona)).toMatchObject({ ok: true, text: persona });
    expect(checkAnswer('persona', persona)).toMatchObject({ ok: true, text: persona });
  });

  test('so every shipped text passes, and a bad one is told what a person is told', async () => {
    for (const { subject } of await shipped())
      expect(checkAnswer(subject.kind, subject.text, interactionOf(subject.metadata))).toMatchObject({
        ...{ ok: true, text: subject.text },
      });
    const checked = checkAnswer('constraint', 'RULE: Try it.\nRULE: Do Step 2.');
    expect(checked).toEqual({
      ok: false,
      faults: [
        'it has 7 words; a constraint has at least 10',
        'it holds "RULE:", but a sibling says its limit in a sentence, without fields',
        'it has a second "RULE:", but a constraint is one limit',
        'it contains "Step 2", but steps belong to the protocol',
      ],
    });
  });
});
