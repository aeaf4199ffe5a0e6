import { type Declare, withCommonOptions } from '../../declare.ts';
import type { InterpretFlags } from './act.ts';

/** `interpret-state`: events since the last call. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, [
    'orchestrator interpret-state',
    'orchestrator interpret-state --since 3d',
    'orchestrator interpret-state --json',
  ])
    .option('--since <when>', 'the start: 2h, 3d, 2026-11-28 (default: when this was last run)')
    .action(async (flags: InterpretFlags) => {
      const { interpretAction } = await import('./act.ts');
      await interpretAction(flags, setting);
    });
};
