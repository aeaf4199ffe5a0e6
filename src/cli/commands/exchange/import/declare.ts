import { type Declare, withLibraryOptions } from '../../declare.ts';
import type { ImportFlags } from './act.ts';

/** Declares `import`: prompt files of other tools as components. */
export const declare: Declare = (command, setting) => {
  withLibraryOptions(command, [
    'orchestrator import .claude/skills/pdf/SKILL.md --dry-run',
    'orchestrator import .claude/agents/*.md .cursor/rules/*.mdc',
    'orchestrator import notes/review.md --kind protocol --name careful_review',
    'orchestrator plan import todo.md     a list of tasks becomes a plan, not a component',
  ])
    .argument(
      '<files...>',
      'SKILL.md, agents, commands, .prompt.md, .mdc, commands in TOML, .prompt, system.md; or the folder of a skill',
    )
    .option('--kind <kind>', 'what to import them as, overriding their form: persona, protocol or constraint')
    .option('--name <name>', 'the name of the component, instead of the one in the file')
    .option('--dry-run', 'show what each would become, and why; write nothing')
    .option('-y, --yes', 'write them without asking')
    .action(async (files: string[], flags: ImportFlags) => {
      const { importAction } = await import('./act.ts');
      await importAction(files, flags, setting);
    });
};
