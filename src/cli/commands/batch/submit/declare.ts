import { Option } from 'commander';
import { collect, type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import type { BatchSubmitFlags } from './act.ts';

/** Declares `batch submit`: hands a whole batch over to a place, and takes it back. */
export const declareSubmit: Declare = (batch, setting) => {
  const verb = batch
    .command('submit')
    .description('hand a whole batch over to a place, where it runs while this machine is off; take it back');
  withDocument(verb, 'orchestrator.batch-submit/1');
  withCommonOptions(verb, [
    'orchestrator batch submit 44 --to cluster',
    "orchestrator batch submit 44 --to cluster --executor codex --hours 12 --setup 'npm ci'",
    'orchestrator batch submit 44 --collect',
    'orchestrator batch submit 44 --end',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--to <place>', 'hand it over to this place of your settings')
    .option('--collect', 'take it back where it is over there; judge and merge here what came of it')
    .option('--wait', 'with --collect: wait until it is over there')
    .option('--end', 'end it there, and take back what is done')
    .option('--hours <count>', 'the longest that it may take there (default: 24)')
    .option('--program <path>', 'what this program is called there (default: orchestrator)')
    .option(
      '--executor <name>',
      'who carries out phases that name nobody (default: the setting here, else claude)',
    )
    .option('--executor-command <command>', 'a command that does; no shell takes it apart')
    .option('--executor-env <name>', 'a variable there that it may see, beyond its own (repeatable)', collect)
    .option('--fallback <name>', 'who takes over when its tries are used up')
    .option('--concurrency <count>', 'phases at a time (default: the setting there, else 2)')
    .option('--retries <count>', 'how often one may try again (default: the setting there, else 1)')
    .option('--resume-sessions', 'let one that tries again go on in its own session, where it can')
    .addOption(
      new Option('--on-failure <what>', 'what else goes on when a phase has failed').choices([
        'continue',
        'no-new',
        'kill',
      ]),
    )
    .option('--stages', 'begin a stage only when the one before is over')
    .addOption(
      new Option('--scope <what>', 'what becomes of changes to undeclared files').choices(['fail', 'warn']),
    )
    .addOption(
      new Option('--isolate <kind>', 'what an attempt works in there').choices(['worktree', 'clone']),
    )
    .addOption(
      new Option(
        '--sandbox <kind>',
        'what attempts and gates run in there; with --collect, gates here',
      ).choices(['auto', 'none', 'bwrap', 'container']),
    )
    .addOption(
      new Option(
        '--verify <where>',
        'with --collect: where the gates run whose verdict merges (default: local)',
      ).choices(['local', 'place']),
    )
    .option('--setup <command>', 'makes a fresh worktree ready, as `npm ci` does')
    .option('--gate-timeout <seconds>', 'the longest a gate may take')
    .option('--idle <seconds>', 'the longest that nothing may happen in an attempt')
    .option('--soft <seconds>', 'when an attempt is asked to end')
    .option('--hard <seconds>', 'when it is ended')
    .option('--budget-tokens <count>', 'start nothing more when it has used so many tokens there')
    .option('--budget-cost <dollars>', 'likewise when its agents say that it has cost so much')
    .option('-y, --yes', 'run the commands without asking')
    .option('--dry-run', 'with --to: show the commands; send nothing, write nothing')
    .action(async (number: string, flags: BatchSubmitFlags) => {
      const { submitAction } = await import('./act.ts');
      await submitAction(number, flags, setting);
    });
};
