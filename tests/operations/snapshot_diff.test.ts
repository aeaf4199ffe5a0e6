import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/framework/index.ts';
import { diffSnapshot } from '../../src/operations/goals/snapshot_diff.ts';

const source = (kind: 'persona' | 'constraint', file: string, line: number | null = null): Source => ({
  kind: 'component',
  component: { kind, file },
  line,
});

const PERSONA = source('persona', 'auditor.txt');
const LIMIT = source('constraint', 'no_scope_creep.txt');

/** What is behind the line that has gone from between two lines of a persona. */
function sourcesOfGone(owner: Source | undefined): readonly Source[] | undefined {
  const line = (text: string, at: number) => ({
    text,
    sources: [source('persona', 'auditor.txt', at)],
    case: 'nothing filled',
  });
  const now = [line('You check work.\n', 1), line('You serve its owner.\n', 3)];
  const before = 'You check work.\nKeep to what was asked.\nYou serve its owner.\n';
  const changes = diffSnapshot(before, now, (text) =>
    text === 'Keep to what was asked.\n' ? owner : undefined,
  );
  const removed = changes.flatMap(({ lines }) => lines).filter(({ sign }) => sign === '-');
  expect(removed.map(({ text }) => text)).toEqual(['Keep to what was asked.\n']);
  return removed[0]?.sources;
}

describe('what is behind a line that is rendered no more', () => {
  test('is the component that alone has it, where that is not the one beside it', () => {
    expect(sourcesOfGone(LIMIT)).toEqual([LIMIT]);
  });

  test('is the component beside it, where no other has the line', () => {
    expect(sourcesOfGone(undefined)).toEqual([PERSONA]);
  });

  test('is told once, where the one that has it is the one beside it', () => {
    expect(sourcesOfGone(PERSONA)).toEqual([PERSONA]);
  });
});
