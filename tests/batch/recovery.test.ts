import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { commitsInDoubt, type RecoveryFacts, recovery } from '../../src/batch/store/state/index.ts';
import {
  attemptEnded,
  attemptFailed,
  attemptPinned,
  attemptStarted,
  fold,
  gateEnded,
  runStarted,
} from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const MANIFEST = manifestOf({
  ids: ['1', '2'],
  dependencies: [[], []],
  hours: [1, 1],
  files: [['a'], ['b']],
});
const FACTS: RecoveryFacts = {
  head: B,
  isBehind: false,
  missing: new Set(),
  survivors: new Set(),
  worktrees: new Set(['/w/.orchestrator/worktrees/1-1']),
};
const STARTED = [runStarted(), attemptStarted('1', 1)];
const PINNED = [...STARTED, attemptEnded('1', 1), attemptPinned('1', 1, A)];
const READY = { event: 'merge-ready', phase: '1', attempt: 1, commit: C, parent: B } as const;
const MERGED = { event: 'merged', phase: '1', attempt: 1, commit: C } as const;

/** What a resume does, in words. */
function resume(events: readonly Partial<BatchEvent>[], facts: Partial<RecoveryFacts> = {}): string[] {
  return recovery(fold(MANIFEST, events), { ...FACTS, ...facts }).map((action) => {
    switch (action.do) {
      case 'move-head':
        return `move-head ${action.from?.[0] ?? 'none'} ${action.to[0]}`;
      case 'finish-merge':
        return `finish-merge ${action.from === undefined ? 'moved' : 'not moved'}`;
      case 'judge':
        return `judge ${action.isPinned ? 'pinned' : 'not pinned'}`;
      case 'reopen':
        return `reopen: ${action.why}`;
      default:
        return action.do;
    }
  });
}

describe('a resume', () => {
  test('has nothing to do before the first run and behind a run that ended', () => {
    const none = { worktrees: new Set<string>() };
    expect(resume([], { ...none, head: undefined })).toEqual([]);
    expect(resume([...PINNED, READY, MERGED], { ...none, head: C })).toEqual([]);
  });

  test('ends what survived, keeps what is in its worktree, and reopens the attempt', () => {
    expect(resume(STARTED, { survivors: new Set(['1-1']) })).toEqual([
      'end-survivor',
      'pin',
      'reopen: it was interrupted',
      'remove-worktree',
    ]);
    expect(recovery(fold(MANIFEST, STARTED), { ...FACTS, survivors: new Set(['1-1']) })[0]).toEqual({
      do: 'end-survivor',
      phase: '1',
      attempt: 1,
      process: undefined,
      token: '1-1',
    });
  });

  test('ends what survived of an attempt that was given up as well', () => {
    const events = [...PINNED, attemptFailed('1', 1), attemptStarted('1', 2)];
    const facts = { survivors: new Set(['1-1']), worktrees: new Set<string>() };
    expect(resume(events, facts)).toEqual(['end-survivor', 'reopen: it was interrupted']);
  });

  test.each(['lost', 'stopped'] as const)('reopens an attempt that ended as %s', (how) => {
    const ended = [...STARTED, attemptEnded('1', 1, how)];
    expect(resume(ended)).toEqual(['pin', 'reopen: it was interrupted', 'remove-worktree']);
    expect(resume([...ended, attemptPinned('1', 1, A)])).toEqual([
      'reopen: it was interrupted',
      'remove-worktree',
    ]);
  });

  test.each(['exited', 'idle', 'not-started'] as const)(
    'goes on to check an attempt that ended as %s',
    (how) => {
      const ended = [...STARTED, attemptEnded('1', 1, how)];
      expect(resume(ended)).toEqual(['judge not pinned']);
      expect(resume([...ended, attemptPinned('1', 1, null)])).toEqual(['judge pinned']);
    },
  );

  test('cannot check what is gone, and says so', () => {
    const none = new Set<string>();
    expect(resume([...STARTED, attemptEnded('1', 1)], { worktrees: none })).toEqual([
      'reopen: its worktree was gone before it could be checked',
    ]);
    expect(resume(PINNED, { worktrees: none, missing: new Set([A]) })).toEqual([
      'reopen: its work is no longer in the repository',
    ]);
  });

  test('checks again what was being checked, and merges what was proven', () => {
    expect(resume([...PINNED, gateEnded('1', 1, 0)])).toEqual(['judge pinned']);
    expect(resume([...PINNED, gateEnded('1', 1, 0), gateEnded('1', 1, 1)])).toEqual(['judge pinned']);
    const merged = [...PINNED, gateEnded('1', 1, 0, { where: 'merged' })];
    expect(resume(merged)).toEqual(['remove-worktree', 'integrate']);
  });

  test('finishes a merge that was ready: the head says whether it was made', () => {
    expect(resume([...PINNED, READY], { head: C })).toEqual(['finish-merge moved', 'remove-worktree']);
    expect(resume([...PINNED, READY], { head: B })).toEqual(['finish-merge not moved', 'remove-worktree']);
  });

  test('merges anew where the proven commit no longer exists', () => {
    expect(resume([...PINNED, READY], { missing: new Set([C]) })).toEqual(['remove-worktree', 'integrate']);
  });

  test('brings the head to where the journal says that it goes', () => {
    const done = [...PINNED, READY, MERGED];
    const worktrees = new Set<string>();
    expect(resume(done, { head: B, isBehind: true, worktrees })).toEqual(['move-head b c']);
    const undone = {
      event: 'head-moved',
      from: C,
      to: D,
      undone: ['1'],
      why: 'undo',
    } satisfies Partial<BatchEvent>;
    expect(resume([...done, undone], { head: C, isBehind: true, worktrees })).toEqual(['move-head c d']);
    expect(resume([runStarted()], { head: undefined, worktrees })).toEqual(['move-head none b']);
  });

  test('touches nothing but survivors where somebody else moved the head', () => {
    expect(resume([...PINNED, READY], { head: D, survivors: new Set(['1-1']) })).toEqual([
      'end-survivor',
      'refuse',
    ]);
    expect(resume([runStarted()], { head: undefined, missing: new Set([B]) })).toEqual(['refuse']);
  });

  test('removes worktrees that nobody needs, and keeps first what an attempt left that was given up unpinned', () => {
    const events = [...STARTED, attemptFailed('1', 1)];
    expect(
      resume(events, {
        worktrees: new Set(['/w/.orchestrator/worktrees/1-1', '/w/.orchestrator/worktrees/2-1']),
      }),
    ).toEqual(['pin', 'remove-worktree', 'remove-worktree']);
  });

  test('asks about the head and about what attempts under way have left', () => {
    expect(commitsInDoubt(fold(MANIFEST, [...PINNED, READY]))).toEqual([B, A, C]);
    expect(commitsInDoubt(fold(MANIFEST, [...PINNED, READY, MERGED]))).toEqual([C]);
    expect(commitsInDoubt(fold(MANIFEST, []))).toEqual([]);
  });
});
