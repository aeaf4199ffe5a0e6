import { Option } from 'commander';
import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import { withRunOptions } from '../../run_options.ts';
import type { BatchExportFlags } from './act.ts';

/** Declares `batch export`: the rest of a batch as a CI workflow. */
export const declareExport: Declare = (batch, setting) => {
  const verb = batch
    .command('export')
    .description('write the rest of a batch as a workflow for CI, or the results of its phases');
  withCommonOptions(verb, [
    "orchestrator batch export 44 --as github-actions --prepare 'npm install --global ./tools/orchestrator-0.1.0.tgz' --to .github/workflows/batch-44.yml",
    "orchestrator batch export 44 --as github-actions --prepare 'sh tools/install.sh' --executor codex --secret OPENAI_API_KEY",
    'orchestrator batch export 44 --as results --to handover',
  ])
    .argument('<batch>', 'the number of the batch')
    .addOption(
      new Option('--as <format>', 'the form: a workflow for CI, or the results of its phases here')
        .choices(['github-actions', 'results'])
        .makeOptionMandatory(),
    )
    .option('--to <file>', 'the file to write (default: print it); for results, the folder')
    .option(
      '--prepare <command>',
      'a command that sets up each job: this program, agents (repeatable)',
      collect,
    )
    .option('--secret <name>', 'a repository secret that executors get under that name (repeatable)', collect)
    .option('--runs-on <label>', 'the runners for the jobs (default: ubuntu-24.04)');
  withRunOptions(
    verb,
    'executor',
    'executorCommand',
    'setup',
    ['gateTimeout', 'the longest a gate may take'],
    ['hard', 'when an attempt is ended'],
  )
    .option('--dry-run', 'print it; write nothing')
    .action(async (number: string, flags: BatchExportFlags) => {
      const { exportAction } = await import('./act.ts');
      await exportAction(number, flags, setting);
    });
};
