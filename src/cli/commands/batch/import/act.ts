import { printable, printableLine } from '../../../../lib/index.ts';
import { type ImportBatchEvent, type ImportBatchRequest, importBatch } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { figuresOf, RunText } from '../run/act.ts';

/** What the flags of `batch import` give, figures as they were typed. */
export type BatchImportFlags = CommonOptions &
  Omit<ImportBatchRequest, 'batch' | 'files' | 'gateTimeout'> & { readonly gateTimeout?: string };

/** Carries the command out. */
export async function importAction(
  batch: string,
  files: readonly string[],
  flags: BatchImportFlags,
  setting: CommandSetting,
): Promise<void> {
  const shown = new RunText(flags.json ?? false, setting);
  try {
    await runVerb<'orchestrator.batch-import/1', ImportBatchEvent>(setting, {
      schema: 'orchestrator.batch-import/1',
      json: flags.json,
      asks: !flags.json,
      isConsent: true,
      isLongRun: true,
      call: (port) => importBatch(setting.context, { ...figuresOf(flags), batch, files }, port),
      show(event, screen) {
        if (event.kind !== 'imported') return shown.show(event, screen);
        if (!flags.json) screen.print(text(event.document));
      },
      told: (problems) => shown.untold(problems),
    });
  } finally {
    shown.end();
  }
}

type Imported = Extract<ImportBatchEvent, { kind: 'imported' }>['document'];

function text({ phases, verify }: Imported): string {
  const where = verify === 'local' ? 'here' : 'in CI, where the trees are the same';
  const lines = phases.map(({ prp, id, there, outcome, why, file }) => {
    const name = prp === null ? printableLine(file) : `${prp} (phase ${printableLine(id ?? '')})`;
    const told = there === null ? '' : `, ${there} there`;
    const because = why === null ? '' : `: ${printable(why).split('\n').slice(0, 3).join(' ').slice(0, 400)}`;
    return `${name}: ${outcome}${told}${because}\n`;
  });
  return `Brought back, merged by gates that ran ${where}:\n${lines.join('')}`;
}
