import type { CallForm } from './entries.ts';
import { FENCED_FORM } from './fenced_calls.ts';

/** The instructions before the model's prompt: what it can and cannot do here. */
export function instructions(
  { files, commands }: { readonly files: readonly string[]; readonly commands: readonly string[] },
  form: CallForm,
): string {
  return [
    'You carry out one phase of a plan in a working directory, alone, with tools. Nobody answers questions.',
    form === 'fenced' ? FENCED_FORM : '',
    files.length === 0
      ? 'This phase declares no files: nothing can be written.'
      : `Only these files can be written; every path is relative to the working directory:\n${bullets(files)}`,
    commands.length === 0
      ? 'No command can be run.'
      : `Only these commands can be run, exactly as written here:\n${bullets(commands)}`,
    'Look before you write. Run the commands before you end. You are done when you answer without calling a tool: end that answer with the JSON object that the prompt asks for as a report. The program puts it into the result file.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
