import type { Command } from 'commander';
import { collect, type Declare, withLibraryOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import type { GoalsEvalFlags, NewCaseFlags } from './flags.ts';

/** `goals eval`: whether frameworks help, measured by a model's work with them. */
export const declareEval: Declare = (command, setting) => {
  const verb = command
    .command('eval')
    .description(
      'try frameworks on cases with a model, and compare the answers blind with the plain request',
    );
  withModelOptions(
    withLibraryOptions(verb, [
      'orchestrator goals eval --cases cases --dry-run',
      'orchestrator goals eval REVIEW_AGAINST_STANDARDS --cases cases --budget 200000',
      'orchestrator goals eval --cases cases --arm plain --arm framework --arm framework@v1.2',
      'orchestrator goals eval --cases cases --ablate                    what each component does',
      'orchestrator goals eval --cases cases --export prompts            no model here: files to be answered',
      'orchestrator goals eval --import prompts',
    ]),
    'the model that answers',
  )
    .argument('[goals...]', 'names or numbers (default: every goal that has cases)')
    .option('--cases <folder>', 'the folder of cases, with a folder for each goal')
    .option(
      '--arm <arm>',
      'plain, again, told, framework, file:PATH or framework@REVISION (repeatable; default: plain, framework)',
      collect,
    )
    .option('--ablate [what]', 'leave out each component in turn; lines=FILE: each line of that component')
    .option(
      '--runs <n>',
      'answers to each prompt; the first counts, all of them show whether headings are kept (default: 1)',
    )
    .option('--turns <n>', 'replies in a dialogue, at most (default: 6)')
    .option(
      '--judge-model <name>',
      'the judging model (default: the setting judge.model, else the answering one)',
    )
    .option('--budget <tokens>', 'stop before this run spends more than this')
    .option('--concurrency <n>', 'questions at a time (default: 2)')
    .option('--dry-run', 'show what would be sent, with the number of tokens; send nothing')
    .option('--export <folder>', 'write the prompts as files, for people or tools to answer')
    .option('--import <folder>', 'read the answers from there, and continue')
    .option('--report <file>', 'also write the report, in Markdown, here')
    .option('--gate', 'exit 1 if the framework loses on a goal, or a case could not be compared')
    .option('--no-checks', 'do not run the programs that cases bring to check answers')
    .option('-y, --yes', 'run those programs without asking')
    .action(async (goals: readonly string[], flags: GoalsEvalFlags) => {
      const { evalAction } = await import('./act.ts');
      await evalAction(goals, flags, setting);
    });
  withLibraryOptions(verb.command('new').description('create a case to fill in'), [
    'orchestrator goals eval new REVIEW_AGAINST_STANDARDS invoices --cases cases',
  ])
    .argument('<goal>', 'name or number')
    .argument('<name>', 'the name of the case')
    .option('--cases <folder>', 'where the cases are')
    .option('--dry-run', 'print what would be written; write nothing')
    .action(async (goal: string, name: string, _: unknown, own: Command) => {
      // Options that the command above has as well are its own, wherever they are.
      const flags = own.optsWithGlobals<NewCaseFlags>();
      const { newCaseAction } = await import('./new_case.ts');
      await newCaseAction({ goal, name }, flags, setting);
    });
};
