import type { WorktreeProblemCode } from '../../git/worktrees/index.ts';
import type { ReadBatchCode } from '../../store/folder/index.ts';
import type { JournalProblemCode } from '../../store/journal/index.ts';
import type { EvidenceProblemCode } from '../../verify/index.ts';
import type { ExpectedErrorCode } from './expected_error.ts';

/** Why a run cannot go on. */
export type HaltCode =
  | ReadBatchCode
  | WorktreeProblemCode
  | EvidenceProblemCode
  | ExpectedErrorCode
  | JournalProblemCode
  | 'merge-impossible'
  | 'head-elsewhere'
  | 'head-not-moved'
  | 'repository-tampered'
  | 'run-halted'
  | 'internal';
