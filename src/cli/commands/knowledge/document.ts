import { type Declare, withCommonOptions } from '../declare.ts';
import { withModelOptions } from '../option_groups.ts';
import type { KnowledgeFlags } from './act.ts';

/** `document`: a feature of the project, written down. */
export const declare: Declare = (command, setting) => {
  withModelOptions(
    withCommonOptions(command, [
      'orchestrator document "converting units"',
      'orchestrator document login --json',
    ]).argument('<feature...>', 'what to document: words, @file, or - for standard input'),
    'the model to ask',
  ).action(async (words: readonly string[], flags: KnowledgeFlags) => {
    const { documentAction } = await import('./act.ts');
    await documentAction(words, flags, setting);
  });
};
