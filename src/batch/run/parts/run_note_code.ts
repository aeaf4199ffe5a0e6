import type { WorktreeProblemCode } from '../../git/worktrees/index.ts';
import type { BatchHistoryCode } from '../../store/read_history.ts';
import type { ExpectedErrorCode } from './expected_error.ts';

/** The codes of a run's notes to a person, besides its events. */
export type RunNoteCode =
  | WorktreeProblemCode
  | ExpectedErrorCode
  | BatchHistoryCode
  | 'agent-leftovers'
  | 'branch-not-moved'
  | 'brought-back'
  | 'budget-used'
  | 'embedded-repository'
  | 'executor-refused'
  | 'gate-not-held'
  | 'gate-waits'
  | 'network-refused'
  | 'not-brought-back'
  | 'outside-scope'
  | 'place-not-tidied'
  | 'processes-left'
  | 'repository-changed'
  | 'session-lost'
  | 'work-not-kept';
