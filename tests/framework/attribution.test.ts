import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attributeFiles,
  composeView,
  findTemplates,
  type GoalParts,
  type ResolvedComponent,
  renderFiles,
  sourceText,
  type Templates,
  type Values,
} from '../../src/framework/index.ts';
import { times } from '../support/cases.ts';
import { emptyFolder } from '../support/program.ts';

const shipped = await templatesIn([]);

const PARTS: GoalParts = {
  description: 'To do it.',
  persona: 'persona.txt',
  protocol: 'protocol.txt',
  constraints: [{ file: 'one.txt', when: [] }],
  inputs: [
    { name: 'request', kind: 'request', required: false, default: null, describe: 'what is wanted' },
    { name: 'language', kind: 'setting', required: true, default: null, describe: 'the language' },
    { name: 'rules', kind: 'criteria', required: true, default: null, describe: 'the rules' },
    { name: 'code', kind: 'material', required: true, default: null, describe: 'the work' },
  ],
  keywords: [],
};

async function templatesIn(folders: readonly string[]): Promise<Templates> {
  const templates = await findTemplates(folders, '/');
  if (!templates.ok) throw new Error(JSON.stringify(templates.problems));
  return templates.value;
}

function component(kind: ResolvedComponent['kind'], file: string, text: string): ResolvedComponent {
  const found = { kind, file, text, layer: 'user', path: file, origin: 'hand', sha256: '' } as const;
  return { kind, file, component: { ...found, metadata: {} } };
}

type Texts = {
  persona: string;
  protocol: string;
  constraint: string;
  title: string;
  description: string;
  values: Values;
};

const PLAIN: Texts = {
  persona: 'You serve.\n\nVoice: plain.',
  protocol: 'Phase 1.\nSTOP\n  done: all is done.\n\nOUTPUT\n## Result  the result',
  constraint: 'RULE: one.\nTEST: two.',
  title: 'Title',
  description: 'To do it.',
  values: {},
};

/** Renders texts both ways. */
function both(texts: Texts, templates: Templates) {
  const components = [
    component('persona', 'persona.txt', texts.persona),
    component('protocol', 'protocol.txt', texts.protocol),
    component('constraint', 'one.txt', texts.constraint),
  ];
  const { title, description, values } = texts;
  const parts = { ...PARTS, description };
  const composed = composeView({ name: 'Name', title, goal: 'DO_IT', parts, values, components });
  const ordinary = renderFiles(templates, composed.view);
  const attributed = attributeFiles({ templates, ...composed, components });
  if (!ordinary.ok || !attributed.ok) throw new Error('not rendered');
  return { ordinary: ordinary.value, attributed: attributed.value };
}

function expectWhole({ ordinary, attributed }: ReturnType<typeof both>): void {
  attributed.forEach(({ file, text, lines }, place) => {
    expect({ file, text }).toEqual(ordinary[place]);
    expect(lines.map((line) => line.text).join('')).toBe(text);
    for (const { sources } of lines) expect(sources.length).toBeGreaterThan(0);
  });
}

/** Texts that look like marks, templates or ends of lines. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\ue000', '\ue001', '\ue0000\ue001', '0', '1', '\n', '\n\n', '\r\n', ' ', '{{name}}'),
      fc.constantFrom('OUTPUT', '\nOUTPUT\n', 'done: x', '<</', 'Phase 1', '\u2028', '🙂', '\ud800'),
      fc.string({ unit: 'grapheme', maxLength: 10 }),
    ),
    { maxLength: 10 },
  )
  .map((pieces) => pieces.join(''));

const texts: fc.Arbitrary<Texts> = fc.record({
  persona: hostile,
  protocol: hostile,
  constraint: hostile,
  title: hostile,
  description: hostile,
  values: fc.record({ language: hostile, rules: hostile, code: hostile }, { requiredKeys: [] }),
});

/** Pieces of templates of a user's, in valid and rather senseless combinations. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...['{{title}}', '{{{persona}}}', '{{protocol}}', '{{output}}', '{{done}}', '{{start}}', '{{~task~}}'],
      ...['{{#if done}}[{{done}}]{{else}}none{{/if}}', '{{#unless output}}no output{{/unless}}'],
      ...[
        '{{#each limits}}{{@index}}{{label}}{{name}}\n{{text}}{{/each}}',
        '{{#with title}}{{this}}{{/with}}',
      ],
      ...['{{#each settings}}{{#if @first}}{{text}}{{/if}}{{/each}}', '{{#each limits}}x{{else}}y{{/each}}'],
      ...['{{#each material}}{{open}}\n{{text}}{{close}}\n{{/each}}', '{{#each criteria}}{{text}}{{/each}}'],
      ...['\n', '\n\n', '  ', '\ue000', '\ue001', 'text', '{{! a remark }}', '{{description}}{{name}}'],
    ),
    { maxLength: 10 },
  )
  .map((chosen) => chosen.join(''));

/** A template needs some text of its own, because one that can come to nothing is refused. */
const template = fc.tuple(pieces, pieces).map(([before, after]) => `${before}text${after}`);

