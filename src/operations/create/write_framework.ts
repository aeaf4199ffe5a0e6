import { failure, type Result, success } from '../../diagnostics/index.ts';
import { inspectTarget, repairTarget, replaceIn, type TargetState } from '../../framework/index.ts';
import { createFolderWith, describeSystemError } from '../../platform/index.ts';
import { stateAfter } from '../state_after.ts';
import { frameworkFiles, type PreparedFramework } from './prepare_framework.ts';

/** The treatment of an existing framework of that name that would change. `refuse` reports it and writes nothing. */
export type OnConflict = 'refuse' | 'keep' | 'overwrite';

/** The outcome of writing a framework. */
export type WrittenFramework = {
  readonly outcome: 'created' | 'replaced' | 'unchanged' | 'kept';
};

export type WriteProblemCode = 'framework-exists' | 'cannot-write';

/** The state of a framework's place before it is written. */
export type FoundFramework = {
  /** Whether an earlier write had been interrupted, and how it was repaired. */
  readonly repaired: 'whole' | 'finished' | 'rolled-back';
  readonly state: TargetState;
};

/** Repairs an interrupted earlier write of a framework, then compares the existing files with those to be written. */
export function inspectFramework(framework: PreparedFramework): Result<FoundFramework, WriteProblemCode> {
  try {
    const repaired = repairTarget(framework.target);
    return success({ repaired, state: inspectTarget(framework.target, frameworkFiles(framework)) });
  } catch (error) {
    return cannotWrite(framework, error);
  }
}

/**
 * Writes a prepared framework: all its files appear together, or none does. An existing one with other content is touched
 * only if `onConflict` says so.
 */
export async function writeFramework(
  framework: PreparedFramework,
  onConflict: OnConflict,
): Promise<Result<WrittenFramework, WriteProblemCode>> {
  const { target } = framework;
  const rendered = frameworkFiles(framework);
  const files = rendered.map(({ file, text }) => ({ name: file, text }));
  try {
    if (
      inspectTarget(target, rendered) === 'absent' &&
      (await createFolderWith(target.folder, files)) === 'created'
    ) {
      return success({ outcome: 'created' });
    }
    // Checked again: another process may have created it meanwhile.
    const state = inspectTarget(target, rendered);
    if (state === 'same') return success({ outcome: 'unchanged' });
    if (state === 'different' && onConflict === 'keep') return success({ outcome: 'kept' });
    if (state === 'different' && onConflict === 'refuse') return failure('usage', exists(framework));
    await replaceIn(target, rendered);
    return success({ outcome: state === 'empty' ? 'created' : 'replaced' });
  } catch (error) {
    return cannotWrite(framework, error);
  }
}

function exists(framework: PreparedFramework) {
  return {
    severity: 'error',
    code: 'framework-exists',
    message: `A framework named ${framework.lock.name} already exists and would change; nothing was written.`,
    file: framework.target.shown,
    hint: 'Choose: --on-conflict merge (manual edits are kept), --on-conflict overwrite, --on-conflict keep, or another name.',
  } as const;
}

function cannotWrite(framework: PreparedFramework, error: unknown): Result<never, WriteProblemCode> {
  return failure('environment', {
    severity: 'error',
    code: 'cannot-write',
    message: `The framework cannot be written: ${describeSystemError(error)}. ${stateAfter(error, 'What was there is as it was.')}`,
    file: framework.target.shown,
    hint: 'Make room or give permission there, or choose another place with --output.',
  });
}
