import { withoutCode } from '../../plan/index.ts';

/** Returns a gate's name for a person: its command or, if that is too long to grasp at a glance, the plan's words for it. */
export function gateInWords({ command, text }: { readonly command: string; readonly text: string }): string {
  if (command.length <= MAX_READ) return command;
  const words = withoutCode(text)
    .replace(/[:\s]{1,8}$/u, '')
    .trim();
  return words === '' ? command : words;
}

/** In UTF-16 code units. */
const MAX_READ = 160;
