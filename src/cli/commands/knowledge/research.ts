import { type Declare, withCommonOptions } from '../declare.ts';
import { withModelOptions } from '../option_groups.ts';
import type { KnowledgeFlags } from './act.ts';

/** `research`: a question about the project. */
export const declare: Declare = (command, setting) => {
  withModelOptions(
    withCommonOptions(command, [
      'orchestrator research "How are quantities parsed, and what is refused?"',
      'orchestrator research @question.md --json',
    ]).argument('<question...>', 'the question: words, @file, or - for standard input'),
    'the model to ask',
  ).action(async (words: readonly string[], flags: KnowledgeFlags) => {
    const { researchAction } = await import('./act.ts');
    await researchAction(words, flags, setting);
  });
};
