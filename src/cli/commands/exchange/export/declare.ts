import { type Declare, withLibraryOptions } from '../../declare.ts';
import type { ExportFlags } from './act.ts';

/** Declares `export`: a framework, a goal, a component or a prompt as files that other tools read. */
export const declare: Declare = (command, setting) => {
  withLibraryOptions(command, [
    'orchestrator export REVIEW_AGAINST_STANDARDS --as skill',
    'orchestrator export Api_Audit --as command --dry-run',
    'orchestrator export Api_Audit --as agent --to ~/.claude/agents --yes',
    'orchestrator export meticulous_auditor --as agents-md',
    'orchestrator export mcp-prompts --as command',
  ])
    .argument(
      '<name>',
      'a framework’s name or folder, a goal’s name or number, a component’s name, or mcp-prompts',
    )
    .requiredOption('--as <form>', 'skill, agent, command, agents-md, plugin, dotprompt or promptfoo')
    .option(
      '--to <folder>',
      'the target folder (default: .agents/skills, .claude/agents, .claude/commands, plugins, prompts or promptfoo here)',
    )
    .option('--keep-edits', 'if a manual edit and the new text touch the same lines, keep the edit')
    .option('--dry-run', 'print the file; write nothing')
    .option('-y, --yes', 'write it without asking')
    .action(async (wanted: string, flags: ExportFlags) => {
      const { exportAction } = await import('./act.ts');
      await exportAction(wanted, flags, setting);
    });
};
