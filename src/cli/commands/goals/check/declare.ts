import type { Command } from 'commander';
import { type CommandSetting, withLibraryOptions } from '../../declare.ts';
import type { GoalsCheckFlags } from './flags.ts';

/** Declares `goals check`: checks the combined components of every goal. */
export function declareCheck(goals: Command, setting: CommandSetting): void {
  const verb = goals.command('check').description('check how the components of every goal work together');
  withLibraryOptions(verb, ['orchestrator goals check', 'orchestrator goals check --strict --json'])
    .option('--strict', 'treat warnings as errors')
    .action(async (flags: GoalsCheckFlags) => {
      const { checkAction } = await import('./act.ts');
      await checkAction(flags, setting);
    });
}
