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
    phases: each.phases.map((phase, index) => ({
      ...{ column: 1, id: String(index + 1), title: '', remarks: [], tellsNeeds: false, guessedFiles: [] },
      ...phase,
    })),
    done: (each.done ?? []).map((line) => ({ id: null, title: '', line })),
    leftOut: (each.left ?? []).map((section) => ({ ...section, isUnknown: true })),
  };
  expect(accountOf(made).map(({ fate }) => fate)).toEqual(each.fates);
});

test.each(DOCUMENT_FILES)(
  '[promise:plan-account] of the documents in %s, no line is lost without a word',
  (name) => {
    for (const { text, name: document } of casesIn<DocumentCase>(`documents/${name}.yaml`)) {
      const read = readDocument(text, 'plan.md', { title: '' });
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
