import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountOf } from '../../src/plan/account/account.ts';
import type { ImportedDocument, ImportedPhase } from '../../src/plan/account/imported_document.ts';
import { STAMPS } from '../../src/plan/account/line_ranges.ts';
import { type DocumentReading, importTasks, readDocument } from '../../src/plan/index.ts';
import { EXPLAINS_TASKS } from '../../src/plan/tasks/section_outcomes.ts';
import { isStamp } from '../../src/plan/words/stamp_words.ts';
import { casesIn, times } from '../support/cases.ts';
import { DOCUMENT_FILES, type DocumentCase } from '../support/document_cases.ts';

type Case = {
  readonly it: string;
  readonly text: string;
  readonly phases: readonly (Pick<ImportedPhase, 'line' | 'work'> & Partial<ImportedPhase>)[];
  readonly done?: readonly number[];
  readonly left?: readonly { readonly line: number; readonly level: number }[];
  readonly fates: readonly string[];
};

test.each(casesIn<Case>('account.yaml').map((each) => [each.it, each] as const))('it %s', (_, each) => {
  const made: ImportedDocument = {
    text: each.text,
    isOwn: false,
    context: new Set<number>(),
    taken: new Set(),
    phases: each.phases.map((phase, index) => ({
      ...{
        column: 1,
        id: String(index + 1),
        title: '',
        remarks: [],
        files: [],
        fileLines: [],
        hasHours: true,
        statesNeeds: false,
        after: [],
        guessedFiles: [],
      },
      ...phase,
    })),
    done: (each.done ?? []).map((line) => ({ id: null, title: '', line })),
    leftOut: (each.left ?? []).map((section) => ({ ...section, isUnknown: true, why: 'no list' })),
  };
  expect(accountOf(made).map(({ fate }) => fate)).toEqual(each.fates);
});

/** The documents of a file, and how each is read: once, since to read them all is most of what these tests take. */
function readingsIn(name: string) {
  const made = READINGS.get(name) ?? casesIn<DocumentCase>(`documents/${name}.yaml`).map(readingOf);
  READINGS.set(name, made);
  return made;
}

const READINGS = new Map<string, readonly ReturnType<typeof readingOf>[]>();

function readingOf({ text, name }: DocumentCase) {
  return { text, document: name, read: readDocument(text, 'plan.md', { title: '' }) };
}

test.each(DOCUMENT_FILES)(
  '[promise:plan-account] of the documents in %s, no line is lost without a word',
  (name) => {
    for (const { text, document, read } of readingsIn(name)) {
      const imported = importTasks({ text, file: 'plan.md' }, { from: 'auto' });
      if (!read.ok || !imported.ok) continue;
      const said = read.value.problems.map(({ message }) => message).join('\n');
      const lost = accountOf(imported.value.made).filter(
        ({ fate, runsOn, kind, line, text: own }) =>
          (fate === 'lost' || (fate === 'beside' && kind === 'text' && !isStamp(own))) &&
          !runsOn &&
          !imported.value.made.context.has(line),
      );
      for (const { line } of lost)
        expect(
          said.includes(`(line ${line})`) || said.includes('more lines'),
          `${document}: line ${line}`,
        ).toBe(true);
    }
  },
);

test.each(DOCUMENT_FILES)(
  '[promise:plan-account] every line of the documents in %s is in a phase, is context, or is told as left out with a reason',
  (name) => {
    for (const { text, document, read } of readingsIn(name)) {
      if (!read.ok || read.value.imported === undefined || text.trimStart().startsWith('{')) continue;
      const { lines } = read.value.imported;
      expectLeftLinesTold(read.value, document);
      let next = 1;
      for (const { from, to, why } of lines) {
        expect(from, document).toBe(next);
        next = to + 1;
        expect(why, document).not.toBe('');
      }
      expect(next - 1, document).toBe(text.split('\n').length);
    }
  },
);

/** Reasons that only the account itself gives: the order of a Spec Kit section is used, and dates are no work. */
const NO_LOSS: ReadonlySet<string> = new Set([EXPLAINS_TASKS, STAMPS]);

