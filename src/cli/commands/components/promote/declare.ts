import { type Declare, withLibraryOptions } from '../../declare.ts';
import type { PromoteFlags } from './act.ts';

/** `components promote`: to another layer, or to a higher status. */
export const declarePromote: Declare = (command, setting) => {
  const verb = command
    .command('promote')
    .description('move a component to another layer, or raise its status');
  withLibraryOptions(verb, [
    'orchestrator components promote components/personas/release_manager.txt --to user',
    'orchestrator components promote meticulous_auditor --to project    a copy of a built-in one, to edit',
    'orchestrator components promote release_manager --status tested --by Ada --why "Ten releases, two models"',
    'orchestrator components promote --from-framework Api_Audit     edits in it become a new version of the component',
  ])
    .argument('[file]', 'its name, with or without the ending, or a path to it')
    .option('--from-framework <framework>', 'save manual edits of a framework as a new version')
    .addOption(verb.createOption('--to <layer>', 'the target layer').choices(['user', 'project']))
    .addOption(verb.createOption('--status <status>', 'the new status').choices(['tested', 'gold']))
    .option('--by <name>', 'with --status: who is responsible for it')
    .option('--why <text>', 'with --status: the reason, in one line')
    .option('--eval <id>', 'with --status: an eval that supports it, instead of or besides --why')
    .option('--kind <kind>', 'which of several of that name: persona, protocol or constraint')
    .option('--dry-run', 'show what would change; write nothing')
    .option('-y, --yes', 'do not ask before moving it')
    .action(async (wanted: string | undefined, flags: PromoteFlags) => {
      const { fromFramework } = flags;
      if (fromFramework !== undefined) {
        const { promoteEditsAction } = await import('./act_edits.ts');
        return promoteEditsAction(wanted, { ...flags, fromFramework }, setting);
      }
      if (wanted === undefined)
        return verb.error("error: missing required argument 'file'", { code: 'commander.missingArgument' });
      const { promoteAction } = await import('./act.ts');
      await promoteAction(wanted, flags, setting);
    });
};
