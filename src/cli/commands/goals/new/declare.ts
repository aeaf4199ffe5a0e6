import { collect, type Declare, withLibraryOptions } from '../../declare.ts';
import type { GoalsNewFlags } from './act.ts';

/** `goals new`: a custom goal, in the project's goal map. */
export const declareNew: Declare = (command, setting) => {
  const verb = command
    .command('new')
    .description('create a goal in this project’s goal map, with new components to fill in if it names any');
  withLibraryOptions(verb, [
    'orchestrator goals new',
    'orchestrator goals new TRIAGE_BUG --description "To decide what happens to a bug report."',
    'orchestrator goals new TRIAGE_BUG --description "…" --persona meticulous_auditor --constraint one_verdict_each',
  ])
    .argument('[name]', 'its name, such as TRIAGE_BUG')
    .option('--description <line>', 'what it is for, in one line')
    .option('--category <text>', 'the heading to put it under (default: the last one)')
    .option('--persona <file>', 'its persona; created if no layer has it (default: create one)')
    .option('--protocol <file>', 'its protocol, likewise')
    .option('--constraint <file>', 'a constraint, likewise (repeatable)', collect)
    .option('--keyword <word>', 'a word that matches a phase of a plan to it (repeatable)', collect)
    .option('--dry-run', 'show what would be written; write nothing')
    .option('-y, --yes', 'ask only for what has no default')
    .action(async (name: string | undefined, flags: GoalsNewFlags) => {
      // Loaded only here, so that the other verbs start without the code that writes goals.
      const { newGoalAction } = await import('./act.ts');
      await newGoalAction(name, flags, setting);
    });
};
