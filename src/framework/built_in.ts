import { join } from 'node:path';
import { readText } from '../platform/index.ts';
import type { Goal } from './goal_map/index.ts';
import type { BuiltInComponent, ComponentName } from './library/index.ts';

/** The goal map and component names that ship with the program, parsed by the build. */
export type BuiltIn = {
  readonly goals: readonly Goal[];
  readonly components: readonly ComponentName[];
};

/** The folder in the installation that holds the build's index of shipped files. */
const BUILT_IN_FOLDER = 'dist/built_in';

/**
 * Reads the built-in goal map and the names of the built-in components.
 *
 * @param installation - the folder of the installed package
 * @throws when the installation is damaged
 */
export function readBuiltIn(installation: string): BuiltIn {
  return JSON.parse(shippedText(installation, 'index.json')) as BuiltIn;
}

/** Reads one built-in component. */
export function readBuiltInComponent(installation: string, { kind, file }: ComponentName): BuiltInComponent {
  return JSON.parse(shippedText(installation, `${kind}-${file}.json`)) as BuiltInComponent;
}

function shippedText(installation: string, file: string): string {
  const path = join(installation, BUILT_IN_FOLDER, file);
  const read = readText(path, 4 * 1024 * 1024);
  if (read.kind !== 'text')
    throw new Error(`the installation is damaged: ${path} is ${read.kind}; install it again`);
  return read.text;
}
