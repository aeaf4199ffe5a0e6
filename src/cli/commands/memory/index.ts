import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

/** `memory`: facts learned about a project. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText('before', 'Examples:\n  $ orchestrator memory list\n  $ orchestrator memory check\n');
  withCommonOptions(command.command('list').description('every fact, and whether it still holds'), [
    'orchestrator memory list --all',
  ])
    .option('--all', 'list forgotten facts as well')
    .action(async (flags: CommonOptions & { readonly all?: boolean }) =>
      (await import('./act.ts')).listAction(flags, setting),
    );
  withCommonOptions(command.command('show').description('one fact in full'), [
    'orchestrator memory show the-parser',
  ])
    .argument('<fact>', 'its name, or the beginning or end of it')
    .action(async (id: string, flags: CommonOptions) =>
      (await import('./act.ts')).showAction({ ...flags, id }, setting),
    );
  withCommonOptions(command.command('search').description('the facts that match words, the best first'), [
    'orchestrator memory search parser',
  ])
    .argument('<words...>', 'words to look for')
    .action(async (words: readonly string[], flags: CommonOptions) =>
      (await import('./act.ts')).searchAction({ ...flags, query: words.join(' ') }, setting),
    );
  withCommonOptions(
    command
      .command('check')
      .description('the facts whose lines have changed, and those that contradict each other'),
    ['orchestrator memory check', 'orchestrator memory check --prove'],
  )
    .option('--prove', 'run the commands that prove facts, after you have seen them')
    .option('-y, --yes', 'run them without asking')
    .action(async (flags: CommonOptions & { readonly prove?: boolean; readonly yes?: boolean }) =>
      (await import('./act.ts')).checkAction(flags, setting),
    );
  withCommonOptions(
    command
      .command('publish')
      .description('put the facts that hold into a marked block of AGENTS.md or CLAUDE.md'),
    ['orchestrator memory publish --dry-run', 'orchestrator memory publish --budget 300'],
  )
    .option('--budget <tokens>', 'the size limit of the block (default: 600)')
    .option('--dry-run', 'show the difference; write nothing')
    .option('-y, --yes', 'write it without asking')
    .action(
      async (
        flags: CommonOptions & {
          readonly budget?: string;
          readonly dryRun?: boolean;
          readonly yes?: boolean;
        },
      ) => (await import('./act.ts')).publishAction(flags, setting),
    );
  withCommonOptions(command.command('forget').description('move a fact to .orchestrator/memory/forgotten/'), [
    'orchestrator memory forget the-parser --yes',
  ])
    .argument('<fact>', 'its name, or the beginning or end of it')
    .option('--yes', 'do not ask')
    .action(async (id: string, flags: CommonOptions & { readonly yes?: boolean }) =>
      (await import('./act.ts')).forgetAction({ ...flags, id }, setting),
    );
};
