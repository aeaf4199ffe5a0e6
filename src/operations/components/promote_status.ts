import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type Component,
  type ComponentKind,
  type Raise,
  raiseStatus,
  type StatusProblemCode,
} from '../../framework/index.ts';
import { describeSystemError, displayPath, entryKind, readText, replaceFile } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { type FindNamedCode, findNamedComponent } from './named_component.ts';

export { isPromotedStatus } from '../../framework/index.ts';

/** A component whose status was raised, or would be. */
export type PromotedStatus = {
  readonly component: Component;
  readonly status: Raise['to'];
  /** The path as the user would write it. */
  readonly shown: string;
};

export type PromoteStatusCode =
  | 'built-in-component'
  | 'component-unreadable'
  | 'changed-meanwhile'
  | 'cannot-write';

/** The largest file whose status can be raised, in bytes. */
const LARGEST = 1024 * 1024;

/** Raises a component's status by one step, and records by whom and why. This is the only way to raise it. */
export async function promoteStatus(
  context: OperationContext,
  workspace: Workspace,
  request: Omit<Raise, 'date'> & {
    readonly wanted: string;
    readonly kind: ComponentKind | undefined;
    readonly dryRun: boolean;
  },
): Promise<Result<PromotedStatus, FindNamedCode | PromoteStatusCode | StatusProblemCode>> {
  const { wanted, kind, dryRun, to, by, why } = request;
  const found = await findNamedComponent(context, workspace, { wanted, kind });
  if (!found.ok) return found;
  const component = found.value;
  const shown = displayPath(context.cwd, component.path);
  if (component.layer === 'built-in') return failure('usage', builtIn(component));
  const read = readText(component.path, LARGEST);
  // A link would be replaced by a file, and its target would stay unchanged.
  if (read.kind !== 'text' || entryKind(component.path) !== 'file')
    return failure('problems', unreadable(shown));
  const raised = await raiseStatus(read.text, shown, { to, by, why, date: context.today() });
  if (!raised.ok) return raised;
  // Never overwrite somebody else's record or edit.
  const now = readText(component.path, LARGEST);
  if (now.kind !== 'text' || now.text !== read.text) return failure('problems', changedMeanwhile(shown));
  try {
    if (!dryRun) await replaceFile(component.path, raised.value);
    return success({ component, status: to, shown });
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The status cannot be written: ${describeSystemError(error)}. The file is as it was.`,
      file: shown,
      hint: 'Make room or give permission there, then run this again.',
    });
  }
}

function builtIn({ file }: Component): Problem<PromoteStatusCode> {
  return {
    severity: 'error',
    code: 'built-in-component',
    message: `${file} is built in, and built-in components cannot be changed.`,
    hint: `Copy it first: orchestrator components promote ${file} --to project`,
  };
}

function changedMeanwhile(file: string): Problem<PromoteStatusCode> {
  return {
    severity: 'error',
    code: 'changed-meanwhile',
    message: 'The file has changed since it was read; it was left as it is.',
    file,
    hint: 'Look at it, then run this again.',
  };
}

function unreadable(file: string): Problem<PromoteStatusCode> {
  return {
    severity: 'error',
    code: 'component-unreadable',
    message: 'The component is a link, or cannot be read; it was left as it is.',
    file,
    hint: 'Replace the link with the file itself.',
  };
}
