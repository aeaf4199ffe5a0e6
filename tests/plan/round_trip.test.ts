import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { type Block, readBlocks } from '../../src/plan/document/blocks.ts';
import { fieldKey } from '../../src/plan/document/field_names.ts';
import {
  addDependency,
  applyEdits,
  draftOf,
  type PhaseDraft,
  type PlanDraft,
  printPlan,
} from '../../src/plan/index.ts';
import { times } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

/** Words in which marks of Markdown and of plans are frequent. */
const word = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('build', 'the', 'schema', 'API', 'é', '数', 'x1', 'Phase', '2', 'None'),
  },
  fc.constantFrom(
    '#',
    '-',
    '1.',
    '>',
    '*',
    '**a**:',
    '`code`',
    '|',
    '<b>',
    '```',
    '[ ]',
    '\\#',
    '(2 hours)',
    '~',
    '==',
  ),
);
const line = fc
  .array(word, { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '))
  .filter((text) => !/^(?:none|n\/a|-+|[-*_=~ ]+|\W*)$/iu.test(text) && !/^None\b|[|] \*\*/u.test(text));
/** A title that is the label of another phase would be ambiguous. */
const title = line.filter(
  (text) => /[a-z]/iu.test(text) && !/^(?:Phase\s*)*[\w.]*$/u.test(text.replace(/[`*]/gu, '').trim()),
);
const path = fc
  .array(
    fc.constantFrom('src', 'lib', 'a b', '*.ts', '**', 'x(1)', '[id]', '{a,b}', 'é.ts', 'a`b', 'Makefile'),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts) => parts.join('/'));
const note = fc.constantFrom('new', 'needs the schema', 'see 2, 3', 'inferred: same file');
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const plans: fc.Arbitrary<PlanDraft> = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.record({
    title,
    phases: fc.tuple(...Array.from({ length: size }, (_, index) => phase(index, size))),
  }),
);

function phase(index: number, size: number): fc.Arbitrary<PhaseDraft> {
  const id = (place: number) => (place % 3 === 2 ? `${place}b` : String(place + 1));
  return fc
    .record({
      title,
      goal: optional(line),
      hours: optional(fc.constantFrom(0.25, 0.5, 1, 2, 8, 13.75)),
      complexity: optional(fc.constantFrom('low', 'medium', 'high')),
      files: optional(
        fc.array(
          fc.record({ path, note: optional(note) }).map(({ path: name, note: beside }) => ({
            path: name,
            ...(beside && { note: beside }),
          })),
          { maxLength: 3 },
        ),
      ),
      dependencies: fc.array(
        fc
          .record({ on: fc.integer({ min: 0, max: size - 1 }), note: optional(note) })
          .map(({ on, note: beside }) => ({ id: id(on), ...(beside && { note: beside }) })),
        { maxLength: 3 },
      ),
      steps: fc.array(line, { maxLength: 3 }),
      gates: fc.array(fc.record({ text: line, checked: fc.boolean() }), { maxLength: 3 }),
      workflow: optional(fc.constant('ADD_OR_INTEGRATE')),
      executor: optional(fc.constant('codex')),
      fallback: optional(fc.constant('dry-run')),
      requirement: optional(fc.constantFrom('1', '2, 3')),
      others: fc.array(fc.record({ name: fc.constantFrom('Owner', 'Risk', 'Notes'), text: line }), {
        maxLength: 2,
      }),
    })
    .map((fields) => ({ id: id(index), ...(withoutUndefined(fields) as Omit<PhaseDraft, 'id'>) }));
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

describe('a printed plan', () => {
  test('reads as the same plan, and prints as the same text', () => {
    fc.assert(
      fc.property(plans, (draft) => {
        const printed = printPlan(draft);
        const read = draftOf(planOf(printed));
        expect(read).toEqual(draft);
        expect(printPlan(read)).toBe(printed);
      }),
      times(10_000),
    );
  });

  test('reads the same in every spelling that people give it', () => {
    fc.assert(
      fc.property(plans, spellings, (draft, spelling) => {
        const plain = {
          ...draft,
          phases: draft.phases.map(({ others: _others, ...rest }) => ({ ...rest, others: [] })),
        };
        expect(draftOf(planOf(respelt(printPlan(plain), spelling)))).toEqual(plain);
      }),
      times(2_000),
    );
  });
});

const spellings = fc.record({
  level: fc.integer({ min: 2, max: 5 }),
  name: fc.constantFrom<(name: string) => string>(
    (name) => `**${name}**:`,
    (name) => `**${name}:**`,
    (name) => `__${name}__:`,
    (name) => `**${name}** :`,
    (name) => `***${name}***:`,
    (name) => `**${name.toUpperCase()}**:`,
    (name) => `${name}:`,
  ),
  blank: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\uFEFF'),
  front: fc.constantFrom('', '---\ntitle: other\n---\n'),
  fence: fc.boolean(),
});

type Spelling = typeof spellings extends fc.Arbitrary<infer Value> ? Value : never;

/** The same plan with other marks around its names, other heading levels, blank lines, line ends and so on. */
function respelt(text: string, { level, name, blank, end, mark, front, fence }: Spelling): string {
  const lines = text.split('\n').flatMap((raw) => {
    const field = /^\*\*([A-Z][A-Za-z ]+)\*\*:(.*)$/u.exec(raw);
    const known = field !== null && fieldKey(field[1] ?? '') !== undefined;
    const respeltLine = raw.startsWith('### ') ? `${'#'.repeat(level)}${raw.slice(3)}` : raw;
    const written = known ? `${name(field[1] ?? '')}${field[2]}` : respeltLine;
    const before = known && blank ? [''] : [];
    return [...before, written];
  });
  const tail = fence
    ? ['', '```md', '### Phase 99: no', '**Goal**: no', '```', '', '> ### Phase 98', '']
    : [];
  // The heading over the phases would have to move with their level; labelled phases do without it.
  const all = [...lines.filter((raw) => raw !== '## Phases'), ...tail];
  return mark + (front + all.join('\n')).replaceAll('\n', end);
}

describe('an edit', () => {
  test('that adds a dependency touches only its own lines, and means what it should', () => {
    fc.assert(
      fc.property(plans, spellings, fc.nat(), fc.nat(), (draft, spelling, a, b) => {
        const source = respelt(printPlan(draft), spelling);
        const plan = planOf(source);
        const waiting = a % plan.phases.length;
        const on = b % plan.phases.length;
        const edit = addDependency(plan, { phase: waiting, on });
        if (edit === undefined) throw new Error('no edit');
        const edited = applyEdits(source, [edit]);
        const before = namesOf(source);
        before[waiting]?.push(draft.phases[on]?.id ?? '');
        expect(namesOf(edited)).toEqual(before);
        expectSameBeside(source, edited, edit);
      }),
      times(3_000),
    );
  });
});

function namesOf(source: string): string[][] {
  return draftOf(planOf(source)).phases.map(({ dependencies }) => dependencies.map(({ id }) => id));
}

/** Every line before and behind those of the edit is the same, to the byte. */
function expectSameBeside(
  source: string,
  edited: string,
  edit: { readonly line: number; readonly remove: number; readonly lines: readonly string[] },
): void {
  const old = source.split(/(?<=\n)/u);
  const now = edited.split(/(?<=\n)/u);
  expect(now.slice(0, edit.line - 1)).toEqual(old.slice(0, edit.line - 1));
  expect(now.slice(edit.line - 1 + edit.lines.length)).toEqual(old.slice(edit.line - 1 + edit.remove));
}

describe('the structure of a document', () => {
  const pieces = fc.constantFrom(
    ...[
      '# A',
      '## Phase 1',
      '### b #',
      'text',
      '**Goal**: x',
      '- item',
      '  - deeper',
      '1. one',
      '   two',
      '> quote',
    ],
    ...[
      '```',
      '~~~',
      '    code',
      '| a | b |',
      '|---|---|',
      '<div>',
      '<!--',
      '-->',
      '---',
      '===',
      '',
      '',
      '\ttab',
    ],
    ...['- # in a list', '- ```', '* [ ] x', '10) ten', '[x]: y', '> - q', '   \u00a0'],
  );

  test("is what markdown-it's own parse gives, block by block", () => {
    const markdown = new MarkdownIt({ html: true });
    markdown.block.ruler.disable('reference');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (lines) => {
        const text = lines.join('\n');
        const blocks: Block[] = [];
        readBlocks(text, 0, (block) => blocks.push(block));
        const mine = blocks.flatMap((block) =>
          block.kind === 'opaque'
            ? []
            : [[block.kind === 'heading' ? block.text.line : block.lines[0]?.line, textIn(block)]],
        );
        expect(mine).toEqual(inlinesOf(markdown, text));
        for (const block of blocks)
          for (const part of block.kind === 'opaque'
            ? []
            : block.kind === 'heading'
              ? [block.text]
              : block.lines)
            expect(lines[part.line - 1]?.slice(part.column - 1).startsWith(part.text)).toBe(true);
      }),
      times(5_000, 400),
    );
  });
});

function textIn(block: Block): string {
  if (block.kind === 'heading') return block.text.text;
  return block.kind === 'text' ? block.lines.map(({ text }) => text).join('\n') : '';
}

/** The text of every heading and paragraph outside of quotes and tables, with its line. */
function inlinesOf(markdown: MarkdownIt, text: string): [number, string][] {
  const found: [number, string][] = [];
  let hidden = 0;
  for (const token of markdown.parse(text, {})) {
    if (/^(?:blockquote|table)_/u.test(token.type)) hidden += token.nesting;
    else if (token.type === 'inline' && hidden === 0) {
      const trimmed = token.content.split('\n').map((each) => each.trim());
      found.push([(token.map?.[0] ?? 0) + 1, trimmed.join('\n')]);
    }
  }
  return found;
}
