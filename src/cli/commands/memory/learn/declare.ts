import type { LearnRequest } from '../../../../operations/index.ts';
import { type CommonOptions, collect, type Declare, withCommonOptions } from '../../declare.ts';

/** `learn`: keeps a fact. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, [
    'orchestrator learn "The parser must keep blank lines" --cite src/parse.ts:10-20',
    'orchestrator learn "We keep dates as text" --kind decision',
  ])
    .argument('<text...>', 'what was learned, in a sentence or two; - is standard input')
    .addOption(
      command
        .createOption('--kind <kind>', 'its kind (default: lesson)')
        .choices(['decision', 'lesson', 'failure', 'convention']),
    )
    .option('--cite <path:lines>', 'the lines that support it (repeatable)', collect)
    .option(
      '--prove <command>',
      'a command that succeeds as long as the fact is true; memory check --prove runs it',
    )
    .option('--source <text>', 'its source: a person, an issue, a document')
    .action(async (words: readonly string[], flags: CommonOptions & Omit<LearnRequest, 'text'>) => {
      const { learnAction } = await import('../act.ts');
      await learnAction({ ...flags, text: words.join(' ') }, setting);
    });
};
