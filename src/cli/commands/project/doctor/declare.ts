import { type Declare, withCommonOptions } from '../../declare.ts';
import type { DoctorFlags } from './act.ts';

/** `doctor`: checks the installation, and says how to fix faults. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, ['orchestrator doctor', 'orchestrator doctor --offline --json'])
    .option('--offline', 'skip the one request to the model’s endpoint')
    .option('--place <name>', 'check only this place from your settings')
    .action(async (flags: DoctorFlags) => {
      const { doctorAction } = await import('./act.ts');
      await doctorAction(flags, setting);
    });
};
