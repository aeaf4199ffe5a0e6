import { expect, test } from 'vitest';
import { accountOf } from '../../src/plan/account/account.ts';
import type { Made, MadePhase } from '../../src/plan/account/types.ts';
import { importTasks, readDocument } from '../../src/plan/index.ts';
import { casesIn } from '../support/cases.ts';
import { DOCUMENT_FILES, type DocumentCase } from '../support/document_cases.ts';

type Case = {
  readonly it: string;
  readonly text: string;
  readonly phases: readonly (Pick<MadePhase, 'line' | 'work'> & Partial<MadePhase>)[];
  readonly done?: readonly number[];
  readonly left?: readonly { readonly line: number; readonly level: number }[];
  readonly fates: readonly string[];
};

test.each(casesIn<Case>('account.yaml').map((each) => [each.it, each] as const))('it %s', (_, each) => {
  const made: Made = {
    text: each.text,
    isOwn: false,
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
        tellsNeeds: false,
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
        ({ fate, runsOn, kind }) => (fate === 'lost' || (fate === 'beside' && kind === 'text')) && !runsOn,
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
      const { lines, sections } = read.value.imported;
      const told = linesTold(read.value.problems.map(({ message }) => message).join('\n'));
      const leftOut = new Set(sections.filter(({ became }) => became === 'left-out').map(({ line }) => line));
      let next = 1;
      for (const { from, to, became, why } of lines) {
        expect(from, document).toBe(next);
        next = to + 1;
        expect(why, document).not.toBe('');
        if (became !== 'left-out') continue;
        // The section that it stands in is told, or the line itself, or the one that it goes on with.
        const above = [...leftOut].filter((line) => line <= from).at(-1) ?? 0;
        const isTold = [...Array(to - from + 1).keys()].some((index) => told.has(from + index));
        expect(isTold || told.has(above) || told.has(from - 1), `${document}: line ${from}`).toBe(true);
      }
      expect(next - 1, document).toBe(text.split('\n').length);
    }
  },
);

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
