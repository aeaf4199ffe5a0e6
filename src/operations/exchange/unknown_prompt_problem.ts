import type { Problem } from '../../diagnostics/index.ts';
import { shellWord } from '../../lib/index.ts';

/** The problem of a file that is no prompt of a known tool; for a plan or a task list it names their own commands. */
export function unknownPrompt(file: string, text: string): Problem<'prompt-unknown' | 'prompt-is-plan'> {
  const word = shellWord(file);
  if (/^#{1,4}[ \t]*Phase[ \t]+\d/mu.test(text))
    return {
      ...{ severity: 'error', code: 'prompt-is-plan', file },
      message: 'It is a plan of phases, not a prompt.',
      hint: `orchestrator plan check ${word} reads it; orchestrator plan import ${word} makes a plan of any list of tasks.`,
    };
  if ((text.match(/^[ \t]*[-*+] \[[ xX]\] /gmu) ?? []).length > 1)
    return {
      ...{ severity: 'error', code: 'prompt-is-plan', file },
      message: 'It is a list of tasks, not a prompt.',
      hint: `orchestrator plan import ${word} makes a plan of it; --kind protocol imports it as a component anyway.`,
    };
  return {
    ...{ severity: 'error', code: 'prompt-unknown', file },
    message: 'Its name, folder and front matter match no prompt file of a known tool.',
    hint: 'Say what it should become: --kind persona, --kind protocol or --kind constraint.',
  };
}
