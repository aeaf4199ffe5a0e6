import { type ComponentName, FOLDERS, PLACEHOLDER_MARK } from '../library/index.ts';

/** What stands in the output where a component is missing: loud, and with what mends it. */
export function placeholderText(name: ComponentName): string {
  return [
    `> **${PLACEHOLDER_MARK}: the ${name.kind} \`${name.file}\` is missing. This file is incomplete.**`,
    `> No layer of the component library has it. Write \`components/${FOLDERS[name.kind]}/${name.file}\`, then make this`,
    '> framework again. Until then, do not use this file: the part that belongs here decides how the work is done.',
  ].join('\n');
}

/** What a person is told about it, in the lock file and on screen. */
export function placeholderTodo(name: ComponentName): string {
  return `Write components/${FOLDERS[name.kind]}/${name.file} and make the framework again; a placeholder stands in its place.`;
}
