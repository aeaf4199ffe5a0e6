import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

/** `catalog`: plugins, agents, skills and commands that other tools' marketplaces offer. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator catalog add ~/marketplaces/agents\n  $ orchestrator catalog search review python for security\n',
    );
  withCommonOptions(
    command
      .command('add')
      .description('add a folder or checkout with plugins, agents or skills; runs nothing in it'),
    ['orchestrator catalog add ~/marketplaces/agents', 'orchestrator catalog add .claude --name ours'],
  )
    .argument('<folder>', 'the folder; clone a repository yourself first')
    .option('--name <name>', 'the name of the source (default: from its list, else the folder)')
    .action(async (folder: string, flags: CommonOptions & { readonly name?: string }) =>
      (await import('./act.ts')).addAction({ ...flags, folder }, setting),
    );
  withCommonOptions(command.command('list').description('the sources, and when each was read'), [
    'orchestrator catalog list',
  ]).action(async (flags: CommonOptions) => (await import('./act.ts')).listAction(flags, setting));
  const search = command.command('search').description('entries that match a task, the best first');
  withCommonOptions(search, [
    'orchestrator catalog search optimise slow SQL queries',
    'orchestrator catalog search --kind skill accessibility audit',
  ])
    .argument('<words...>', 'the task, or words to look for')
    .addOption(
      search.createOption('--kind <kind>', 'only these').choices(['plugin', 'agent', 'skill', 'command']),
    )
    .action(
      async (
        words: readonly string[],
        flags: CommonOptions & { readonly kind?: 'plugin' | 'agent' | 'skill' | 'command' },
      ) => (await import('./act.ts')).searchAction({ ...flags, query: words.join(' ') }, setting),
    );
  withCommonOptions(
    command
      .command('show')
      .description('one plugin, agent, skill or command: its text, and what it would start'),
    ['orchestrator catalog show database-design', 'orchestrator catalog show database-design:sql-pro'],
  )
    .argument('<name>', 'plugin, plugin:name, or either with @source')
    .action(async (id: string, flags: CommonOptions) =>
      (await import('./act.ts')).showAction({ ...flags, id }, setting),
    );
  withCommonOptions(command.command('update').description('read the folders again, all or some'), [
    'orchestrator catalog update',
  ])
    .argument('[sources...]', 'names from `catalog list`')
    .action(async (names: readonly string[], flags: CommonOptions) =>
      (await import('./act.ts')).updateAction({ ...flags, names }, setting),
    );
  withCommonOptions(
    command.command('remove').description('remove a folder from the catalogue; the folder itself is kept'),
    ['orchestrator catalog remove ours'],
  )
    .argument('<source>', 'its name in `catalog list`')
    .action(async (name: string, flags: CommonOptions) =>
      (await import('./act.ts')).removeAction({ ...flags, name }, setting),
    );
};
