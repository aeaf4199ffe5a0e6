import { type Declare, withCommonOptions } from '../../declare.ts';
import type { PlanShowFlags } from '../flags.ts';
import { SECTION_OPTION } from '../reading_flags.ts';

/** Declares `plan show`: draws a plan. */
export const declareShow: Declare = (plan, setting) => {
  const verb = plan.command('show').description('draw a plan: its stages, critical path and file conflicts');
  withCommonOptions(verb, [
    'orchestrator plan show plan.md',
    'orchestrator plan show plan.md --as svg --out plan.svg',
    'orchestrator plan show plan.md --as mermaid',
  ])
    .argument('<file>', 'the plan, or - for standard input')
    .option(...SECTION_OPTION)
    .option('--as <form>', 'text, json, mermaid, dot or svg (default: text)')
    .option('--out <file>', 'the file to write, which must not exist yet; - is standard output')
    .action(async (file: string, flags: PlanShowFlags) => {
      const { showAction } = await import('./act.ts');
      await showAction(file, flags, setting);
    });
};
