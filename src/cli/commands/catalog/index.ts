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
      .description('a folder or checkout with plugins, agents or skills; nothing in it is run'),
    ['orchestrator catalog add ~/marketplaces/agents', 'orchestrator catalog add .claude --name ours'],
  )
    .argument('<folder>', 'the folder; a repository is cloned first, by you')
    .option('--name <name>', 'what the source is called (default: what its list says, else the folder)')
    .action(async (folder: string, flags: CommonOptions & { readonly name?: string }) =>
      (await import('./act.ts')).addAction({ ...flags, folder }, setting),
    );
  withCommonOptions(command.command('list').description('what was added, and when it was read'), [
    'orchestrator catalog list',
  ]).action(async (flags: CommonOptions) => (await import('./act.ts')).listAction(flags, setting));
  const search = command.command('search').description('what fits a task in words, the best first');
  withCommonOptions(search, [
    'orchestrator catalog search optimise slow SQL queries',
    'orchestrator catalog search --kind skill accessibility audit',
  ])
    .argument('<words...>', 'the task, or what to look for')
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
    .argument('[sources...]', 'as `catalog list` names them')
    .action(async (names: readonly string[], flags: CommonOptions) =>
      (await import('./act.ts')).updateAction({ ...flags, names }, setting),
    );
  withCommonOptions(command.command('remove').description('forget a folder; it stays as it is'), [
    'orchestrator catalog remove ours',
  ])
    .argument('<source>', 'as `catalog list` names it')
    .action(async (name: string, flags: CommonOptions) =>
      (await import('./act.ts')).removeAction({ ...flags, name }, setting),
    );
};
