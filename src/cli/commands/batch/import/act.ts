import {
  type ImportBatchEvent,
  type ImportBatchRequest,
  importBatch,
  type RunEvent,
} from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { type AsTyped, figuresOf } from '../../run_options.ts';
import { importedResultText } from '../imported_result_text.ts';
import { runWithDisplay } from '../run/run_with_display.ts';

/** Flags of `batch import`. */
export type BatchImportFlags = CommonOptions & AsTyped<Omit<ImportBatchRequest, 'batch' | 'files'>>;

/** Carries the command out. */
export function importAction(
  batch: string,
  files: readonly string[],
  flags: BatchImportFlags,
  setting: CommandSetting,
): Promise<void> {
  return runWithDisplay<'orchestrator.batch-import/1', Exclude<ImportBatchEvent, RunEvent>>(setting, {
    schema: 'orchestrator.batch-import/1',
    json: flags.json,
    call: (port) => importBatch(setting.context, { ...figuresOf(flags), batch, files }, port),
    show({ document }, { print }) {
      if (!flags.json) print(text(document));
    },
  });
}

type Imported = Extract<ImportBatchEvent, { kind: 'imported' }>['document'];

function text({ phases, verify }: Imported): string {
  const where = verify === 'local' ? 'here' : 'in CI, where the trees are the same';
  return `Brought back, merged by gates that ran ${where}:\n${phases.map(importedResultText).join('')}`;
}
