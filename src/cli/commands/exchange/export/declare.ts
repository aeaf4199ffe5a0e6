import { type Declare, withLibraryOptions } from '../../declare.ts';
import type { ExportFlags } from './act.ts';

/** Declares `export`: a framework as a file that other tools read. */
export const declare: Declare = (command, setting) => {
  withLibraryOptions(command, [
    'orchestrator export REVIEW_AGAINST_STANDARDS --as skill',
    'orchestrator export Api_Audit --as command --dry-run',
    'orchestrator export Api_Audit --as agent --to ~/.claude/agents --yes',
  ])
    .argument('<name>', 'a framework’s name or folder, or a goal’s name or number')
    .requiredOption('--as <form>', 'skill, agent or command')
    .option(
      '--to <folder>',
      'where such files are kept (default: .agents/skills, .claude/agents or .claude/commands here)',
    )
    .option('--dry-run', 'print the file; write nothing')
    .option('-y, --yes', 'write it without asking')
    .action(async (wanted: string, flags: ExportFlags) => {
      const { exportAction } = await import('./act.ts');
      await exportAction(wanted, flags, setting);
    });
};