describe('attribution', () => {
  test('gives the ordinary text, every line with a source, whatever the texts', () => {
    fc.assert(
      fc.property(texts, (given) => expectWhole(both(given, shipped))),
      times(1000),
    );
  });

  test('gives the ordinary text, every line with a source, whatever the user’s templates', async () => {
    const folder = emptyFolder();
    await fc.assert(
      fc.asyncProperty(template, template, texts, async (persona, prompt, given) => {
        writeFileSync(join(folder, '00_PERSONA.md.hbs'), persona);
        writeFileSync(join(folder, '01_PROMPT_TEMPLATE.md.hbs'), prompt);
        expectWhole(both(given, await templatesIn([folder])));
      }),
      times(400),
    );
  });

  test('names each component with the line in it', () => {
    const { attributed } = both(PLAIN, shipped);
    const told = attributed.flatMap(({ lines }) => lines);
    const sourcesOf = (start: string) => told.find(({ text }) => text.startsWith(start))?.sources;
    const protocol = { kind: 'component', component: { kind: 'protocol', file: 'protocol.txt' } };
    expect(sourcesOf('Voice:')).toEqual([
      { kind: 'component', component: { kind: 'persona', file: 'persona.txt' }, line: 3 },
    ]);
    expect(sourcesOf('Phase 1.')).toEqual([{ ...protocol, line: 1 }]);
    expect(sourcesOf('### Result')).toEqual([{ ...protocol, line: 6 }]);
    expect(sourcesOf('TEST:')).toEqual([
      { kind: 'component', component: { kind: 'constraint', file: 'one.txt' }, line: 2 },
    ]);
  });

  test('names the answers, the goal, the inputs and the frame', () => {
    const { attributed } = both(
      { ...PLAIN, values: { code: 'first\n\nthird', request: 'Briefly.' } },
      shipped,
    );
    const [persona, prompt] = attributed.map(({ lines }) => lines);
    const told = (start: string) =>
      prompt?.find(({ text }) => text.startsWith(start))?.sources.map(sourceText) ?? [];
    expect(persona?.[0]?.sources.map(sourceText)).toEqual([
      'frame 00_PERSONA.md.hbs',
      "the framework's title",
    ]);
    expect(told('# Do it')).toEqual(['frame 01_PROMPT_TEMPLATE.md.hbs', 'name of the goal']);
    expect(told('To do it.')).toEqual(['description of the goal']);
    expect(told('<request')).toEqual(['boundary of the input request']);
    expect(told('Briefly.')).toEqual(['input request']);
    expect(told('- language:')).toEqual([
      ...['frame 01_PROMPT_TEMPLATE.md.hbs', 'name of the input language', 'slot of the input language'],
    ]);
    expect(told('<code')).toEqual(['boundary of the input code']);
    expect(told('third')).toEqual(['input code']);
    expect(told('## How to read this')).toEqual(['frame 01_PROMPT_TEMPLATE.md.hbs']);
    expect(told('Now ')).toEqual(['start line of the frame']);
    const third = prompt?.find(({ text }) => text === 'third\n');
    expect(third?.sources).toEqual([{ kind: 'input', input: 'code', part: 'value', line: 3 }]);
  });

  test('counts an empty line inside a text to that text, and one between texts to the frame', () => {
    const [persona] = both(PLAIN, shipped).attributed;
    expect(persona?.lines.slice(1).map(({ sources }) => sources.map(sourceText).join())).toEqual([
      'frame 00_PERSONA.md.hbs',
      'persona persona.txt',
      'persona persona.txt',
      'persona persona.txt',
    ]);
  });

  test('says of a missing component that a placeholder stands there', () => {
    const missing = {
      kind: 'persona',
      file: 'gone.txt',
      component: undefined,
      similar: undefined,
      otherKind: undefined,
    } as const;
    const components = [missing, component('protocol', 'protocol.txt', 'Text.')];
    const composed = composeView({
      ...{ name: 'Name', title: 'Title', goal: 'DO_IT', parts: PARTS, values: {}, components },
    });
    const attributed = attributeFiles({ templates: shipped, ...composed, components });
    const sources = attributed.ok
      ? attributed.value[0]?.lines.flatMap((line) => line.sources.map(sourceText))
      : [];
    expect(sources).toContain('placeholder for the persona gone.txt');
  });
});
