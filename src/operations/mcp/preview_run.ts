import { type Failure, type Problem, type Success, success } from '../../diagnostics/index.ts';
import { type PrepareRunCode, prepareRun } from '../batches/prepare_run.ts';
import { printableCommand } from '../batches/printable_command.ts';
import { type RunOptions, runSettings } from '../batches/run_options.ts';
import type { OperationContext } from '../context.ts';

/** The commands that a run would start. */
export type RunPreview = {
  readonly batch: number;
  /** Whether nothing is left to do. */
  readonly isDone: boolean;
  /** Each command once, complete, as it could be typed. */
  readonly commands: readonly PreviewedCommand[];
  readonly notes: readonly Problem[];
};

/** A command that a run would start. */
export type PreviewedCommand = {
  readonly text: string;
  /** Its purpose. */
  readonly purpose: string;
  /** The phases that need it; none means all. */
  readonly phases: readonly string[];
  /** Whether a person has approved it before, in this project. */
  readonly isApproved: boolean;
  /** Whether it can only reach its worktree. */
  readonly isConfined: boolean;
};

/** The codes with which {@link previewRun} can fail. */
export type PreviewRunCode = PrepareRunCode;

/** Lists every command that a run would start. Reads only. */
export async function previewRun(
  context: OperationContext,
  options: RunOptions,
): Promise<Success<RunPreview> | Failure<PreviewRunCode>> {
  const wishes = runSettings(options);
  if (!wishes.ok) return wishes;
  const prepared = await prepareRun(context, { batch: options.batch, ...wishes.value });
  if (!prepared.ok) return prepared;
  const { batch, commands, pending, isDone, notes } = prepared.value;
  const isNew = new Set(pending);
  return success({
    batch: batch.number,
    isDone,
    commands: commands.map((command) => ({
      text: printableCommand(command),
      purpose: command.kind === 'executor' ? `executor ${command.name}` : command.kind,
      phases: command.phases,
      isApproved: !isNew.has(command),
      isConfined: (command.sandbox ?? 'none') !== 'none' && command.kind !== 'filter',
    })),
    notes,
  });
}
