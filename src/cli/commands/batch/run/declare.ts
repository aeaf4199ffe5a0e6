import { Option } from 'commander';
import { collect, type Declare, withCommonOptions, withDocument } from '../../declare.ts';
import type { BatchRunFlags } from './act.ts';

/** Declares `batch run`: carries a batch out with coding agents, checks each result, merges what holds. */
export const declareRun: Declare = (batch, setting) => {
  const verb = batch
    .command('run')
    .description('carry a batch out with coding agents; check each result and merge what holds');
  withDocument(verb, 'orchestrator.batch-status/1');
  withCommonOptions(verb, [
    'orchestrator batch run 44',
    'orchestrator batch run 44 --executor codex --concurrency 4',
    "orchestrator batch run 44 --executor-command 'bash agent.sh --fast' --yes",
    "orchestrator batch run 44 --executor 'acp:gemini --acp' --ask",
    'orchestrator batch run 44 --sandbox auto',
    'orchestrator batch run 44 --dry-run',
  ])
    .argument('<batch>', 'the number of the batch')
    .option(
      '--executor <name>',
      'who carries out phases that name nobody; acp:COMMAND speaks the Agent Client Protocol (default: the setting, else claude)',
    )
    .option('--executor-command <command>', 'a command that does, for this run; no shell takes it apart')
    .option('--executor-env <name>', 'a variable that it may see, beyond its own (repeatable)', collect)
    .option('--fallback <name>', 'who takes over when its tries are used up')
    .option('--concurrency <count>', 'phases at a time (default: the setting, else 2)')
    .option('--retries <count>', 'how often one may try again (default: the setting, else 1)')
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
      new Option(
        '--isolate <kind>',
        'what an attempt works in: a worktree, or a clone of its own (default: the setting, else worktree)',
      ).choices(['worktree', 'clone']),
    )
    .addOption(
      new Option(
        '--sandbox <kind>',
        'what attempts and gates run in (default: the setting, else none)',
      ).choices(['auto', 'none', 'bwrap', 'container']),
    )
    .option(
      '--place <name>',
      'where phases run that name no place, beside or instead of this machine, `local` (repeatable)',
      collect,
    )
    .addOption(
      new Option('--verify <where>', 'where the gates run whose verdict merges (default: local)').choices([
        'local',
        'place',
      ]),
    )
    .option('--ask', 'ask in the terminal what an agent may do that no rule allows (acp)')
    .option('--in-place', 'work in the project itself, one phase at a time; for projects without git')
    .option('--setup <command>', 'makes a fresh worktree ready, as `npm ci` does')
    .option('--link <path>', 'what git ignores and worktrees see through links (repeatable)', collect)
    .option('--copy <path>', 'what git ignores and worktrees get a copy of (repeatable)', collect)
    .option('--gate-timeout <seconds>', 'the longest a gate may take (default: the setting, else 1200)')
    .option('--idle <seconds>', 'the longest that nothing may happen in an attempt (default: 600)')
    .option('--soft <seconds>', 'when an attempt is asked to end (default: 3600)')
    .option('--hard <seconds>', 'when it is ended (default: 5400)')
    .option('--budget-tokens <count>', 'start nothing more when the batch has used so many tokens')
    .option('--budget-cost <dollars>', 'likewise when its agents say that it has cost so much')
    .option('--ignore-limits', 'try executors at once that reached a limit of use in a run before')
    .option('-y, --yes', 'run the commands without asking')
    .option(
      '--only-approved <file>',
      'refuse commands that this list, which `batch submit` sends along, has not',
    )
    .option('--dry-run', 'show the commands and simulate the run; start nothing, write nothing')
    .action(async (number: string, flags: BatchRunFlags) => {
      const { runAction } = await import('./act.ts');
      await runAction(number, flags, setting);
    });
};
