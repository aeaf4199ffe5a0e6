import { type Declare, withCommonOptions } from '../../declare.ts';
import type { AnswerFlags } from './act.ts';

/** Declares `batch answer`: answers an open question of a phase, or decides how a failed one continues. */
export const declareAnswer: Declare = (batch, setting) => {
  const verb = batch
    .command('answer')
    .description("answer a phase's open question, or say how to continue with one that failed");
  withCommonOptions(verb, [
    'orchestrator batch answer 44 2a "Use SQLite"',
    'orchestrator batch answer 44 3 "Leave the old endpoint as it is" --yes',
  ])
    .argument('<batch>', 'the number of the batch')
    .argument('<phase>', 'the phase, by its id in the plan or as PRP-44.2.1')
    .argument('<text...>', 'the answer')
    .option('-y, --yes', 'undo what was done under another answer without asking')
    .action(async (number: string, phase: string, words: readonly string[], flags: AnswerFlags) => {
      const { answerAction } = await import('./act.ts');
      await answerAction({ ...flags, batch: number, phase, text: words.join(' ') }, setting);
    });
};