/** Lines that are left out stand in a section that is told, are told themselves, or go on with one that is. */
function expectLeftLinesTold({ imported, problems }: DocumentReading, document: string): void {
  const { lines = [], sections = [] } = imported ?? {};
  const told = linesTold(problems.map(({ message }) => message).join('\n'));
  const leftOut = sections.flatMap(({ became, line }) => (became === 'left-out' ? [line] : []));
  for (const { from, to, became, why } of lines) {
    if (became !== 'left-out' || NO_LOSS.has(why)) continue;
    const above = leftOut.filter((line) => line <= from).at(-1) ?? 0;
    const isTold = [...Array(to - from + 1).keys()].some((index) => told.has(from + index));
    expect(isTold || told.has(above) || told.has(from - 1), `${document}: line ${from}`).toBe(true);
  }
}

test.each(DOCUMENT_FILES)(
  '[promise:plan-account] the first line of each part in %s stands in that part',
  (name) => {
    for (const { document, read } of readingsIn(name))
      if (read.ok) expectPartsAtTheirLines(read.value, document);
  },
);

/** Each phase of an import owns the line that it was made of: a line has one place, and none is in two. */
function expectPartsAtTheirLines({ plan, imported }: DocumentReading, document: string): void {
  if (imported === undefined || imported.lines.length === 0) return;
  const idAt = (line: number) => imported.lines.find(({ from, to }) => from <= line && line <= to);
  for (const { id, line } of plan.phases)
    expect(idAt(line), `${document}: phase ${id}, line ${line}`).toMatchObject({ became: 'phase', why: id });
}

/** Lines of documents as people write them, in any order: most of what comes out is nonsense, and has to be accounted for. */
const anyLine = fc.constantFrom(
  ...[
    '# Plan',
    '## Phase 1: Models',
    '## Phase 2: Views ✅',
    '### Notes',
    '## Risks',
    '## Backlog',
    '# Tasks',
  ],
  ...[
    '- [ ] Write the models',
    '- [x] Write the views',
    '  - [ ] of the page',
    '- Ask the owner',
    '1. Add the table',
  ],
  ...[
    '2. Remove the table',
    '   - and its index',
    '| Task | Owner |',
    '| --- | --- |',
    '| 1. Move it | Ann |',
  ],
  ...['```sh', 'npm run move', '```', '> Said by Bob', '<!-- hidden -->', '<b>bold</b>', '---', '', ''],
  ...[
    '**Depends on**: Phase 1',
    '**Status**: done',
    'We ship on Fridays.',
    '✅ Sent',
    '⬜ Received',
    '**3. Say so**',
  ],
);

test('[promise:plan-account] every line of any document has one place, and every part its own', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 24 }), (all) => {
      const text = all.join('\n');
      const read = readDocument(text, 'plan.md', { title: '' });
      if (!read.ok || read.value.imported === undefined) return;
      const { lines } = read.value.imported;
      expect(lines.map(({ from }) => from)).toEqual([1, ...lines.slice(0, -1).map(({ to }) => to + 1)]);
      expect(lines.at(-1)?.to).toBe(all.length);
      expectPartsAtTheirLines(read.value, text);
      expectLeftLinesTold(read.value, text);
    }),
    times(500),
  );
});

/** All lines that messages name: "(line 3: risks)", "lines 3–5, 9". */
function linesTold(said: string): ReadonlySet<number> {
  const told = new Set<number>();
  for (const [, list = ''] of said.matchAll(/\blines? (\d[\d–, ]*)/gu))
    for (const [, from = '', to = from] of list.matchAll(/(\d+)(?:–(\d+))?/gu))
      for (let line = Number(from); line <= Number(to); line++) told.add(line);
  return told;
}

test.each(['\n', '\r\n'])(
  'a list of files below their field is read, and nothing of it is told as lost (%j)',
  (end) => {
    const text = [
      '# Job',
      '## Phases',
      '### Phase 1: A',
      '**Goal**: Do.',
      '**Estimated Hours**: 1',
      '**Files Modified**:',
      '- docs/guide.md',
      '- notes.md: what was said at the last meeting',
      '- the page that greets people, `src/hello page.ts`, with its style',
      '- "a, b.txt" - add the names of the others',
      '- a.txt',
      '**Dependencies**: None',
      '**Validation Gates**:',
      '- [ ] Gate: `grep -q x y`',
      '',
    ].join(end);
    expect(readDocument(text, 'plan.md', { title: '' })).toMatchObject({ ok: true, value: { problems: [] } });
  },
);
