import type { Command } from 'commander';
import { type CommandSetting, withLibraryOptions } from '../../declare.ts';
import type { ComponentsLintFlags } from './flags.ts';

/** Declares `components lint`: checks components by the rules of the library. */
export function declareLint(components: Command, setting: CommandSetting): void {
  const verb = components.command('lint').description('check components against the rules of the library');
  withLibraryOptions(verb, [
    'orchestrator components lint',
    'orchestrator components lint components/personas/my_persona.txt',
    'orchestrator components lint meticulous_auditor --strict --json',
  ])
    .argument('[file...]', 'a path, or a component’s name (default: the whole library)')
    .option('--strict', 'treat warnings as errors')
    .action(async (files: readonly string[], flags: ComponentsLintFlags) => {
      const { lintAction } = await import('./act.ts');
      await lintAction(files, flags, setting);
    });
}
