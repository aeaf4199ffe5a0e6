import { collect, type Declare, withLibraryOptions } from '../../declare.ts';
import { SECTION_OPTION } from '../../plan/reading_flags.ts';
import type { BatchGenerateFlags } from './act.ts';

/** Declares `batch generate`: makes a batch, with one prompt for each phase, from a plan. */
export const declareGenerate: Declare = (batch, setting) => {
  const verb = batch.command('generate').description('make a batch from a plan: one prompt for each phase');
  withLibraryOptions(verb, [
    'orchestrator batch generate plan.md',
    'orchestrator batch generate plan.md --dry-run',
    'orchestrator batch generate plan.md --strict --json',
  ])
    .argument('<plan>', 'the plan, or - for standard input')
    .option(...SECTION_OPTION)
    .option('--dry-run', 'print what would be written; write nothing')
    .option('--strict', 'treat warnings and missing components as errors')
    .option('--describe <file=line>', 'describe a missing component in one line (repeatable)', collect)
    .option('--no-generate', 'do not generate missing components')
    .option('--model <name>', 'the model that generates them (default: ORCHESTRATOR_MODEL, else the setting)')
    .option('--base-url <address>', 'its endpoint (default: OPENAI_BASE_URL, else the setting)')
    .option('--api-key-file <file>', 'read the key for that endpoint from a file, or - for standard input')
    .option('-y, --yes', 'use generated components without asking')
    .action(async (file: string, flags: BatchGenerateFlags) => {
      const { generateAction } = await import('./act.ts');
      await generateAction(file, flags, setting);
    });
};
