import { type Declare, withCommonOptions } from '../../declare.ts';
import type { PlanNormaliseFlags } from '../flags.ts';
import { SECTION_OPTION } from '../reading_flags.ts';

/** Declares `plan normalise`: writes any document that can be read as a plan in the format of plans. */
export const declareNormalise: Declare = (plan, setting) => {
  const verb = plan
    .command('normalise')
    .description('rewrite a document that can be read as a plan in the standard form of plans');
  withCommonOptions(verb, [
    'orchestrator plan normalise ROADMAP.md',
    'orchestrator plan normalise ROADMAP.md --explain --out plan.md',
    'orchestrator plan normalise notes.md --section "Next steps"',
  ])
    .argument('<file>', 'the document, or - for standard input')
    .option(...SECTION_OPTION)
    .option('--explain', 'show how each of its sections was read, and why')
    .option('--keep-done', 'include what is done')
    .option('--out <file>', 'the file for the plan, which must not exist yet; - is standard output', '-')
    .option('--dry-run', 'print the plan; write nothing')
    .action(async (file: string, flags: PlanNormaliseFlags) => {
      const { normaliseAction } = await import('./act.ts');
      await normaliseAction(file, flags, setting);
    });
};
