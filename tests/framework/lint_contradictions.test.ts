import { expect, test } from 'vitest';
import type { Part } from '../../src/framework/lint/lint_rule.ts';
import { caseGroupsIn } from '../support/cases.ts';
import { problemsOf } from '../support/lint.ts';

type Pair = readonly [string, string];
const { contradicting, harmless } =
  caseGroupsIn<Readonly<Record<'contradicting' | 'harmless', readonly Pair[]>>>('lint_contradictions.yaml');

/** What the rules about contradictions say of two components, in either order. */
function said([one, other]: Pair): string[][] {
  return [[one, other] as const, [other, one] as const].map(([protocol, constraint]) => {
    const part = (kind: Part['kind'], text: string) => ({ kind, file: `${kind}.txt`, text, metadata: {} });
    return problemsOf([part('protocol', protocol), part('constraint', constraint)])
      .filter(({ code }) => ['lint-a05', 'lint-a06', 'lint-a15'].includes(code))
      .map(({ message }) => message);
  });
}

test.each(contradicting)('%j and %j contradict each other', (...pair) => {
  for (const messages of said(pair)) expect(messages).not.toEqual([]);
});

test.each(harmless)('%j and %j go together', (...pair) => {
  expect(said(pair)).toEqual([[], []]);
});
