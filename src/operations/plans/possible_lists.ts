import { type Result, success } from '../../diagnostics/index.ts';
import { type PossibleList, possibleLists } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { readTaskSource, type TaskSourceCode } from './task_source.ts';

/** The lists of a document that may be the work, for a person to choose from. */
export function listsToChoose(
  context: OperationContext,
  file: string,
): Result<readonly PossibleList[], TaskSourceCode> {
  const source = readTaskSource(context, file);
  return source.ok ? success(possibleLists(source.value)) : source;
}
