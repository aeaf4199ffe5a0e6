import { type ComponentName, FOLDERS, PLACEHOLDER_MARK } from '../library/index.ts';

/** The text that takes the place of a missing component: conspicuous, and with the command that fixes it. */
export function placeholderText(name: ComponentName): string {
  return [
    `> **${PLACEHOLDER_MARK}: the ${name.kind} \`${name.file}\` is missing. This file is incomplete.**`,
    `> No layer of the component library has it. Write it into \`${FOLDERS[name.kind]}/\` of your library, or have it`,
    '> generated, by making this framework again. Until then, do not use this file: the part that belongs here decides how the work is done.',
  ].join('\n');
}

/** The TODO for a person about a missing component, in the lock file and on screen. */
export function placeholderTodo(name: ComponentName): string {
  return `Write ${FOLDERS[name.kind]}/${name.file} into your component library, or let a model write it, then create the framework again; until then a placeholder takes its place.`;
}
