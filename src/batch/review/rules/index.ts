import { commentedOut } from './commented_out.ts';
import { binaryFile, generatedFile, modeChange, submodule } from './file_faults.ts';
import { hardCoded } from './hard_coded.ts';
import { reviewerOrder } from './reviewer_order.ts';
import type { ChangeRule, FileRule } from './rule.ts';
import { secret } from './secret.ts';
import { size } from './size.ts';
import { stub } from './stub.ts';
import { testRemoved, testWeakened } from './tests_weakened.ts';
import { conflictMarker, hiddenCharacter } from './text_faults.ts';
import { todo } from './todo.ts';

/** All rules for a single file. */
export const fileRules: readonly FileRule[] = [
  secret,
  conflictMarker,
  testRemoved,
  testWeakened,
  stub,
  hardCoded,
  hiddenCharacter,
  reviewerOrder,
  generatedFile,
  binaryFile,
  modeChange,
  submodule,
  commentedOut,
  todo,
];

/** All rules for a change as a whole. */
export const changeRules: readonly ChangeRule[] = [size];

export type { Change, ChangedFile, Seen } from './rule.ts';
