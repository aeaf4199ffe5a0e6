import { type Declare, withCommonOptions } from '../../declare.ts';
import type { InstallFlags } from './act.ts';

/** Declares `mcp install`: has a client start the server. */
export const declareInstall: Declare = (command, setting) => {
  const verb = command
    .command('install')
    .description('add the server to a client’s settings, after showing the change');
  withCommonOptions(verb, [
    'orchestrator mcp install --client claude',
    'orchestrator mcp install --client codex --dry-run',
  ])
    .requiredOption('--client <name>', 'claude, cursor, vscode, codex, gemini or zed')
    .option('--dry-run', 'show the change; write nothing')
    .option('-y, --yes', 'write it without asking')
    .action(async (flags: InstallFlags) => {
      const { installAction } = await import('./act.ts');
      await installAction(flags, setting);
    });
};
