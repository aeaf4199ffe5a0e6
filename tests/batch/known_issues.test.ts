import { expect, test } from 'vitest';
import { issuesShown } from '../../src/batch/index.ts';

const issues = [{ id: 'bit', what: 'No bit', signs: ['test -x', 'Permission denied'], fix: 'Set it.' }];

/** A sign counts where it was printed, and not because the gate itself is made of it. */
test.each([
  ['', []],
  ['sh: scripts/ci.sh: Permission denied', ['bit']],
  ['Command: test -x a', ['bit']],
])('what a gate printed, %j, shows %j', (printed, shown) => {
  const evidence = `Gate 1: It runs\nCommand: test -x scripts/ci.sh &&\n  sh -n scripts/ci.sh\nIt ended with code 1. The end of its output:\n${printed}`;
  const at = { seq: 1, at: '2026-11-30T00:00:00Z', event: 'attempt-failed', phase: '1', attempt: 1 } as const;
  const failed = { ...at, reason: 'gate', evidence, fingerprint: 'x' } as const;
  expect(issuesShown({ issues }, { failed })).toEqual(shown);
});
