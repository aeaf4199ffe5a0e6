import { resolve } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { type ReadPlanCode, readPlan, type UncheckedPlan } from '../../plan/index.ts';
import { displayPath, readStandardInput, readText, type TextRead } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

export type PlanSourceCode = ReadPlanCode | 'plan-absent' | 'plan-unreadable' | 'plan-not-text';

/** A plan and where it came from. */
export type PlanSource = {
  readonly plan: UncheckedPlan;
  /** Absolute; `undefined` for standard input. */
  readonly path: string | undefined;
};

/** The largest plan that is read, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Reads the plan that a user names.
 *
 * @param file - relative to the working directory, or `-` for standard input
 */
export function readPlanSource(context: OperationContext, file: string): Result<PlanSource, PlanSourceCode> {
  const path = file === '-' ? undefined : resolve(context.cwd, file);
  const shown = path === undefined ? '<stdin>' : displayPath(context.cwd, path);
  const read = path === undefined ? readStandardInput(LARGEST, 'keep') : readText(path, LARGEST, 'keep');
  if (read.kind !== 'text') return unreadable(read, shown);
  const plan = readPlan(read.text, shown);
  return plan.ok ? success({ plan: plan.value, path }) : plan;
}

function unreadable(read: Exclude<TextRead, { kind: 'text' }>, file: string) {
  const problem = { severity: 'error', file } as const;
  switch (read.kind) {
    case 'absent':
      return failure<PlanSourceCode>('usage', {
        ...problem,
        code: 'plan-absent',
        message: 'There is no such file.',
        hint: 'Name a plan in Markdown, or - for standard input.',
      });
    case 'not-a-file':
      return failure<PlanSourceCode>('usage', {
        ...problem,
        code: 'plan-unreadable',
        message: 'It is not a file.',
        hint: 'Name a plan in Markdown, or - for standard input.',
      });
    case 'not-text':
      return failure<PlanSourceCode>('problems', {
        ...problem,
        ...read.at,
        code: 'plan-not-text',
        message: `A plan is UTF-8 text, and ${read.why}.`,
      });
    case 'too-large':
      return failure<PlanSourceCode>('problems', {
        ...problem,
        code: 'plan-too-large',
        message: `It has more than ${read.limit / 2 ** 20} MiB, the most that is read of a plan.`,
      });
    case 'unreadable':
      return failure<PlanSourceCode>('environment', {
        ...problem,
        code: 'plan-unreadable',
        message: `It can not be read: ${read.why}.`,
      });
  }
}
