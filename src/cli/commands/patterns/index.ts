import { Option } from 'commander';
import {
  type CommonOptions,
  collect,
  type Declare,
  withCommonOptions,
  withGoalMapOption,
} from '../declare.ts';
import { withInputOption } from '../option_groups.ts';
import type { CheckFlags, ExportFlags, ImportFlags, LearnFlags, MatchFlags, UseFlags } from './act.ts';

/** `patterns`: work that succeeded before, for reuse. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator patterns match "a REST API with login"\n  $ orchestrator patterns use rest-api --input resource=orders --out plan.md\n',
    );
  withCommonOptions(command.command('list').description('all patterns, with their record here'), [
    'orchestrator patterns list',
    'orchestrator patterns list --domain devops',
  ])
    .option('--domain <domain>', 'only those of this field of work')
    .action(async (flags: CommonOptions & { readonly domain?: string }) =>
      (await import('./act.ts')).listAction(flags, setting),
    );
  withCommonOptions(
    command.command('show').description('one pattern: its inputs, phases, gates and known issues'),
    ['orchestrator patterns show etl-pipeline'],
  )
    .argument('<pattern>', 'its id, with or without the layer: etl-pipeline, built-in/etl-pipeline')
    .action(async (id: string, flags: CommonOptions) =>
      (await import('./act.ts')).showAction({ ...flags, id }, setting),
    );
  withCommonOptions(
    command.command('match').description('the patterns that fit a task, the best first, and why'),
    ['orchestrator patterns match "a nightly import of invoices" --explain'],
  )
    .argument('<task...>', 'the task: words, @file, or - for standard input')
    .option('--explain', 'show the figures behind the ranking')
    .action(async (words: readonly string[], flags: MatchFlags) =>
      (await import('./act.ts')).matchAction(words, flags, setting),
    );
  withCommonOptions(
    command.command('check').description('check that patterns can be read and give sound plans'),
    ['orchestrator patterns check', 'orchestrator patterns check my-pattern.yaml --strict'],
  )
    .argument('[file...]', 'patterns (default: those of the project and the user)')
    .option('--all', 'include built-in patterns')
    .option('--strict', 'treat warnings as errors')
    .action(async (files: readonly string[], flags: CheckFlags) =>
      (await import('./act.ts')).checkAction(files, flags, setting),
    );
  withInputOption(
    withGoalMapOption(
      withCommonOptions(
        command.command('use').description('write the plan that a pattern gives; asks no model'),
        [
          'orchestrator patterns use rest-api --input resource=orders --out plan.md',
          'orchestrator patterns use cli-tool --constraint "max-time: 2 days"',
        ],
      ),
    ),
  )
    .argument('<pattern>', 'its id, with or without the layer')
    .option('--for <text>', 'what the plan is for, in your words, which the plan records')
    .option(
      '--constraint <key: value>',
      'prefer, avoid, max-time, quality, domain or note (repeatable)',
      collect,
    )
    .option('--out <file>', 'the file for the plan, which must not exist yet; - is standard output')
    .action(async (id: string, flags: UseFlags) =>
      (await import('./act.ts')).useAction({ ...flags, id }, setting),
    );
  withCommonOptions(
    command.command('learn').description('make a pattern from a batch that went well, after showing it'),
    ['orchestrator patterns learn 3 --id add-endpoint --dry-run'],
  )
    .argument('<batch>', 'the number of the batch')
    .option('--id <id>', "its id (default: from the plan's title)")
    .option('--domain <domain>', 'its field of work, in one word')
    .addOption(layerOption())
    .option('--dry-run', 'show it; write nothing')
    .option('-y, --yes', 'write it without asking')
    .action(async (batch: string, flags: LearnFlags) =>
      (await import('./act.ts')).learnAction({ ...flags, batch }, setting),
    );
  withCommonOptions(command.command('export').description('write a pattern to one file, to share it'), [
    'orchestrator patterns export add-endpoint --out add-endpoint.json',
  ])
    .argument('<pattern>', 'its id, with or without the layer')
    .option('--out <file>', 'a new file; - is standard output', '-')
    .action(async (id: string, flags: ExportFlags) =>
      (await import('./act.ts')).exportAction({ ...flags, id }, setting),
    );
  withCommonOptions(command.command('import').description('import a shared pattern; runs nothing in it'), [
    'orchestrator patterns import add-endpoint.json',
  ])
    .argument('<file>', 'a file written by patterns export; - is standard input')
    .addOption(layerOption())
    .option('-y, --yes', 'replace another pattern with that id without asking')
    .action(async (file: string, flags: ImportFlags) =>
      (await import('./act.ts')).importAction({ ...flags, file }, setting),
    );
};

function layerOption(): Option {
  return new Option('--to <layer>', 'where it is kept').choices(['project', 'user']).default('project');
}
