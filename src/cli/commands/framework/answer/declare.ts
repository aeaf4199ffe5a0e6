import { type Declare, withCommonOptions } from '../../declare.ts';
import type { AnswerFlags } from './act.ts';

/** `answer`: the answer of a model in an earlier run. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, [
    'orchestrator answer My_Framework',
    'orchestrator answer My_Framework --all',
    'orchestrator answer My_Framework --run 20261121T063639Z-01 > answer.md',
  ])
    .argument('<framework>', 'its name, or its folder')
    .option('--run <run>', 'of this run (default: the last one)')
    .option('--all', 'all that was said, not only the last answer')
    .action(async (framework: string, flags: AnswerFlags) => {
      const { answerAction } = await import('./act.ts');
      await answerAction(framework, flags, setting);
    });
};
